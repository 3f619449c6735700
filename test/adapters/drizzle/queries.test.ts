import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wants } from '../../../server/src/adapters/drizzle/wants.ts';
import { projectFile, queriesOf } from './reader.ts';
import { show, showOutput } from './show.ts';

const HEAD = `import { and, arrayContained, asc, cosineDistance, count, desc, eq as same, gt, ilike, inArray, isNull, like, ne, not, notInArray, or, sql, sum } from 'drizzle-orm';
import * as d from 'drizzle-orm';
import { alias, union } from 'drizzle-orm/pg-core';
import { db } from '@/db';
import * as schema from '@/db/schema';
import { posts, users } from '@/db/schema';
import { config } from './config';
import { Status } from './status';
import { tenantOf } from './tenant';
`;

const shown = (text: string): readonly string[] => {
  const read = queriesOf(HEAD + text);
  return [...read.queries.map(show), ...read.unread.map((u) => `UNREAD ${u.reason}`)];
};

const users = 'select from users where ';

const CASES: readonly (readonly [name: string, text: string, ...shows: string[]])[] = [
  ['operators under other names, namespaces and destructured', `const { comments } = schema; const e = same;\nawait db.select().from(comments).where(and(same(comments.a, 1), d.gt(comments.b, x), e(comments.c, 'c')));`, 'select from schema.comments where (schema.comments.a = 1 and schema.comments.b > ? and schema.comments.c = "c")'],
  ['values: literals, constants, imported constants, rows of other queries', `const LIMIT = 5; const [user] = await db.select().from(users).where(same(users.id, -3)).limit(1);\nawait db.select().from(posts).where(and(same(posts.authorId, user.id), same(posts.kind, Status.OPEN), same(posts.n, config.max), same(posts.m, LIMIT), same(posts.o, 1.5), same(posts.p, true), same(posts.q, new Date()))).limit(LIMIT);`,
    'select from users where users.id = -3 limit 1', 'select from posts where (posts.authorId = ? and posts.kind = ? and posts.n = ? and posts.m = 5 and posts.o = 1.5 and posts.p = true and posts.q = ?) limit 5'],
  ['patterns keep their shape', `const q = \`%\${term}%\`; db.select().from(users).where(or(like(users.a, q), ilike(users.b, term), like(users.c, '%' + term), like(users.d, \`\${term}%\`)));`, `${users}(users.a like (("%" || ?) || "%") or users.b ilike ? or users.c like ("%" || ?) or users.d like (? || "%"))`],
  ['columns compared with columns', 'db.select().from(users).innerJoin(posts, same(posts.authorId, users.id)).where(gt(posts.updatedAt, posts.createdAt));', 'select from users inner join posts on posts.authorId = users.id where posts.updatedAt > posts.createdAt'],
  ['lists', `const ids = rows.map((r) => r.id); db.select().from(users).where(and(inArray(users.a, ids), inArray(users.b, [1, x]), notInArray(users.c, ['a']), inArray(users.d, [...ids, 1])));`, `${users}(users.a in (?..) and users.b in (1, ?) and users.c not in ("a") and users.d in (?..))`],
  ['arrays and vectors', 'db.select().from(users).where(arrayContained(users.tags, tags)).orderBy(cosineDistance(users.e, vec)).limit(5);', 'select from users where (users.tags <@ ?) order by (users.e <=> ?) limit 5'],
  ['conditions that are sent sometimes', `db.select().from(users).where(and(a ? same(users.a, a) : undefined, b && same(users.b, b), c ? same(users.c, 1) : isNull(users.c), ...(e ? [same(users.e, e)] : []), same(users.f, 1).if(f)));`, `${users}([users.a = ?] and [users.b = ?] and ([users.c = 1] and [users.c is null]) and [users.e = ?] and [users.f = 1]) #optional-predicates`],
  ['operators inside templates', `const near = sql<number>\`1 - (\${cosineDistance(users.e, vec)})\`; db.select().from(users).where(gt(near, 0.5)).orderBy(desc(near)).limit(5); db.select().from(users).where(sql\`\${ilike(users.a, term)} or \${same(users.b, 1)}\`);`,
    'select from users where (1 - (users.e <=> ?)) > 0.5 order by (1 - (users.e <=> ?)) desc limit 5', 'select from users where (users.a ilike ? or users.b = ?)'],
  ['arrays of conditions', `const filters = [same(users.a, 1), x ? gt(users.b, x) : null].filter(Boolean); if (y) { filters.push(isNull(users.c)); } filters.push(ne(users.d, 2));\nconst where = filters.length ? and(...filters) : undefined; db.select().from(users).where(where);`, `${users}([users.a = 1] and [users.b > ?] and [users.c is null] and [users.d <> 2]) #optional-predicates`],
  ['arrays of conditions that functions may add to', `const c = [same(users.a, 1)]; console.log(c); count(c); scoped(c); addTenant(ctx, c); const e = [same(users.b, 1)]; const d = e; local(e); if (!repo.restrict(e)) return;\nfunction scoped(list) { return list.length; } function local(list) { list.push(isNull(users.z)); }\ndb.select().from(users).where(and(...c)); const f = [same(users.f, 1)]; scoped(f); console.log(f); db.select().from(users).where(and(...f)); later(f); db.select().from(users).where(and(...e));`,
    `${users}(users.a = 1 and {conditions added elsewhere})`, `${users}users.f = 1`, `${users}(users.b = 1 and {conditions added elsewhere})`],
  ['a variable that grows', `let where = same(users.a, 1); if (x) { where = and(where, gt(users.b, x))!; } where = and(where, same(users.c, 3))!; db.select().from(users).where(where);`, `${users}((users.a = 1 and [users.b > ?]) and users.c = 3) #optional-predicates`],
  ['a variable that is replaced', `let where; if (x) where = same(users.a, x); else where = isNull(users.a); db.select().from(users).where(where);`, `${users}([users.a = ?] and [users.a is null]) #optional-predicates`],
  ['conditions of a function of this file', `function mine(o) { if (o.admin) return undefined; return and(same(users.org, o.org), live()); } const live = () => isNull(users.gone);\ndb.select().from(users).where(and(mine(o), same(users.a, 1)));`, `${users}(([users.org = ?] and [users.gone is null]) and users.a = 1) #optional-predicates`],
  ['conditions of another file are not guessed at', `db.select().from(users).where(and(tenantOf(ctx), same(users.a, 1), ...others, extra));`, `${users}({condition made by tenantOf()} and users.a = 1 and {conditions made elsewhere} and {condition made elsewhere})`],
  ['operators, conditions and columns that are chosen at run time', `const compare = x ? ne : same; const by = { a: same(users.a, 1), b: isNull(users.b) }; db.select().from(users).where(and(compare(users.c, 1), by[kind], ilike(users.d ?? '', q), sql.join([same(users.e, 1), same(users.f, 2)], sql\` and \`), ...[users.g, users.h].map((column) => isNull(column))));`, `${users}(([users.c <> 1] and [users.c = 1]) and ([users.a = 1] and [users.b is null]) and users.d ilike ? and (users.e = 1 and users.f = 2) and users.g is null and users.h is null) #optional-predicates`],
  ['any and none of many', `db.select().from(users).where(or(...ids.map((id) => same(users.id, id))));`, `${users}[users.id = ?] #optional-predicates`],
  ['nothing is sent by and() of undefined', `db.select().from(users).where(and(undefined, x ? undefined : undefined));`, 'select from users'],
  ['sort keys', `db.select().from(users).orderBy(users.a, asc(users.b), desc(sql\`lower(\${users.c})\`), sql\`\${users.d} desc nulls last\`, x ? asc(users.e) : desc(users.e), x ? users.f : users.g, users[x]);`, 'select from users order by users.a, users.b, lower(users.c) desc, users.d desc nulls last, [users.e], [{one of several sort keys: users.f, users.g}], {dynamic column} #optional-predicates #dynamic-identifier'],
  ['sort direction as a function, keys as an array', `const dir = x ? asc : desc; const keys = [users.a]; keys.push(desc(users.b)); db.select().from(users).orderBy(dir(users.c), ...keys);`, 'select from users order by [users.c], users.a, users.b desc #optional-predicates'],
  ['self-joins', `const boss = alias(users, 'boss'); const b2 = alias(schema.users, name); db.select().from(users).leftJoin(boss, same(users.bossId, boss.id)).where(same(boss.name, 'x'));`, 'select from users left join users as boss on users.bossId = boss.id where boss.name = "x"'],
  ['subqueries and aggregates', `const t = db.select({ id: posts.authorId, n: count().as('n'), m: sql\`max(\${posts.v})\`.as('m') }).from(posts).groupBy(posts.authorId).as('t'); db.select({ x: t.n, total: sum(users.a) }).from(users).leftJoin(t, same(t.id, users.id)).where(gt(t.n, 3));`, 'select from users left join (select from posts group by posts.authorId) as t on t.id = users.id where t.n > 3'],
  ['CTEs', `const c = db.$with('c').as((qb) => qb.select().from(posts).where(same(posts.a, 1))); db.with(c).select().from(c).innerJoin(users, same(users.id, c.authorId));`, 'with c as (select from posts where posts.a = 1) select from c as c inner join users on users.id = c.authorId'],
  ['set operations', `db.select().from(users).where(same(users.a, 1)).unionAll(db.select().from(posts)).orderBy(users.a).limit(3); union(db.select().from(users), db.select().from(posts)).limit(x);`, 'select from users where users.a = 1 union-all (select from posts) order by users.a limit 3', 'select from users union (select from posts) limit ?'],
  ['statements over several lines', `let q = db.select().from(users).$dynamic(); if (a) q = q.where(same(users.a, a)); if (b) { q.orderBy(users.b); } const rows = await q.limit(10);`, 'select from users where [users.a = ?] order by [users.b] limit 10 #optional-predicates'],
  ['a builder that is used twice', `const base = db.select().from(users).where(same(users.a, 1)); const one = await base.limit(1); return base.orderBy(users.b);`, 'select from users where users.a = 1 limit 1', 'select from users where users.a = 1 order by users.b'],
  ['helpers for $dynamic', `const page = (q, n) => q.limit(n).offset(5); await page(db.select().from(users).where(same(users.a, 1)).$dynamic(), 9); let z = db.select().from(posts).$dynamic(); z = page(z, 3); await z;`, 'select from users where users.a = 1 limit 9 offset 5', 'select from posts limit 3 offset 5'],
  ['queries of a function of this file', `const byId = (id) => db.select().from(users).where(same(users.id, id)); await byId(1); await byId(2).limit(1);`, 'select from users where users.id = ?', 'select from users where users.id = 2 limit 1'],
  ['prepared statements are told where they are defined', `const p = db.select().from(users).where(same(users.id, sql.placeholder('id'))).prepare('p'); await p.execute({ id: 1 });`, 'select from users where users.id = ? #prepared'],
  ['writes', `db.update(users).set({ a: 1 }).where(same(users.id, x)).returning(); db.delete(schema.posts).where(same(schema.posts.id, 1)); tx.delete(users); db.insert(users).values({}); db.update(users).set({ a: 1 }).from(posts).where(same(posts.a, users.a));`, 'update from users where users.id = ?', 'delete from schema.posts where schema.posts.id = 1', 'delete from users', 'insert', 'update from users inner join posts where posts.a = users.a'],
  ['counts', `db.$count(users, same(users.a, 1)); ctx.db.$count(posts);`, 'select from users where users.a = 1', 'select from posts'],
  ['SQL templates', `db.execute(sql\`select * from \${users} u where \${users.a} = \${x} and u.b = 5\`); const s = sql\`delete from \${posts} where \${posts.id} in \${ids}\`; db.run(s); db.get(sql\`select 1 from users where id = \${x}\`); db.executeOnReplica(sql\`select a from posts where b = \${x}\`); worker.executeTask(task);`, 'select from users as u where (users.a = ? and u.b = 5)', 'delete from posts as posts where posts.id in (?..)', 'select from users as users where id = ? one', 'select from posts as posts where b = ?'],
  ['fragments of SQL', `const live = sql\`\${users.gone} is null\`; db.select().from(users).where(and(live, sql\`\${users.a} = \${x} \${y ? sql\`and \${users.b} = 1\` : sql\`\`}\`));`, `${users}(users.gone is null and (users.a = ? and [users.b = 1])) #optional-predicates`],
  ['fragments of SQL with a table of their own', `db.select().from(users).where(sql\`exists (select 1 from \${posts} where \${posts.authorId} = \${users.id} and \${posts.kind} = \${config.kind})\`);`, `${users}exists (select from posts as posts where (posts.authorId = users.id and posts.kind = ?))`],
  ['relational queries with functions', `db.query.users.findMany({ where: (u, { eq, or }) => or(eq(u.a, 1), eq(u.b, x)), orderBy: (u, { desc }) => [desc(u.c)], limit: 5, with: { posts: { where: (p, ops) => ops.eq(p.open, true), with: { author: true } }, none: false } });`, 'select from @users as users left join users->posts as users_posts on users_posts.open = true left join users_posts->author as users_posts_author where (users.a = 1 or users.b = ?) order by users.c desc limit 5'],
  ['relational queries with expressions and options that are put together', `const base = { where: same(users.a, 1), limit: 3 }; db.query.users.findFirst({ ...base, orderBy: [desc(users.b)], ...(x && { with: { posts: true } }) }); db.query['users'].findMany();`, 'select from @users as users left join users->posts as users_posts where users.a = 1 order by users.b desc limit 1 one', 'select from @users as users'],
  ['relational queries of 1.0', `db.query.users.findMany({ where: { a: x, b: { gt: 1, lt: y }, OR: [{ c: { in: [1, 2] } }, { c: { isNull: true } }], NOT: { d: 'x' }, e: f ? f : undefined, posts: { title: { like: 'a%' } }, RAW: (t, { sql: s }) => s\`\${t.g} > 1\` }, orderBy: { a: 'desc' } });`, 'select from @users as users where (users.a = ? and (users.b > 1 and users.b < ?) and (users.c in (1, 2) or users.c is null) and not users.d = "x" and [users.e = ?] and exists (select from users->posts as users_posts where users_posts.title like "a%") and users.g > 1) order by users.a desc #optional-predicates'],
  ['tables known only at run time are unread, with a reason', `db.select().from(table).where(same(users.a, 1)); db.query[name].findFirst({}); db.query.users.findMany(options); db.update(tables[k]).set({}).where(same(users.a, 1));`, 'UNREAD the table is not known here', 'UNREAD the table is chosen at run time', 'UNREAD the options of the query are made elsewhere', 'UNREAD the table is looked up at run time'],
  ['parameters with the type of a table', `function f(t: typeof posts) { return db.select().from(t).where(same(t.id, 1)); }`, 'select from posts where posts.id = 1'],
  ['other libraries', `supabase.from('users').select('*').eq('id', 1); knex.select().from('users').where({ id: 1 }); Array.from(users); Buffer.from(users); cache.delete(users.id); map.delete(key); hash.update(users); repo.update(users, { a: 1 }); qb.update(User).set({ a: 1 }).where('id = :id'); doc.select(x); el.select().from; pool.execute('select 1');`],
  ['transactions, classes, fields', `class R { private t = posts; constructor(private db) {} async f(id) { await this.db.transaction(async (tx) => { await tx.select().from(this.t).where(same(this.t.id, id)); }); } }`, 'select from posts where posts.id = ?'],
  ['lateral joins and joins of writes', `const l = db.select().from(posts).where(same(posts.authorId, users.id)).limit(1).as('l'); db.select().from(users).leftJoinLateral(l, sql\`true\`);`, 'select from users left lateral join (select from posts where posts.authorId = users.id limit 1) as l on true'],
];

