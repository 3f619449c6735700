import { foreignKey, index, integer, primaryKey, serial, text, uuid, type PgTableExtraConfigValue } from 'drizzle-orm/pg-core';
import { timestamps } from '../columns.ts';
import { createTable } from '../creator.ts';
import { users } from './users.ts';

const withOwner = (t: { authorId: never; status: never }): PgTableExtraConfigValue => index('posts_owner_idx').on(t.authorId, t.status);

export const posts = createTable(
  'posts',
  {
    id: serial('id').primaryKey(),
    authorId: uuid('author_id').notNull(),
    status: text('status').notNull(),
    title: text('title').notNull(),
    views: integer('views').notNull().default(0),
    ...timestamps,
  },
  (t) => [
    foreignKey({ columns: [t.authorId], foreignColumns: [users.id], name: 'posts_author_fk' }).onDelete('cascade'),
    withOwner(t as never),
    index('posts_status_idx').on(t.status, t.createdAt),
  ],
);

export const comments = createTable('comments', (t) => ({
  id: t.serial('id').primaryKey(),
  postId: t.integer('post_id').notNull().references(() => posts.id),
  userId: t.uuid('user_id').references(() => users.id),
  body: t.text('body').notNull(),
}));

export const postTags = createTable('post_tags', { postId: integer('post_id').notNull(), tag: text('tag').notNull() }, (t) => [primaryKey({ columns: [t.postId, t.tag] })]);
