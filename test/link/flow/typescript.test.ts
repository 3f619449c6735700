import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowOf } from './support.ts';

const SHARED = {
  'schema.ts': `import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name') });
export const posts = pgTable('posts', { id: serial('id').primaryKey(), userId: integer('user_id') });`,
  'db.ts': `import { drizzle } from 'drizzle-orm/node-postgres'; import * as schema from './schema'; export const db = drizzle('x', { schema });`,
  'repo.ts': `import { cache } from 'react'; import { eq } from 'drizzle-orm'; import { db } from './db'; import { posts, users } from './schema';
export async function postsOf(id: number) { return db.select().from(posts).where(eq(posts.userId, id)); }
export const findUser = async (id: number) => { const [user] = await db.select().from(users).where(eq(users.id, id)); return user; };
export const cachedUser = cache(async (id: number) => db.query.users.findFirst({ where: eq(users.id, id) }));
export class Repo { constructor(private readonly conn = db) {} all() { return this.conn.select().from(users); } one(id: number) { return this.conn.query.users.findFirst({ where: (u, { eq }) => eq(u.id, id) }); } }
export class Service { repo: Repo; constructor() { this.repo = new Repo(); } async names(ids: number[]) { for (const id of ids) await this.repo.one(id); } }`,
};
const HEAD = `import { eq, inArray } from 'drizzle-orm'; import pLimit from 'p-limit'; import pMap from 'p-map'; import { db } from './db'; import { posts, users } from './schema'; import { cachedUser, findUser, postsOf, Repo, Service } from './repo';\n`;

/** What `async function f(ids)` with this body asks. */
const asks = (body: string, params = 'ids: number[]'): readonly string[] => flowOf({ ...SHARED, 'a.ts': `${HEAD}export async function f(${params}) { ${body} }\n` })('a.ts', 'f');

const USER = 'query db.select().from(users).where(eq(users.id, id))';
const POSTS = 'query db.select().from(posts).where(eq(posts.userId, id))';

