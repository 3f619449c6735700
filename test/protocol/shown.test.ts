import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ClientCapabilities, CodeLens, InlayHint, InlayHintLabelPart } from 'vscode-languageserver-protocol';
import { able, Client, plain, uriOf } from './client.ts';
import { applied, positionOf } from './edits.ts';
import { blog, folderOf, queries, schema } from './files.ts';

/** A client that shows lenses and hints, as VS Code does; its settings are asked for. */
const showing: ClientCapabilities = {
  ...able,
  textDocument: { ...able.textDocument, codeLens: {}, inlayHint: { dynamicRegistration: true } },
  workspace: { ...able.workspace, configuration: true, codeLens: { refreshSupport: true }, inlayHint: { refreshSupport: true } },
};

const whole = { start: { line: 0, character: 0 }, end: { line: 1_000, character: 0 } };

async function opened(settings: unknown, { capabilities = showing, options = {}, files = blog() }: { readonly capabilities?: ClientCapabilities; readonly options?: object; readonly files?: Record<string, string> } = {}) {
  const root = folderOf(files);
  const client = new Client();
  client.settings = settings;
  await client.initialize([root], capabilities, options);
  client.notify('initialized', {});
  if (capabilities.workspace?.didChangeWatchedFiles) await client.take('client/registerCapability');
  if (capabilities.workspace?.configuration) await client.take('workspace/configuration');
  await client.firstReading(capabilities);
  const [uri, schemaUri] = [uriOf(join(root, 'src/queries.ts')), uriOf(join(root, 'src/schema.ts'))];
  client.open(schemaUri, 'typescript', schema);
  client.open(uri, 'typescript', queries);
  return { client, root, uri, schemaUri };
}

const lensesOf = async (client: Client, uri: string): Promise<readonly [number, string][]> =>
  (await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } })).map(({ range, command }): [number, string] => [range.start.line, command?.title ?? '']);

const hintsOf = (client: Client, uri: string, range = whole): Promise<InlayHint[]> => client.request('textDocument/inlayHint', { textDocument: { uri }, range });

const partsOf = ({ label }: InlayHint): readonly InlayHintLabelPart[] => (typeof label === 'string' ? [{ value: label }] : label);
const labelOf = (hint: InlayHint): string => partsOf(hint).map(({ value }) => value).join('');

const tableLine = positionOf(schema, 'pgTable(').line;

describe('lenses over tables', () => {
  it('say what a table has and what asks for it, where a query is not served', async () => {
    const { client, uri, schemaUri } = await opened(null);
    assert.deepEqual(await lensesOf(client, schemaUri), [[tableLine, '3 indexes, 2 queries, 1 unserved']]);
    assert.deepEqual(await lensesOf(client, uri), []);
    await client.close();
  });

  it('are told anew when another file makes the difference, once, and not for nothing', async () => {
    const { client, uri, schemaUri } = await opened(null);
    await lensesOf(client, schemaUri);
    client.change(uri, [{ text: `${queries}\n` }]);
    await client.pull(uri);
    await new Promise((resolve) => setTimeout(resolve, 500));
    client.change(uri, [{ text: queries.replace('posts.authorId', 'posts.slug') }]);
    await client.take('workspace/codeLens/refresh');
    assert.deepEqual(await lensesOf(client, schemaUri), []);
    await client.close();
  });

  it('are over all tables, or none, as the settings have it, and follow them', async () => {
    const { client, uri, schemaUri } = await opened({ codeLens: { tables: 'all' } });
    client.change(uri, [{ text: queries.replace('posts.authorId', 'posts.slug') }]);
    assert.deepEqual(await lensesOf(client, schemaUri), [[tableLine, '3 indexes, 2 queries']]);
    client.settings = { codeLens: { tables: 'off' } };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.take('workspace/configuration');
    await client.take('workspace/codeLens/refresh');
    assert.deepEqual(await lensesOf(client, schemaUri), []);
    await client.close();
  });

  it('take settings that a client sends by itself', async () => {
    const { client, schemaUri } = await opened(null, { capabilities: able, options: { codeLens: { tables: 'off' } } });
    assert.deepEqual(await lensesOf(client, schemaUri), []);
    client.notify('workspace/didChangeConfiguration', { settings: { sargable: { codeLens: { tables: ['nonsense'] } } } });
    assert.deepEqual(await lensesOf(client, schemaUri), [[tableLine, '3 indexes, 2 queries, 1 unserved']]);
    await client.close();
  });

  it('lead to the queries: by a command of the client, or else by what the server can say', async () => {
    const mine = await opened(null, { options: { runsCommands: true } });
    const [lens] = await mine.client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: mine.schemaUri } });
    assert.equal(lens?.command?.command, 'sargable.showTable');
    const [argument] = lens.command.arguments ?? [];
    assert.deepEqual([argument.table, argument.name, argument.queries.length, argument.unserved.map(({ range }: { range: typeof whole }) => range.start.line)], ['posts', 'posts', 2, [positionOf(queries, 'posts.authorId').line]]);
    await mine.client.close();
    const other = await opened(null);
    const [said] = await other.client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: other.schemaUri } });
    await other.client.request('workspace/executeCommand', { command: said?.command?.command, arguments: said?.command?.arguments });
    assert.match((await other.client.take('window/showMessage')).message, /^posts \(postgresql\)/);
    await other.client.close();
  });
});

