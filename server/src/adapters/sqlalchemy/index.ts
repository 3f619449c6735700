import type { Adapter } from '../adapter.ts';
import { readQueries } from './query/read.ts';
import { sendingWords } from './query/words.ts';
import { readSchema } from './schema/read.ts';
import { triggers, wants } from './wants.ts';
import { writeCondition } from './write/condition.ts';
import { writeIndex } from './write/index.ts';
import { writeLoad } from './write/load.ts';
import { insertMany } from './write/insert-many.ts';
import { joinReads } from './write/join-reads.ts';
import { readMany } from './write/many.ts';
import { nameIndex } from './write/name.ts';
import { removeIndex } from './write/remove.ts';

/** SQLAlchemy 1.x and 2.x, its declarative models, Core tables and queries; Flask-SQLAlchemy and SQLModel, which are it in other words. */
export const sqlalchemy: Adapter = {
  id: 'sqlalchemy', title: 'SQLAlchemy', languages: ['python'],
  triggers, wants,
  readSchema,
  readQueries,
  nameIndex, writeIndex, removeIndex, writeCondition, writeLoad, readMany, insertMany, joinReads,
  sends: sendingWords,
  inBulk: { many: '{column}.in_(…)', grouped: 'group_by on {column}', eager: 'selectinload', insert: 'add_all and one flush, or session.execute(insert(…), rows)', update: 'session.execute(update(…), rows)', upsert: 'insert(…).on_conflict_do_update(…)' },
  tags: [{ kind: 'call', name: 'text' }],
};
