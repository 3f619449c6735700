import type { Catalog, Table } from '../../../server/src/facts/catalog.ts';
import { createIndexSql } from '../../../server/src/sql/ddl.ts';
import type { Told, ToldTable } from './compare.ts';
import type { PostgresServer } from './servers.ts';

const NAMESPACES = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'sargable_told')";
const KEY = "CASE n.nspname WHEN 'public' THEN lower(c.relname) ELSE lower(n.nspname || '.' || c.relname) END";
const COLUMNS = `SELECT ${KEY} AS table, a.attname AS name, a.attnotnull AS notnull FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND ${NAMESPACES} ORDER BY c.oid, a.attnum`;
const INDEXES = `SELECT ${KEY} AS table, x.relname AS name, pg_get_indexdef(i.indexrelid) AS definition, coalesce(k.contype::text, '') AS kind
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class x ON x.oid = i.indexrelid LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') WHERE ${NAMESPACES}`;
const KEYS = `SELECT ${KEY} AS table, k.conname AS name, (SELECT CASE rn.nspname WHEN 'public' THEN lower(r.relname) ELSE lower(rn.nspname || '.' || r.relname) END FROM pg_class r JOIN pg_namespace rn ON rn.oid = r.relnamespace WHERE r.oid = k.confrelid) AS target,
  ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY u(attnum, place) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum ORDER BY u.place) AS columns,
  ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY u(attnum, place) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum ORDER BY u.place) AS referenced
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE k.contype = 'f' AND ${NAMESPACES}`;

interface ColumnRow { readonly table: string; readonly name: string; readonly notnull: boolean }
interface IndexRow { readonly table: string; readonly name: string; readonly definition: string; readonly kind: string }
interface KeyRow { readonly table: string; readonly name: string; readonly target: string; readonly columns: readonly string[]; readonly referenced: readonly string[] }

const KINDS: Readonly<Record<string, string>> = { p: 'primary key', u: 'unique constraint', x: 'exclude', '': 'index' };

/** What the server has: index definitions as it prints them, without the table's name. */
export function toldByPostgres(server: PostgresServer, database: string): Told {
  const told = new Map<string, ToldTable>();
  const of = (table: string): ToldTable => {
    const known = told.get(table) ?? { columns: [], indexes: [], foreignKeys: [] };
    told.set(table, known);
    return known;
  };
  for (const row of server.rows<ColumnRow>(database, COLUMNS)) of(row.table).columns.push(`${row.name}${row.notnull ? ' not null' : ''}`);
  for (const row of server.rows<IndexRow>(database, INDEXES)) of(row.table).indexes.push(`${row.name}: ${KINDS[row.kind] ?? ''} ${bare(row.definition)}`);
  for (const row of server.rows<KeyRow>(database, KEYS)) of(row.table).foreignKeys.push(`${row.name}: ${row.columns.join(', ')} -> ${row.target} (${row.referenced.join(', ')})`);
  return told;
}

/** `CREATE UNIQUE INDEX x ON public.t USING btree (a)` without names. */
const bare = (definition: string): string => definition.replace(/^CREATE (UNIQUE )?INDEX .*? ON (?:ONLY )?\S+ USING/, (_, unique: string | undefined) => `${unique === undefined ? '' : 'unique '}using`);

/**
 * What the catalog has, in the server's own words: each of its indexes is made on an empty copy of the table, and printed by the server. So methods,
 * operator classes, directions, predicates and expressions are compared in full, whatever way they are written.
 */
export function toldByCatalog(catalog: Catalog, server: PostgresServer, database: string): Told {
  const copies = [...catalog.tables.values()].filter((table) => table.view === null).map((table, place) => copyOf(table, `t${String(place)}`));
  server.run(database, ['DROP SCHEMA IF EXISTS sargable_told CASCADE; CREATE SCHEMA sargable_told', ...copies.flatMap(({ statements }) => statements)].join(';\n'), 'on');
  const definitions = new Map(server.rows<{ name: string; definition: string }>(database, "SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'sargable_told'").map((row) => [row.name, bare(row.definition)]));
  return new Map(copies.map(({ table, copy }) => [table.key, tableTold(table, copy, definitions)]));
}

interface Copy { readonly table: Table; readonly copy: string; readonly statements: readonly string[] }

/** An empty copy of the table, with the indexes of the catalog. */
function copyOf(table: Table, copy: string): Copy {
  const original = table.schema === null ? `public."${table.name}"` : `"${table.schema}"."${table.name}"`;
  const statements = table.indexes.map((index, place) => (index.kind === 'exclude' ? null : createIndexSql({ ...index, name: `${copy}_${String(place)}`, table: { schema: 'sargable_told', name: copy } }, 'postgresql')));
  return { table, copy, statements: [`CREATE TABLE sargable_told.${copy} (LIKE ${original})`, ...statements.filter((statement) => statement !== null)] };
}

const KIND = { 'primary-key': 'primary key', unique: 'unique constraint', exclude: 'exclude', index: 'index' } as const;

const tableTold = (table: Table, copy: string, definitions: ReadonlyMap<string, string>): ToldTable => ({
  columns: table.columns.map((column) => `${column.name}${column.notNull ? ' not null' : ''}`),
  indexes: table.indexes.map((index, place) => `${index.name ?? '?'}: ${KIND[index.kind]} ${definitions.get(`${copy}_${String(place)}`) ?? 'that the server does not make'}`),
  foreignKeys: table.foreignKeys.map((key) => `${key.name ?? '?'}: ${key.columns.join(', ')} -> ${key.refTable} (${key.refColumns.join(', ')})`),
});
