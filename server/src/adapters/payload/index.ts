import type { Adapter } from '../adapter.ts';
import { nameIndex } from './write/name.ts';
import { readQueries } from './query/read.ts';
import { readSchema } from './schema/read.ts';
import { wants } from './wants.ts';
import { writeIndex } from './write/index.ts';

export const payload: Adapter = {
  id: 'payload',
  title: 'Payload',
  languages: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'],
  triggers: ['payload'],
  wants, readSchema, readQueries, nameIndex, writeIndex,
  inBulk: { many: 'where: { {column}: { in: … } }', grouped: 'where: { {column}: { in: … } }, counted in code', eager: 'depth', insert: 'one transaction, or a bulk insert of the database adapter', update: 'update with a where that names all of them', upsert: 'find with in first, and then only what is missing' },
};
