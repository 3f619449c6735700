import type { IndexSpec } from '../../facts/finding.ts';
import type { QualifiedName, SchemaOp, SchemaStatement } from '../../facts/schema.ts';

/**
 * The statement an index is written behind: the last index of the table, else its CREATE TABLE, but never before the index's columns are
 * there (`ALTER TABLE … ADD COLUMN` further down). Null when the document does not create the table.
 */
export function anchorOf(statements: readonly SchemaStatement[], table: QualifiedName, spec: IndexSpec): SchemaStatement | null {
  const mine = statements.filter(({ operation }) => isAbout(operation, table)).sort((a, b) => a.span.start - b.span.start);
  const created = mine.findLastIndex(({ operation }) => operation.op === 'create-table' || (operation.op === 'rename-table' && same(operation.to, table)));
  if (created < 0) return null;
  const columns = new Set(spec.keys.flatMap((key) => (key.expr.kind === 'column' ? [key.expr.column] : [])));
  const needed = mine.findLastIndex(({ operation }) => (operation.op === 'add-column' && columns.has(operation.column.name)) || (operation.op === 'rename-column' && columns.has(operation.to)));
  const indexed = mine.findLastIndex(({ operation }) => operation.op === 'create-index');
  return mine[Math.max(created, needed, indexed)] ?? null;
}

function isAbout(operation: SchemaOp, table: QualifiedName): boolean {
  if (operation.op === 'rename-table') return same(operation.to, table);
  return 'table' in operation && operation.table !== null && operation.table !== undefined && same(operation.table, table);
}

/** Names are equal, and schemas are unless one of them is the default that was not written. */
const same = (a: QualifiedName, b: QualifiedName): boolean => a.name.toLowerCase() === b.name.toLowerCase() && schemaOf(a) === schemaOf(b);

const schemaOf = (name: QualifiedName): string | null => (name.schema === null || name.schema === 'public' || name.schema === 'main' ? null : name.schema.toLowerCase());
