import type { ColumnRef, TableRef } from '../../facts/expr.ts';
import type { Cte, Limit, OrderKey, OutputColumn, SymbolicQuery } from '../../facts/query.ts';
import { fromClause } from './from.ts';
import {
  aliasOf, bracketed, deeper, fail, fold, isAnyWord, isNameNext, isSymbol, isWord, list, name, next, peek, skipBrackets, spanFrom, takeAny, takeSymbol, takeWords, wantSymbol, wantWords, type Reading, type SymbolicExpr,
} from './reading.ts';

type Output = SymbolicQuery['output'];
type SetOp = SymbolicQuery['setOps'][number];

/** What every query begins with. */
export const EMPTY_QUERY: Omit<SymbolicQuery, 'span'> = {
  op: 'select', ctes: [], sources: [], where: null, groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: 'all', setOps: [],
};

/** A query with everything around it: WITH, UNION and its kind, ORDER BY, LIMIT, locks. */
export const readQuery = (r: Reading): SymbolicQuery => deeper(r, () => {
  const start = peek(r).start;
  const ctes = withClause(r);
  const first = arm(r);
  const setOps = setOperations(r);
  const whole = setOps.length > 0 ? { ...first, setOps } : first;
  const tailed = withTail(r, whole, start);
  return { ...tailed, ctes: [...ctes, ...tailed.ctes], span: spanFrom(r, start) };
});

function setOperations(r: Reading): SetOp[] {
  const out: SetOp[] = [];
  for (;;) {
    const word = takeAny(r, 'union', 'except', 'minus', 'intersect');
    if (word === null) return out;
    const all = takeAny(r, 'all', 'distinct') === 'all';
    out.push({ op: word === 'union' ? (all ? 'union-all' : 'union') : word === 'intersect' ? 'intersect' : 'except', query: arm(r) });
  }
}

/** ORDER BY and LIMIT of the whole. What is in brackets keeps its own and is a derived table when the whole has some too. */
function withTail(r: Reading, query: SymbolicQuery, start: number): SymbolicQuery {
  const hasTail = isAnyWord(r, 'order', 'limit', 'offset', 'fetch');
  const hasOwn = query.orderBy.length > 0 || query.limit !== null;
  const base = hasOwn && (hasTail || query.setOps.length > 0) ? overDerived(query, spanFrom(r, start)) : query;
  const orderBy = orderClause(r, base.setOps.length > 0 ? null : base.output);
  const limits = limitClause(r);
  const locks = lockClause(r);
  return { ...base, ...(hasTail ? { orderBy, ...limits } : {}), ...(locks ? { locks } : {}) };
}

function overDerived({ setOps, ...query }: SymbolicQuery, span: SymbolicQuery['span']): SymbolicQuery {
  return { ...EMPTY_QUERY, sources: [{ id: 0, alias: '', relation: { kind: 'subquery', query: { ...query, setOps: [] } }, join: 'from', on: null, span: query.span }], output: 'all', setOps, span };
}

/** One SELECT, VALUES, TABLE t or query in brackets, without ORDER BY and LIMIT of its own. */
function arm(r: Reading): SymbolicQuery {
  const start = peek(r).start;
  if (isSymbol(r, '(')) {
    next(r);
    const query = readQuery(r);
    wantSymbol(r, ')');
    return query;
  }
  if (isWord(r, 'values')) return valuesQuery(r, start);
  if (takeWords(r, 'table')) return { ...EMPTY_QUERY, sources: fromClause(r), span: spanFrom(r, start) };
  if (isWord(r, 'with')) return readQuery(r);
  return select(r, start);
}

/** VALUES reads no table, but the subqueries in it do. */
function valuesQuery(r: Reading, start: number): SymbolicQuery {
  next(r);
  const rows = list(r, () => { takeWords(r, 'row'); return bracketed(r, () => r.expression(r)); });
  const output = rows.flat().map((expr): OutputColumn<ColumnRef> => ({ name: null, expr }));
  return { ...EMPTY_QUERY, output, span: spanFrom(r, start) };
}

