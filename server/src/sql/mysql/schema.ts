import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { alterTable } from './alter.ts';
import { createdIndex, names } from './keys.ts';
import { readQuery } from './queries.ts';
import { fail, isAnyWord, isSymbol, isWord, list, name, next, peek, qualifiedName, skipBrackets, takeAny, takeSymbol, takeWords, wantWords, type Reading } from './reading.ts';
import { createTable } from './tables.ts';

type CreateIndex = Extract<SchemaOp, { op: 'create-index' }>;
type CreateTable = Extract<SchemaOp, { op: 'create-table' }>;

/** What a DDL statement does: empty for one that has no bearing (a routine, a trigger, a user); null for any other statement. */
export function readSchema(r: Reading): readonly SchemaOp[] | null {
  const start = peek(r).start;
  if (takeWords(r, 'create')) return created(r, start);
  if (takeWords(r, 'alter')) return altered(r);
  if (takeWords(r, 'drop')) return dropped(r);
  if (takeWords(r, 'rename')) return renamed(r);
  return null;
}

function created(r: Reading, start: number): readonly SchemaOp[] {
  const replaces = takeWords(r, 'or', 'replace');
  const temporary = takeWords(r, 'temporary');
  const operation = takeWords(r, 'table') ? createTable(r, temporary) : isIndex(r) ? createIndex(r, start) : null;
  if (operation) return replaces && !temporary ? [gone(operation), operation] : [operation];
  return viewOptions(r) ? [createView(r)] : skipAll(r);
}

/** OR REPLACE of MariaDB drops what is there. */
const gone = (made: CreateIndex | CreateTable): SchemaOp => (made.op === 'create-table' ? { op: 'drop-table', table: made.table } : { op: 'drop-index', name: { schema: null, name: made.index.name ?? '' }, table: made.table });

const isIndex = (r: Reading): boolean => isWord(r, 'index') || (isAnyWord(r, 'unique', 'fulltext', 'spatial', 'vector') && isWord(r, 'index', 1));

function createIndex(r: Reading, start: number): CreateIndex {
  const ifNotExists = r.tokens.slice(r.at, r.at + 5).some((token) => token.kind === 'word' && token.value === 'if');
  let table: QualifiedName = { schema: null, name: '' };
  const index = createdIndex(r, start, () => { table = qualifiedName(r); });
  online(r);
  return { op: 'create-index', table, index, ifNotExists };
}

/** `ALGORITHM = INPLACE LOCK = NONE`. */
function online(r: Reading): void {
  while (takeAny(r, 'algorithm', 'lock') !== null) { takeSymbol(r, '='); next(r); takeSymbol(r, ','); }
}

/** Goes past ALGORITHM, DEFINER and SQL SECURITY; false when no view follows. */
function viewOptions(r: Reading): boolean {
  for (;;) {
    if (takeWords(r, 'algorithm')) { takeSymbol(r, '='); next(r); } else if (takeWords(r, 'definer')) definer(r);
    else if (takeWords(r, 'sql', 'security')) next(r);
    else return takeWords(r, 'view');
  }
}

/** `'root'@'localhost'`, `CURRENT_USER()`: the host is read as a variable. */
function definer(r: Reading): void {
  takeSymbol(r, '=');
  next(r);
  if (peek(r).kind === 'variable' || peek(r).kind === 'param') next(r);
  skipBrackets(r);
}

function createView(r: Reading): SchemaOp {
  takeWords(r, 'if', 'not', 'exists');
  const view = qualifiedName(r);
  const columns = isSymbol(r, '(') ? names(r) : null;
  wantWords(r, 'as');
  const query = readQuery(r);
  if (takeWords(r, 'with')) { takeAny(r, 'cascaded', 'local'); wantWords(r, 'check', 'option'); }
  return { op: 'create-view', view, columns, query, materialized: false };
}

function altered(r: Reading): readonly SchemaOp[] {
  takeAny(r, 'online', 'offline');
  takeWords(r, 'ignore');
  if (takeWords(r, 'table')) return alterTable(r);
  return viewOptions(r) ? [createView(r)] : skipAll(r);
}

function dropped(r: Reading): readonly SchemaOp[] {
  const temporary = takeWords(r, 'temporary');
  if (takeAny(r, 'table', 'tables') !== null) {
    const tables = dropNames(r);
    return temporary ? [] : tables.map((table) => ({ op: 'drop-table', table }));
  }
  if (takeWords(r, 'view')) return dropNames(r).map((view) => ({ op: 'drop-view', view }));
  if (takeWords(r, 'index')) return [dropIndex(r)];
  if (takeAny(r, 'schema', 'database') === null) return skipAll(r);
  takeWords(r, 'if', 'exists');
  return [{ op: 'drop-schema', name: name(r) }];
}

function dropNames(r: Reading): QualifiedName[] {
  takeWords(r, 'if', 'exists');
  const found = list(r, () => qualifiedName(r));
  if (takeWords(r, 'wait')) next(r);
  takeAny(r, 'nowait');
  takeAny(r, 'cascade', 'restrict');
  return found;
}

/** An index is its table's: without ON this is not MySQL's DROP INDEX. */
function dropIndex(r: Reading): SchemaOp {
  takeWords(r, 'if', 'exists');
  const own = name(r);
  if (!takeWords(r, 'on')) fail(r);
  const table = qualifiedName(r);
  if (takeWords(r, 'wait')) next(r);
  online(r);
  return { op: 'drop-index', name: { schema: null, name: own }, table };
}

function renamed(r: Reading): readonly SchemaOp[] {
  if (takeAny(r, 'table', 'tables') === null) return skipAll(r);
  takeWords(r, 'if', 'exists');
  return list(r, (): SchemaOp => {
    const table = qualifiedName(r);
    if (takeWords(r, 'wait')) next(r);
    wantWords(r, 'to');
    return { op: 'rename-table', table, to: qualifiedName(r) };
  });
}

/** A statement that has no bearing is not read to its end. */
function skipAll(r: Reading): readonly SchemaOp[] {
  r.at = r.tokens.length - 1;
  return [];
}
