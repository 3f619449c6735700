import { sql } from 'drizzle-orm-1';
import { drizzle } from 'drizzle-orm-1/pg-proxy';
import { relations } from './relations.ts';

const db = drizzle(async () => ({ rows: [] }), { relations });

export function byName() { return db.query.users.findMany({ where: { fullName: 'n', age: { gt: 18, lte: 60 } }, orderBy: { createdAt: 'desc', id: 'asc' }, limit: 10, offset: 5 }); }

export function either() { return db.query.users.findMany({ where: { OR: [{ age: { isNull: true } }, { fullName: { like: 'a%' } }], NOT: { id: { in: [1, 2] } } } }); }

export function first() { return db.query.posts.findFirst({ where: { authorId: 1, title: { ilike: '%x%' } }, orderBy: (p, { desc }) => desc(p.views) }); }

export function raw() { return db.query.users.findMany({ where: { RAW: (t) => sql`lower(${t.fullName}) = ${'n'}`, age: 5 } }); }

export function sometimes(name: string | undefined = 'n') { return db.query.users.findMany({ where: { age: 1, ...(name ? { fullName: name } : {}) } }); }

export function loaded() { return db.query.users.findMany({ where: { id: 1 }, with: { posts: { where: { views: { gte: 10 } }, orderBy: { views: 'desc' } } } }); }

export function related() { return db.query.users.findMany({ where: { posts: { title: 't' }, age: { gt: 1 } } }); }
