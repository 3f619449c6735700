import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { CodeAction, Diagnostic, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { able, Client, plain, uriOf } from './client.ts';
import { applied, positionOf } from './edits.ts';
import { blog, folderOf, queries, schema } from './files.ts';

const column = 'posts.authorId';

async function opened(capabilities = able, options: object = {}, files = blog()) {
  const root = folderOf(files);
  const client = await Client.start([root], capabilities, options);
  const uri = uriOf(join(root, 'src/queries.ts'));
  client.open(uri, 'typescript', queries);
  return { root, client, uri, schemaUri: uriOf(join(root, 'src/schema.ts')) };
}

async function actions(client: Client, uri: string, only?: string[]): Promise<CodeAction[]> {
  const { items } = await client.pull(uri);
  const [diagnostic] = items;
  return client.request('textDocument/codeAction', { textDocument: { uri }, range: diagnostic?.range, context: { diagnostics: [diagnostic], ...(only && { only }) } });
}

describe('hover', () => {
  it('says why no index serves, in the words of the finding', async () => {
    const { client, uri } = await opened();
    const { contents, range } = await client.request('textDocument/hover', { textDocument: { uri }, position: positionOf(queries, column) });
    assert.equal(contents.kind, 'markdown');
    const [head, table, proposal, known, ...rest] = contents.value.split('\n\n');
    assert.equal(head, '**posts** is read whole.');
    assert.match(table, /^\| index \| why it does not serve \|\n\|---\|---\|\n\| /);
    assert.match(table, /\| primary key \(id\) \| no condition on id \|/);
    assert.match(table, /\| posts_created_at_idx \(created_at\) \| no condition on created_at \|/);
    assert.equal(proposal, '(author_id) would serve the filter.');
    assert.equal(known, '*Known from schema.ts; no statistics.* [Page](https://github.com/sargable/sargable/blob/main/server/src/rules/unindexed-filter.md)');
    assert.deepEqual(rest, ['---', '**author_id** integer, not null, of posts · schema.ts']);
    assert(range);
    await client.close();
  });

  it('names the index that serves', async () => {
    const { client, uri } = await opened();
    const { contents } = await client.request('textDocument/hover', { textDocument: { uri }, position: positionOf(queries, 'posts.slug') });
    assert.match(contents.value, /^\*\*posts\*\* is served by unique \(slug\): one row\.$/m);
    await client.close();
  });

  it('is plain text for clients that show no Markdown, and nothing where nothing is known', async () => {
    const { client, uri } = await opened(plain);
    await client.take('textDocument/publishDiagnostics');
    const { contents } = await client.request('textDocument/hover', { textDocument: { uri }, position: positionOf(queries, column) });
    assert.equal(contents.kind, 'plaintext');
    assert.match(contents.value, /^posts is read whole\./);
    assert.doesNotMatch(contents.value, /[`\\]|\*\*|---/);
    assert.equal(await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } }), null);
    await client.close();
  });
});

describe('definition, references and links', () => {
  const report = 'SELECT id FROM posts WHERE author_id = 3;\n';
  const config = '{ "rules": { "unindexed-sort": "hint" } }\n';

  it('lead from SQL to the model, and from an index to what it serves', async () => {
    const served = "import { desc } from 'drizzle-orm';\nimport { db } from './db';\nimport { posts } from './schema';\nexport const latest = () => db.select().from(posts).orderBy(desc(posts.createdAt)).limit(5);\n";
    const { client, root, schemaUri } = await opened(able, {}, { ...blog(), 'report.sql': report, 'src/latest.ts': served });
    const uri = uriOf(join(root, 'report.sql'));
    client.open(uri, 'sql', report);
    const [target, ...rest] = await client.request('textDocument/definition', { textDocument: { uri }, position: positionOf(report, 'author_id') });
    assert.equal(target.uri, schemaUri);
    assert.deepEqual(target.range.start, positionOf(schema, 'authorId: integer'));
    assert.deepEqual(rest, []);
    client.open(schemaUri, 'typescript', schema);
    const places = await client.request('textDocument/references', { textDocument: { uri: schemaUri }, position: positionOf(schema, "index('posts"), context: { includeDeclaration: false } });
    assert.deepEqual(places.map((place: { uri: string }) => place.uri), [uriOf(join(root, 'src/latest.ts'))]);
    await client.close();
  });

  it("lead from a rule's name in a configuration to its page", async () => {
    const { client, root } = await opened(able, {}, { ...blog(), 'sargable.jsonc': config });
    const uri = uriOf(join(root, 'sargable.jsonc'));
    client.open(uri, 'jsonc', config);
    const links = await client.request('textDocument/documentLink', { textDocument: { uri } });
    assert.deepEqual(links, [{ range: { start: positionOf(config, 'unindexed-sort'), end: positionOf(config, '": "hint"') }, target: 'https://github.com/sargable/sargable/blob/main/server/src/rules/unindexed-sort.md', tooltip: 'About unindexed-sort' }]);
    await client.close();
  });
});

describe('quick fixes', () => {
  it('come in their order, the index first and preferred, their edits when they are chosen', async () => {
    const { client, uri } = await opened();
    const list = await actions(client, uri);
    assert.deepEqual(list.map(({ title }) => title.replace(/ \(.*\)/, '')).filter((title) => !title.includes('migration')), [
      'Add index posts_author_id_idx to posts in schema.ts',
      'Show why no index serves this query',
      'Ignore unindexed-filter on this line', 'Ignore unindexed-filter for posts.author_id', 'Ignore unindexed-filter for posts', 'Ignore unindexed-filter in this project',
      'About unindexed-filter',
    ]);
    assert.deepEqual(list.map(({ isPreferred }) => isPreferred === true).indexOf(true), 0);
    assert.equal(list.filter(({ isPreferred }) => isPreferred).length, 1);
    assert(list.every(({ kind, edit, diagnostics }) => kind === 'quickfix' && edit === undefined && diagnostics?.length === 1));
    await client.close();
  });

  it('make their finding go away when they are applied, each of them', async () => {
    const { client, uri, root, schemaUri } = await opened();
    client.open(schemaUri, 'typescript', schema);
    for (const action of (await actions(client, uri)).filter(({ data }) => data !== undefined)) {
      const { edit } = await client.request<CodeAction>('codeAction/resolve', action);
      assert(edit?.documentChanges, action.title);
      for (const change of edit.documentChanges) if ('textDocument' in change && change.textDocument.uri === uri) assert.equal(typeof change.textDocument.version, 'number');
      const texts = applied(edit, { [uri]: queries, [schemaUri]: schema });
      const after = folderOf({ ...blog(), ...Object.fromEntries([...texts].map(([changed, text]) => [fileURLToPath(changed).slice(root.length + 1), text])) });
      const again = await Client.start([after]);
      const changedUri = uriOf(join(after, 'src/queries.ts'));
      again.open(changedUri, 'typescript', readFileSync(join(after, 'src/queries.ts'), 'utf8'));
      assert.deepEqual((await again.pull(changedUri)).items.map(({ message }: Diagnostic) => message), [], action.title);
      await again.close();
    }
    await client.close();
  });

  it('are refused when what they are for is gone', async () => {
    const { client, uri } = await opened();
    const [first] = await actions(client, uri);
    client.change(uri, [{ text: queries.replace(column, 'posts.slug') }]);
    await assert.rejects(client.request('codeAction/resolve', first), { code: -32801 });
    await client.close();
  });

  it('carry their edits at once for clients that cannot ask for them', async () => {
    const { client, uri, schemaUri } = await opened({ ...plain, textDocument: { ...plain.textDocument, diagnostic: {} } });
    const list = await actions(client, uri);
    const [first] = list;
    assert.deepEqual(Object.keys(first?.edit?.changes ?? {}), [schemaUri]);
    assert.match(applied(first?.edit ?? {}).get(schemaUri) ?? '', /index\('posts_author_id_idx'\)\.on\(t\.authorId\)/);
    // What would have to create a file is not offered to a client that cannot.
    assert(list.every(({ edit, command }) => edit !== undefined || command !== undefined));
    await client.close();
  });

  it('are quick fixes alone', async () => {
    const { client, uri } = await opened();
    assert.deepEqual(await actions(client, uri, ['refactor']), []);
    assert.notEqual((await actions(client, uri, ['quickfix'])).length, 0);
    await client.close();
  });
});

describe('migrations', () => {
  it('are written for what is chosen among the open needs', async () => {
    const { client, root } = await opened();
    const { folders } = await client.request('sargable/openNeeds');
    assert.deepEqual(folders.map(({ uri, needs }: { uri: string; needs: { title: string; index: string; table: string; queries: string[] }[] }) => [uri, needs.map(({ title, index, table, queries: places }) => [title, index, table, places])]),
      [[uriOf(root), [['posts_author_id_idx', '(author_id)', 'posts', ['src/queries.ts:7']]]]]);
    await assert.rejects(client.request('sargable/writeMigration', { folder: uriOf(root), needs: ['gone'] }), { code: -32801 });
    await assert.rejects(client.request('sargable/writeMigration', { folder: uriOf(join(root, 'src')), needs: [] }), { code: -32602 });
    await client.close();
  });

  it('keep drizzle-kit in step: statement, journal, snapshot and model together', async () => {
    const root = fileURLToPath(new URL('../../examples/bookshop', import.meta.url));
    const client = await Client.start([root]);
    const { folders: [folder] } = await client.request('sargable/openNeeds');
    const { edit, files, problems }: { edit: WorkspaceEdit; files: { path: string; part: string }[]; problems: string[] } =
      await client.request('sargable/writeMigration', { folder: folder.uri, needs: folder.needs.map(({ id }: { id: string }) => id) });
    assert.deepEqual(problems, []);
    assert.equal(files[0]?.part, 'migration');
    const texts = applied(edit);
    const paths = [...texts.keys()].map((uri) => fileURLToPath(uri).slice(root.length + 1)).sort();
    assert.deepEqual(paths, [files[0]?.path, 'drizzle/meta/0002_snapshot.json', 'drizzle/meta/_journal.json', 'src/db/schema.ts'].sort());
    const sql = texts.get(uriOf(join(root, files[0]?.path ?? ''))) ?? '';
    assert.equal(sql.match(/^CREATE INDEX/gm)?.length, folder.needs.length);
    assert(edit.documentChanges?.every((change) => !('kind' in change) || change.kind !== 'create' || change.options?.overwrite === false));
    assert(edit.changeAnnotations && Object.keys(edit.changeAnnotations).length === 1);
    await client.close();
  });
});

describe('commands', () => {
  it('are run by the server for clients that do not', async () => {
    const { client, uri } = await opened();
    await client.request('workspace/executeCommand', { command: 'sargable.showRule', arguments: ['unindexed-filter'] });
    // The page of this very version, which lies beside the server.
    assert.match(readFileSync(fileURLToPath((await client.take('window/showDocument')).uri), 'utf8'), /^# unindexed-filter/);
    await client.request('workspace/executeCommand', { command: 'sargable.explain', arguments: [{ uri, position: positionOf(queries, column) }] });
    assert.match((await client.take('window/showMessage')).message, /posts is read whole/);
    await client.request('workspace/executeCommand', { command: 'sargable.generateMigration' });
    assert.match(JSON.stringify(await client.take('workspace/applyEdit')), /posts_author_id_idx/);
    assert.match((await client.take('window/showMessage')).message, /no migrations folder/);
    await client.take('window/logMessage');
    await assert.rejects(client.request('workspace/executeCommand', { command: 'sargable.explain', arguments: [null] }), { code: -32602 });
    await client.close();
  });

  it('are not announced to a client that runs them itself, which gets what it needs for them', async () => {
    const root = folderOf(blog());
    const client = new Client();
    const { capabilities } = await client.initialize([root], able, { runsCommands: true, wantsStatus: true });
    assert.equal(capabilities.executeCommandProvider, undefined);
    client.notify('initialized', {});
    await client.take('client/registerCapability');
    await client.firstReading(able);
    const { folders: [status] } = await client.take('sargable/status');
    assert.deepEqual({ ...status, milliseconds: 0 }, { uri: uriOf(root), state: 'read', files: 4, indexes: 3, queries: 2, unread: 0, findings: { error: 0, warning: 1, information: 0, hint: 0 }, notRead: [], milliseconds: 0 });
    const uri = uriOf(join(root, 'src/queries.ts'));
    assert.match((await client.request('sargable/explain', { uri, position: positionOf(queries, column) })).markdown, /is read whole/);
    assert.match((await client.request('sargable/rulePage', { rule: 'unindexed-filter' })).markdown, /^# /);
    assert.equal(await client.request('sargable/rulePage', { rule: '../../package' }), null);
    assert((await client.request('sargable/rules')).rules.some(({ id }: { id: string }) => id === 'unindexed-filter'));
    await client.close();
  });

  it('and requests are all described for other editors', () => {
    const page = readFileSync(new URL('../../docs/PROTOCOL.md', import.meta.url), 'utf8');
    const protocol = readFileSync(new URL('../../server/src/lsp/protocol.ts', import.meta.url), 'utf8');
    const names = [...protocol.matchAll(/'(sargable\/\w+)'/g)].map(([, name]) => name ?? '');
    assert(names.length >= 6);
    for (const name of names) assert(page.includes(`\`${name}\``), name);
  });
});
