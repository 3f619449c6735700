import * as d from 'drizzle-orm';
import { and, arrayContains, arrayOverlaps, asc, between, count, desc, eq, exists, gt, gte, ilike, inArray, isNotNull, isNull, like, lt, max, ne, not, notInArray, or, sql, type SQL } from 'drizzle-orm';
import { alias, union } from 'drizzle-orm/pg-core';
import { db } from '../db/index.ts';
import * as schema from '../db/schema/index.ts';
import { orgs, posts, users } from '../db/schema/index.ts';

const { comments } = schema;
const PAGE = 20;
const STATUS = { open: 'open', closed: 'closed' } as const;
const sortable = { name: users.name, age: users.age };

export function byEmail(email = 'a') { return db.select().from(users).where(eq(users.email, email)); }

export function everyComparison(a = 1) {
  return db.select({ id: users.id }).from(users).where(and(ne(users.age, a), gt(users.age, a), gte(users.age, 18), lt(users.age, a), d.lte(users.age, a), isNull(users.deletedAt), isNotNull(users.name)));
}

export function lists(ids = ['a', 'b']) {
  return db.select().from(users).where(and(inArray(users.id, ids), notInArray(users.name, ['x', 'y']), between(users.age, 1, 2), not(eq(users.name, 'z'))));
}

export function patterns(q = 'q') { return db.select().from(users).where(or(like(users.name, `%${q}%`), ilike(users.email, q + '%'), like(users.email, 'abc%'))); }

export function arrays(tags = ['a']) { return db.select().from(users).where(and(arrayContains(users.tags, tags), arrayOverlaps(users.tags, ['b']))); }

export function sorted(page = 1) {
  return db.select().from(posts).where(and(eq(posts.authorId, 'x'), eq(posts.status, STATUS.open))).orderBy(desc(posts.createdAt), posts.id).limit(PAGE).offset(page * PAGE);
}

export function orderedBySql() { return db.select().from(posts).orderBy(sql`${posts.views} desc nulls last`, sql`lower(${posts.title})`, asc(posts.id)); }

export function orderedByName() { return db.select().from(users).orderBy(desc(sortable.name)); }

export function joined(q = 'x') {
  return db.select({ title: posts.title, author: { name: users.name } }).from(posts).innerJoin(users, eq(posts.authorId, users.id)).leftJoin(schema.comments, eq(comments.postId, posts.id)).where(and(eq(users.email, q), gt(posts.views, 10)));
}

export function selfJoin() {
  const parent = alias(users, 'parent');
  return db.select({ id: users.id, parent: parent.name }).from(users).leftJoin(parent, eq(users.parentId, parent.id)).where(eq(parent.email, 'root'));
}

export function grouped() {
  return db.select({ status: posts.status, n: count(), top: max(posts.views) }).from(posts).where(eq(posts.authorId, 'x')).groupBy(posts.status).having(({ n }) => gt(n, 5)).orderBy(posts.status);
}

export function subquery() {
  const totals = db.select({ authorId: posts.authorId, n: count().as('n') }).from(posts).where(eq(posts.status, 'open')).groupBy(posts.authorId).as('totals');
  return db.select().from(users).innerJoin(totals, eq(totals.authorId, users.id)).orderBy(desc(totals.n));
}

export function cte() {
  const recent = db.$with('recent').as(db.select().from(posts).where(gt(posts.createdAt, sql`now() - interval '1 day'`)));
  return db.with(recent).select().from(recent).where(eq(recent.authorId, 'x'));
}

export function existing() { return db.select().from(users).where(exists(db.select().from(posts).where(and(eq(posts.authorId, users.id), eq(posts.status, 'open'))))); }

export function within() { return db.select().from(users).where(inArray(users.id, db.select({ id: posts.authorId }).from(posts).where(gt(posts.views, 100)))); }

export function template(q = 'q') { return db.select().from(users).where(sql`lower(${users.email}) = ${q} and ${users.age} > 5`); }

export function distinctOn() { return db.selectDistinctOn([posts.authorId], { id: posts.id }).from(posts).orderBy(posts.authorId, desc(posts.createdAt)); }

export function locked() { return db.select().from(orgs).where(eq(orgs.slug, 's')).for('update'); }

export function unions() { return db.select({ id: posts.id }).from(posts).where(eq(posts.status, 'a')).union(db.select({ id: comments.id }).from(comments).where(eq(comments.postId, 1))).limit(5); }

export function unionFunction() { return union(db.select({ id: posts.id }).from(posts), db.select({ id: comments.id }).from(comments).where(eq(comments.postId, 1))); }

export function conditional(name: string | undefined = 'n', age: number | null = 3) { return db.select().from(users).where(and(eq(users.email, 'e'), name ? eq(users.name, name) : undefined, age !== null ? gt(users.age, age) : undefined)); }

export function pushed(status: string | undefined = 's') {
  const conditions: SQL[] = [eq(posts.authorId, 'x')];
  if (status) conditions.push(eq(posts.status, status));
  const where = and(...conditions);
  return db.select().from(posts).where(where).orderBy(desc(posts.createdAt));
}

export function grown(status: string | undefined = 's') {
  let where = eq(posts.authorId, 'x') as SQL | undefined;
  if (status) where = and(where, eq(posts.status, status));
  return db.select().from(posts).where(where);
}

export function dynamic(author: string | undefined = 'a') {
  let query = db.select().from(posts).$dynamic();
  if (author) query = query.where(eq(posts.authorId, author));
  query = query.orderBy(desc(posts.views)).limit(3);
  return query;
}

const mine = (userId: string) => and(eq(posts.authorId, userId), isNull(posts.updatedAt));
export function helper(userId = 'u') { return db.select().from(posts).where(and(mine(userId), eq(posts.status, 'open'))); }

export function paged() {
  const page = <T extends { limit: (n: number) => T; offset: (n: number) => T }>(query: T, size: number): T => query.limit(size).offset(size);
  return page(db.select().from(posts).where(eq(posts.status, 'open')).$dynamic() as never, 10) as unknown as { toSQL: () => { sql: string } };
}

export function counted() { return db.select({ id: users.id, n: db.$count(posts, eq(posts.authorId, users.id)) }).from(users).where(eq(users.email, 'e')); }

export function lateral() {
  const latest = db.select().from(posts).where(eq(posts.authorId, users.id)).orderBy(desc(posts.createdAt)).limit(1).as('latest');
  return db.select().from(users).leftJoinLateral(latest, sql`true`).where(eq(users.email, 'e'));
}
