import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { QueryFact, Unread } from '../../../server/src/facts/query.ts';
import type { Span } from '../../../server/src/text/span.ts';
import { queriesOf } from './reader.ts';

const HEAD = `import { eq, inArray, sql } from 'drizzle-orm';
import { db } from '@/db';
import { posts, users } from '@/db/schema';
`;

/** `op where: sent by … gives, loads`; `here` where nothing says otherwise. */
function shown(text: string): readonly string[] {
  const whole = HEAD + text;
  const at = ({ start, end }: Span): string => whole.slice(start, end).replace(/\s+/g, ' ');
  const fact = ({ query, span, sent, gives, loads, one }: QueryFact): string => {
    const into = query.into?.by === 'symbol' ? ` into ${query.into.path.join('.')}` : '';
    const by = sent === undefined ? 'here' : `by ${sent.map(at).join(' | ') || 'nobody'}`;
    return `${query.op}${into} ${at(span)} — ${by}, ${gives}${one === true ? ' one' : ''}${loads === undefined ? '' : ` with ${loads.map((l) => l.path).join(', ')}`}`;
  };
  const unread = ({ span, sends }: Unread): string => `unread ${at(span)}${sends === undefined ? '' : ` — ${sends.op}, ${sends.gives}`}`;
  const read = queriesOf(whole);
  return [...read.queries.map(fact), ...read.unread.map(unread)];
}

