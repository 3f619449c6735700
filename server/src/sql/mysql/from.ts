import type { ColumnRef, Expr, TableRef } from '../../facts/expr.ts';
import type { IndexHint, JoinKind, Relation, Source } from '../../facts/query.ts';
import { isDynamicName } from '../dialect-reader.ts';
import { aliasOfTable } from './operands.ts';
import { opensQuery, subquery } from './pieces.ts';
import {
  aliasOf, AnsiQuotes, bracketed, deeper, fail, fold, isSymbol, isWord, list, name, next, peek, qualifiedName, skipBrackets, spanFrom, takeAny, takeSymbol, takeWords, Unreadable, wantSymbol, wantWords, type Reading,
} from './reading.ts';

export type SymbolicSource = Source<TableRef, ColumnRef>;
type Join = Pick<SymbolicSource, 'join' | 'on' | 'using' | 'straight'>;

const FIRST: Join = { join: 'from', on: null };

/** Tables with commas and JOINs between, as a flat list in order. `ids` go on from `firstId`. */
export function fromClause(r: Reading, firstId = 0): SymbolicSource[] {
  return references(r).map((source, index) => ({ ...source, id: firstId + index }));
}

const references = (r: Reading): SymbolicSource[] => deeper(r, () => list(r, () => joined(r)).flatMap((group, index) => (index === 0 ? group : group.map((source): SymbolicSource => (source.join === 'from' ? { ...source, join: 'inner' } : source)))));

/** One table and what is joined to it. */
function joined(r: Reading): SymbolicSource[] {
  if (isSymbol(r, '{')) return odbcJoin(r);
  const sources = factor(r);
  for (let join = joinWords(r); join !== null; join = joinWords(r)) sources.push(...withJoin(r, join));
  return sources;
}

interface JoinWords { readonly kind: JoinKind; readonly natural: boolean; readonly straight: boolean }

function joinWords(r: Reading): JoinWords | null {
  if (takeWords(r, 'straight_join')) return { kind: 'inner', natural: false, straight: true };
  const natural = takeWords(r, 'natural');
  const word = takeAny(r, 'inner', 'cross', 'left', 'right');
  if (word === 'left' || word === 'right') takeWords(r, 'outer');
  if (word !== null || natural) {
    wantWords(r, 'join');
    return { kind: word === 'left' || word === 'right' ? word : 'inner', natural, straight: false };
  }
  return takeWords(r, 'join') ? { kind: 'inner', natural: false, straight: false } : null;
}

/** `a LEFT JOIN b JOIN c ON … ON …` holds a join of its own on its right. */
function withJoin(r: Reading, { kind, natural, straight }: JoinWords): SymbolicSource[] {
  const right = factor(r);
  const outer = kind === 'left' || kind === 'right';
  while (outer && !natural && !isWord(r, 'on') && !isWord(r, 'using')) {
    const inner = joinWords(r);
    if (inner === null) fail(r);
    right.push(...withJoin(r, inner));
  }
  const condition = natural ? { on: { kind: 'opaque' as const, reason: 'NATURAL join', args: [], span: spanFrom(r, peek(r).start) } } : constraint(r);
  return group(right, { join: kind, ...condition, ...(straight ? { straight: true as const } : {}) });
}

function constraint(r: Reading): Pick<Join, 'on' | 'using'> {
  // ON DUPLICATE KEY belongs to the INSERT around the query.
  if (!isWord(r, 'duplicate', 1) && takeWords(r, 'on')) return { on: r.expression(r) };
  return isWord(r, 'using') && isSymbol(r, '(', 1) && next(r).kind === 'word' ? { on: null, using: bracketed(r, () => name(r)) } : { on: null };
}

/**
 * Members of a group as a flat list: inside an outer join every member is an outer one, and the group's condition goes to its last member that
 * the condition names.
 */
function group(members: readonly SymbolicSource[], join: Join): SymbolicSource[] {
  const outer = join.join === 'left' || join.join === 'right';
  const named = join.on ? members.findLastIndex((member) => member.alias !== '' && names(join.on, member.alias)) : -1;
  const bearer = Math.max(named, 0);
  return members.map((member, index) => ({
    ...member,
    join: index === 0 || outer ? join.join : member.join,
    on: index === bearer ? conjoined(join.on, member.on) : member.on,
    ...(index === 0 && join.using ? { using: join.using } : {}),
    ...(index === 0 && join.straight ? { straight: true as const } : {}),
  }));
}

function conjoined(outer: Expr<ColumnRef> | null, own: Expr<ColumnRef> | null): Expr<ColumnRef> | null {
  return outer && own ? { kind: 'and', args: [own, outer], span: outer.span } : (outer ?? own);
}

/** Whether a condition names a column of that alias; only what stands at the top of a join condition is looked at. */
function names(expr: Expr<ColumnRef> | null, alias: string): boolean {
  if (!expr) return false;
  if (expr.kind === 'and' || expr.kind === 'or') return expr.args.some((arg) => names(arg, alias));
  if (expr.kind === 'compare') return names(expr.left, alias) || names(expr.right, alias);
  return expr.kind === 'column' && expr.column.by === 'name' && expr.column.qualifier === alias;
}

/** `{ OJ a LEFT JOIN b ON … }`. */
function odbcJoin(r: Reading): SymbolicSource[] {
  next(r);
  wantWords(r, 'oj');
  const sources = joined(r);
  wantSymbol(r, '}');
  return sources;
}

