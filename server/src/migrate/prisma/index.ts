import type { SqlHabits } from '../plain/habits.ts';
import { sqlHomes } from '../plain/homes.ts';
import { writePlain } from '../plain/write.ts';
import type { MigrationRequest, MigrationTool, PlannedIndex } from '../tool.ts';

/** A script of one statement is in no transaction in any version of Prisma. */
const habits: SqlHabits = {
  first: { up: '{}/migration.sql', down: null },
  outside: () => ({ kind: 'alone' }),
  label: (index) => (index.change === 'drop' ? '-- DropIndex' : '-- CreateIndex'),
  reminder,
};

/** What is in a migration and not in schema.prisma is drift, which `prisma migrate dev` takes away; an index over an expression it does not see. */
function reminder(index: PlannedIndex, { catalog }: MigrationRequest): string | null {
  const { spec } = index;
  const model = catalog.tables.get(spec.table)?.name ?? spec.table;
  if (spec.keys.some((key) => key.expr.kind !== 'column')) return null;
  if (index.change === 'drop') return `schema.prisma: take @@index(…, map: "${spec.name ?? ''}") out of the model of ${model} too`;
  const columns = spec.keys.map((key) => (key.expr.kind === 'column' ? key.expr.column : '')).join(', ');
  return `schema.prisma: the model of ${model} needs ${spec.unique ? '@@unique' : '@@index'} on (${columns}) with map: "${spec.name ?? ''}" too, or "prisma migrate dev" drops it again`;
}

/** Prisma: `<yyyymmddhhmmss>_name/migration.sql`, no way back. Its schema.prisma is not read: what has to be done there is said. */
export const prisma: MigrationTool = {
  id: 'prisma',
  title: 'Prisma Migrate',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => sqlHomes(view, { prisma: 'Prisma Migrate' }, 'prisma'),
  write: (request) => writePlain(request, habits),
};