const CASES: readonly (readonly [name: string, text: string, ...shows: string[]])[] = [
  ['awaited', 'const rows = await db.select().from(users)', 'select db.select().from(users) — here, rows'],
  ['what is taken of it is not part of it', 'const ids = (await db.select().from(users)).map((u) => u.id)', 'select db.select().from(users) — here, rows'],
  ['a limit of one is still a list', 'const [row] = await db.select().from(users).limit(1)', 'select db.select().from(users).limit(1) — here, rows'],
  ['then', 'db.select().from(users).then((rows) => rows[0])', 'select db.select().from(users) — here, rows'],
  ['get, all, run', 'db.select().from(users).get(); db.select().from(posts).all(); db.delete(users).where(eq(users.id, 1)).run()',
    'select db.select().from(users).get() — here, row one', 'select db.select().from(posts).all() — here, rows', 'delete db.delete(users).where(eq(users.id, 1)).run() — here, nothing'],
  ['a relational query with what it loads', "await db.query.users.findMany({ with: { posts: { with: { comments: true } }, team: true } }); await db.query.users.findFirst({ where: eq(users.id, 1) })",
    'select db.query.users.findMany({ with: { posts: { with: { comments: true } }, team: true } }) — here, rows with posts, posts.comments, team', 'select db.query.users.findFirst({ where: eq(users.id, 1) }) — here, row one'],
  ['counts and writes', 'await db.$count(users); await db.insert(users).values(rows); await db.insert(users).values({ id: 1 }).returning(); await db.update(users).set({ a: 1 }).where(eq(users.id, 1)).returning()',
    'select db.$count(users) — here, value', 'insert into users db.insert(users).values(rows) — here, nothing', 'insert into users db.insert(users).values({ id: 1 }).returning() — here, rows', 'update db.update(users).set({ a: 1 }).where(eq(users.id, 1)).returning() — here, rows'],
  ['an insert of what is selected', 'await db.insert(posts).select(db.select().from(users))', 'insert into posts db.insert(posts).select(db.select().from(users)) — here, nothing'],
  ['kept in a name and awaited', 'async function f() { const q = db.select().from(users); const n = 1; const rows = await q; return rows }', 'select db.select().from(users) — by q, rows'],
  ['kept, added to and awaited', 'async function f(x) { let q = db.select().from(users).$dynamic(); if (x) q = q.where(eq(users.id, x)); return await q }', 'select db.select().from(users).$dynamic() — by q, rows'],
  ['carried on', 'async function f() { const q = db.select().from(users); return await q.limit(5) }', 'select db.select().from(users) — by q.limit(5), rows'],
  ['prepared and executed', "const byId = db.select().from(users).where(eq(users.id, sql.placeholder('id'))).prepare('by_id');\nasync function f(id) { return await byId.execute({ id }) }",
    "select db.select().from(users).where(eq(users.id, sql.placeholder('id'))).prepare('by_id') — by byId.execute({ id }), rows"],
  ['prepared and asked for a row', 'const one = db.query.users.findMany().prepare(); const f = () => one.get()', 'select db.query.users.findMany().prepare() — by one.get(), row'],
  ['prepared for others', "export const all = db.select().from(users).prepare('all')", "select db.select().from(users).prepare('all') — by nobody, rows"],
  ['prepared in an object', 'const q = { one: db.select().from(users).prepare(), two: db.select().from(posts).prepare() }; async function f() { await q.two.execute(); }',
    'select db.select().from(users).prepare() — by nobody, rows', 'select db.select().from(posts).prepare() — by q.two.execute(), rows'],
  ['a promise of all', 'async function f() { const [a, b] = await Promise.all([db.select().from(users), db.select().from(posts)]) }', 'select db.select().from(users) — here, rows', 'select db.select().from(posts) — here, rows'],
  ['promises kept for later', 'async function f() { const a = db.select().from(users); await Promise.all([a]); }', 'select db.select().from(users) — by a, rows'],
  ['a batch', 'await db.batch([db.select().from(users), db.insert(posts).values(x)])', 'select db.select().from(users) — by db.batch([db.select().from(users), db.insert(posts).values(x)]), rows', 'insert into posts db.insert(posts).values(x) — by db.batch([db.select().from(users), db.insert(posts).values(x)]), nothing'],
  ['a batch of what a list was made into', 'await db.batch(ids.map((id) => db.delete(users).where(eq(users.id, id))))', 'delete db.delete(users).where(eq(users.id, id)) — by db.batch(ids.map((id) => db.delete(users).where(eq(users.id, id)))), nothing'],
  ['a batch of a list in a name', 'async function f() { const all = ids.map((id) => db.delete(users).where(eq(users.id, id))); await db.batch(all as any); }', 'delete db.delete(users).where(eq(users.id, id)) — by db.batch(all as any), nothing'],
  ['a batch of a list that was filled', 'async function f() { const all = []; for (const id of ids) all.push(db.delete(users).where(eq(users.id, id))); await db.batch(all); }', 'delete db.delete(users).where(eq(users.id, id)) — by db.batch(all), nothing'],
  ['a list that is awaited one by one runs in its callback', 'async function f() { const all = ids.map((id) => db.select().from(users).where(eq(users.id, id))); await Promise.all(all); }', 'select db.select().from(users).where(eq(users.id, id)) — here, rows'],
  ['given by a function', 'export const byId = (id) => db.select().from(users).where(eq(users.id, id)); export function all() { return db.select().from(posts); }', 'select db.select().from(users).where(eq(users.id, id)) — here, rows', 'select db.select().from(posts) — here, rows'],
  ['given by a function whose callers carry it on', 'function base() { return db.select().from(users); } async function f() { await base().where(eq(users.id, 1)); }', 'select db.select().from(users) — by nobody, rows', 'select base().where(eq(users.id, 1)) — here, rows'],
  ['a subquery is sent with what is around it', 'const sub = db.select({ id: posts.userId }).from(posts); await db.select().from(users).where(inArray(users.id, sub))', 'select db.select().from(users).where(inArray(users.id, sub)) — here, rows'],
  ['a named subquery that nothing takes', "export const sub = db.select().from(users).as('sub')", "select db.select().from(users).as('sub') — by nobody, rows"],
  ['only shown', 'console.log(db.select().from(users).toSQL())', 'select db.select().from(users).toSQL() — by nobody, rows'],
  ['never awaited: never sent', 'function f() { db.insert(users).values(x); }', 'insert into users db.insert(users).values(x) — by nobody, nothing'],
  ['in a wrapper', 'async function f() { const r = await tryCatch(db.select().from(users)); await withRetry(() => db.select().from(posts)); }', 'select db.select().from(users) — here, rows', 'select db.select().from(posts) — here, rows'],
  ['in a transaction', 'await db.transaction(async (tx) => { await tx.insert(users).values(x); const [u] = await tx.select().from(users); })', 'insert into users tx.insert(users).values(x) — here, nothing', 'select tx.select().from(users) — here, rows'],
  ['under a condition', 'const rows = await (x ? db.select().from(users) : db.select().from(posts))', 'select db.select().from(users) — here, rows', 'select db.select().from(posts) — here, rows'],
  ['raw', 'const r = await db.execute(sql`select * from users where id = ${id}`); await db.run(sql`update users set a = 1`)', 'select select * from users where id = ${id — by db.execute(sql`select * from users where id = ${id}`), rows', 'update update users set a = 1 — by db.run(sql`update users set a = 1`), nothing'],
  ['a table of whoever calls', 'async function f(table, x) { await db.update(table).set({ a: 1 }).where(eq(table.id, x)); await db.insert(this.tables[x]).values(x).returning(); await db.select().from(table); await db.delete(table).where(x); }',
    'unread db.update(table).set({ a: 1 }).where(eq(table.id, x)) — update, nothing', 'unread db.insert(this.tables[x]).values(x).returning() — insert, rows', 'unread db.select().from(table) — select, rows', 'unread db.delete(table).where(x) — delete, nothing'],
  ['a function that is only called sends what it gives', 'async function one(id) { return db.select().from(users).where(eq(users.id, id)); } async function f() { const u = await one(1); (await one(2)).map(String); }', 'select db.select().from(users).where(eq(users.id, id)) — here, rows'],
  ['a function whose query becomes a part of others', 'const ids = () => db.select({ id: posts.userId }).from(posts); async function f() { await db.select().from(users).where(inArray(users.id, ids())) }', 'select db.select({ id: posts.userId }).from(posts) — by nobody, rows', 'select db.select().from(users).where(inArray(users.id, ids())) — here, rows'],
  ['looked at, and made a part of a template', 'async function f(t) { let q = null; for (const x of t) { const one = db.select().from(x); if (q === null) q = one; else q = q.unionAll(one); } return sql`${q.as(t)}`; }', 'unread db.select().from(x)'],
  ['a table of whoever calls, built and sent elsewhere', 'async function f(table, x) { const q = db.select().from(table).$dynamic(); const sub = db.select().from(table).as(x); return await q; }', 'unread q — select, rows', 'unread db.select().from(table).as(x)'],
  ['a table chosen at run time', 'await db.query[name].findFirst({ where: x })', 'unread db.query[name].findFirst({ where: x }) — select, row'],
];

