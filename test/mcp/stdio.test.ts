import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { loadParsers, openFolder } from '../../server/src/host/workspace.ts';

// The protocol's own client, over stdio, against the command as a user starts it. The client checks every answer against the tool's output schema.

const MAIN = join(import.meta.dirname, '../../server/src/cli/main.ts');
const SCHEMA = `import { index, integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
export const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name').notNull() });
export const posts = pgTable('posts', { id: serial('id').primaryKey(), userId: integer('user_id').references(() => users.id), title: text('title') }, (t) => [index('posts_title_idx').on(t.title)]);
export const db = drizzle('x');
`;
const QUERIES = `import { eq } from 'drizzle-orm';
import { db, posts, users } from './schema';
export async function byUser(id: number) {
  return db.select().from(posts).where(eq(posts.userId, id));
}
export async function all(ids: number[]) {
  for (const id of ids) await db.select().from(users).where(eq(users.id, id));
}
`;
const FILES = { 'package.json': '{"dependencies":{"drizzle-orm":"1"}}', 'src/schema.ts': SCHEMA, 'src/a.ts': QUERIES, '.gitignore': 'out/\n' };

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sargable-mcp-'));
  for (const [path, text] of Object.entries(files)) { mkdirSync(dirname(join(folder, path)), { recursive: true }); writeFileSync(join(folder, path), text); }
  return folder;
}

const folder = folderOf(FILES);
const other = folderOf({ 'package.json': '{}', 'db.sql': 'CREATE TABLE tags (id int PRIMARY KEY, name text);\n' });

interface Answer { readonly isError: boolean; readonly text: string; readonly data: Readonly<Record<string, unknown>> }

async function connect(args: readonly string[], roots: readonly string[] | null, cwd = folder) {
  const client = new Client({ name: 'test', version: '1' }, { capabilities: roots === null ? {} : { roots: {} } });
  if (roots !== null) client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: roots.map((root) => ({ uri: pathToFileURL(root).href })) }));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: ['--liftoff-only', '--no-warnings', MAIN, 'mcp', ...args], cwd, stderr: 'inherit' }));
  await client.listTools();
  const call = async (name: string, input: Record<string, unknown>): Promise<Answer> => {
    const result = await client.callTool({ name, arguments: input });
    const content: unknown = result.content;
    const [first]: unknown[] = Array.isArray(content) ? content : [];
    const text = typeof first === 'object' && first !== null && 'text' in first ? String(first.text) : '';
    return { isError: result.isError === true, text, data: typeof result.structuredContent === 'object' && result.structuredContent !== null ? { ...result.structuredContent } : {} };
  };
  return { client, call };
}

// What the command names holds, whatever the client tells.
const { client, call } = await connect(['--root', folder], [other], other);
after(async () => { await client.close(); for (const one of [folder, other]) rmSync(one, { recursive: true, force: true }); });

test('tools say what they give, and that they only read', async () => {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map(({ name }) => name), ['check', 'schema', 'explain', 'propose_index', 'query_budget']);
  for (const tool of tools) {
    assert.equal(tool.annotations?.readOnlyHint, true, tool.name);
    assert.equal(tool.outputSchema?.type, 'object', tool.name);
    assert.ok((tool.description ?? '').length > 60, tool.name);
  }
  assert.match(client.getInstructions() ?? '', /executes nothing/);
});

test('a check says what the engine says everywhere', async () => {
  const { data, text } = await call('check', {});
  const workspace = openFolder(await loadParsers(), folder);
  for (const _ of workspace.scan()) { /* all of it */ }
  const findings: unknown = data['findings'];
  assert.ok(Array.isArray(findings));
  assert.deepEqual(findings.map(({ fingerprint, message, advice }: Record<string, unknown>) => ({ fingerprint, message, advice })), workspace.engine.snapshot().findings().map(({ fingerprint, message, advice }) => ({ fingerprint, message, advice })));
  assert.equal(findings.length, 2);
  assert.match(text, /src\/a\.ts:4:\d+ warning: No index on posts serves user_id = …/);
  assert.match(text, /2 findings in the project\. 2 queries of \d+ files read, 0 in the project not understood\./);
  assert.match((await call('check', { limit: 1 })).text, /1 more findings not shown\./);
});

test('a text is judged as if it stood there, and does not stay', async () => {
  const text = QUERIES.replace('posts.userId, id', "posts.title, 'x'");
  assert.equal((await call('check', { path: 'src/a.ts', text })).data['total'], 1);
  assert.equal((await call('check', { path: 'src/a.ts' })).data['total'], 2);
  assert.equal((await call('check', { path: 'src/new.ts', text: QUERIES })).data['total'], 2);
  assert.match((await call('check', { path: 'src/new.ts' })).text, /No findings in src\/new\.ts/);
});

