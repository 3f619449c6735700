import { boolean, index, integer, pgEnum, pgSchema, primaryKey, text, uniqueIndex, uuid, varchar } from 'drizzle-orm/pg-core';
import { id, timestamps } from '../columns.ts';
import { users } from './users.ts';

export const billing = pgSchema('billing');

export const planEnum = pgEnum('plan', ['free', 'pro']);

export const orgs = billing.table(
  'orgs',
  {
    id: id(),
    name: varchar('name', { length: 80 }).notNull(),
    slug: text('slug').notNull().unique('orgs_slug_key'),
    plan: planEnum('plan').notNull().default('free'),
    seats: integer().notNull().default(1),
    active: boolean().notNull(),
    ...timestamps,
  },
  (table) => ({
    byPlan: index('orgs_plan_idx').on(table.plan, table.createdAt.desc()),
    byName: uniqueIndex().on(table.name),
  }),
);

export const members = billing.table(
  'members',
  {
    orgId: uuid('org_id').notNull().references(() => orgs.id, { onDelete: 'cascade' }),
    userId: uuid('user_id').notNull().references(() => users.id),
    role: text().notNull(),
  },
  ({ orgId, userId, role }) => {
    return [primaryKey({ name: 'members_pk', columns: [orgId, userId] }), index('members_user_idx').on(userId), index().on(role, orgId)];
  },
);
