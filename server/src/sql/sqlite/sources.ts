import type { FromClause, Indexed, JoinConstraint, JoinedSelectTable, JoinOperator, SelectTable, SubSelectTable } from 'sqlite3-parser';
import type { ColumnRef, Expr, TableRef } from '../../facts/expr.ts';
import type { JoinKind, Relation, Source, SymbolicQuery } from '../../facts/query.ts';
import { mapSpan, type Span } from '../../text/span.ts';
import { EMPTY_QUERY, readExpr } from './expressions.ts';
import { deeper, fold, ownAlias, spanOf, tableOf, type Reading } from './reading.ts';

type SymbolicSource = Source<TableRef, ColumnRef>;
type Join = Pick<SymbolicSource, 'join' | 'on' | 'using'>;

const FIRST: Join = { join: 'from', on: null };

/** FROM as a flat list, in order. `ids` go on from `firstId`. */
export function readFrom(reading: Reading, from: FromClause | undefined, firstId = 0): SymbolicSource[] {
  if (!from?.select) return [];
  const sources = readItem(reading, from.select, FIRST);
  for (const joined of from.joins ?? []) sources.push(...readItem(reading, joined.table, readJoin(reading, joined)));
  return sources.map((source, index) => ({ ...source, id: firstId + index }));
}

function readItem(reading: Reading, node: SelectTable, join: Join): SymbolicSource[] {
  if (node.type === 'SubSelectTable' && !node.alias) return readGroup(reading, node, join);
  const relation = readRelation(reading, node);
  const alias = node.alias ? fold(node.alias.name.text) : relation.kind === 'table' ? ownAlias(relation.table) : relation.kind === 'function' ? relation.name : '';
  return [{ id: 0, alias, relation, ...join, span: itemSpan(reading, node) }];
}

function readRelation(reading: Reading, node: SelectTable): Relation<TableRef, ColumnRef> {
  switch (node.type) {
    case 'TableSelectTable': return { kind: 'table', table: tableOf(reading, node.tblName), ...readIndexed(node.indexed) };
    case 'TableCallSelectTable': return { kind: 'function', name: fold(node.tblName.objName.text) };
    case 'SelectSelectTable': return { kind: 'subquery', query: reading.select(reading, node.select) };
    case 'SubSelectTable': return { kind: 'subquery', query: selectAll(reading, node) };
  }
}

/** INDEXED BY names the only index that may be used; NOT INDEXED (null) allows none. */
export function readIndexed(indexed: Indexed | undefined): { indexedBy?: string | null } {
  if (!indexed) return {};
  return { indexedBy: indexed.type === 'IndexedByIndexed' ? indexed.idxName.text : null };
}

/** From the table's name, or the bracket, to the alias or index hint: the tree's own span runs from FROM to the join's condition. */
function itemSpan(reading: Reading, node: SelectTable): Span {
  const { text } = reading.statement;
  const last = node.type === 'TableSelectTable' ? (node.indexed ?? node.alias ?? node.tblName) : node.alias;
  const inner = node.type === 'SelectSelectTable' ? node.select : node.type === 'SubSelectTable' ? node.from : node.tblName;
  const start = inner.type === 'QualifiedName' ? inner.span.offset : Math.max(text.lastIndexOf('(', inner.span.offset), 0);
  if (last) return mapSpan({ start, end: last.span.offset + last.span.length }, reading.statement.toDocument);
  const content = node.type === 'TableCallSelectTable' ? (node.args?.at(-1) ?? inner) : inner;
  const close = text.indexOf(')', content.span.offset + content.span.length);
  return mapSpan({ start, end: close < 0 ? text.length : close + 1 }, reading.statement.toDocument);
}

/** `(a JOIN b ON …) AS x`: its columns are known by `x` alone. */
const selectAll = (reading: Reading, node: SubSelectTable): SymbolicQuery => ({ ...EMPTY_QUERY, sources: deeper(reading, () => readFrom(reading, node.from)), span: spanOf(reading, node.from) });

/**
 * `t LEFT JOIN (a JOIN b ON …) ON …` as a flat list: inside an outer join every member of the group is an outer one, and the group's
 * condition goes to its last member that the condition names.
 */
function readGroup(reading: Reading, node: SubSelectTable, join: Join): SymbolicSource[] {
  const members = deeper(reading, () => readFrom(reading, node.from));
  const outer = join.join === 'left' || join.join === 'right' || join.join === 'full';
  const named = join.on ? members.findLastIndex((member) => member.alias !== '' && names(join.on, member.alias)) : -1;
  const bearer = Math.max(named, 0);
  return members.map((member, index) => ({
    ...member,
    join: index === 0 ? join.join : outer && member.join !== 'full' ? join.join : member.join,
    on: index === bearer ? both(join.on, member.on) : member.on,
    ...(index === 0 && join.using ? { using: join.using } : {}),
  }));
}

function both(outer: Expr<ColumnRef> | null, own: Expr<ColumnRef> | null): Expr<ColumnRef> | null {
  return outer && own ? { kind: 'and', args: [own, outer], span: outer.span } : (outer ?? own);
}

/** Whether a condition names a column of that alias; only what stands at the top of a join condition is looked at. */
function names(expr: Expr<ColumnRef> | null, alias: string): boolean {
  if (!expr) return false;
  if (expr.kind === 'and' || expr.kind === 'or') return expr.args.some((arg) => names(arg, alias));
  if (expr.kind === 'compare') return names(expr.left, alias) || names(expr.right, alias);
  return expr.kind === 'column' && expr.column.by === 'name' && expr.column.qualifier === alias;
}

function readJoin(reading: Reading, node: JoinedSelectTable): Join {
  const { kind, natural } = kindOf(node.operator);
  if (natural) return { join: kind, on: { kind: 'opaque', reason: 'NATURAL join', args: [], span: spanOf(reading, node.operator) } };
  return { join: kind, ...readConstraint(reading, node.constraint) };
}

function readConstraint(reading: Reading, node: JoinConstraint | undefined): Pick<Join, 'on' | 'using'> {
  if (!node) return { on: null };
  return node.type === 'OnJoinConstraint' ? { on: readExpr(reading, node.expr) } : { on: null, using: node.columns.map((column) => column.text) };
}

// The parser's flags for the words before JOIN; it exports their type alone.
const CROSS = 2;
const NATURAL = 4;
const LEFT = 8;
const RIGHT = 16;

/** A comma is an inner join; CROSS JOIN is kept apart, because SQLite never reorders it. */
function kindOf(operator: JoinOperator): { kind: JoinKind; natural: boolean } {
  const type = operator.type === 'CommaJoinOperator' ? 0 : (operator.joinType ?? 0);
  const has = (flag: number): boolean => (type & flag) !== 0;
  const kind = has(LEFT) && has(RIGHT) ? 'full' : has(LEFT) ? 'left' : has(RIGHT) ? 'right' : has(CROSS) ? 'cross' : 'inner';
  return { kind, natural: has(NATURAL) };
}
