import { and, eq, lt, sql } from 'drizzle-orm';
import { db } from '../db/index.ts';
import { comments, orgs, posts, users } from '../db/schema/index.ts';

export function rename(id = 'x') { return db.update(users).set({ name: 'n' }).where(eq(users.id, id)).returning(); }

export function publish() { return db.update(posts).set({ status: 'open' }).from(users).where(and(eq(posts.authorId, users.id), eq(users.email, 'e'))); }

export function purge() { return db.delete(comments).where(and(eq(comments.postId, 1), lt(comments.id, 100))); }

export function add() { return db.insert(orgs).values({ name: 'n', slug: 's', active: true }).onConflictDoUpdate({ target: orgs.slug, set: { seats: sql`${orgs.seats} + 1` } }); }

export function copy() { return db.insert(comments).select(db.select({ id: posts.id, postId: posts.id, userId: posts.authorId, body: posts.title }).from(posts).where(eq(posts.status, 'open'))); }

export function wholeTable() { return db.delete(comments); }
