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
};
