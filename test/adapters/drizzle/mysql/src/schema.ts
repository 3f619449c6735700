import { sql } from 'drizzle-orm';
import {
  bigint, binary, boolean, char, date, datetime, decimal, double, float, foreignKey, index, int, json, longtext, mediumint, mysqlEnum, mysqlTable, mysqlTableCreator, primaryKey, real, text, time, timestamp, tinyint,
  tinytext, unique, uniqueIndex, varbinary, varchar, year,
} from 'drizzle-orm/mysql-core';

const timestamps = { createdAt: timestamp('created_at', { mode: 'date', fsp: 3 }).defaultNow().notNull(), updatedAt: datetime('updated_at').$onUpdate(() => new Date()) };

export const users = mysqlTable('users', {
  id: bigint({ mode: 'number', unsigned: true }).autoincrement().primaryKey(),
  email: varchar({ length: 255 }).notNull().unique(),
  handle: varchar('handle_name', { length: 40 }).unique('users_handle'),
  role: mysqlEnum('role', ['admin', 'member']).default('member').notNull(),
  bio: text(),
  isActive: boolean('is_active').default(true).notNull(),
  orgId: int('org_id'),
  ...timestamps,
}, (t) => [
  index('users_org_created').on(t.orgId, t.createdAt),
  index('users_bio').on(sql`${t.bio}(100)`),
  index('users_recent').on(sql`${t.createdAt} desc`, t.id),
  uniqueIndex('users_handle_org').on(t.handle, t.orgId).using('btree'),
]);

export const posts = mysqlTable('posts', {
  id: bigint({ mode: 'number', unsigned: true }).autoincrement().primaryKey(),
  authorId: bigint('author_id', { mode: 'number', unsigned: true }).notNull().references(() => users.id, { onDelete: 'cascade' }),
  editorId: bigint('editor_id', { mode: 'number', unsigned: true }),
  slug: varchar({ length: 120 }).notNull(),
  title: tinytext().notNull(),
  body: longtext(),
  rating: decimal({ precision: 5, scale: 2 }),
  meta: json(),
}, (t) => [
  foreignKey({ columns: [t.editorId], foreignColumns: [users.id], name: 'posts_editor' }),
  unique('posts_slug').on(t.slug),
  index('posts_rating').on(t.rating),
  index('posts_title_lower').on(sql`(lower(${t.slug}))`),
]);

export const tags = mysqlTable('tags', (t) => ({ id: t.int().autoincrement().primaryKey(), name: t.varchar({ length: 40 }).notNull(), color: t.char({ length: 6 }), weight: t.smallint() }));

export const postTags = mysqlTable('post_tags', { postId: bigint('post_id', { mode: 'number', unsigned: true }).notNull().references(() => posts.id), tagId: int('tag_id').notNull().references(() => tags.id) }, (t) => ({
  pk: primaryKey({ columns: [t.postId, t.tagId] }),
  byTag: index('by_tag').on(t.tagId, t.postId),
}));

const shopTable = mysqlTableCreator((name) => `shop_${name}`);

export const everything = shopTable('everything', {
  a: binary({ length: 16 }), b: char({ length: 2 }), c: date(), d: double(), e: float(), f: mediumint(), g: real(), h: time(), i: tinyint(), j: varbinary({ length: 10 }), k: year(), l: int({ unsigned: true }).notNull(),
}, (t) => [index('everything_l').on(t.l).algorithm('inplace').lock('none')]);
