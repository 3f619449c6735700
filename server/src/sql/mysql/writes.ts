import type { ColumnRef, TableRef } from '../../facts/expr.ts';
import type { OutputColumn, SymbolicQuery } from '../../facts/query.ts';
import { childrenOf } from '../../facts/walk.ts';
import { fromClause, tableName, targets, type SymbolicSource } from './from.ts';
import { aliasOfTable, column } from './operands.ts';
import { EMPTY_QUERY, limitClause, orderClause, readQuery, returning, withClause } from './queries.ts';
import { bracketed, fail, isAnyWord, isSymbol, isWord, list, name, next, peek, spanFrom, takeAny, takeSymbol, takeWords, wantWords, type Reading, type SymbolicExpr } from './reading.ts';

type Ctes = SymbolicQuery['ctes'];
const MANNERS = ['low_priority', 'high_priority', 'delayed', 'quick', 'ignore'] as const;

const manners = (r: Reading): void => { while (isAnyWord(r, ...MANNERS)) next(r); };

/** UPDATE of one table or of several joined. */
export function readUpdate(r: Reading, ctes: Ctes, start: number): SymbolicQuery {
  wantWords(r, 'update');
  manners(r);
  const sources = fromClause(r);
  wantWords(r, 'set');
  const sets = list(r, () => assignment(r));
  const where = whereClause(r);
  const target = sources.length > 1 ? sources.find((source) => sets.some(({ qualifier }) => qualifier === source.alias)) : undefined;
  const written = targetFirst(sources, target === undefined ? [] : [target.alias]);
  return { ...EMPTY_QUERY, op: written.op, ctes, sources: written.sources, where, orderBy: orderClause(r, null), ...limitClause(r), output: outputs(r, sets.map(({ value }) => value)), span: spanFrom(r, start) };
}

interface Assignment { readonly qualifier: string | null; readonly value: SymbolicExpr }

/** `c = x`; a lone parameter stands for all assignments, which the driver writes out (`SET ?`). */
function assignment(r: Reading): Assignment {
  const token = peek(r);
  if (token.kind === 'param') return { qualifier: null, value: r.expression(r) };
  const target = column(r);
  if (!takeSymbol(r, '=') && !takeSymbol(r, ':=')) fail(r);
  return { qualifier: target.kind === 'column' && target.column.by === 'name' ? target.column.qualifier : null, value: r.expression(r) };
}

/**
 * A write that is joined is found as a SELECT finds its rows, in whatever order. The target comes first where the joins let it be moved there;
 * where they do not (an outer join's order has a meaning) the whole is read as a SELECT.
 */
function targetFirst(sources: readonly SymbolicSource[], aliases: readonly string[]): { op: 'update' | 'select'; sources: readonly SymbolicSource[] } {
  const at = sources.findIndex((source) => aliases.includes(source.alias));
  const target = sources[at];
  if (at <= 0 || target === undefined) return { op: 'update', sources };
  if (sources.some((source) => source.join !== 'from' && source.join !== 'inner')) return { op: 'select', sources };
  const { on, using, ...rest } = target;
  const others = sources.filter((source) => source !== target).map((source, i): SymbolicSource => (i === 0 ? { ...source, join: 'inner', on, ...(using ? { using } : {}) } : source));
  return { op: 'update', sources: [{ ...rest, join: 'from' as const, on: null }, ...others].map((source, id) => ({ ...source, id })) };
}

const whereClause = (r: Reading): SymbolicExpr | null => (takeWords(r, 'where') ? r.expression(r) : null);

/** SET values have no place of their own in a query; those with a subquery are listed as outputs, so that the subquery is looked at. */
const outputs = (r: Reading, values: readonly SymbolicExpr[]): OutputColumn<ColumnRef>[] => [...returning(r), ...values.filter(holdsSubquery).map((expr) => ({ name: null, expr }))];

function holdsSubquery(expr: SymbolicExpr): boolean {
  return expr.kind === 'subquery' || childrenOf(expr).some(holdsSubquery);
}

