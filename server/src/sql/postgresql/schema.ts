import type { SymbolicQuery } from '../../facts/query.ts';
import type { SchemaOp } from '../../facts/schema.ts';
import { readAlterTable, readDrop, readRename, readSetSchema } from './alter.ts';
import { type Ast, child, children, flag, strings, type Tagged, text, unwrapChild } from './ast.ts';
import { readIndex } from './index-definition.ts';
import { newName, type Reading, schemaName, Unreadable } from './reading.ts';
import { readTableDefinition } from './tables.ts';

/** What a DDL statement does; null for one that has no bearing. */
export function readSchema(reading: Reading, { tag, node }: Tagged): readonly SchemaOp[] | null {
  switch (tag) {
    case 'CreateStmt': return [readTableDefinition(reading, node)];
    case 'CreateForeignTableStmt': return [readTableDefinition(reading, child(node, 'base') ?? {})];
    case 'CreateTableAsStmt': return [readTableAs(reading, node)];
    case 'IndexStmt': return [readCreateIndex(reading, node)];
    case 'ViewStmt': return [readView(reading, node)];
    case 'AlterTableStmt': return readAlterTable(reading, node);
    case 'RenameStmt': return readRename(reading, node);
    case 'AlterObjectSchemaStmt': return readSetSchema(reading, node);
    case 'DropStmt': return readDrop(reading, node);
    case 'CreateEnumStmt': return [readEnum(node)];
    case 'CreateExtensionStmt': return [{ op: 'create-extension', name: text(node, 'extname') ?? '' }];
    default: return null;
  }
}

/** CREATE TYPE … AS ENUM; its values have no bearing. */
function readEnum(node: Ast): SchemaOp {
  const parts = strings(children(node, 'typeName'));
  return { op: 'create-enum', type: { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' } };
}

function readCreateIndex(reading: Reading, node: Ast): SchemaOp {
  const relation = child(node, 'relation');
  if (!relation) throw new Unreadable('an index without a table');
  const range = { start: 0, end: reading.index.tokens[reading.index.tokens.length - 1]?.end ?? 0 };
  return { op: 'create-index', table: schemaName(reading, relation), index: readIndex(reading, node, range), ifNotExists: flag(node, 'if_not_exists') };
}

function queryOf(reading: Reading, node: Ast): SymbolicQuery {
  const query = unwrapChild(node, 'query');
  if (!query) throw new Unreadable('a view without a query');
  return reading.query(reading, query);
}

/** CREATE TABLE … AS and CREATE MATERIALIZED VIEW. */
function readTableAs(reading: Reading, node: Ast): SchemaOp {
  const into = child(node, 'into') ?? {};
  const name = newName(reading, child(into, 'rel') ?? {});
  const names = strings(children(into, 'colNames'));
  const query = queryOf(reading, node);
  if (text(node, 'objtype') === 'OBJECT_MATVIEW') return { op: 'create-view', view: name, columns: names.length > 0 ? names : null, query, materialized: true };
  const outputs = names.length > 0 ? names : typeof query.output === 'string' ? [null] : query.output.map((column) => (column.expr === 'all' ? null : column.name));
  const columns = outputs.every((column) => column !== null) ? outputs.map((column) => ({ name: column, type: null, notNull: false, collation: null, span: query.span })) : [];
  return { op: 'create-table', table: name, columns, constraints: [], indexes: [], ifNotExists: flag(node, 'if_not_exists'), temporary: text(child(into, 'rel') ?? {}, 'relpersistence') === 't', asQuery: true };
}

function readView(reading: Reading, node: Ast): SchemaOp {
  const names = strings(children(node, 'aliases'));
  return { op: 'create-view', view: newName(reading, child(node, 'view') ?? {}), columns: names.length > 0 ? names : null, query: queryOf(reading, node), materialized: false };
}
