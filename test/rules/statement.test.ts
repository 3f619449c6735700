import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const schema = `import { bigint, boolean, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: bigint('id', { mode: 'number' }).primaryKey(), online: boolean('online').notNull(), plan: text('plan') });
export const posts = pgTable('posts', {
  id: bigint('id', { mode: 'number' }).primaryKey(), userId: bigint('user_id', { mode: 'number' }).notNull().references(() => users.id), parentId: bigint('parent_id', { mode: 'number' }), views: integer('views').notNull(), status: text('status').notNull(),
  createdAt: timestamp('created_at').notNull(),
}, (t) => [index('posts_user_idx').on(t.userId), index('posts_created_idx').on(t.createdAt), index('posts_views_idx').on(t.views), index('posts_status_idx').on(t.status)]);
export const rateCache = pgTable('rate_cache', { id: bigint('id', { mode: 'number' }).primaryKey(), value: integer('value') });
export const settings = pgTable('settings', { id: integer('id').primaryKey(), theme: text('theme') });
`;
const head = "import { and, desc, eq, isNotNull, ne, notInArray, sql } from 'drizzle-orm';\nimport { db } from './db';\nimport { posts, rateCache, settings, users } from './schema';\n";

/** Rules that speak of statements and conditions; what else is said of them is other tests' matter. */
const family = new Set(['write-without-where', 'random-order', 'offset-pagination', 'unbounded-query', 'negated-filter']);

