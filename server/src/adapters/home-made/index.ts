import type { Adapter, AdapterInput, SchemaRead } from '../adapter.ts';
import { readTables } from './tables.ts';
import { isToFollow } from './triggers.ts';
import { removeIndex, writeIndex } from './write/index.ts';

/**
 * Models of a project's own making: classes that make their table and their indexes by SQL of their own, and helpers that put queries together of what they
 * are asked for. One file alone tells little of either, so what its code does is handed on as data (`Program`), to be followed in link/.
 */
export const homeMade: Adapter = { id: 'home-made', title: 'home-made models', languages: ['python'], triggers: [], wants: isToFollow, readSchema, madeAtStart: true, inProcess: true, writeIndex, removeIndex };

function readSchema({ document, outline }: AdapterInput): SchemaRead {
  if (!isToFollow(document.text) || outline.program === undefined) return { models: [], statements: [] };
  const program = outline.program();
  return { models: readTables(program), statements: [], program };
}
