import type { BinaryExpr, Expr as Node, FunctionCallExpr, FunctionCallStarExpr, Id, InListExpr, InSelectExpr, InTableExpr, QualifiedExpr, Select, UnaryExpr } from 'sqlite3-parser';
import type { CallExpr, ColumnRef } from '../../facts/expr.ts';
import type { SymbolicQuery } from '../../facts/query.ts';
import type { Span } from '../../text/span.ts';
import { isDynamicName, type PreparedHole } from '../dialect-reader.ts';
import { negated, readLiteral } from './literals.ts';
import { COMPARISONS, isAggregate, LIKES, OPERATORS } from './operators.ts';
import { deeper, fold, qualifierOf, spanOf, tableOf, type Reading, type SymbolicExpr } from './reading.ts';

/** An expression of SQLite's tree as facts. Parentheses around one expression are dropped, the boolean tree stays as written. */
export const readExpr = (reading: Reading, node: Node): SymbolicExpr => deeper(reading, () => readNode(reading, node));

export const readAll = (reading: Reading, nodes: readonly Node[] | undefined): SymbolicExpr[] => (nodes ?? []).map((node) => readExpr(reading, node));

function readNode(reading: Reading, node: Node): SymbolicExpr {
  const read = (child: Node): SymbolicExpr => readExpr(reading, child);
  const span = spanOf(reading, node);
  switch (node.type) {
    case 'Id': return readId(reading, node, span);
    case 'QualifiedExpr': return readQualified(reading, node, span);
    case 'NameExpr': return { kind: 'column', column: { by: 'name', qualifier: null, name: node.name.text }, span };
    case 'VariableExpr': return readHole(reading.statement.holeAt(node.name), span) ?? { kind: 'param', name: node.name, span };
    case 'BinaryExpr': return readBinary(reading, node, span);
    case 'UnaryExpr': return readUnary(reading, node, span);
    case 'ParenthesizedExpr': return readParentheses(reading, node.exprs, span);
    case 'BetweenExpr': return { kind: 'between', negated: node.not, arg: read(node.lhs), low: read(node.start), high: read(node.end), span };
    case 'LikeExpr': return { kind: 'like', op: LIKES[node.op], negated: node.not, arg: read(node.lhs), pattern: read(node.rhs), ...(node.escape ? { escape: read(node.escape) } : {}), span };
    case 'IsNullExpr': return { kind: 'is', test: 'null', negated: false, arg: read(node.expr), span };
    case 'NotNullExpr': return { kind: 'is', test: 'null', negated: true, arg: read(node.expr), span };
    case 'InListExpr': return readInList(reading, node, span);
    case 'InSelectExpr': return readInSelect(reading, node, span);
    case 'InTableExpr': return { kind: 'subquery', form: 'in', negated: node.not, arg: read(node.lhs), query: wholeTable(reading, node), span };
    case 'ExistsExpr': return { kind: 'subquery', form: 'exists', negated: false, query: reading.select(reading, node.select), span };
    case 'SubqueryExpr': return { kind: 'subquery', form: 'scalar', negated: false, query: reading.select(reading, node.select), span };
    case 'FunctionCallExpr': return readCall(reading, node, readAll(reading, node.args), span);
    case 'FunctionCallStarExpr': return readCall(reading, node, [], span);
    case 'CastExpr': return { kind: 'cast', arg: read(node.expr), type: fold(node.typeName?.name ?? ''), span };
    case 'CollateExpr': return { kind: 'collate', arg: read(node.expr), collation: fold(node.collation), span };
    case 'CaseExpr': return { kind: 'opaque', reason: 'CASE', args: readAll(reading, [node.base, ...node.whenThenPairs.flatMap((pair) => [pair.when, pair.then]), node.elseExpr].filter((part) => part !== undefined)), span };
    case 'RaiseExpr': return { kind: 'opaque', reason: 'RAISE', args: [], span };
    default: return readLiteral(reading, node);
  }
}

/** What stands where the host language has a hole; null for any other name. */
function readHole(hole: PreparedHole | null, span: Span): SymbolicExpr | null {
  if (!hole) return null;
  if (hole.kind === 'param') return { kind: 'param', name: hole.name, ...(hole.list ? { list: true } : {}), span };
  if (hole.kind === 'column') return { kind: 'column', column: hole.column, span };
  return { kind: 'opaque', reason: 'known only at run time', args: [], span };
}

/** SQLite reads TRUE and FALSE as numbers wherever they are written without quotes; every other name is a column, also `"x"`, which turns into a string only when no table has it. */
function readId(reading: Reading, node: Id, span: Span): SymbolicExpr {
  const hole = readHole(reading.statement.holeAt(node.name), span);
  if (hole) return hole;
  const truth = /^(true|false)$/i.exec(reading.statement.text.slice(node.span.offset, node.span.offset + node.span.length));
  if (truth) return { kind: 'literal', type: 'boolean', value: fold(truth[0]) === 'true', span };
  return readColumn({ by: 'name', qualifier: null, name: node.name }, span);
}

function readQualified(reading: Reading, node: QualifiedExpr, span: Span): SymbolicExpr {
  const hole = readHole(reading.statement.holeAt(node.column.text), span);
  return hole ?? readColumn({ by: 'name', qualifier: qualifierOf(reading, node.table.text), name: node.column.text }, span);
}

