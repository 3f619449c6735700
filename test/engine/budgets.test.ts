import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const SCHEMA = `import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/node-postgres';
export const users = pgTable('users', { id: serial('id').primaryKey(), name: text('name') });
export const posts = pgTable('posts', { id: serial('id').primaryKey(), userId: integer('user_id'), title: text('title') });
export const db = drizzle('x');
`;
const HEAD = `import { eq } from 'drizzle-orm';\nimport { db, posts, users } from './schema';\n`;

/** `name: text, unserved` of all that is counted in one file. */
function budgets(files: Readonly<Record<string, string>>, path: string): readonly string[] {
  const engine = workspaceOf(files);
  return engine.snapshot().budgets(path).map(({ name, kind, text, unserved }) => `${kind} ${name}: ${text}${unserved === 0 ? '' : `, ${unserved} unserved`}`);
}

const drizzleBudgets = (code: string, more: Readonly<Record<string, string>> = {}): readonly string[] => budgets({ 'package.json': '{"dependencies":{"drizzle-orm":"1"}}', 'src/schema.ts': SCHEMA, 'src/a.ts': HEAD + code, ...more }, 'src/a.ts');

const one = (id = 'id'): string => `db.select().from(users).where(eq(users.id, ${id}))`;

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['one after the other', `export async function f(id: number) { await ${one()}; await ${one()}; }`, ['exported f: up to 2 queries']],
  ['ways that exclude one another count once, the dearer', `export async function f(id: number, a: boolean) { if (a) { await ${one()}; await ${one()}; } else { await ${one()}; } }`, ['exported f: up to 2 queries']],
  ['what comes after a way out is another way', `export async function f(id: number, a: boolean) { if (a) { return await ${one()}; } await ${one()}; return await ${one()}; }`, ['exported f: up to 2 queries']],
  ['a conditional expression', `export async function f(id: number, a: boolean) { return a ? await ${one()} : await ${one('id + 1')}; }`, ['exported f: up to 1 query']],
  ['cases', `export async function f(id: number, a: string) { switch (a) { case 'x': await ${one()}; break; case 'y': await ${one()}; await ${one()}; break; } }`, ['exported f: up to 2 queries']],
  ['a loop over data', `export async function f(ids: number[]) { const all = await db.select().from(users); for (const id of ids) await ${one()}; return all; }`, ['exported f: up to 1 + n queries']],
  ['a loop of so many', `export async function f() { for (const id of [1, 2, 3]) await ${one()}; }`, ['exported f: up to 3 queries']],
  ['loops in loops', `export async function f(ids: number[][]) { for (const one of ids) { await ${one('one[0]')}; for (const id of one) { await ${one()}; await ${one()}; } } }`, ['exported f: up to n + 2n² queries']],
  ['all at once', `export async function f(ids: number[]) { await Promise.all(ids.map((id) => ${one()})); await Promise.all([${one('1')}, ${one('2')}]); }`, ['exported f: up to 2 + n queries']],
  ['batches', `export async function f(ids: number[]) { for (let i = 0; i < ids.length; i += 100) { await db.insert(users).values(ids.slice(i, i + 100).map((id) => ({ id }))); } }`, ['exported f: up to 1 for each batch']],
  ['a callee with a loop, in a loop', `async function g(ids: number[]) { for (const id of ids) await ${one()}; }\nexport async function f(all: number[][]) { for (const ids of all) await g(ids); await g(all[0]); }`, ['exported f: up to n + n² queries']],
  ['a callee twice', `async function g(id: number) { await ${one()}; await ${one()}; }\nexport async function f(id: number) { await g(id); await g(id + 1); }`, ['exported f: up to 4 queries']],
  ['a callee that is asked for one of its ways', `async function g(id: number, more: boolean) { await ${one()}; if (more) await ${one()}; }\nexport async function f(id: number) { await g(id, false); }`, ['exported f: up to 1 query']],
  ['what no index serves is told', `export async function f(id: number) { await ${one()}; return db.select().from(posts).where(eq(posts.userId, id)); }`, ['exported f: up to 2 queries, 1 unserved']],
  ['what sends nothing, and what nobody else can call, is not counted', `async function g(id: number) { return ${one()}; }\nexport const twice = (n: number) => n * 2;`, []],
  ['functions that routers are handed', `app.get('/users/:id', async (req, res) => { res.json(await ${one('req.params.id')}); });\napp.post('/users', async (req, res) => { await db.insert(users).values(req.body); await ${one('1')}; });`, ['handler GET /users/:id: up to 1 query', 'handler POST /users: up to 2 queries']],
  ['procedures', `export const usersRouter = router({ byId: procedure.input(z).query(async ({ input }) => ${one('input.id')}), rename: procedure.mutation(async ({ input }) => { await ${one('input.id')}; await db.update(users).set({ name: input.name }).where(eq(users.id, input.id)); }) });`, ['handler usersRouter.byId: up to 1 query', 'handler usersRouter.rename: up to 2 queries']],
];

const MODEL = `from sqlalchemy import Column, Integer, String\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\nclass User(Base):\n    __tablename__ = 'users'\n    id = Column(Integer, primary_key=True)\n    name = Column(String)\n`;
const python = (code: string): readonly string[] => budgets({ 'requirements.txt': 'sqlalchemy\n', 'app/models.py': MODEL, 'app/a.py': `from app.models import User\n${code}` }, 'app/a.py');

test('a commit of what nobody saw being changed is one statement; one after a statement that writes is none', () => {
  assert.deepEqual(python(`def rename(session, id):\n    user = session.query(User).filter(User.id == id).one()\n    user.touch()\n    session.commit()\n`), ['exported rename: up to 2 queries']);
  assert.deepEqual(python(`def drop(session, id):\n    session.query(User).filter(User.id == id).delete()\n    session.commit()\n`), ['exported drop: up to 1 query']);
});

test('a call of what sends queries somewhere, and is not found out, makes it at least so many', () => {
  const code = `async function loadTeamMembers(id: number) { return await ${one()}; }\nexport async function f(id: number) { const services = registry(); await ${one()}; return services.loadTeamMembers(id); }`;
  assert.deepEqual(drizzleBudgets(code), ['exported f: at least 1 query']);
});

test('a router that is handed on is not what its procedures send', () => {
  const router = `${HEAD}export const appRouter = router({ byId: procedure.query(async ({ input }) => ${one('input.id')}) });\n`;
  const files = { 'src/router.ts': router, 'src/route.ts': `import type { NextRequest } from 'next/server';\nimport { appRouter } from './router';\nexport const handler = (req: NextRequest) => fetchRequestHandler({ router: appRouter, req });\n` };
  assert.deepEqual(budgets({ 'package.json': '{"dependencies":{"drizzle-orm":"1"}}', 'src/schema.ts': SCHEMA, ...files }, 'src/route.ts'), []);
  assert.deepEqual(budgets({ 'package.json': '{"dependencies":{"drizzle-orm":"1"}}', 'src/schema.ts': SCHEMA, ...files }, 'src/router.ts'), ['handler appRouter.byId: up to 1 query']);
});

for (const [title, code, expected] of CASES) test(title, () => assert.deepEqual(drizzleBudgets(code), expected));
