import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { able, Client, plain, serverFile, uriOf } from './client.ts';
import { blog, folderOf, queries, schema } from './files.ts';

describe('a session', () => {
  it('begins with what the server can do', async () => {
    const client = new Client();
    const { capabilities, serverInfo } = await client.initialize([], able);
    assert.equal(serverInfo?.name, 'sargable');
    assert.match(serverInfo?.version ?? '', /^\d+\.\d+\.\d+/);
    assert.equal(capabilities.positionEncoding, 'utf-16');
    assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2 });
    assert.deepEqual(capabilities.diagnosticProvider, { identifier: 'sargable', interFileDependencies: true, workspaceDiagnostics: true });
    assert.deepEqual(capabilities.codeActionProvider, { codeActionKinds: ['quickfix', 'source.fixAll.sargable'], resolveProvider: true });
    assert.deepEqual(capabilities.executeCommandProvider, { commands: ['sargable.generateMigration', 'sargable.explain', 'sargable.showRule'] });
    await client.close();
  });

  it('that was not begun answers nothing else, and lives on', async () => {
    const client = new Client();
    await assert.rejects(client.request('textDocument/hover', { textDocument: { uri: 'file:///x.sql' }, position: { line: 0, character: 0 } }), { code: -32002 });
    await client.initialize([], able);
    await client.close();
  });

  it('that was not shut down ends with an error', async () => {
    const client = new Client();
    const ended = once(client.process, 'exit');
    await client.initialize([], plain);
    client.notify('exit', undefined);
    assert.deepEqual(await ended, [1, null]);
  });

  it('ends with its editor', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const client = new Client();
    const ended = once(client.process, 'exit');
    await client.request('initialize', { processId: editor.pid, rootUri: null, capabilities: plain, workspaceFolders: null });
    editor.kill();
    await ended;
  });

  it('survives what is no message at all', async () => {
    const server = spawn(process.execPath, [serverFile, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const message = (text: string): string => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
    server.stdin.write(message('{ this is not JSON'));
    server.stdin.write(message('[]'));
    server.stdin.write(message('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}'));
    let answer = '';
    for await (const chunk of server.stdout) {
      answer += String(chunk);
      if (answer.includes('"id":1')) break;
    }
    assert.match(answer, /"serverInfo"/);
    server.kill();
  });
});

describe('a request that makes no sense', () => {
  it('is answered, and the next one as well', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const uri = uriOf(join(root, 'src/queries.ts'));
    await assert.rejects(client.request('textDocument/foldingRange', { textDocument: { uri } }), { code: -32601 });
    client.change(uri, [{ text: 'a document that was never opened' }]);
    client.closeDocument(uri);
    client.open(uri, 'typescript', queries);
    for (const position of [{ line: 9e8, character: 9e8 }, { line: -1, character: -1 }, { line: 0, character: 1e6 }]) assert.equal(await client.request('textDocument/hover', { textDocument: { uri }, position }), null);
    client.change(uri, [{ range: { start: { line: 9e8, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }]);
    assert.equal((await client.pull(uri)).items.length, 1);
    for (const odd of ['git:/x.ts', 'not a uri', 'file://server/share/%zz.ts']) {
      client.open(odd, 'typescript', queries);
      assert.deepEqual((await client.pull(odd)).items, []);
    }
    await client.close();
  });

  it('fails by itself when it cannot be understood', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    await assert.rejects(client.request('textDocument/hover', { nothing: 'of use' }), { code: -32603 });
    await client.take('window/logMessage');
    const uri = uriOf(join(root, 'src/queries.ts'));
    client.open(uri, 'typescript', queries);
    assert.equal((await client.pull(uri)).items.length, 1);
    await client.close();
  });

  it('finds half-typed and deeply nested text bearable', async () => {
    const root = folderOf(blog());
    const client = await Client.start([root]);
    const uri = uriOf(join(root, 'src/queries.ts'));
    client.open(uri, 'typescript', queries);
    for (const text of [queries.slice(0, 260), `${queries}\nconst x = ${'('.repeat(20_000)}`, 'db.select('.repeat(2_000), '\u0000\ud800', '']) {
      client.change(uri, [{ text }]);
      assert.equal((await client.pull(uri)).kind, 'full');
    }
    client.change(uri, [{ text: queries }]);
    assert.equal((await client.pull(uri)).items.length, 1);
    await client.close();
  });
});

describe('several folders', () => {
  it('have an engine each, and come and go', async () => {
    const [one, two] = [folderOf(blog()), folderOf({ ...blog(), 'src/schema.ts': schema.replace('[index(', "[index('author').on(t.authorId), index(") })];
    const client = await Client.start([one, two]);
    const uris = [one, two].map((root) => uriOf(join(root, 'src/queries.ts')));
    for (const uri of uris) client.open(uri, 'typescript', queries);
    const counts = async () => (await Promise.all(uris.map((uri) => client.pull(uri)))).map(({ items }) => items.length);
    assert.deepEqual(await counts(), [1, 0]);
    client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: [{ uri: uriOf(one), name: 'one' }] } });
    // Its files then belong to no folder, so that nothing is known of their schema.
    assert.deepEqual(await counts(), [0, 0]);
    client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [{ uri: uriOf(one), name: 'one' }], removed: [] } });
    await client.firstReading(able);
    await client.take('workspace/diagnostic/refresh');
    assert.deepEqual(await counts(), [1, 0]);
    await client.close();
  });

  it('are not needed: a single file is read by itself', async () => {
    const root = folderOf({ 'all.sql': '' });
    const client = await Client.start([]);
    const uri = uriOf(join(root, 'all.sql'));
    client.open(uri, 'sql', 'CREATE TABLE posts (id integer PRIMARY KEY, author_id integer);\nSELECT * FROM posts WHERE author_id = ?;\n');
    assert.deepEqual((await client.pull(uri)).items.map(({ code }) => code), ['unindexed-filter']);
    await client.close();
  });
});
