import type { ColumnRef, Expr } from '../../facts/expr.ts';
import type { IndexDef, IndexKey } from '../../facts/schema.ts';
import { mapExpr } from '../../facts/walk.ts';
import { type Ast, child, children, flag, strings, text, textOrNull, unwrap, unwrapChild } from './ast.ts';
import { readExpr } from './expressions.ts';
import { nameEnd, type Range, type Reading, spanOf, startOf, type SymbolicExpr } from './reading.ts';
import { endAt, kindAt, membersOf, placeOf, startAt, wordAt } from './token-index.ts';

/** An expression over the columns of one table, by their names. What is known only at run time has no name here and is opaque. */
export function overColumns(expr: SymbolicExpr): Expr<string> {
  return mapExpr<ColumnRef, string>(expr, {
    column: (node) => (node.column.by === 'name' ? { kind: 'column', column: node.column.name, span: node.span } : { kind: 'opaque', reason: 'known only at run time', args: [], span: node.span }),
    query: () => null,
  });
}

/** CREATE INDEX; keys carry no place in the tree, so theirs are found among the tokens. */
export function readIndex(reading: Reading, node: Ast, range: Range): IndexDef<string> {
  const elements = children(node, 'indexParams').map((element) => unwrap(element).node);
  const places = keyPlaces(reading, node);
  const where = unwrapChild(node, 'whereClause');
  return {
    name: textOrNull(node, 'idxname'),
    unique: flag(node, 'unique'),
    method: text(node, 'accessMethod') || 'btree',
    keys: elements.map((element, place) => readKey(reading, element, places[place] ?? range)),
    include: children(node, 'indexIncludingParams').map((element) => text(unwrap(element).node, 'name')),
    where: where ? overColumns(readExpr(reading, where).expr) : null,
    ...(flag(node, 'concurrent') ? { concurrently: true } : {}),
    ...(flag(node, 'nulls_not_distinct') ? { nullsNotDistinct: true } : {}),
    span: spanOf(reading, range),
  };
}

/** Where the keys stand: the members of the first bracket behind the table and the method. */
function keyPlaces(reading: Reading, node: Ast): Range[] {
  const { index } = reading;
  const relation = child(node, 'relation');
  if (!relation) return [];
  let open = placeOf(index, nameEnd(reading, startOf(reading, relation)));
  if (wordAt(index, open) === 'using') open += 2;
  if (kindAt(index, open) !== 'open') return [];
  return membersOf(index, open).map(([first, last]) => ({ start: startAt(index, first), end: endAt(index, last) }));
}

/** One key of an index or of an EXCLUDE constraint. */
export function readKey(reading: Reading, element: Ast, range: Range): IndexKey<string> {
  const name = textOrNull(element, 'name');
  const expression = unwrapChild(element, 'expr');
  const collation = strings(children(element, 'collation')).pop();
  const opclass = strings(children(element, 'opclass')).pop();
  const nulls = text(element, 'nulls_ordering');
  return {
    expr: expression && name === null ? overColumns(readExpr(reading, expression).expr) : { kind: 'column', column: name ?? '', span: spanOf(reading, columnRange(reading, range)) },
    direction: text(element, 'ordering') === 'SORTBY_DESC' ? 'desc' : 'asc',
    nulls: nulls === 'SORTBY_NULLS_FIRST' ? 'first' : nulls === 'SORTBY_NULLS_LAST' ? 'last' : 'default',
    ...(opclass === undefined ? {} : { opclass }),
    ...(collation === undefined ? {} : { collation }),
  };
}

const columnRange = (reading: Reading, range: Range): Range => ({ start: range.start, end: endAt(reading.index, placeOf(reading.index, range.start)) });
