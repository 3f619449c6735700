import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { type Ast, child, children, flag, strings, text, unwrap, unwrapChild } from './ast.ts';
import { readConstraint } from './constraints.ts';
import { type Reading, schemaName } from './reading.ts';
import { readColumn, readColumnConstraints } from './tables.ts';
import { writtenType } from './types.ts';

/** ALTER TABLE: one operation for each command that touches columns, constraints or indexes. */
export function readAlterTable(reading: Reading, node: Ast): readonly SchemaOp[] {
  const kind = text(node, 'objtype');
  if (kind !== 'OBJECT_TABLE' && kind !== 'OBJECT_FOREIGN_TABLE') return [];
  const table = schemaName(reading, child(node, 'relation') ?? {});
  return children(node, 'cmds').flatMap((command) => readCommand(reading, table, unwrap(command).node));
}

function readCommand(reading: Reading, table: QualifiedName, node: Ast): readonly SchemaOp[] {
  const column = text(node, 'name');
  const definition = unwrapChild(node, 'def')?.node ?? {};
  switch (text(node, 'subtype')) {
    case 'AT_AddColumn':
      return [{ op: 'add-column', table, column: readColumn(reading, definition), constraints: readColumnConstraints(reading, definition), ifNotExists: flag(node, 'missing_ok') }];
    case 'AT_DropColumn': return [{ op: 'drop-column', table, column }];
    case 'AT_AlterColumnType': return [{ op: 'alter-column', table, column, type: writtenType(reading.index, child(definition, 'typeName') ?? {}, reading.at) }];
    case 'AT_SetNotNull': return [{ op: 'alter-column', table, column, notNull: true }];
    case 'AT_DropNotNull': return [{ op: 'alter-column', table, column, notNull: false }];
    case 'AT_AddConstraint': return addConstraint(reading, table, definition);
    case 'AT_DropConstraint': return [{ op: 'drop-constraint', table, name: column }];
    case 'AT_AttachPartition': return attached(reading, table, definition);
    default: return [];
  }
}

/** `ADD CONSTRAINT … UNIQUE USING INDEX i` makes an index that is there into a constraint; the columns are the index's. */
function addConstraint(reading: Reading, table: QualifiedName, node: Ast): readonly SchemaOp[] {
  const constraint = readConstraint(reading, node, null);
  if (!constraint) return [];
  const usingIndex = text(node, 'indexname');
  return [{ op: 'add-constraint', table, constraint, ...(usingIndex ? { usingIndex } : {}) }];
}

/** An attached table is a partition as if it had been made as one: it gets the indexes of its parent. */
function attached(reading: Reading, parent: QualifiedName, node: Ast): readonly SchemaOp[] {
  const partition = child(node, 'name');
  if (!partition) return [];
  return [{ op: 'create-table', table: schemaName(reading, partition), columns: [], constraints: [], indexes: [], ifNotExists: true, temporary: false, partitionOf: parent }];
}

/** ALTER … RENAME. */
export function readRename(reading: Reading, node: Ast): readonly SchemaOp[] {
  const relation = child(node, 'relation');
  const to = text(node, 'newname');
  if (!relation) return text(node, 'renameType') === 'OBJECT_SCHEMA' ? [{ op: 'unreadable', table: null, reason: `schema ${text(node, 'subname')} is renamed` }] : [];
  const table = schemaName(reading, relation);
  switch (text(node, 'renameType')) {
    case 'OBJECT_TABLE': case 'OBJECT_VIEW': case 'OBJECT_MATVIEW': case 'OBJECT_FOREIGN_TABLE': return [{ op: 'rename-table', table, to: { schema: table.schema, name: to } }];
    case 'OBJECT_INDEX': return [{ op: 'rename-index', name: table, to }];
    case 'OBJECT_COLUMN': return [{ op: 'rename-column', table, column: text(node, 'subname'), to }];
    case 'OBJECT_TABCONSTRAINT': return [{ op: 'rename-constraint', table, name: text(node, 'subname'), to }];
    default: return [];
  }
}

/** ALTER … SET SCHEMA moves a table with its indexes. */
export function readSetSchema(reading: Reading, node: Ast): readonly SchemaOp[] {
  const relation = child(node, 'relation');
  if (!relation || !/^OBJECT_(?:TABLE|VIEW|MATVIEW|FOREIGN_TABLE)$/.test(text(node, 'objectType'))) return [];
  const table = schemaName(reading, relation);
  return [{ op: 'rename-table', table, to: { schema: text(node, 'newschema'), name: table.name } }];
}

/** DROP TABLE, INDEX, VIEW, SCHEMA; one operation for each name. */
export function readDrop(reading: Reading, node: Ast): readonly SchemaOp[] {
  const kind = text(node, 'removeType');
  return children(node, 'objects').flatMap((object): SchemaOp[] => {
    const { tag, node: inner } = unwrap(object);
    const parts = tag === 'String' ? [text(inner, 'sval')] : strings(children(inner, 'items'));
    const name = parts[parts.length - 1] ?? '';
    const qualified = { schema: parts[parts.length - 2] ?? reading.statement.schemaOf(name), name };
    switch (kind) {
      case 'OBJECT_TABLE': case 'OBJECT_FOREIGN_TABLE': return [{ op: 'drop-table', table: qualified }];
      case 'OBJECT_INDEX': return [{ op: 'drop-index', name: qualified }];
      case 'OBJECT_VIEW': case 'OBJECT_MATVIEW': return [{ op: 'drop-view', view: qualified }];
      case 'OBJECT_SCHEMA': return [{ op: 'drop-schema', name }];
      default: return [];
    }
  });
}

