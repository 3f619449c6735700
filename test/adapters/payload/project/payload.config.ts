import { sqliteAdapter } from '@payloadcms/db-sqlite';
import { buildConfig } from 'payload';
import { Authors } from './collections/authors.ts';
import { Events } from './collections/events.ts';
import { Media } from './collections/media.ts';
import { Posts } from './collections/posts.ts';
import { Users } from './collections/users.ts';
import { Header } from './globals/header.ts';

export default buildConfig({
  secret: 'not a secret',
  collections: [
    Posts, Authors, Media, Users, Events,
    { slug: 'search-terms', timestamps: false, fields: [{ name: 'term', type: 'text', required: true }, { name: 'hits', type: 'number' }] },
  ],
  globals: [Header],
  db: sqliteAdapter({ client: { url: process.env['DATABASE_URI'] ?? 'file:./newsroom.db' } }),
});