describe('how a statement is sent and what it gives', () => {
  for (const [name, text, ...expected] of CASES) it(name, () => assert.deepEqual(shown(text), expected));
});

/** Nothing here is a statement of Drizzle's. */
const NONE: readonly string[] = [
  'cache.delete(key)', 'new Map().get(key)', 'await axios.get(url)', 'await fetch(url)', 'await redis.get(key)', 'await stripe.customers.list({ limit: 3 })', 'await octokit.repos.list()', 'list.find((x) => x.id)',
  'cache.update(key).set(value)', 'form.insert(field).at(1)', "hash.update(text).digest('hex')", 'store.delete(key).then(done)', 'await queue.insert(job).values', 'set.values()', 'params.all()',
];

describe('what is none', () => {
  for (const text of NONE) it(text, () => assert.deepEqual(queriesOf(`export const f = async () => { ${text}; };`).queries.map((q) => q.query.op), []));
});

it('without anything of Drizzle around, only what no other builder writes is one for sure', () => {
  const read = queriesOf("async function f(db, table, rows) { await db.insert(table).values(rows); await db.select('a').from(table); await qb.update(User).set({ a: 1 }).where('id = 1'); await db.delete(table).where(rows); }");
  assert.deepEqual([...read.queries.map((q) => q.query.op), ...read.unread.map((u) => u.sends?.op)], ['insert', 'delete'].map((op) => op));
});
