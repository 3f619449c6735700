import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { able, Client, plain, uriOf } from './client.ts';
import { positionOf } from './edits.ts';
import { blog, folderOf, queries, schema, write } from './files.ts';

const column = 'posts.authorId';

describe('pulled diagnostics', () => {
  it('name table and columns, stand under the column, and lead to the page and the declaration', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const uri = uriOf(join(root, 'src/queries.ts'));
    client.open(uri, 'typescript', queries);
    const { kind, items } = await client.pull(uri);
    assert.equal(kind, 'full');
    assert.equal(items.length, 1);
    const [item] = items;
    const start = positionOf(queries, column);
    assert.deepEqual(item?.range, { start, end: { line: start.line, character: start.character + column.length } });
    assert.equal(item?.severity, 2);
    assert.equal(item?.source, 'sargable');
    assert.equal(item?.code, 'unindexed-filter');
    assert.equal(item?.codeDescription?.href, 'https://github.com/sargable/sargable/blob/main/server/src/rules/unindexed-filter.md');
    const [message, advice, ...rest] = String(item?.message).split('\n');
    assert.match(message ?? '', /^No index on posts serves author_id = …/);
    assert.match(advice ?? '', /^Add index \(author_id\)/);
    assert.deepEqual(rest, []);
    assert(item?.relatedInformation?.some(({ location, message: told }) => location.uri === uriOf(join(root, 'src/schema.ts')) && told.includes('posts')));
    await client.close();
  });

  it('are unchanged under the same id, and follow edits', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const uri = uriOf(join(root, 'src/queries.ts'));
    client.open(uri, 'typescript', queries);
    const first = await client.pull(uri);
    assert.deepEqual(await client.pull(uri, first.resultId), { kind: 'unchanged', resultId: first.resultId });
    client.change(uri, [{ range: range(queries, column), text: 'posts.slug' }]);
    const second = await client.pull(uri, first.resultId);
    assert.deepEqual([second.kind, second.items], ['full', []]);
    client.change(uri, [{ text: queries }]);
    assert.equal((await client.pull(uri, second.resultId)).items.length, 1);
    await client.close();
  });

  it('count characters as the client does', async () => {
    const text = queries.replace('(author: number) =>', '(author: number) => /* „äöü“ 𝄞 */');
    for (const encoding of ['utf-16', 'utf-8', 'utf-32'] as const) {
      const root = folderOf({ ...blog(), 'src/queries.ts': text });
      const client = await Client.start([root], { ...able, general: { positionEncodings: [encoding] } });
      const uri = uriOf(join(root, 'src/queries.ts'));
      client.open(uri, 'typescript', text);
      const { items } = await client.pull(uri);
      const before = text.split('\n').find((line) => line.includes(column))?.split(column)[0] ?? '';
      const expected = encoding === 'utf-8' ? Buffer.byteLength(before) : encoding === 'utf-32' ? [...before].length : before.length;
      assert.equal(items[0]?.range.start.character, expected, encoding);
      // The clef is one character of two UTF-16 units or four bytes; an edit behind it must land right as well.
      const at = items[0]?.range.start ?? { line: 0, character: 0 };
      client.change(uri, [{ range: { start: at, end: { line: at.line, character: at.character + column.length } }, text: 'posts.slug' }]);
      assert.deepEqual((await client.pull(uri)).items, [], encoding);
      await client.close();
    }
  });

  it('come out the same after many small edits as for the whole text', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const uri = uriOf(join(root, 'src/queries.ts'));
    const crlf = queries.replaceAll('\n', '\r\n');
    client.open(uri, 'typescript', '');
    for (const [index, line] of crlf.split(/(?<=\r\n)/).entries()) {
      const half = line.length >> 1;
      client.change(uri, [
        { range: { start: { line: index, character: 0 }, end: { line: index, character: 0 } }, text: line.slice(half) },
        { range: { start: { line: index, character: 0 }, end: { line: index, character: 0 } }, text: line.slice(0, half) },
      ]);
    }
    const typed = await client.pull(uri);
    client.change(uri, [{ text: crlf }]);
    assert.deepEqual((await client.pull(uri)).items, typed.items);
    assert.equal(typed.items.length, 1);
    await client.close();
  });

  it('are asked for again once when an open schema changes', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const [uri, schemaUri] = [uriOf(join(root, 'src/queries.ts')), uriOf(join(root, 'src/schema.ts'))];
    client.open(uri, 'typescript', queries);
    client.open(schemaUri, 'typescript', schema);
    assert.equal((await client.pull(uri)).items.length, 1);
    await client.pull(schemaUri);
    const at = positionOf(schema, '[index(');
    const insert = "index('posts_author_id_idx').on(t.authorId), ";
    const point = { line: at.line, character: at.character + 1 };
    for (const [index, letter] of [...insert].entries()) {
      const here = { line: point.line, character: point.character + index };
      client.change(schemaUri, [{ range: { start: here, end: here }, text: letter }]);
    }
    await client.take('workspace/diagnostic/refresh');
    assert.deepEqual((await client.pull(uri)).items, []);
    await client.close();
  });

  it('are not asked for again when a change concerns nobody else', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const uri = uriOf(join(root, 'src/queries.ts'));
    client.open(uri, 'typescript', queries);
    await client.pull(uri);
    client.change(uri, [{ range: range(queries, column), text: 'posts.slug' }]);
    await client.pull(uri);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await client.close();
  });

  it('are read of documents that were never saved', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const uri = 'untitled:Untitled-1';
    client.open(uri, 'sql', 'SELECT * FROM posts WHERE author_id = $1;\n');
    assert.equal((await client.pull(uri)).items.length, 1);
    client.closeDocument(uri);
    await client.close();
  });

  it('are told of mistakes in the configuration', async () => {
    const root = folderOf({ ...blog(), 'sargable.jsonc': '{ "dialekt": "sqlite" }\n' });
    const client = await Client.start([root]);
    const uri = uriOf(join(root, 'sargable.jsonc'));
    client.open(uri, 'jsonc', '{ "dialekt": "sqlite" }\n');
    const { items } = await client.pull(uri);
    assert.deepEqual(items.map(({ code, message }) => [code, message]), [['configuration', 'There is no setting "dialekt". Did you mean "dialect"?']]);
    await client.close();
  });

  it('say nothing of ignored files', async () => {
    const root = folderOf({ ...blog(), '.gitignore': 'generated/\n', 'generated/queries.ts': queries.replaceAll('./', '../src/') });
    const client = await Client.start([root]);
    for (const path of ['generated/queries.ts', 'node_modules/x/queries.ts']) {
      const uri = uriOf(join(root, path));
      client.open(uri, 'typescript', queries.replaceAll('./', '../src/'));
      assert.deepEqual((await client.pull(uri)).items, [], path);
    }
    await client.close();
  });
});

