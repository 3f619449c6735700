import { and, desc, eq, gt, inArray, isNull, like, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/mysql2';
import * as schema from './schema.ts';
import { posts, postTags, tags, users } from './schema.ts';

const db = drizzle('mysql://localhost/app', { schema, mode: 'default' });

export const byEmail = (email: string) => db.select().from(users).where(eq(users.email, email));
export const byRole = (role: 'admin' | 'member') => db.select().from(users).where(and(eq(users.role, role), isNull(users.bio))).orderBy(desc(users.createdAt)).limit(10);
export const byEditor = (id: number) => db.select().from(posts).where(eq(posts.editorId, id));
export const byAuthor = (id: number) => db.select({ id: posts.id }).from(posts).innerJoin(users, eq(users.id, posts.authorId)).where(and(eq(posts.authorId, id), gt(posts.rating, '3')));
export const byTitle = (title: string) => db.select().from(posts).where(like(posts.title, `${title}%`));
export const tagged = (ids: number[]) => db.select().from(postTags).innerJoin(tags, eq(tags.id, postTags.tagId)).where(inArray(postTags.tagId, ids));
export const named = (name: string) => db.query.tags.findFirst({ where: (t, { eq: is }) => is(t.name, name) });
export const touch = (id: number) => db.update(users).set({ isActive: false }).where(eq(users.orgId, id)).limit(5);
export const upsert = (email: string) => db.insert(users).values({ email }).onDuplicateKeyUpdate({ set: { email } });
export const raw = (weight: number) => db.execute(sql`select ${tags.id} from ${tags} where ${tags.weight} <=> ${weight} limit 1, 2`);
export const dated = (day: string) => db.select().from(users).where(sql`date(${users.createdAt}) = ${day}`);