for (const [name, text, ...expected] of CASES) test(`reads ${name}`, () => assert.deepEqual(shown(text), expected));

test('what a selection gives', () => {
  const outputs = (text: string) => queriesOf(HEAD + text).queries.map((q) => showOutput(q.query));
  assert.deepEqual(outputs(`db.select().from(users); db.select({ id: users.id, a: { b: posts.c }, all: users, n: db.$count(posts, same(posts.a, users.id)), s: sql<number>\`max(\${users.v})\` }).from(users); db.select(fields).from(users);`), ['all', 'id: users.id, a.b: posts.c, all: *, n: scalar (select from posts where posts.a = users.id), s: max(users.v)', 'unknown']);
});

test('places: the call, the table, the column', () => {
  const text = `${HEAD}await db.select().from(users).where(same(users.email, x)).orderBy(desc(users.age));`;
  const [fact] = queriesOf(text).queries;
  const at = (span: { start: number; end: number } | undefined) => text.slice(span?.start, span?.end);
  assert.equal(at(fact?.span), 'db.select().from(users).where(same(users.email, x)).orderBy(desc(users.age))');
  assert.equal(at(fact?.query.sources[0]?.span), 'users');
  const where = fact?.query.where;
  assert.equal(at(where?.kind === 'compare' ? where.left.span : undefined), 'users.email');
  assert.equal(at(fact?.query.orderBy[0]?.expr.span), 'users.age');
  assert.equal(at(fact?.query.orderBy[0]?.span), 'desc(users.age)');
});