const SELECT_WORDS = ['all', 'distinct', 'distinctrow', 'high_priority', 'straight_join', 'sql_small_result', 'sql_big_result', 'sql_buffer_result', 'sql_no_cache', 'sql_cache', 'sql_calc_found_rows'] as const;

function select(r: Reading, start: number): SymbolicQuery {
  wantWords(r, 'select');
  const words = new Set<string>();
  while (isAnyWord(r, ...SELECT_WORDS)) words.add(next(r).value);
  const output = outputs(r);
  intoClause(r);
  const sources = takeWords(r, 'from') && !takeWords(r, 'dual') ? fromClause(r) : [];
  const where = takeWords(r, 'where') ? r.expression(r) : null;
  const groupBy = groupClause(r).map((key) => ordinal(key, output));
  const having = takeWords(r, 'having') ? r.expression(r) : null;
  windows(r);
  intoClause(r);
  return {
    ...EMPTY_QUERY, sources: words.has('straight_join') ? sources.map((source) => ({ ...source, straight: true as const })) : sources, where, groupBy, having,
    distinct: words.has('distinct') || words.has('distinctrow'), output, span: spanFrom(r, start),
  };
}

/** The select list. `*` alone is `all`; `t.*` among others is an item without a name. */
function outputs(r: Reading): Output {
  const items = list(r, () => outputItem(r));
  return items.length === 1 && items[0] === 'all' ? 'all' : items.map((item) => (item === 'all' ? { name: null, expr: 'all' } : item));
}

function outputItem(r: Reading): OutputColumn<ColumnRef> | 'all' {
  if (takeSymbol(r, '*')) return 'all';
  if (isStar(r)) {
    while (!takeSymbol(r, '*')) next(r);
    return { name: null, expr: 'all' };
  }
  const expr = r.expression(r);
  const alias = isWord(r, 'into') ? null : aliasOf(r, true);
  return { name: alias ?? (expr.kind === 'column' && expr.column.by === 'name' ? expr.column.name : null), expr };
}

/** `t.*`, `db.t.*`. */
const isStar = (r: Reading): boolean => isNameNext(r) && isSymbol(r, '.', 1) && (isSymbol(r, '*', 2) || (isSymbol(r, '.', 3) && isSymbol(r, '*', 4)));

/** RETURNING of MariaDB's INSERT, DELETE and REPLACE. */
export function returning(r: Reading): readonly OutputColumn<ColumnRef>[] {
  const output = takeWords(r, 'returning') ? outputs(r) : [];
  return typeof output === 'string' ? [{ name: null, expr: 'all' }] : output;
}

/** `INTO @a, @b`, `INTO OUTFILE 'x' …`. */
function intoClause(r: Reading): void {
  if (!takeWords(r, 'into')) return;
  if (takeAny(r, 'outfile', 'dumpfile') === null) {
    list(r, () => next(r));
    return;
  }
  while (peek(r).kind !== 'end' && !isAnyWord(r, 'from', 'for') && !isSymbol(r, ')')) next(r);
}

/** GROUP BY; a direction behind a key (before MySQL 8) and WITH ROLLUP change no access. */
function groupClause(r: Reading): SymbolicExpr[] {
  if (!takeWords(r, 'group', 'by')) return [];
  const keys = list(r, () => { const key = r.expression(r); takeAny(r, 'asc', 'desc'); return key; });
  takeWords(r, 'with', 'rollup');
  return keys;
}

function windows(r: Reading): void {
  if (!isWord(r, 'window') || !isWord(r, 'as', 2)) return;
  next(r);
  list(r, () => { name(r); wantWords(r, 'as'); skipBrackets(r); });
}

/** ORDER BY. `outputs` are the query's own columns, which `ORDER BY 2` counts; null where the keys are of no single SELECT. */
export function orderClause(r: Reading, columns: Output | null): OrderKey<ColumnRef>[] {
  if (!takeWords(r, 'order', 'by')) return [];
  const keys = list(r, (): OrderKey<ColumnRef> => {
    const start = peek(r).start;
    const expr = ordinal(r.expression(r), columns);
    const direction = takeAny(r, 'asc', 'desc') === 'desc' ? 'desc' : 'asc';
    return { expr, direction, nulls: 'default', span: spanFrom(r, start) };
  });
  takeWords(r, 'with', 'rollup');
  return keys;
}

