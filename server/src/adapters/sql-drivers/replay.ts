import type { QualifiedName, SchemaOp, SchemaStatement } from '../../facts/schema.ts';

/** A statement of a file and the function that runs it. */
export interface Placed { readonly statement: SchemaStatement; readonly enclosing: string }

/** What a migration's way back does to the schema is not done. */
const WAY_BACK = /^(?:rollback|downgrade|down|revert|undo|backwards?)(?:_\w+)?$/i;
/** Functions that empty a database, so that it is made anew. */
const EMPTIES = /drop|reset|clear|clean|tear_?down|wipe|purge|delete|remove|destroy|nuke|truncate|uninstall/i;

/**
 * What the DDL of a program leaves behind, in order: without ways back, without the tables that a function for it throws away, each statement once.
 * What is made `IF NOT EXISTS` is made at every start, so an index that went with its table when that was rebuilt is there again.
 */
export function replayOf(placed: readonly Placed[]): readonly SchemaStatement[] {
  const done = onlyOnce(placed.filter(({ enclosing }) => !WAY_BACK.test(lastOf(enclosing))));
  const kept = done.filter(({ statement, enclosing }, index) => !(EMPTIES.test(lastOf(enclosing)) && isLost(statement.operation, done.slice(index + 1)))).map(({ statement }) => statement);
  return [...kept, ...kept.filter((statement, index) => isMadeAgain(statement.operation, kept.slice(index + 1)))];
}

const CHANGES: ReadonlySet<SchemaOp['op']> = new Set(['add-column', 'drop-column', 'rename-column', 'rename-table', 'alter-column']);

/** The functions that change tables which are there already: what they ask and write besides is done once, when a database is brought to a newer version. */
export const upgrades = (placed: readonly Placed[]): ReadonlySet<string> => new Set(placed.flatMap(({ statement, enclosing }) => (enclosing !== '' && CHANGES.has(statement.operation.op) ? [enclosing] : [])));

const lastOf = (enclosing: string): string => enclosing.slice(enclosing.lastIndexOf('.') + 1);

/** DDL that is run at several places of a file is made once. */
function onlyOnce(placed: readonly Placed[]): readonly Placed[] {
  if (placed.length < 2) return placed;
  const seen = new Set<string>();
  return placed.filter(({ statement }) => { const key = JSON.stringify(statement); return !seen.has(key) && seen.add(key); });
}

const same = (one: QualifiedName | null | undefined, other: QualifiedName): boolean => one?.name.toLowerCase() === other.name.toLowerCase();

/** A table that is dropped, and neither made again behind that nor given the name of another. */
function isLost(operation: SchemaOp, later: readonly Placed[]): boolean {
  if (operation.op !== 'drop-table') return false;
  return !later.some(({ statement: { operation: next } }) => (next.op === 'create-table' && same(next.table, operation.table)) || (next.op === 'rename-table' && same(next.to, operation.table)));
}

/** An index that a later DROP TABLE takes along, and no DROP INDEX is meant for. */
function isMadeAgain(operation: SchemaOp, later: readonly SchemaStatement[]): boolean {
  if (operation.op !== 'create-index' || operation.ifNotExists !== true) return false;
  const { table, index } = operation;
  return later.some(({ operation: next }) => next.op === 'drop-table' && same(next.table, table)) && !later.some(({ operation: next }) => next.op === 'drop-index' && next.name.name === index.name);
}