const told = (code: string, path = 'src/posts.ts', rules: object = { 'unbounded-query': 'hint' }): readonly string[] => {
  const up = '../'.repeat(path.split('/').length - 2) || './';
  const files = { 'src/schema.ts': schema, 'src/db.ts': "import { drizzle } from 'drizzle-orm/node-postgres';\nexport const db = drizzle(process.env.DATABASE_URL!);\n", [path]: `${head.replaceAll("'./", `'${up}`)}${code}\n` };
  return workspaceOf(files, { dialect: 'postgresql', rules }).snapshot().sites(path).filter((s) => family.has(s.rule)).map((s) => `${s.rule} ${s.severity}`);
};

const cases: readonly { readonly code: string; readonly path?: string; readonly says: readonly string[] }[] = [
  { code: 'export const leave = () => db.delete(posts);', says: ['write-without-where warning'] },
  { code: 'export const leave = () => db.update(users).set({ online: false });', says: ['write-without-where warning'] },
  { code: 'export const leave = (id: number) => db.delete(posts).where(eq(posts.id, id));', says: [] },
  { code: 'export const leave = (id?: number) => db.delete(posts).where(id ? eq(posts.id, id) : undefined);', says: [] },
  { code: 'export const leave = () => db.delete(posts).where(sql`true`);', says: [] },
  { code: 'export const deleteAllPosts = () => db.delete(posts);', says: [] },
  { code: 'export const resetPosts = () => db.delete(posts);', says: [] },
  { code: 'export const leave = () => db.delete(rateCache);', says: [] },
  { code: 'export const leave = () => db.update(settings).set({ theme: null });', says: [] },
  { code: 'export const leave = () => db.delete(posts);', path: 'src/posts.test.ts', says: [] },
  { code: 'export const leave = () => db.delete(posts);', path: 'src/scripts/wipe.ts', says: [] },
  { code: 'export const any = () => db.select().from(posts).orderBy(sql`random()`).limit(1);', says: ['random-order information'] },
  { code: 'export const any = (id: number) => db.select().from(posts).where(eq(posts.userId, id)).orderBy(sql`random()`).limit(1);', says: [] },
  { code: "export const any = () => db.select().from(posts).where(eq(posts.status, 'draft')).orderBy(sql`random()`).limit(1);", says: ['random-order information'] },
  { code: 'export const any = () => db.select().from(settings).orderBy(sql`random()`).limit(1);', says: [] },
  { code: 'export const page = (n: number) => db.select().from(posts).orderBy(desc(posts.createdAt)).limit(20).offset(n * 20);', says: ['offset-pagination hint'] },
  { code: 'export const page = () => db.select().from(posts).orderBy(desc(posts.createdAt)).limit(20).offset(20);', says: [] },
  { code: 'export const page = (u: number, n: number) => db.select().from(posts).where(eq(posts.userId, u)).orderBy(desc(posts.createdAt)).limit(20).offset(n);', says: [] },
  { code: 'export const page = (n: number) => db.select().from(posts).limit(20).offset(n);', says: [] },
  { code: 'export const page = (n: number) => db.select().from(posts).orderBy(desc(posts.createdAt)).limit(20).offset(n);', path: 'src/admin/posts.ts', says: [] },
  { code: 'export const list = () => db.select().from(posts);', says: ['unbounded-query hint'] },
  { code: 'export const list = () => db.select().from(users);', says: [] },
  { code: 'export const list = () => db.select({ n: sql<number>`count(*)` }).from(posts);', says: [] },
  { code: 'export const list = () => db.select({ s: posts.status, n: sql<number>`count(*)` }).from(posts).groupBy(posts.status);', says: [] },
  { code: 'export const list = () => db.select().from(posts).limit(10);', says: [] },
  { code: 'export const list = () => db.select().from(posts);', path: 'src/jobs/digest.ts', says: [] },
  { code: 'export const roots = () => db.select().from(posts).where(notInArray(posts.id, db.select({ id: posts.parentId }).from(posts)));', says: ['negated-filter warning'] },
  { code: 'export const roots = () => db.select().from(posts).where(notInArray(posts.id, db.select({ id: posts.userId }).from(posts)));', says: [] },
  { code: 'export const roots = () => db.select().from(posts).where(notInArray(posts.id, db.select({ id: posts.parentId }).from(posts).where(isNotNull(posts.parentId))));', says: [] },
  { code: "export const open = () => db.select().from(posts).where(ne(posts.status, 'done'));", says: ['negated-filter hint'] },
  { code: "export const open = (u: number) => db.select().from(posts).where(and(eq(posts.userId, u), ne(posts.status, 'done')));", says: [] },
  { code: "export const open = () => db.select().from(users).where(ne(users.plan, 'free'));", says: [] },
];

for (const { code, path, says } of cases) test(`${path ?? ''} ${code}`, () => assert.deepEqual(told(code, path), says));

test('unbounded-query is off until the configuration asks for it', () => assert.deepEqual(told('export const list = () => db.select().from(posts);', 'src/posts.ts', {}), []));

const mysql = 'CREATE TABLE m (id bigint PRIMARY KEY AUTO_INCREMENT, code varchar(20), name varchar(100), n int, made datetime NOT NULL, KEY i_code (code), KEY i_name (name), KEY i_n (n), KEY i_made (made));\n';
const inMySql: readonly { readonly where: string; readonly says: readonly string[]; readonly dialect?: string }[] = [
  { where: 'code = 57252', says: ['implicit-cast warning Give the value the type of code: code = ….'] },
  { where: "code = '57252'", says: [] },
  { where: "n = '5'", says: [] },
  { where: 'n = 5.0', says: [] },
  { where: "BINARY code = 'x'", says: ['implicit-cast warning Put BINARY before the value: code = BINARY ….'] },
  { where: "DATE(made) = '2024-02-29'", says: ['non-sargable-predicate warning Compare made with a range: made >= … AND made < ….'] },
  { where: "DATE(made) = '2024-02-29'", dialect: 'mariadb', says: ['non-sargable-predicate hint Compare made with a range: made >= … AND made < ….'] },
  { where: 'YEAR(made) = 2024', says: ['non-sargable-predicate warning Compare made with a range: made >= … AND made < ….'] },
  { where: 'IFNULL(n, 0) = 0', says: ['non-sargable-predicate warning Ask for n and for its nulls: (n = … OR n IS NULL).'] },
  { where: "name LIKE '%abc'", says: ['leading-wildcard information Give name a FULLTEXT index and ask for whole words with MATCH … AGAINST.'] },
  { where: "name LIKE 'abc%'", says: [] },
  { where: '(? IS NULL OR n = ?)', says: [] },
];
for (const { where, says, dialect = 'mysql' } of inMySql) {
  test(`${dialect}: ${where}`, () => assert.deepEqual(workspaceOf({ 'schema.sql': mysql, 'q.sql': `SELECT * FROM m WHERE ${where};\n` }, { dialect }).snapshot().sites('q.sql').map((s) => `${s.rule} ${s.severity} ${s.advice}`), says));
}
