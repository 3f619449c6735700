import { isNull, sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { id, softDelete, timestamps, tsvector } from '../columns.ts';

export const users = pgTable(
  'users',
  {
    id: id(),
    email: text('email').notNull(),
    name: text('full_name'),
    age: integer('age'),
    parentId: uuid('parent_id').references((): AnyPgColumn => users.id, { onDelete: 'set null' }),
    tags: text('tags').array(),
    meta: jsonb('meta').$type<Record<string, unknown>>(),
    search: tsvector('search'),
    lastSeenAt: integer(),
    ...timestamps,
    ...softDelete(),
  },
  (t) => [
    uniqueIndex('users_email_idx').on(sql`lower(${t.email})`),
    index('users_name_idx').on(t.name.asc().nullsFirst(), t.createdAt.desc().nullsFirst()),
    index().on(t.parentId, t.createdAt.desc()),
    index('users_live_idx').on(t.createdAt).where(isNull(t.deletedAt)),
    index('users_meta_idx').using('gin', t.meta.op('jsonb_path_ops')),
    index('users_age_idx').on(t.age.desc().nullsLast()).where(sql`${t.age} > 18`),
    index('users_prefix_idx').on(t.email.op('text_pattern_ops')),
    unique('users_name_age').on(t.name, t.age),
    check('age_positive', sql`${t.age} > 0`),
  ],
);