function readColumn(column: ColumnRef & { by: 'name' }, span: Span): SymbolicExpr {
  if (isDynamicName(column.name) || isDynamicName(column.qualifier ?? '')) return { kind: 'opaque', reason: 'the column is known only at run time', args: [], span };
  return { kind: 'column', column, span };
}

function readParentheses(reading: Reading, nodes: readonly Node[], span: Span): SymbolicExpr {
  const [only, ...others] = readAll(reading, nodes);
  if (only && others.length === 0) return only;
  return { kind: 'row', items: only ? [only, ...others] : [], span };
}

function readBinary(reading: Reading, node: BinaryExpr, span: Span): SymbolicExpr {
  if (node.op === 'And' || node.op === 'Or') return { kind: node.op === 'And' ? 'and' : 'or', args: readAll(reading, chainOf(node)), span };
  const left = readExpr(reading, node.left);
  const right = readExpr(reading, node.right);
  const op = COMPARISONS[node.op];
  if (!op) return { kind: 'operator', op: OPERATORS[node.op] ?? node.op, args: [left, right], span };
  if (op === 'is-distinct' || op === 'is-not-distinct') {
    if (right.kind === 'literal' && right.type === 'null') return { kind: 'is', test: 'null', negated: op === 'is-distinct', arg: left, span };
    if (right.kind === 'literal' && right.type === 'boolean') return { kind: 'is', test: right.value ? 'true' : 'false', negated: op === 'is-distinct', arg: left, span };
  }
  return { kind: 'compare', op, left, right, span };
}

/** `a AND b AND c` leans to the left, thousands deep where code made it; it is one list here. */
function chainOf(node: BinaryExpr): Node[] {
  const items: Node[] = [];
  let rest: Node = node;
  while (rest.type === 'BinaryExpr' && rest.op === node.op) {
    items.push(rest.right);
    rest = rest.left;
  }
  return [...items, rest].reverse();
}

function readUnary(reading: Reading, node: UnaryExpr, span: Span): SymbolicExpr {
  const arg = readExpr(reading, node.expr);
  switch (node.op) {
    case 'Not': return arg.kind === 'subquery' && arg.form === 'exists' && !arg.negated ? { ...arg, negated: true, span } : { kind: 'not', arg, span };
    case 'Negative': return (arg.kind === 'literal' ? negated(arg, span) : null) ?? { kind: 'operator', op: '-', args: [arg], span };
    // Kept: in SQLite `+column` is how people turn an index off.
    case 'Positive': return { kind: 'operator', op: '+', args: [arg], span };
    case 'BitwiseNot': return { kind: 'operator', op: '~', args: [arg], span };
  }
}

const readInList = (reading: Reading, node: InListExpr, span: Span): SymbolicExpr => ({ kind: 'in', negated: node.not, arg: readExpr(reading, node.lhs), items: readAll(reading, node.rhs), span });

/** `IN (VALUES …)` is a list, however it is written. */
function readInSelect(reading: Reading, node: InSelectExpr, span: Span): SymbolicExpr {
  const arg = readExpr(reading, node.lhs);
  const rows = plainValues(node.rhs);
  if (!rows) return { kind: 'subquery', form: 'in', negated: node.not, arg, query: reading.select(reading, node.rhs), span };
  return { kind: 'in', negated: node.not, arg, items: rows.map((row) => readParentheses(reading, row, rowSpan(reading, row, span))), span };
}

/** The rows of a select that is nothing but VALUES. */
export function plainValues(select: Select): readonly (readonly Node[])[] | null {
  if (select.select.type !== 'SelectValues' || select.with || select.compounds?.length || select.orderBy?.length || select.limit) return null;
  return select.select.values.map((row) => row.values);
}

function rowSpan(reading: Reading, row: readonly Node[], whole: Span): Span {
  const [first, last] = [row[0], row.at(-1)];
  return first && last ? { start: spanOf(reading, first).start, end: spanOf(reading, last).end } : whole;
}

/** `x IN t` stands for `x IN (SELECT * FROM t)`. */
function wholeTable(reading: Reading, node: InTableExpr): SymbolicQuery {
  const span = spanOf(reading, node.rhs);
  const relation = node.args ? { kind: 'function' as const, name: fold(node.rhs.objName.text) } : { kind: 'table' as const, table: tableOf(reading, node.rhs) };
  return { ...EMPTY_QUERY, span, sources: [{ id: 0, alias: fold(node.rhs.objName.text), relation, join: 'from', on: null, span }] };
}

/** What every query begins with. */
export const EMPTY_QUERY: Omit<SymbolicQuery, 'span'> = {
  op: 'select', ctes: [], sources: [], where: null, groupBy: [], having: null, distinct: false, orderBy: [], limit: null, offset: null, output: 'all', setOps: [],
};

function readCall(reading: Reading, node: FunctionCallExpr | FunctionCallStarExpr, args: readonly SymbolicExpr[], span: Span): CallExpr<ColumnRef> {
  const name = fold(node.name.name);
  const over = node.filterOver?.overClause;
  const window = over !== undefined;
  const partition = over?.type === 'WindowOver' && over.window.base === undefined ? { partitionBy: readAll(reading, over.window.partitionBy) } : {};
  return { kind: 'call', name, args, ...(isAggregate(name, args.length) && !window ? { aggregate: true } : {}), ...(window ? { window: true } : {}), ...partition, span: spanOf(reading, node) ?? span };
}