test('a query in a variable is placed where it starts', () => {
  const text = `${HEAD}const q = db.select().from(users).where(same(users.email, x));\nq.limit(5);\nreturn q.execute();`;
  const [fact, ...more] = queriesOf(text).queries;
  assert.deepEqual([more.length, text.slice(fact?.span.start, fact?.span.end)], [0, 'db.select().from(users).where(same(users.email, x))']);
});

test('the sample project: services, raw SQL, loops, another package of the monorepo', () => {
  const read = queriesOf(projectFile('src/queries/service.ts'));
  assert.deepEqual(read.queries.map((q) => `${q.enclosing}: ${show(q)}`), [
    'Posts.byAuthor: select from posts where posts.authorId = ?',
    'Posts.move: select from schema.users where schema.users.id = ? for',
    'Posts.move: update from posts where posts.authorId = ?',
    'Posts.inTable: select from users where users.email = ?',
    'prepared: select from users where users.email = ? #prepared',
    'raw: select from posts as posts where (posts.authorId in (?..) and [posts.status = "open"]) order by posts.createdAt desc #optional-predicates',
    'raw: select from app_comments as app_comments where post_id = 1',
    'loop: select from @users as users where users.id = ? limit 1 one',
  ]);
  assert.deepEqual(read.unread.map((u) => u.reason), ['the table is not known here']);
  assert.deepEqual(queriesOf(projectFile('packages/api/src/audits.ts')).queries.map(show), ['select from audits where (audits.actor = ? and audits.at = ?) one']);
});

test('facts serialise and come back equal', () => {
  for (const file of ['src/queries/selects.ts', 'src/queries/writes.ts', 'src/queries/relational.ts', 'src/queries/service.ts']) {
    const read = queriesOf(projectFile(file));
    assert.ok(read.queries.length > 0);
    assert.deepEqual(JSON.parse(JSON.stringify(read)), read);
  }
});

test('only files that may hold Drizzle are wanted', () => {
  for (const file of ['src/queries/selects.ts', 'src/queries/service.ts', 'packages/api/src/audits.ts', 'src/db/schema/users.ts', 'drizzle.config.ts']) assert.ok(wants(projectFile(file)), file);
  for (const text of ['const a = Array.from(b);', 'el.select(); x.from', 'map.delete(k)', 'hash.update(x)', 'supabase.from("x")', 'prisma.user.findMany({})']) assert.ok(!wants(text), text);
});
