import type { Dialect } from '../../facts/dialect.ts';
import type { SchemaOp } from '../../facts/schema.ts';
import { apply } from './apply.ts';
import { type PlacedStatement, problem, type ReplayResult, type ReplayState, type Step } from './draft.ts';
import { finish } from './finish.ts';
import { foldName, tableKey } from './names.ts';
import { coverForeignKeys } from './foreign-key-indexes.ts';

/**
 * The tables that a list of DDL statements leaves behind, run in that order on an empty database. Never throws: what cannot be applied
 * is told as a problem and left out.
 */
export function replay(statements: readonly PlacedStatement[], dialect: Dialect): ReplayResult {
  const state: ReplayState = { dialect, tables: new Map(), views: new Map(), temporary: new Set(), indexNames: new Map(), problems: [], dropped: [], collisions: [], enums: new Set(), extensions: new Set() };
  const early: PlacedStatement[] = [];
  for (const placed of statements) {
    if (isEarly(placed, state)) early.push(placed);
    else apply({ ...placed, state }, placed.statement.operation);
    forgetDropped(early, placed);
  }
  for (const placed of early) applyLate({ ...placed, state });
  // MySQL refuses to drop the last index that a foreign key rests on, whatever a script says.
  for (const table of state.tables.values()) coverForeignKeys(state, table);
  const tables = new Map([...state.tables].map(([key, draft]) => [key, finish(state, draft)]));
  return { tables, views: [...state.views].map(([key, op]) => ({ key, op })), problems: state.problems, dropped: state.dropped, collisions: state.collisions, extensions: [...state.extensions].sort() };
}

type OnTable = Extract<SchemaOp, { op: 'create-index' | 'unreadable' }>;

/** An index of a table, or something that could not be read about one. */
const onTable = (operation: SchemaOp): OnTable | null => ((operation.op === 'create-index' || operation.op === 'unreadable') && operation.table !== null ? operation : null);

/**
 * What a migration says of a table that nothing has made so far waits for the end: migrations may begin where a schema.sql left off, which is read
 * after them, and an index is not to be lost by that.
 */
function isEarly({ statement: { operation }, origin }: PlacedStatement, { dialect, tables, temporary }: ReplayState): boolean {
  const { table = null } = onTable(operation) ?? {};
  const key = table === null ? null : tableKey(table, dialect);
  return origin === 'migration' && key !== null && !tables.has(key) && !temporary.has(key);
}

/** A table that a later migration made is another one than that which was not there. */
function applyLate(step: Step): void {
  const { operation } = step.statement;
  const { table = null } = onTable(operation) ?? {};
  const draft = table === null ? undefined : step.state.tables.get(tableKey(table, step.state.dialect));
  if (draft?.declarations.some((declaration) => declaration.migration) === true) problem(step, `the table ${draft.name} is not known`);
  else apply(step, operation);
}

function forgetDropped(early: PlacedStatement[], { statement: { operation } }: PlacedStatement): void {
  if (operation.op !== 'drop-index' || early.length === 0) return;
  const at = early.findLastIndex(({ statement: { operation: made } }) => made.op === 'create-index' && made.index.name !== null && foldName(made.index.name) === foldName(operation.name.name));
  if (at >= 0) early.splice(at, 1);
}
