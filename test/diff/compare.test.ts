import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSides, type Diff } from '../../server/src/report/diff/compare.ts';
import { isTold } from '../../server/src/report/diff/queries.ts';
import { type Side, type SideFinding, sideOf } from '../../server/src/report/diff/side.ts';
import { diffText } from '../../server/src/report/diff/text.ts';
import { summaryOf } from '../../server/src/report/diff/words.ts';
import { workspaceOf } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;

const schema = (extra = ''): string => `import { index, integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
export const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name') });
export const posts = pgTable('posts', { id: serial('id').primaryKey(), userId: integer('user_id'), title: text('title') }, (t) => [${extra}]);
export const db = drizzle('x');
`;
const BY_USER = `index('posts_user_id_idx').on(t.userId)`;
const HEAD = `import { eq } from 'drizzle-orm';\nimport { db, posts, users } from './schema';\n`;
const LIST = `export async function listPosts(id: number) { return db.select().from(posts).where(eq(posts.userId, id)); }\n`;
const files = (more: Files): Files => ({ 'package.json': '{"dependencies":{"drizzle-orm":"1"}}', 'src/schema.ts': schema(), 'src/a.ts': HEAD + LIST, ...more });

/** What the step from one state to another did, by one engine as the command has it. */
function between(before: Files, after: Files, renamed: Readonly<Record<string, string>> = {}): Diff {
  const engine = workspaceOf(before);
  const old = sideOf(engine.snapshot(), Object.keys(before));
  engine.update([...Object.entries(after).map(([path, text]) => ({ path, text })), ...Object.keys(before).filter((path) => !Object.hasOwn(after, path)).map((path) => ({ path, text: null }))]);
  const now = sideOf(engine.snapshot(), Object.keys(after));
  const cold = sideOf(workspaceOf(after).snapshot(), Object.keys(after));
  assert.deepEqual(now, cold, 'the second side is what a fresh run gives');
  return compareSides(old, now, { inScope: () => true, renamed: new Map(Object.entries(renamed)) });
}

test('an index that is dropped takes its queries along', () => {
  const diff = between(files({ 'src/schema.ts': schema(BY_USER) }), files({}));
  assert.equal(summaryOf(diff), '1 query lost its index; 1 index dropped');
  assert.deepEqual(diff.lost.map(({ table, because, edited }) => ({ table, because, edited })), [{ table: 'posts', because: ['posts_user_id_idx (user_id)'], edited: false }]);
  assert.deepEqual(diff.indexes.map(({ kind, touched, left }) => [kind, touched.length, left]), [['dropped', 1, 1]]);
  assert.match(diffText(diff, { compared: { before: 'main', after: 'now' }, file: (path) => path }), /src\/a\.ts:3 {2}posts: SELECT … WHERE user_id = …\n.*served by posts_user_id_idx \(user_id\) -> no index \(posts_user_id_idx \(user_id\) is gone\)/);
});

test('an index that comes serves what nothing served', () => {
  const diff = between(files({}), files({ 'src/schema.ts': schema(BY_USER) }));
  assert.equal(summaryOf(diff), '1 query gained an index; 1 index added');
  assert.deepEqual(diff.indexes.map(({ kind, touched, left }) => [kind, touched.length, left]), [['added', 1, 1]]);
});

test('an index with another name is the same index', () => {
  const diff = between(files({ 'src/schema.ts': schema(BY_USER) }), files({ 'src/schema.ts': schema(BY_USER.replace('posts_user_id_idx', 'by_user')) }));
  assert.equal(summaryOf(diff), '1 index renamed');
});

