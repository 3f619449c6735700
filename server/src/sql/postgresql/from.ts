import type { ColumnRef, TableRef } from '../../facts/expr.ts';
import type { JoinKind, OutputColumn, Relation, Source, SymbolicQuery } from '../../facts/query.ts';
import { type Ast, child, children, flag, strings, type Tagged, text, unwrap, unwrapChild } from './ast.ts';
import { readExpr, readWrapped } from './expressions.ts';
import { aliasOf, nameEnd, ownAlias, type Range, type Reading, spanOf, startOf, type SymbolicExpr, tableOf } from './reading.ts';
import { endAt, kindAt, placeOf, startAt, wordAt } from './token-index.ts';

export type SymbolicSource = Source<TableRef, ColumnRef>;
type Join = Pick<SymbolicSource, 'join' | 'on' | 'using'>;

const FIRST: Join = { join: 'from', on: null };

/** FROM as a flat list, in the order written. */
export const readFrom = (reading: Reading, items: readonly Ast[]): SymbolicSource[] => items.flatMap((item) => readItem(reading, unwrap(item), FIRST));

function readItem(reading: Reading, item: Tagged, join: Join): SymbolicSource[] {
  switch (item.tag) {
    case 'JoinExpr': return readJoin(reading, item.node, join);
    case 'RangeVar': return [readTable(reading, item.node, join)];
    case 'RangeSubselect': return [readSubselect(reading, item.node, join)];
    case 'RangeTableSample': return readItem(reading, unwrap(child(item.node, 'relation') ?? {}), join);
    case 'RangeFunction': return [readFunction(reading, item.node, join)];
    default: return [derived(reading, item.node, join, { kind: 'unknown', name: item.tag })];
  }
}

/** A table of FROM, or the target of a write. */
export function readTable(reading: Reading, node: Ast, join: Join = FIRST): SymbolicSource {
  const id = reading.sources++;
  const table = tableOf(reading, node);
  const { name, columns } = aliasOf(node);
  const start = startOf(reading, node);
  const relation: Relation<TableRef, ColumnRef> = columns.length > 0 ? { kind: 'unknown', name: ownAlias(table) } : { kind: 'table', table };
  return { id, alias: name ?? ownAlias(table), relation, ...join, span: spanOf(reading, { start, end: aliasEnd(reading, nameEnd(reading, start), name) }) };
}

/** Behind an alias, where one is written. */
function aliasEnd(reading: Reading, end: number, alias: string | null): number {
  const { index } = reading;
  if (alias === null) return end;
  let at = placeOf(index, end);
  if (index.text.slice(startAt(index, at), endAt(index, at)) === '*') at += 1;
  if (wordAt(index, at) === 'as') at += 1;
  return endAt(index, at);
}

function readSubselect(reading: Reading, node: Ast, join: Join): SymbolicSource {
  const id = reading.sources++;
  const query = unwrapChild(node, 'subquery');
  const inner = query ? reading.query(reading, query) : null;
  const { name, columns } = aliasOf(node);
  const relation: Relation<TableRef, ColumnRef> = inner ? { kind: 'subquery', query: renamed(inner, strings(columns)) } : { kind: 'unknown', name: name ?? '' };
  const span = inner?.span ?? spanOf(reading, { start: 0, end: 0 });
  return { id, alias: name ?? '', relation, ...join, ...(flag(node, 'lateral') ? { lateral: true } : {}), span };
}

/** `(…) AS x(a, b)` renames the output columns. */
function renamed(query: SymbolicQuery, names: readonly string[]): SymbolicQuery {
  if (names.length === 0) return query;
  if (typeof query.output === 'string') return { ...query, output: 'unknown' };
  if (query.output.some((column) => column.expr === 'all')) return { ...query, output: 'unknown' };
  return { ...query, output: query.output.map((column, place): OutputColumn<ColumnRef> => ({ ...column, name: names[place] ?? column.name })) };
}

