import type { Index, Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import type { IndexKey } from '../../facts/schema.ts';
import { canonical, indexNaming, type Naming } from '../../match/canonical.ts';
import { nullsOf } from '../words/index.ts';

/** An index as texts that are equal exactly where two indexes agree: each key with all that is said of it, and what holds for the whole. */
export interface Comparable { readonly keys: readonly string[]; readonly whole: string }

export function comparable(index: Index, table: Table, dialect: Dialect): Comparable {
  const naming = indexNaming(table, dialect);
  const where = index.where === null ? '' : canonical(index.where, naming);
  return { keys: index.keys.map((key) => keyOf(key, index.method, table, naming)), whole: JSON.stringify([index.method, where, [...index.include].sort()]) };
}

function keyOf(key: IndexKey<string>, method: string, table: Table, naming: Naming<string>): string {
  const { dialect } = naming;
  // Only PostgreSQL can move nulls: elsewhere what is not written cannot differ.
  const nulls = dialect === 'postgresql' ? nullsOf(key, dialect) : '';
  return JSON.stringify([canonical(key.expr, naming), key.direction, nulls, opclassOf(key, method), collationOf(key, table, dialect), key.prefixLength ?? null]);
}

/**
 * B-tree operator classes that a type has by itself: a dump, and a schema read back from a database, write them out. Those that order text
 * byte by byte (`text_pattern_ops`) are others, and so is whatever is not known here.
 */
const USUAL_BTREE = /^(int2|int4|int8|float4|float8|numeric|money|text|varchar|bpchar|name|char|bytea|bool|date|time|timetz|timestamp|timestamptz|interval|uuid|inet|cidr|macaddr|macaddr8|oid|enum|array|range|multirange|jsonb|tsvector|citext|bit|varbit|ltree|hstore)_ops$/;
const USUAL_GIN = /^(jsonb|array|tsvector)_ops$/;

function opclassOf({ opclass }: IndexKey<string>, method: string): string | null {
  const name = opclass?.toLowerCase().replace(/^pg_catalog\./, '') ?? null;
  if (name === null || (method === 'gin' ? USUAL_GIN : USUAL_BTREE).test(name)) return null;
  return name;
}

/** An index takes its column's collation where it names none. MySQL's indexes have none of their own. */
function collationOf(key: IndexKey<string>, table: Table, dialect: Dialect): string {
  if (dialect === 'mysql' || dialect === 'mariadb') return '';
  const { expr } = key;
  const column = expr.kind === 'column' ? table.columns.find((one) => one.name === expr.column) : undefined;
  const collation = (key.collation ?? column?.collation ?? '').toLowerCase().replace(/^pg_catalog\./, '');
  return collation === 'default' || (dialect === 'sqlite' && collation === 'binary') ? '' : collation;
}
