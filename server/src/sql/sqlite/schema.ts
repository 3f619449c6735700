import type { AlterTableStmt, CreateIndexStmt, CreateViewStmt, Stmt } from 'sqlite3-parser';
import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { readIndex } from './index-keys.ts';
import { readSelect } from './queries.ts';
import { plainName, type Reading } from './reading.ts';
import { readColumn, readColumnConstraints, readConstraint, readTable, readVirtualTable } from './tables.ts';

/** What a DDL statement does; null for any other statement. */
export function readSchema(reading: Reading, node: Stmt): SchemaOp | null {
  switch (node.type) {
    case 'CreateTableStmt': return readTable(reading, node);
    case 'CreateVirtualTableStmt': return readVirtualTable(reading, node);
    case 'CreateIndexStmt': return { op: 'create-index', table: indexedTable(reading, node), index: readIndex(reading, node), ifNotExists: node.ifNotExists };
    case 'CreateViewStmt': return readView(reading, node);
    case 'AlterTableStmt': return readAlter(reading, node);
    case 'DropTableStmt': return { op: 'drop-table', table: plainName(reading, node.tblName) };
    case 'DropIndexStmt': return { op: 'drop-index', name: plainName(reading, node.idxName) };
    case 'DropViewStmt': return { op: 'drop-view', view: plainName(reading, node.viewName) };
    default: return null;
  }
}

/** An index lives in the database that its own name says; the table's name is never qualified. */
function indexedTable(reading: Reading, node: CreateIndexStmt): QualifiedName {
  const { schema } = plainName(reading, node.idxName);
  const { name } = plainName(reading, { type: 'QualifiedName', dbName: undefined, objName: node.tblName, alias: undefined, span: node.tblName.span });
  return { schema, name };
}

function readView(reading: Reading, node: CreateViewStmt): SchemaOp {
  const columns = node.columns?.map((column) => column.colName.text) ?? null;
  return { op: 'create-view', view: plainName(reading, node.viewName), columns, query: readSelect(reading, node.select), materialized: false };
}

function readAlter(reading: Reading, node: AlterTableStmt): SchemaOp {
  const table = plainName(reading, node.tblName);
  const { body } = node;
  switch (body.type) {
    case 'RenameToAlterTableBody': return { op: 'rename-table', table, to: { schema: table.schema, name: body.name.text } };
    case 'AddColumnAlterTableBody': return { op: 'add-column', table, column: readColumn(reading, body.column), constraints: readColumnConstraints(reading, body.column), ifNotExists: false };
    case 'RenameColumnAlterTableBody': return { op: 'rename-column', table, column: body.old.text, to: body.new.text };
    case 'DropColumnAlterTableBody': return { op: 'drop-column', table, column: body.column.text };
    case 'SetColumnNotNullAlterTableBody': return { op: 'alter-column', table, column: body.column.text, notNull: true };
    case 'DropColumnNotNullAlterTableBody': return { op: 'alter-column', table, column: body.column.text, notNull: false };
    case 'AddConstraintAlterTableBody': return { op: 'add-constraint', table, constraint: readConstraint(reading, body.constraint) };
    case 'DropConstraintAlterTableBody': return { op: 'drop-constraint', table, name: body.name.text };
  }
}