function factor(r: Reading): SymbolicSource[] {
  const start = peek(r).start;
  const lateral = isSymbol(r, '(', 1) && takeWords(r, 'lateral');
  if (opensQuery(r) && isDerived(r)) return [derived(r, start, lateral)];
  if (isSymbol(r, '(')) {
    next(r);
    const members = references(r);
    wantSymbol(r, ')');
    return members;
  }
  return [isSymbol(r, '(', 1) ? tableFunction(r, start) : plainTable(r, start)];
}

/** `((SELECT …) AS x JOIN …)` opens with a query in brackets, but is no query itself: behind the query an alias follows inside the outer bracket. */
function isDerived(r: Reading): boolean {
  if (!isSymbol(r, '(', 1)) return true;
  const mark = r.at;
  next(r);
  skipBrackets(r);
  const isQuery = isSymbol(r, ')') || ['union', 'except', 'intersect', 'minus', 'order', 'limit'].some((word) => isWord(r, word));
  r.at = mark;
  return isQuery;
}

function derived(r: Reading, start: number, lateral: boolean): SymbolicSource {
  const query = subquery(r);
  const alias = aliasOf(r, false);
  const columns = alias !== null && isSymbol(r, '(') ? bracketed(r, () => name(r)) : null;
  const named = columns && typeof query.output !== 'string' ? { ...query, output: query.output.map((column, i) => ({ ...column, name: columns[i] ?? column.name })) } : query;
  return { id: 0, alias: fold(alias ?? ''), relation: { kind: 'subquery', query: named }, ...FIRST, ...(lateral ? { lateral } : {}), span: spanFrom(r, start) };
}

/** `JSON_TABLE(…) AS x`, a sequence's or another function's rows. */
function tableFunction(r: Reading, start: number): SymbolicSource {
  const own = fold(name(r));
  skipBrackets(r);
  const alias = aliasOf(r, false);
  return { id: 0, alias: fold(alias ?? own), relation: { kind: 'function', name: own }, ...FIRST, span: spanFrom(r, start) };
}

function plainTable(r: Reading, start: number): SymbolicSource {
  const table = tableName(r);
  if (takeWords(r, 'partition')) bracketed(r, () => name(r));
  if (takeWords(r, 'for', 'system_time')) versions(r);
  const alias = aliasOf(r, false);
  const hints = indexHints(r);
  const relation: Relation<TableRef, ColumnRef> = { kind: 'table', table, ...(hints.length > 0 ? { hints } : {}) };
  return { id: 0, alias: alias === null ? aliasOfTable(table) : fold(alias), relation, ...FIRST, span: spanFrom(r, start) };
}

/** A table of FROM, UPDATE, DELETE: what a hole stands for, or the name. */
export function tableName(r: Reading): TableRef {
  const token = peek(r);
  if (token.kind === 'string' && token.double === true) throw new AnsiQuotes();
  const hole = token.kind === 'word' ? r.statement.holeAt(r.statement.text.slice(token.start, token.end)) : null;
  if (hole !== null && !isSymbol(r, '.', 1)) {
    next(r);
    if (hole.kind === 'table') return hole.table;
    throw new Unreadable('the name is known only at run time');
  }
  const plain = qualifiedName(r);
  if (isDynamicName(plain.name)) throw new Unreadable('the name is known only at run time');
  return { by: 'name', ...plain, name: plain.schema === null && r.ctes.has(fold(plain.name)) ? fold(plain.name) : plain.name };
}

/** `FOR SYSTEM_TIME AS OF …`, `ALL`, `BETWEEN a AND b`, `FROM a TO b`. */
function versions(r: Reading): void {
  if (takeWords(r, 'all')) return;
  if (takeWords(r, 'as', 'of')) { takeAny(r, 'timestamp', 'transaction'); r.expression(r); return; }
  if (takeWords(r, 'from')) { r.expression(r); wantWords(r, 'to'); r.expression(r); return; }
  wantWords(r, 'between');
  r.expression(r);
}

/** `USE INDEX (a, b)`, `FORCE INDEX FOR JOIN (a)`, `IGNORE KEY ()`: several, with or without commas between. */
function indexHints(r: Reading): IndexHint[] {
  const hints: IndexHint[] = [];
  for (;;) {
    const comma = hints.length > 0 && isSymbol(r, ',') && isHint(r, 1) ? 1 : 0;
    if (!isHint(r, comma)) return hints;
    r.at += comma;
    hints.push(indexHint(r));
  }
}

const isHint = (r: Reading, ahead: number): boolean => ['use', 'force', 'ignore'].some((word) => isWord(r, word, ahead)) && (isWord(r, 'index', ahead + 1) || isWord(r, 'key', ahead + 1));

function indexHint(r: Reading): IndexHint {
  const kind = takeAny(r, 'use', 'force', 'ignore');
  next(r);
  const scope = !takeWords(r, 'for') ? 'all' : takeWords(r, 'join') ? 'join' : takeWords(r, 'order', 'by') ? 'order-by' : takeWords(r, 'group', 'by') ? 'group-by' : fail(r);
  wantSymbol(r, '(');
  const indexes = isSymbol(r, ')') ? [] : list(r, () => (takeWords(r, 'primary') ? 'PRIMARY' : name(r)));
  wantSymbol(r, ')');
  return { kind: kind === 'force' || kind === 'ignore' ? kind : 'use', scope, indexes };
}

/** A comma-separated list of targets of a DELETE over several tables: `a, b.*`. */
export function targets(r: Reading): TableRef[] {
  return list(r, () => {
    const table = tableName(r);
    if (takeSymbol(r, '.')) wantSymbol(r, '*');
    return table;
  });
}