const forms: readonly (readonly [string, string, readonly string[]])[] = [
  ['for … of', 'for (const id of ids) await findUser(id);', [`${USER}, at findUser(id) via findUser, varies in for ids, by p0`]],
  ['entries', 'for (const [i, id] of ids.entries()) await findUser(id);', [`${USER}, at findUser(id) via findUser, varies in for ids, by p0`]],
  ['a counter', 'for (let i = 0; i < ids.length; i++) await findUser(ids[i]);', [`${USER}, at findUser(ids[i]) via findUser, varies in for ids, by p0`]],
  ['forEach', 'ids.forEach(async (id) => { await findUser(id); });', [`${USER}, at findUser(id) via findUser, varies in callback ids, by p0`]],
  ['forEach of a function', 'ids.forEach(findUser);', [`${USER}, at ids.forEach(findUser) via findUser, varies in callback ids, by p0`]],
  ['Promise.all of a map', 'return Promise.all(ids.map((id) => findUser(id)));', [`${USER}, at findUser(id) via findUser, varies in concurrent ids, by p0`]],
  ['Promise.all of a list that was made before', 'const all = ids.map((id) => findUser(id)); return Promise.allSettled(all);', [`${USER}, at findUser(id) via findUser, varies in concurrent ids, by p0`]],
  ['p-map', 'return pMap(ids, async (id) => findUser(id), { concurrency: 3 });', [`${USER}, at findUser(id) via findUser, varies in concurrent , by p0`]],
  ['p-limit in a map', 'const limit = pLimit(3); return Promise.all(ids.map((id) => limit(() => findUser(id))));', [`${USER}, at findUser(id) via findUser, varies in concurrent ids, by p0`]],
  ['rows of a class, and a call for each', 'const rows = await new Repo().all(); for (const row of rows) await postsOf(row.id);', ['query this.conn.select().from(users), at new Repo().all() via Repo.all', `${POSTS}, at postsOf(row.id) via postsOf, varies in for rows over rows`]],
  ['a class that makes what it asks', 'await new Service().names(ids);', ['query this.conn.query.users.findFirst({ where: (u, { eq }) => eq(u.id, id) }), at new Service().names(ids) via Service.names > Repo.one, by p0']],
  ['a method by an annotated parameter', 'for (const id of [1, 2, 3]) await repo.one(id);', ['query this.conn.query.users.findFirst({ where: (u, { eq }) => eq(u.id, id) }), at repo.one(id) via Repo.one, varies in for  (constant), by p0']],
  ['a function that is handed in by default', 'for (const id of ids) await deps.find(id);', [`${USER}, at deps.find(id) via findUser, varies in for ids, by p0`]],
  ['a closure that is called in a loop', 'const load = async (id: number) => findUser(id); for (const id of ids) await load(id);', [`${USER}, at load(id) via load > findUser, varies in for ids, by p0`]],
  ['a closure with a loop of its own', 'const load = async (own: number[]) => { for (const id of own) await findUser(id); }; await load(ids);', [`${USER}, at findUser(id) via findUser, varies in for own, by p0`]],
  ['a transaction', 'await db.transaction(async (tx) => { for (const id of ids) await tx.delete(users).where(eq(users.id, id)); });', ['query tx.delete(users).where(eq(users.id, id)), varies in for ids, by p0']],
  ['a map of rows', 'const rows = await db.select().from(users).where(inArray(users.id, ids)); const byId = new Map(rows.map((r) => [r.id, r])); return ids.map((id) => byId.get(id));', ['query db.select().from(users).where(inArray(users.id, ids)), by p0']],
  ['a cache around the query', 'const known = new Map(); for (const id of ids) { const user = known.get(id) ?? (await findUser(id)); known.set(id, user); }', [`${USER}, at findUser(id) via findUser, varies in for ids, by p0, memoised`]],
  ['a guard that asks the cache', 'const known = new Map(); for (const id of ids) { if (known.has(id)) continue; known.set(id, await findUser(id)); }', [`${USER}, at findUser(id) via findUser, varies in for ids, by p0, memoised`]],
  ["a function of React's cache", 'for (const id of ids) await cachedUser(id);', ['query db.query.users.findFirst({ where: eq(users.id, id) }), at cachedUser(id) via cachedUser, varies in for ids, by p0, memoised']],
  ['the same query each round', 'for (const id of ids) { await db.select().from(users); }', ['query db.select().from(users), in for ids']],
  ['&& in a round', 'for (const id of ids) { id > 3 && (await findUser(id)); }', [`${USER}, at findUser(id) via findUser, varies in for ids, by p0, sometimes`]],
  ['then after a query', 'await db.select().from(users).then((rows) => Promise.all(rows.map((row) => postsOf(row.id))));', ['query db.select().from(users)', `${POSTS}, at postsOf(row.id) via postsOf, varies in concurrent rows over rows`]],
];

for (const [name, body, expected] of forms) {
  const params = body.includes('deps.') ? 'ids: number[], deps: { find: (id: number) => Promise<unknown> } = { find: findUser }' : body.includes('repo.one') ? 'repo: Repo' : undefined;
  test(`TypeScript: ${name}`, () => assert.deepEqual(asks(body, params), expected));
}

test('recursion over children asks for each of them', () => {
  const files = { ...SHARED, 'a.ts': `${HEAD}export async function tree(id: number): Promise<unknown> { const kids = await postsOf(id); return Promise.all(kids.map((kid) => tree(kid.id))); }` };
  assert.deepEqual(flowOf(files)('a.ts', 'tree'), [`${POSTS}, at postsOf(id) via postsOf, varies in recursion , by p0`]);
});

test('a handler that a module registers is told with that statement', () => {
  const files = { ...SHARED, 'a.ts': `${HEAD}router.post('/x', async (req, res) => { for (const id of req.body.ids) { await findUser(id); } res.json({}); });` };
  assert.deepEqual(flowOf(files)('a.ts', ''), [`${USER}, at findUser(id) via findUser, varies in for req.body.ids`]);
});

test('nothing throws and nothing hangs: deep nesting, circles of calls, names that mean themselves', () => {
  const deep = `${'['.repeat(400)}1${']'.repeat(400)}`;
  const files = { ...SHARED, 'a.ts': `${HEAD}export const self = self; const loop = () => loop(); export const odd = odd.map((x) => odd(x)); export function a(x: any) { b(x); return ${deep}; } export function b(x: any) { a(x); x.x = x; for (const y of x) a(y.y.y.y); } ${'if (x) {'.repeat(200)}${'}'.repeat(200)}` };
  const flow = flowOf(files);
  for (const unit of ['a', 'b', 'loop', '']) assert.ok(flow('a.ts', unit).length >= 0);
});
