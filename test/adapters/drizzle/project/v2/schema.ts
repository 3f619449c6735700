import { integer, snakeCase, text, timestamp } from 'drizzle-orm-1/pg-core';

export const users = snakeCase.table('users', { id: integer().primaryKey(), fullName: text().notNull(), age: integer(), createdAt: timestamp() });

export const posts = snakeCase.table('posts', { id: integer().primaryKey(), authorId: integer().notNull(), title: text().notNull(), views: integer() });

export const groups = snakeCase.table('groups', { id: integer().primaryKey(), name: text() });

export const usersToGroups = snakeCase.table('users_to_groups', { userId: integer(), groupId: integer() });
