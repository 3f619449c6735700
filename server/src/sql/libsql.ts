import type { SchemaOp } from '../facts/schema.ts';

type AddColumn = Extract<SchemaOp, { op: 'add-column' }>;

const NAME = String.raw`(?:"[^"]+"|\`[^\`]+\`|\[[^\]]+\]|[\w$]+)`;
const ALTER_COLUMN = new RegExp(String.raw`^(\s*alter\s+table\s+${NAME}(?:\.${NAME})?\s+)(alter\s+column\s+(${NAME})\s+to)(\s)`, 'i');

/** What libSQL adds to SQLite: `ALTER TABLE t ALTER COLUMN a TO a text NOT NULL`. */
export interface ColumnChange {
  /** The same statement as ADD COLUMN, which SQLite's grammar has; offsets are kept. */
  readonly asAddition: string;
  readonly column: string;
}

/** Null for any other statement. */
export function columnChange(statement: string): ColumnChange | null {
  const [, head, change, column] = ALTER_COLUMN.exec(statement) ?? [];
  if (head === undefined || change === undefined || column === undefined) return null;
  return { asAddition: head + 'ADD COLUMN'.padEnd(change.length) + statement.slice(head.length + change.length), column: /^["`[]/.test(column) ? column.slice(1, -1) : column };
}

/** What the change does to a column that is there. */
export function changesOf({ table, column: to, constraints }: AddColumn, column: string): readonly SchemaOp[] {
  const renamed: readonly SchemaOp[] = to.name.toLowerCase() === column.toLowerCase() ? [] : [{ op: 'rename-column', table, column, to: to.name }];
  const altered: SchemaOp = { op: 'alter-column', table, column: to.name, notNull: to.notNull, ...(to.type === null ? {} : { type: to.type }) };
  return [...renamed, altered, ...constraints.map((constraint): SchemaOp => ({ op: 'add-constraint', table, constraint }))];
}
