import type { ColumnDef, ConstraintDef, SchemaOp } from '../../facts/schema.ts';
import { type Ast, child, children, flag, integer, strings, text, unwrap } from './ast.ts';
import { readConstraint } from './constraints.ts';
import { newName, type Range, type Reading, schemaName, spanOf, startOf } from './reading.ts';
import { closerOf, endAt, kindAt, placeOf, startAt } from './token-index.ts';
import { writtenType } from './types.ts';

type CreateTable = Extract<SchemaOp, { op: 'create-table' }>;

/** CREATE_TABLE_LIKE_INDEXES of PostgreSQL's parsenodes.h. */
const LIKE_INDEXES = 1 << 6;

/** CREATE TABLE with its columns; also OF type, PARTITION OF, LIKE, INHERITS. */
export function readTableDefinition(reading: Reading, node: Ast): CreateTable {
  const elements = children(node, 'tableElts').map(unwrap);
  const columns = elements.filter((element) => element.tag === 'ColumnDef').map((element) => element.node);
  const tables = elements.filter((element) => element.tag === 'Constraint').map((element) => element.node);
  const like = elements.find((element) => element.tag === 'TableLikeClause');
  const parents = children(node, 'inhRelations').map((parent) => schemaName(reading, unwrap(parent).node));
  const [parent] = parents;
  const partition = 'partbound' in node;
  return {
    op: 'create-table',
    table: newName(reading, child(node, 'relation') ?? {}),
    columns: columns.map((column) => readColumn(reading, column)),
    constraints: [...columns.flatMap((column) => readColumnConstraints(reading, column)), ...tables.flatMap((constraint) => readConstraint(reading, constraint, null) ?? [])],
    indexes: [],
    ifNotExists: flag(node, 'if_not_exists'),
    temporary: text(child(node, 'relation') ?? {}, 'relpersistence') === 't',
    ...(like ? { like: schemaName(reading, child(like.node, 'relation') ?? {}), likeIndexes: (integer(like.node, 'options') & LIKE_INDEXES) !== 0 } : {}),
    ...(partition && parent ? { partitionOf: parent } : {}),
    ...(!partition && parent ? { inherits: parents } : {}),
  };
}

const constraintsOf = (node: Ast): readonly Ast[] => children(node, 'constraints').map((constraint) => unwrap(constraint).node);

/** The column itself; what its constraints add to the table is in `readColumnConstraints`. */
export function readColumn(reading: Reading, node: Ast): ColumnDef {
  const kinds = constraintsOf(node).map((constraint) => text(constraint, 'contype'));
  const collation = strings(children(child(node, 'collClause') ?? {}, 'collname')).pop();
  const type = child(node, 'typeName');
  return {
    name: text(node, 'colname'),
    type: type ? writtenType(reading.index, type, reading.at) : null,
    notNull: flag(node, 'is_not_null') || kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY') || kinds.includes('CONSTR_IDENTITY'),
    collation: collation ?? null,
    ...(kinds.includes('CONSTR_GENERATED') ? { generated: true } : {}),
    ...(kinds.includes('CONSTR_DEFAULT') || kinds.includes('CONSTR_IDENTITY') ? { hasDefault: true } : {}),
    span: spanOf(reading, columnRange(reading, node)),
  };
}

export const readColumnConstraints = (reading: Reading, node: Ast): ConstraintDef[] => constraintsOf(node).flatMap((constraint) => readConstraint(reading, constraint, text(node, 'colname')) ?? []);

/** From the column's name to the comma or bracket behind its last constraint. */
function columnRange(reading: Reading, node: Ast): Range {
  const { index } = reading;
  const first = placeOf(index, startOf(reading, node));
  let last = first;
  for (let at = first + 1; at < index.tokens.length && kindAt(index, at) !== 'comma' && kindAt(index, at) !== 'close'; at += 1) {
    at = closerOf(index, at);
    last = at;
  }
  return { start: startAt(index, first), end: endAt(index, last) };
}
