import type { Catalog } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { IndexKey } from '../../facts/schema.ts';
import type { PlannedIndex } from '../tool.ts';

/** An index in drizzle-kit's terms: names as the database has them, expressions as SQL text. */
export interface KitIndex {
  readonly name: string;
  /** Null for the default schema. */
  readonly schema: string | null;
  readonly table: string;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly KitKey[];
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly where: string | null;
}

/** `value` is a column's name, or SQL text for an expression. */
export interface KitKey { readonly value: string; readonly isExpression: boolean; readonly asc: boolean; readonly nulls: 'first' | 'last'; readonly opclass: string | null }

export type KitIndexes = { readonly kind: 'indexes'; readonly indexes: readonly { readonly planned: PlannedIndex; readonly kit: KitIndex }[] } | { readonly kind: 'none'; readonly reason: string };

/** The indexes in drizzle-kit's terms, or which of them cannot be said in it. */
export function kitIndexes(planned: readonly PlannedIndex[], catalog: Catalog): KitIndexes {
  const indexes: { planned: PlannedIndex; kit: KitIndex }[] = [];
  for (const one of planned) {
    const kit = kitIndex(one, catalog);
    if (kit === null) return { kind: 'none', reason: `the index ${one.spec.name ?? ''} on ${one.spec.table} cannot be written as drizzle-kit would` };
    indexes.push({ planned: one, kit });
  }
  return { kind: 'indexes', indexes };
}

function kitIndex({ spec }: PlannedIndex, catalog: Catalog): KitIndex | null {
  const table = catalog.tables.get(spec.table);
  if (table === undefined || spec.name === null || (catalog.dialect !== 'postgresql' && catalog.dialect !== 'sqlite')) return null;
  const keys = spec.keys.map((key) => kitKey(key, catalog.dialect)).filter((key) => key !== null);
  if (keys.length !== spec.keys.length || spec.where !== null) return null;
  const schema = table.schema === null || table.schema === 'public' || table.schema === 'main' ? null : table.schema;
  return { name: spec.name, schema, table: table.name, unique: spec.unique, method: spec.method, keys, include: spec.include, nullsNotDistinct: spec.nullsNotDistinct === true, where: null };
}

function kitKey(key: IndexKey<string>, dialect: Dialect): KitKey | null {
  if (key.expr.kind !== 'column' || key.collation !== undefined) return null;
  const asc = key.direction === 'asc';
  // SQLite's builder has no directions: a descending key is an expression there.
  if (dialect === 'sqlite' && !asc) return { value: `"${key.expr.column}" desc`, isExpression: true, asc: true, nulls: 'last', opclass: null };
  return { value: key.expr.column, isExpression: false, asc, nulls: nullsOf(key), opclass: key.opclass ?? null };
}

const nullsOf = (key: IndexKey<string>): 'first' | 'last' => (key.nulls !== 'default' ? key.nulls : key.direction === 'asc' ? 'last' : 'first');

/** drizzle-kit's own word for a dialect; null for one that is not known here. */
export const kitDialect = (word: unknown): Dialect | null => (word === 'postgresql' || word === 'postgres' ? 'postgresql' : word === 'sqlite' || word === 'mysql' ? word : null);