test('what changed on disk is read again before the answer', async () => {
  writeFileSync(join(folder, 'src/schema.ts'), SCHEMA.replace("index('posts_title_idx').on(t.title)", "index('posts_title_idx').on(t.title), index('posts_user_id_idx').on(t.userId)"));
  assert.equal((await call('check', { path: 'src' })).data['total'], 1);
  writeFileSync(join(folder, 'src/b.ts'), QUERIES);
  assert.equal((await call('check', { path: 'src/b.ts' })).data['total'], 1);
  rmSync(join(folder, 'src/b.ts'));
  writeFileSync(join(folder, 'src/schema.ts'), SCHEMA);
  utimesSync(join(folder, 'src/schema.ts'), new Date(), new Date());
  assert.equal((await call('check', {})).data['total'], 2);
});

test('tables', async () => {
  const { text, data } = await call('schema', { table: 'posts' });
  assert.match(text, /^posts \(postgresql\), declared in src\/schema\.ts:4\n {2}columns: id serial not null, user_id integer, title text\n {2}primary key .*\(id\)\n {2}index posts_title_idx \(title\)\n {2}foreign key \(user_id\) to users \(id\)$/);
  assert.equal(data['total'], 1);
  assert.match((await call('schema', {})).text, /users .*\n[\s\S]*posts|posts[\s\S]*users/);
  const none = await call('schema', { table: 'nowhere' });
  assert.ok(none.isError);
  assert.match(none.text, /No table "nowhere" is known\. There are: posts, users\./);
});

test('a query is explained by its place or its text', async () => {
  const placed = await call('explain', { path: 'src/a.ts', line: 4 });
  assert.match(placed.text, /^posts is read whole\./);
  assert.deepEqual((placed.data['tables'] as Record<string, unknown>[]).map(({ table, filter, proposed }) => ({ table, filter, proposed })), [{ table: 'posts', filter: 'not-served', proposed: '(user_id)' }]);
  assert.match((await call('explain', { sql: "SELECT * FROM posts WHERE title = 'x'" })).text, /posts is served by posts_title_idx \(title\): filter\./);
  for (const [input, told] of [[{ path: 'src/a.ts', line: 1 }, /No query stands there/], [{ path: 'src/a.ts', line: 999 }, /has \d+ lines/], [{ sql: 'SELECT * FROM nowhere' }, /understood|known/], [{}, /Say which query/], [{ path: 'src/a.ts', line: 0 }, /whole number from 1/], [{ line: 1, sql: 'SELECT 1' }, /sql goes without line/]] as const) {
    const wrong = await call('explain', input);
    assert.match(wrong.text, told, JSON.stringify(input));
  }
});

test('an index is proposed with its edit as text, and nothing is written', async () => {
  const before = readdirSync(folder, { recursive: true }).sort();
  const { text, data } = await call('propose_index', { path: 'src/a.ts', line: 4 });
  assert.match(text, /index \S+ on posts \(user_id\): serves src\/a\.ts:4/);
  assert.match(text, /--- src\/schema\.ts\n@@ line 4[\s\S]*on\(t\.userId\)[\s\S]*Nothing was written\.$/);
  assert.deepEqual((data['indexes'] as Record<string, unknown>[]).map(({ table, columns }) => ({ table, columns })), [{ table: 'posts', columns: ['user_id'] }]);
  assert.equal((await call('propose_index', { table: 'posts' })).text, text);
  assert.match((await call('propose_index', { sql: 'SELECT * FROM users WHERE name = $1' })).text, /index \S+ on users \(name\)/);
  assert.match((await call('propose_index', { table: 'users' })).text, /No index is missing/);
  assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
});

test('queries of a function', async () => {
  assert.equal((await call('query_budget', { path: 'src' })).text, 'src/a.ts:6 all: up to n queries\nsrc/a.ts:3 byUser: up to 1 query, 1 without an index');
});

test('what is asked wrongly is told in words', async () => {
  symlinkSync(other, join(folder, 'link'));
  for (const [name, input, told] of [
    ['check', { path: '../x.ts' }, /lies outside of/], ['check', { path: '/etc/passwd' }, /lies outside of/], ['check', { path: 'link/db.sql' }, /lies outside of/], ['check', { text: 'SELECT 1' }, /text needs a path/], ['check', { path: 'out/a.ts', text: QUERIES }, /left out: by \.gitignore/],
    ['check', { path: 'a.png', text: 'x' }, /no file that is read/], ['check', { file: 'x' }, /There is no argument "file"/], ['check', { path: 5 }, /path must be a text/], ['query_budget', {}, /Say which file/], ['query_budget', { path: 'nowhere' }, /no file or folder/], ['nothing', {}, /There is no tool "nothing"/],
  ] as const) {
    const answer = await call(name, input);
    assert.ok(answer.isError, JSON.stringify(input));
    assert.match(answer.text, told);
  }
  rmSync(join(folder, 'link'));
});

test('without a name the folders are those that the client tells', async () => {
  const told = await connect([], [other]);
  assert.match((await told.call('schema', {})).text, /^tags/);
  await told.client.close();
});