/** `DELETE FROM t`, `DELETE a, b FROM …`, `DELETE FROM a USING …`. */
export function readDelete(r: Reading, ctes: Ctes, start: number): SymbolicQuery {
  wantWords(r, 'delete');
  manners(r);
  const from = takeWords(r, 'from');
  if (from && !isSeveral(r)) return deleteFrom(r, ctes, start);
  const aliases = targets(r).map(aliasOfTable);
  if (!from) wantWords(r, 'from');
  else wantWords(r, 'using');
  const sources = fromClause(r);
  const { op, sources: ordered } = targetFirst(sources, aliases);
  const where = whereClause(r);
  return { ...EMPTY_QUERY, op: op === 'update' ? 'delete' : op, ctes, sources: ordered, where, orderBy: orderClause(r, null), ...limitClause(r), output: outputs(r, []), span: spanFrom(r, start) };
}

/** Whether names of several tables, or one and USING, stand here. */
function isSeveral(r: Reading): boolean {
  const mark = r.at;
  const found = targets(r).length > 1 || isWord(r, 'using');
  r.at = mark;
  return found;
}

function deleteFrom(r: Reading, ctes: Ctes, start: number): SymbolicQuery {
  const [source] = fromClause(r);
  if (!source) fail(r);
  return { ...EMPTY_QUERY, op: 'delete', ctes, sources: [source], where: whereClause(r), orderBy: orderClause(r, null), ...limitClause(r), output: outputs(r, []), span: spanFrom(r, start) };
}

/** INSERT and REPLACE read what their SELECT reads. Unique keys decide ON DUPLICATE KEY, so nothing of it is a condition. */
export function readInsert(r: Reading, start: number): SymbolicQuery {
  if (takeAny(r, 'insert', 'replace') === null) fail(r);
  manners(r);
  takeWords(r, 'into');
  const into = intoTable(r);
  const body = insertBody(r);
  const sets = duplicates(r);
  const more = outputs(r, sets);
  return { ...body, op: 'insert', into, ...(more.length > 0 && typeof body.output !== 'string' ? { output: [...body.output, ...more] } : {}), span: spanFrom(r, start) };
}

function intoTable(r: Reading): TableRef {
  const table = tableName(r);
  if (takeWords(r, 'partition')) bracketed(r, () => name(r));
  takeWords(r, 'as');
  return table;
}

function insertBody(r: Reading): SymbolicQuery {
  const start = peek(r).start;
  if (isSymbol(r, '(') && !opensRows(r)) {
    if (isSymbol(r, ')', 1)) r.at += 2;
    else bracketed(r, () => column(r));
  }
  if (takeWords(r, 'default', 'values')) return { ...EMPTY_QUERY, output: [], span: spanFrom(r, start) };
  if (isAnyWord(r, 'values', 'value')) return rows(r, start);
  if (takeWords(r, 'set')) {
    const sets = list(r, () => assignment(r));
    return { ...EMPTY_QUERY, output: sets.map(({ value }) => value).filter(holdsSubquery).map((expr) => ({ name: null, expr })), span: spanFrom(r, start) };
  }
  const ctes = withClause(r);
  const query = readQuery(r);
  return { ...query, ctes: [...ctes, ...query.ctes] };
}

/** A bracket that opens the query, not the list of columns. */
const opensRows = (r: Reading): boolean => isWord(r, 'select', 1) || isWord(r, 'with', 1) || isSymbol(r, '(', 1) || (isWord(r, 'table', 1) && !isSymbol(r, ',', 2) && !isSymbol(r, ')', 2));

function rows(r: Reading, start: number): SymbolicQuery {
  next(r);
  const values = list(r, () => row(r)).flat();
  if (takeWords(r, 'as')) { name(r); if (isSymbol(r, '(')) bracketed(r, () => name(r)); }
  return { ...EMPTY_QUERY, output: values.filter(holdsSubquery).map((expr) => ({ name: null, expr })), span: spanFrom(r, start) };
}

/** `VALUES ?` stands for rows that the driver writes out. */
function row(r: Reading): SymbolicExpr[] {
  takeWords(r, 'row');
  if (peek(r).kind === 'param') return [r.expression(r)];
  if (isSymbol(r, '(') && isSymbol(r, ')', 1)) { r.at += 2; return []; }
  return bracketed(r, () => r.expression(r));
}

function duplicates(r: Reading): SymbolicExpr[] {
  if (takeWords(r, 'as')) name(r);
  if (!takeWords(r, 'on', 'duplicate', 'key', 'update')) return [];
  return list(r, () => assignment(r)).map(({ value }) => value);
}
