import type { Adapter } from '../adapter.ts';
import { readQueries } from './query/read.ts';
import { REFINES, SENDS } from './query/sending.ts';
import { readSchema } from './schema/read.ts';
import { triggers, wants } from './wants.ts';
import { insertMany } from './write/insert-many.ts';
import { joinReads } from './write/join-reads.ts';
import { readMany } from './write/many.ts';
import { nameIndex } from './write/name.ts';
import { writeIndex } from './write/index.ts';
import { writeCondition } from './write/condition.ts';
import { removeIndex } from './write/remove.ts';

export { casingOfHandle, readDrizzleConfig, type DrizzleConfig } from './config.ts';

/** Drizzle ORM 0.x and 1.0: its schema files, its query builders, its configuration. */
export const drizzle: Adapter = {
  id: 'drizzle', title: 'Drizzle ORM', languages: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'json'],
  sends: { methods: { ...SENDS, values: 'rows' }, takers: {}, refine: REFINES, flush: [], iterates: false, awaits: 'rows', batches: ['batch'] },
  triggers, wants, readSchema, readQueries, nameIndex, writeIndex, removeIndex, writeCondition, readMany, insertMany, joinReads,
  inBulk: { many: 'inArray on {column}', grouped: 'groupBy on {column}', eager: 'with', insert: 'insert(…).values(rows)', update: 'one update whose values are a CASE or come from a list of VALUES', upsert: 'insert(…).values(rows).onConflictDoUpdate(…)' },
  tags: [{ kind: 'tag', name: 'sql' }],
};