describe('lenses over functions', () => {
  it('say how many queries one call may send, when they are asked for', async () => {
    const { client, uri } = await opened({ codeLens: { queryBudget: true } });
    assert.deepEqual(await lensesOf(client, uri), [[positionOf(queries, 'bySlug').line, 'up to 1 query'], [positionOf(queries, 'byAuthor').line, 'up to 1 query, 1 unserved']]);
    await client.close();
  });
});

describe('inlay hints', () => {
  it('are not shown unless they are asked for', async () => {
    const { client, uri } = await opened(null);
    assert.deepEqual(await hintsOf(client, uri), []);
    await client.close();
  });

  it('name the index behind the condition that it serves, say why in their tooltip, and lead to its declaration', async () => {
    const latest = "import { desc } from 'drizzle-orm';\nimport { db } from './db';\nimport { posts } from './schema';\nexport const latest = () => db.select().from(posts).orderBy(desc(posts.createdAt)).limit(5);\nexport const one = (id: number) => db.query.posts.findFirst({ where: (t, { eq }) => eq(t.id, id) });\n";
    const { client, root, schemaUri } = await opened({ inlayHints: { servingIndex: true } }, { files: { ...blog(), 'src/latest.ts': latest } });
    const uri = uriOf(join(root, 'src/latest.ts'));
    client.open(uri, 'typescript', latest);
    const [sorted, byId, ...more] = await hintsOf(client, uri);
    assert.deepEqual(more, []);
    assert.ok(sorted && byId);
    assert.equal(labelOf(sorted), 'posts_created_at_idx');
    assert.deepEqual(sorted.position, positionOf(latest, ').limit'));
    assert.equal(labelOf(byId), 'primary key');
    assert.match(JSON.stringify(sorted.tooltip), /\*\*posts\*\* is served by posts_created_at_idx/);
    assert.deepEqual(partsOf(sorted).map(({ location }) => [location?.uri, location?.range.start]), [[schemaUri, positionOf(schema, "index('posts")]]);
    assert.deepEqual((await hintsOf(client, uri, { start: { line: 4, character: 0 }, end: { line: 4, character: 0 } })).map(labelOf), ['primary key']);
    await client.close();
  });

  it('come and go with the setting', async () => {
    const { client, uri } = await opened(null);
    assert.deepEqual(await hintsOf(client, uri), []);
    client.settings = { inlayHints: { servingIndex: true } };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.take('workspace/configuration');
    await client.take('workspace/inlayHint/refresh');
    assert.deepEqual((await hintsOf(client, uri)).map(labelOf), ['unique']);
    await client.close();
  });
});

describe('lists of the whole workspace', () => {
  it('have findings by table, the worst first, each with its place', async () => {
    const { client, root, uri } = await opened(null, { files: { ...blog(), 'report.sql': 'SELECT id FROM posts WHERE author_id = 3;\n' } });
    const { folders: [folder] } = await client.request('sargable/findings');
    assert.equal(folder.uri, uriOf(root));
    const [posts] = folder.tables;
    assert.equal(posts.name, 'posts');
    const [finding] = posts.findings;
    assert.deepEqual([finding.rule, finding.severity, finding.location.uri], ['unindexed-filter', 'warning', uriOf(join(root, 'report.sql'))]);
    assert.deepEqual(finding.others.map((place: { uri: string }) => place.uri), [uri]);
    assert.match(finding.message, /^No index on posts serves author_id/);
    await client.close();
  });

  it('have what was not understood, with why', async () => {
    const { client } = await opened(null, { files: { ...blog(), 'src/odd.sql': 'SELECT * FROM nowhere_at_all WHERE x = 1;\n' } });
    const { queries: unread } = await client.request('sargable/unread');
    assert.deepEqual(unread.map(({ path }: { path: string }) => path), ['src/odd.sql']);
    assert.match(unread[0].reason, /nowhere_at_all/);
    await client.close();
  });
});

