import { sql } from 'drizzle-orm';
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Spread into most tables. */
export const timestamps = {
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp({ withTimezone: true }),
};

export const softDelete = () => ({ deletedAt: timestamp('deleted_at', { withTimezone: true }) });

export const id = () => uuid('id').primaryKey().default(sql`gen_random_uuid()`);

export const tsvector = customType<{ data: string }>({
  dataType() {
    return 'tsvector';
  },
});
