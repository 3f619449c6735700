import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const audits = sqliteTable('audits', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  actor: text('actor', { length: 40 }).notNull().unique(),
  at: integer('at', { mode: 'timestamp_ms' }).notNull(),
}, (t) => [index('audits_at_idx').on(t.at)]);
