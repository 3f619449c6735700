import type { ColumnDef, ConstraintDef, IndexDef, QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { columnDefinition } from './columns.ts';
import { tableItem } from './keys.ts';
import { isDynamicName } from '../dialect-reader.ts';
import { readQuery } from './queries.ts';
import { fail, isAnyWord, isSymbol, isWord, name, next, peek, qualifiedName, skipBrackets, spanFrom, takeSymbol, takeWords, wantSymbol, type Reading } from './reading.ts';

type CreateTable = Extract<SchemaOp, { op: 'create-table' }>;

interface Definitions { readonly columns: ColumnDef[]; readonly constraints: ConstraintDef[]; readonly indexes: IndexDef<string>[] }

/** CREATE TABLE behind its word TABLE. */
export function createTable(r: Reading, temporary: boolean): CreateTable {
  const ifNotExists = takeWords(r, 'if', 'not', 'exists');
  const table = newName(r);
  const base = { op: 'create-table', table, ifNotExists, temporary } as const;
  const like = likeTable(r);
  // LIKE copies columns and keys, foreign keys apart.
  if (like) return { ...base, columns: [], constraints: [], indexes: [], like, likeIndexes: true };
  const found: Definitions = { columns: [], constraints: [], indexes: [] };
  if (isSymbol(r, '(') && !isWord(r, 'select', 1) && !isWord(r, 'with', 1)) definitions(r, found);
  options(r);
  const query = asQuery(r);
  return { ...base, ...found, columns: [...found.columns, ...query.columns.filter((column) => !found.columns.some((own) => own.name.toLowerCase() === column.name.toLowerCase()))], ...(query.is ? { asQuery: true } : {}) };
}

/** A table that is made without a schema goes into the file's own. */
function newName(r: Reading): QualifiedName {
  const bare = !isSymbol(r, '.', 1);
  const table = qualifiedName(r);
  return bare && r.statement.schemaOfNew ? { ...table, schema: r.statement.schemaOfNew() } : table;
}

function likeTable(r: Reading): QualifiedName | null {
  if (takeWords(r, 'like')) return qualifiedName(r);
  if (!isSymbol(r, '(') || !isWord(r, 'like', 1)) return null;
  next(r);
  next(r);
  const like = qualifiedName(r);
  wantSymbol(r, ')');
  return like;
}

function definitions(r: Reading, into: Definitions): void {
  wantSymbol(r, '(');
  do definition(r, into); while (takeSymbol(r, ','));
  wantSymbol(r, ')');
}

function definition(r: Reading, into: Definitions): void {
  if (takeWords(r, 'period', 'for')) { name(r); skipBrackets(r); return; }
  const item = tableItem(r);
  if (item?.kind === 'constraint') into.constraints.push(item.constraint);
  else if (item) into.indexes.push(item.index);
  else {
    const { column, constraints } = columnDefinition(r);
    into.columns.push(column);
    into.constraints.push(...constraints);
  }
}

/** ENGINE, CHARSET, PARTITION BY and their kind, to the query that may follow. Partitions change no access by an index. */
function options(r: Reading): void {
  while (peek(r).kind !== 'end' && !isAnyWord(r, 'as', 'select', 'ignore', 'replace') && !(isSymbol(r, '(') && isWord(r, 'select', 1)) && !isQueryWith(r)) {
    if (isSymbol(r, '(')) skipBrackets(r);
    else if (isAnyWord(r, 'values', 'less') || peek(r).kind !== 'symbol' || /^[=,.@%*+-]$/.test(peek(r).value)) next(r);
    else fail(r);
  }
}

const isQueryWith = (r: Reading): boolean => isWord(r, 'with') && (isWord(r, 'recursive', 1) || isWord(r, 'as', 2));

/** The query's own columns where it names them all. */
function asQuery(r: Reading): { is: boolean; columns: ColumnDef[] } {
  if (peek(r).kind === 'end') return { is: false, columns: [] };
  if (!takeWords(r, 'ignore')) takeWords(r, 'replace');
  takeWords(r, 'as');
  const start = peek(r).start;
  const { output } = readQuery(r);
  const span = spanFrom(r, start);
  const named = typeof output === 'string' ? [null] : output.map((column) => (column.expr === 'all' ? null : column.name));
  const columns = named.every((own) => own !== null && !isDynamicName(own)) ? named.flatMap((own) => (own === null ? [] : [{ name: own, type: null, notNull: false, collation: null, span }])) : [];
  return { is: true, columns };
}
