import type { Dialect } from '../../facts/dialect.ts';
import { apply } from './apply.ts';
import type { PlacedStatement, ReplayResult, ReplayState } from './draft.ts';
import { finish } from './finish.ts';
import { coverForeignKeys } from './foreign-key-indexes.ts';

/**
 * The tables that a list of DDL statements leaves behind, run in that order on an empty database. Never throws: what cannot be applied
 * is told as a problem and left out.
 */
export function replay(statements: readonly PlacedStatement[], dialect: Dialect): ReplayResult {
  const state: ReplayState = { dialect, tables: new Map(), views: new Map(), temporary: new Set(), indexNames: new Map(), problems: [], dropped: [], collisions: [], enums: new Set(), extensions: new Set() };
  for (const placed of statements) apply({ ...placed, state }, placed.statement.operation);
  // MySQL refuses to drop the last index that a foreign key rests on, whatever a script says.
  for (const table of state.tables.values()) coverForeignKeys(state, table);
  const tables = new Map([...state.tables].map(([key, draft]) => [key, finish(state, draft)]));
  return { tables, views: [...state.views].map(([key, op]) => ({ key, op })), problems: state.problems, dropped: state.dropped, collisions: state.collisions, extensions: [...state.extensions].sort() };
}
