import type { MigrationTool } from '../tool.ts';
import { alembicHomes } from './project.ts';
import { writeRevisions } from './write.ts';

/** Alembic, Flask-Migrate's too: `versions/<id>_<slug>.py`, each naming the one that it follows. Autogenerate compares models with the database, and drops what the models do not have. */
export const alembic: MigrationTool = {
  id: 'alembic',
  title: 'Alembic',
  mirrors: 'sqlalchemy',
  writes: ['create', 'drop'],
  find: alembicHomes,
  write: writeRevisions,
};
