import { relations } from 'drizzle-orm';
import { comments, posts } from './posts.ts';
import { users } from './users.ts';

export const usersRelations = relations(users, ({ one, many }) => ({
  posts: many(posts),
  parent: one(users, { fields: [users.parentId], references: [users.id], relationName: 'tree' }),
  children: many(users, { relationName: 'tree' }),
}));

export const postsRelations = relations(posts, (r) => ({
  author: r.one(users, { fields: [posts.authorId], references: [users.id] }),
  comments: r.many(comments),
}));

export const commentsRelations = relations(comments, ({ one }) => ({ post: one(posts, { fields: [comments.postId], references: [posts.id] }) }));
