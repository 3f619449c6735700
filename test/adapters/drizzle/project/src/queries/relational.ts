import { and, desc, eq } from 'drizzle-orm';
import { db } from '../db/index.ts';
import { posts, users } from '../db/schema/index.ts';

export function list() {
  return db.query.users.findMany({
    where: (u, { eq: same, and: both, isNull }) => both(same(u.email, 'e'), isNull(u.deletedAt)),
    orderBy: (u, ops) => [ops.desc(u.createdAt), ops.asc(u.id)],
    limit: 10,
    offset: 5,
    with: { posts: { where: eq(posts.status, 'open'), with: { comments: true } }, parent: true },
  });
}

export function first() { return db.query.posts.findFirst({ where: and(eq(posts.authorId, 'x'), eq(posts.status, 'open')), orderBy: desc(posts.createdAt) }); }

export function plain() { return db.query.users.findMany({ where: eq(users.name, 'n'), orderBy: [users.age] }); }
