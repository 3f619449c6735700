import { schemaSources } from '../../schema/migrations/index.ts';
import type { MigrationHome, MigrationTool } from '../tool.ts';

/**
 * Prisma is recognised and not written for: an index that is in a migration and not in schema.prisma is drift, which
 * `prisma migrate dev` would undo, and schema.prisma is not read yet.
 */
export const prisma: MigrationTool = {
  id: 'prisma',
  title: 'Prisma Migrate',
  mirrors: null,
  find: (view) => schemaSources(view).flatMap(({ tool, folder, dialect }): MigrationHome[] => (tool === 'prisma' ? [{ tool: 'prisma', folder, title: 'Prisma Migrate', dialect }] : [])),
  write: () => ({ kind: 'none', reason: 'Prisma keeps its indexes in schema.prisma: add @@index there and run "prisma migrate dev"' }),
};