describe('all safe fixes of a document', () => {
  const events = 'CREATE TABLE events (id integer PRIMARY KEY, kind text NOT NULL);\n\nSELECT id FROM events WHERE kind = $1;\n';
  const ask = async (client: Client, uri: string, triggerKind: 1 | 2, only = ['source.fixAll.sargable']): Promise<readonly { title: string; kind: string; edit?: object }[]> =>
    client.request('textDocument/codeAction', { textDocument: { uri }, range: whole, context: { diagnostics: [], only, triggerKind } });

  it('are one action; on saving it changes no other file', async () => {
    const { client, uri, schemaUri } = await opened(null);
    const [all, ...more] = await ask(client, uri, 1);
    assert.deepEqual([all?.kind, more], ['source.fixAll.sargable', []]);
    assert.ok(all && JSON.stringify(all.edit).includes(schemaUri));
    assert.deepEqual(await ask(client, uri, 2), []);
    assert.equal((await ask(client, uri, 1, ['source.fixAll'])).length, 1);
    assert.equal((await ask(client, uri, 1, ['source'])).length, 1);
    assert.deepEqual(await ask(client, uri, 1, ['source.organizeImports']), []);
    assert.ok((await ask(client, uri, 1, [''])).every(({ kind }) => kind === 'quickfix'));
    await client.close();
  });

  it('are made on saving where they lie in the file itself', async () => {
    const { client, root } = await opened(null, { files: { 'package.json': '{}', 'a.sql': events } });
    const uri = uriOf(join(root, 'a.sql'));
    client.open(uri, 'sql', events);
    const { items } = await client.pull(uri);
    const actions = await ask(client, uri, 2);
    assert.deepEqual([items.map(({ code }) => code), actions.length], [['unindexed-filter'], 1]);
    const text = applied(actions[0]?.edit ?? {}, { [uri]: events }).get(uri) ?? '';
    assert.match(text, /CREATE INDEX \S+ ON events \(kind\);/);
    client.change(uri, [{ text }]);
    assert.deepEqual([(await client.pull(uri)).items, await ask(client, uri, 2)], [[], []]);
    await client.close();
  });
});

describe('the first reading', () => {
  it('can be stopped; then nothing is told, and the status says so', async () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`src/m${n % 300}/q${n}.ts`, queries.replace('./db', `./db${n}`)]));
    const root = folderOf({ ...blog(), ...many });
    const client = new Client();
    await client.initialize([root], able, { wantsStatus: true });
    client.notify('initialized', {});
    await client.take('client/registerCapability');
    const { token } = await client.take('window/workDoneProgress/create');
    const begun = await client.take('$/progress');
    assert.deepEqual([begun.value.kind, begun.value.cancellable], ['begin', true]);
    client.notify('window/workDoneProgress/cancel', { token });
    for (;;) if ((await client.take('$/progress')).value.kind === 'end') break;
    assert.match((await client.take('window/logMessage')).message, /stopped after \d+ files/);
    const { folders: [status] } = await client.take('sargable/status');
    assert.deepEqual([status.state, status.queries], ['stopped', 0]);
    const uri = uriOf(join(root, 'src/queries.ts'));
    client.open(uri, 'typescript', queries);
    assert.deepEqual((await client.pull(uri)).items, []);
    await client.take('sargable/status');
    await client.close();
  });
});

it('a client that can do little gets lenses and hints as well, and is told nothing unasked', async () => {
  const { client, schemaUri, uri } = await opened(null, { capabilities: plain, options: { inlayHints: { servingIndex: true } } });
  await client.take('textDocument/publishDiagnostics');
  assert.equal((await lensesOf(client, schemaUri)).length, 1);
  const [hint] = await hintsOf(client, uri);
  assert.equal(typeof hint?.tooltip, 'string');
  await client.close();
});
