import { defineRelations } from 'drizzle-orm';
import * as schema from './schema/index.ts';

export const relations = defineRelations(schema, (r) => ({
  users: {
    posts: r.many.posts({ from: r.users.id, to: r.posts.authorId, alias: 'author' }),
    orgs: r.many.orgs({ from: r.users.id.through(r.members.userId), to: r.orgs.id.through(r.members.orgId) }),
  },
  posts: { author: r.one.users({ alias: 'author' }) },
}));
