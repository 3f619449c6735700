import { defineRelations } from 'drizzle-orm-1';
import * as schema from './schema.ts';

export const relations = defineRelations(schema, (r) => ({
  users: {
    posts: r.many.posts({ from: r.users.id, to: r.posts.authorId, alias: 'author' }),
    groups: r.many.groups({ from: r.users.id.through(r.usersToGroups.userId), to: r.groups.id.through(r.usersToGroups.groupId) }),
  },
  posts: { author: r.one.users({ from: r.posts.authorId, to: r.users.id, alias: 'author' }) },
}));
