import type { Dialect } from '../../facts/dialect.ts';
import type { QualifiedName } from '../../facts/schema.ts';

/**
 * A name as names are compared here: lower case. PostgreSQL would tell `"Users"` from `users`; two tables that differ in case alone
 * are rarer than code that does not quote.
 */
export const foldName = (name: string): string => name.toLowerCase();

const DEFAULT_SCHEMA: Record<Dialect, string | null> = { postgresql: 'public', sqlite: 'main', mysql: null, mariadb: null };

/** The schema as the catalog has it: null for the database's default one. */
export function schemaOf(name: QualifiedName, dialect: Dialect): string | null {
  return name.schema === null || foldName(name.schema) === DEFAULT_SCHEMA[dialect] ? null : name.schema;
}

/** The catalog's key of a table: lower case, `schema.name`, or `name` alone in the default schema. */
export function tableKey(name: QualifiedName, dialect: Dialect): string {
  const schema = schemaOf(name, dialect);
  return schema === null ? foldName(name.name) : `${foldName(schema)}.${foldName(name.name)}`;
}

/** The key of something else that lives in a schema (an index). */
export const scopedKey = (schema: string | null, name: string): string => (schema === null ? foldName(name) : `${foldName(schema)}.${foldName(name)}`);