function readFunction(reading: Reading, node: Ast, join: Join): SymbolicSource {
  const [first] = children(node, 'functions');
  const call = first ? unwrap(children(unwrap(first).node, 'items')[0] ?? {}) : null;
  const read = call && call.tag !== '' ? readExpr(reading, call) : null;
  const name = read?.expr.kind === 'call' ? read.expr.name : '';
  return derived(reading, node, join, { kind: 'function', name }, read);
}

function derived(reading: Reading, node: Ast, join: Join, relation: Relation<TableRef, ColumnRef>, range: Range | null = null): SymbolicSource {
  const id = reading.sources++;
  const alias = aliasOf(node).name ?? ('name' in relation ? relation.name : '');
  const lateral = flag(node, 'lateral') ? { lateral: true } : {};
  const start = startOf(reading, node);
  return { id, alias, relation, ...join, ...lateral, span: spanOf(reading, range ?? { start, end: start }) };
}

function readJoin(reading: Reading, node: Ast, outer: Join): SymbolicSource[] {
  const left = readItem(reading, unwrap(child(node, 'larg') ?? {}), outer);
  const kind = kindOf(node);
  const right = readItem(reading, unwrap(child(node, 'rarg') ?? {}), { join: kind, on: null });
  const condition = joinCondition(reading, node);
  return [...left, ...joined(right, kind, condition)];
}

/**
 * The joined side, flat. In `t LEFT JOIN (a JOIN b ON …) ON …` every member is an outer one, and the outer condition goes to the last member it names.
 */
function joined(members: readonly SymbolicSource[], kind: JoinKind, condition: Pick<Join, 'on' | 'using'>): SymbolicSource[] {
  const outer = kind === 'left' || kind === 'right' || kind === 'full';
  const bearer = Math.max(0, condition.on ? members.findLastIndex((member) => member.alias !== '' && names(condition.on, member.alias)) : 0);
  return members.map((member, place) => ({
    ...member,
    join: place > 0 && outer && member.join !== 'full' ? kind : member.join,
    on: place === bearer ? both(member.on, condition.on) : member.on,
    ...(place === 0 && condition.using ? { using: condition.using } : {}),
  }));
}

const both = (own: SymbolicExpr | null, outer: SymbolicExpr | null): SymbolicExpr | null => (own && outer ? { kind: 'and', args: [own, outer], span: outer.span } : (own ?? outer));

/** Whether a condition names a column of that alias; only what stands at its top is looked at. */
function names(expr: SymbolicExpr | null, alias: string): boolean {
  if (!expr) return false;
  if (expr.kind === 'and' || expr.kind === 'or') return expr.args.some((arg) => names(arg, alias));
  if (expr.kind === 'compare') return names(expr.left, alias) || names(expr.right, alias);
  return expr.kind === 'column' && expr.column.by === 'name' && expr.column.qualifier === alias;
}

const KINDS: Readonly<Record<string, JoinKind>> = { JOIN_LEFT: 'left', JOIN_RIGHT: 'right', JOIN_FULL: 'full' };

/** CROSS JOIN comes as an inner join without a condition. */
function kindOf(node: Ast): JoinKind {
  const bare = !unwrapChild(node, 'quals') && children(node, 'usingClause').length === 0 && !flag(node, 'isNatural');
  return KINDS[text(node, 'jointype')] ?? (bare ? 'cross' : 'inner');
}

function joinCondition(reading: Reading, node: Ast): Pick<Join, 'on' | 'using'> {
  const using = strings(children(node, 'usingClause'));
  if (using.length > 0) return { on: null, using };
  if (flag(node, 'isNatural')) return { on: { kind: 'opaque', reason: 'NATURAL join', args: [], span: naturalSpan(reading, node) } };
  const quals = child(node, 'quals');
  return { on: quals ? readWrapped(reading, quals).expr : null };
}

/** The word NATURAL stands before the joined side. */
function naturalSpan(reading: Reading, node: Ast): { start: number; end: number } {
  const { index } = reading;
  let at = placeOf(index, startOf(reading, unwrap(child(node, 'rarg') ?? {}).node));
  while (at > 0 && wordAt(index, at) !== 'natural' && kindAt(index, at) !== null) at -= 1;
  return spanOf(reading, { start: startAt(index, at), end: endAt(index, at) });
}