/** `ORDER BY 2` and `GROUP BY 2` mean the second output column, as long as no `*` stands before it. */
function ordinal(expr: SymbolicExpr, columns: Output | null): SymbolicExpr {
  if (expr.kind !== 'literal' || expr.type !== 'integer' || typeof expr.value !== 'number' || !columns || typeof columns === 'string') return expr;
  const before = columns.slice(0, expr.value);
  const meant = before[expr.value - 1];
  if (!meant || meant.expr === 'all' || before.some((column) => column.expr === 'all')) return expr;
  return { ...meant.expr, span: expr.span };
}

type Limits = Pick<SymbolicQuery, 'limit' | 'offset'>;

/** `LIMIT n`, `LIMIT skip, n`, `LIMIT n OFFSET skip`, and MariaDB's `OFFSET n ROWS FETCH FIRST n ROWS ONLY`. */
export function limitClause(r: Reading): Limits {
  if (takeWords(r, 'limit')) return limited(r);
  const offset = takeWords(r, 'offset') ? count(r) : null;
  takeAny(r, 'row', 'rows');
  if (!takeWords(r, 'fetch')) return { limit: null, offset };
  if (takeAny(r, 'first', 'next') === null) fail(r);
  const limit = isAnyWord(r, 'row', 'rows') ? ({ kind: 'const', value: 1 } as const) : count(r);
  if (takeAny(r, 'row', 'rows') === null || (takeAny(r, 'only') === null && !takeWords(r, 'with', 'ties'))) fail(r);
  return { limit, offset };
}

function limited(r: Reading): Limits {
  const examined = (): void => { if (takeWords(r, 'rows', 'examined')) count(r); };
  if (isWord(r, 'rows')) { examined(); return { limit: null, offset: null }; }
  const first = count(r);
  if (takeSymbol(r, ',')) {
    const limit = count(r);
    examined();
    return { limit, offset: first };
  }
  const offset = takeWords(r, 'offset') ? count(r) : null;
  examined();
  return { limit: first, offset };
}

function count(r: Reading): Limit {
  const expr = r.expression(r);
  return expr.kind === 'literal' && typeof expr.value === 'number' ? { kind: 'const', value: expr.value } : { kind: 'param' };
}

/** FOR UPDATE, FOR SHARE, LOCK IN SHARE MODE, PROCEDURE, and an INTO at the very end. */
function lockClause(r: Reading): boolean {
  let locks = false;
  if (takeWords(r, 'procedure')) { name(r); skipBrackets(r); }
  intoClause(r);
  while (isWord(r, 'for') || isWord(r, 'lock')) {
    if (!takeWords(r, 'for', 'update') && !takeWords(r, 'for', 'share') && !takeWords(r, 'lock', 'in', 'share', 'mode')) fail(r);
    if (takeWords(r, 'of')) list(r, () => name(r));
    if (takeWords(r, 'wait')) next(r);
    else if (takeAny(r, 'nowait') === null) takeWords(r, 'skip', 'locked');
    locks = true;
  }
  intoClause(r);
  return locks;
}

/** A CTE is known to all others of its WITH, and each may be named before it is read. */
export function withClause(r: Reading): Cte<TableRef, ColumnRef>[] {
  if (!takeWords(r, 'with')) return [];
  const recursive = takeWords(r, 'recursive');
  return list(r, () => cte(r, recursive));
}

function cte(r: Reading, recursive: boolean): Cte<TableRef, ColumnRef> {
  const own = fold(name(r));
  r.ctes.add(own);
  const columns = isSymbol(r, '(') ? { columns: bracketed(r, () => name(r)) } : {};
  wantWords(r, 'as');
  wantSymbol(r, '(');
  const query = readQuery(r);
  wantSymbol(r, ')');
  if (takeWords(r, 'cycle')) { list(r, () => name(r)); wantWords(r, 'restrict'); }
  return { name: own, query, recursive, materialized: null, ...columns };
}
