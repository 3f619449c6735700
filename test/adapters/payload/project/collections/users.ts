import type { CollectionConfig } from 'payload';

export const Users = {
  slug: 'users',
  auth: true,
  fields: [{ name: 'nickname', type: 'text' }, { name: 'role', type: 'select', options: ['admin', 'editor', 'reader'] }],
} satisfies CollectionConfig;