describe('diagnostics of the workspace', () => {
  it('come file by file, and then are held until something changes', async () => {
    const root = folderOf({ ...blog(), 'src/other.ts': queries });
    const client = await Client.start([root]);
    const first = await client.request('workspace/diagnostic', { previousResultIds: [], partialResultToken: 'part' });
    assert.deepEqual(first, { items: [] });
    const part = await client.take<{ token: string; value: { items: { uri: string; resultId: string; items: unknown[] }[] } }>('$/progress');
    const [report] = part.value.items;
    assert.equal(part.token, 'part');
    assert.equal(report?.uri, uriOf(join(root, 'src/other.ts')));
    assert.equal(report?.items.length, 1, 'one finding a need');
    const previousResultIds = [{ uri: report?.uri, value: report?.resultId }];
    let answered = false;
    const held = client.request('workspace/diagnostic', { previousResultIds }).then((answer) => {
      answered = true;
      return answer;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(answered, false);
    write(root, 'src/other.ts', queries.replace(column, 'posts.slug'));
    write(root, 'src/queries.ts', queries.replace(column, 'posts.slug'));
    client.notify('workspace/didChangeWatchedFiles', { changes: ['src/other.ts', 'src/queries.ts'].map((path) => ({ uri: uriOf(join(root, path)), type: 2 })) });
    const after = await held;
    assert.deepEqual(after.items.map(({ uri, items }: { uri: string; items: unknown[] }) => [uri, items]), [[report?.uri, []]]);
    await client.close();
  });

  it('leave open documents to their own pulls', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const uri = uriOf(join(root, 'src/queries.ts'));
    client.open(uri, 'typescript', queries);
    const held = client.request('workspace/diagnostic', { previousResultIds: [] });
    client.closeDocument(uri);
    const { items } = await held;
    assert.deepEqual(items.map((item: { uri: string }) => item.uri), [uri]);
    await client.close();
  });

  it('forget files of a folder that was deleted', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const { items } = await client.request('workspace/diagnostic', { previousResultIds: [] });
    const [{ uri, resultId }] = items;
    const held = client.request('workspace/diagnostic', { previousResultIds: [{ uri, value: resultId }] });
    rmSync(join(root, 'src'), { recursive: true });
    client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(join(root, 'src')), type: 3 }] });
    assert.deepEqual((await held).items.map((item: { uri: string; items: unknown[] }) => [item.uri, item.items]), [[uri, []]]);
    await client.close();
  });

  it('can be given up', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const { items } = await client.request('workspace/diagnostic', { previousResultIds: [] });
    const source = new CancellationTokenSource();
    const held = client.request('workspace/diagnostic', { previousResultIds: [{ uri: items[0].uri, value: items[0].resultId }] }, source.token);
    await new Promise((resolve) => setTimeout(resolve, 100));
    source.cancel();
    await assert.rejects(held, (error: { code: number; data: unknown }) => error.code === -32802 && JSON.stringify(error.data) === '{"retriggerRequest":true}');
    await client.close();
  });
});

describe('pushed diagnostics', () => {
  it('go to clients that do not pull, with the version they are for', async () => {
    const root = folderOf(blog());
    const client = new Client();
    const { capabilities } = await client.initialize([root], plain);
    assert.equal(capabilities.diagnosticProvider, undefined);
    client.notify('initialized', {});
    await client.firstReading(plain);
    const uri = uriOf(join(root, 'src/queries.ts'));
    const closed = await client.take('textDocument/publishDiagnostics');
    assert.deepEqual([closed.uri, closed.version, closed.diagnostics.length], [uri, undefined, 1]);
    client.open(uri, 'typescript', queries);
    client.change(uri, [{ range: range(queries, column), text: 'posts.slug' }]);
    const fixed = await client.take('textDocument/publishDiagnostics');
    assert.deepEqual([fixed.uri, fixed.version, fixed.diagnostics], [uri, 2, []]);
    await client.close();
  });
});

function range(text: string, piece: string) {
  const start = positionOf(text, piece);
  return { start, end: { line: start.line, character: start.character + piece.length } };
}