const MOVES: readonly (readonly [string, Files, Readonly<Record<string, string>>])[] = [
  ['lines above it', { 'src/a.ts': `${HEAD}// one\n// two\n\n${LIST}` }, {}],
  ['another file', { 'src/a.ts': HEAD, 'src/b.ts': HEAD + LIST }, {}],
  ['another function', { 'src/a.ts': HEAD + LIST.replace('listPosts', 'postsOf') }, {}],
  ['another layout', { 'src/a.ts': `${HEAD}export async function listPosts(id: number) {\n  return db\n    .select()\n    .from(posts)\n    .where(eq(posts.userId, id));\n}\n` }, {}],
  ['a renamed file', { 'src/c/d.ts': (HEAD + LIST).replace('./schema', '../schema') }, { 'src/a.ts': 'src/c/d.ts' }],
];
for (const [title, change, renamed] of MOVES) {
  test(`what only moved is no change: ${title}`, () => {
    const after = Object.fromEntries(Object.entries({ ...files({}), ...change }).filter(([path]) => !Object.hasOwn(renamed, path)));
    const diff = between(files({}), after, renamed);
    assert.equal(summaryOf(diff), 'No query gained or lost an index, and no loop or endpoint sends more or fewer');
  });
}

test('a new query without an index, and one that asks something else', () => {
  const diff = between(files({ 'src/schema.ts': schema(BY_USER) }), files({ 'src/schema.ts': schema(BY_USER), 'src/a.ts': `${HEAD}${LIST.replace('eq(posts.userId, id)', "eq(posts.title, 'x')")}export const byName = (name: string) => db.select().from(users).where(eq(users.name, name));\n` }));
  assert.equal(summaryOf(diff), '1 query lost its index and 1 new query without an index');
  assert.deepEqual(diff.lost.map(({ edited }) => edited), [true]);
  assert.deepEqual(diff.unserved.filter(isTold).map(({ after }) => after?.text), ['SELECT … WHERE name = …']);
});

test('other words for a query of which something was said before are no new finding', () => {
  const finding = (rule: string): SideFinding => ({ file: 'a.ts', line: 1, rule, severity: 'warning', message: rule, advice: `Add index (${rule})`, fingerprint: rule, table: 't' });
  const side = (rule: string): Side => ({
    tables: [{ id: 't', name: 't', indexes: [], queries: [{ id: 'q', file: 'a.ts', line: 1, within: 'f', text: 'SELECT', verdict: 'partly', by: [], wants: null, table: 't', findings: [finding(rule)] }] }],
    loops: [], others: [], budgets: [], read: 1, unread: 0,
  });
  assert.deepEqual(compareSides(side('wrong-column-order'), side('composite-index'), { inScope: () => true, renamed: new Map() }).findings, { added: [], gone: [] });
});

test('loops and endpoints', () => {
  const route = (body: string): Files => files({ 'src/r.ts': `${HEAD}app.get('/posts', async (req, res) => { const all = await db.select().from(users); ${body} res.json(all); });\n` });
  const diff = between(route(''), route('for (const one of all) { await db.select().from(posts).where(eq(posts.id, one.id)); }'));
  assert.equal(summaryOf(diff), '1 new loop of queries and 1 endpoint sends more queries');
  assert.deepEqual(diff.budgets.grown.map(({ before, after }) => `${after.name}: ${before?.text} -> ${after.text}`), ['GET /posts: up to 1 query -> up to 1 + n queries']);
  const back = between(route('for (const one of all) { await db.select().from(posts).where(eq(posts.id, one.id)); }'), route(''));
  assert.equal(summaryOf(back), '1 loop of queries is gone and 1 endpoint sends fewer queries');
});

test('a table that comes or goes is one thing, not its indexes', () => {
  const table = `${schema(BY_USER)}export const tags = pgTable('tags', { id: serial('id').primaryKey(), name: text('name') }, (t) => [index('tags_name_idx').on(t.name)]);\n`;
  assert.equal(summaryOf(between(files({ 'src/schema.ts': schema(BY_USER) }), files({ 'src/schema.ts': table }))), '1 table added');
  assert.equal(summaryOf(between(files({ 'src/schema.ts': table }), files({ 'src/schema.ts': schema(BY_USER) }))), '1 table gone');
});

test('nothing changed', () => {
  const diff = between(files({}), files({}));
  assert.equal(summaryOf(diff), 'No query gained or lost an index, and no loop or endpoint sends more or fewer');
  assert.deepEqual(diff.queries, { added: 0, gone: 0, edited: 0, moved: 0 });
});
