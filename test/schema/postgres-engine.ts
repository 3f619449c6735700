import type { PGlite } from '@electric-sql/pglite';
import { loadSqlParsers } from '../../server/src/host/sql-parsers.ts';
import { replay, type PlacedStatement, type ReplayResult } from '../../server/src/schema/replay/index.ts';
import { readSql } from '../../server/src/sql/index.ts';
import { describeKeys, describeReplay, type Described, type DescribedDatabase } from './describe.ts';

interface TableRow { readonly key: string; readonly oid: number; readonly columns: readonly string[] | null }
interface IndexRow { readonly oid: number; readonly name: string; readonly u: boolean; readonly partial: boolean; readonly keys: readonly (string | null)[]; readonly key_count: number; readonly options: readonly number[] }
interface KeyRow { readonly oid: number; readonly columns: readonly string[]; readonly target: string }

const NAMESPACES = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";
const TABLES = `SELECT c.oid::int AS oid, CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END AS key,
  (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND ${NAMESPACES}`;
const INDEXES = `SELECT i.indrelid::int AS oid, c.relname::text AS name, i.indisunique AS u, i.indpred IS NOT NULL AS partial, i.indnkeyatts::int AS key_count,
  ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place) LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0 ORDER BY k.place) AS keys,
  ARRAY(SELECT o::int FROM unnest(i.indoption::int2[]) o) AS options
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${NAMESPACES}`;
const KEYS = `SELECT k.conrelid::int AS oid, CASE n.nspname WHEN 'public' THEN r.relname ELSE n.nspname || '.' || r.relname END AS target,
  ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(attnum, place) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum ORDER BY u.place) AS columns
  FROM pg_constraint k JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace n ON n.oid = r.relnamespace WHERE k.contype = 'f'
    -- A foreign key to a partitioned table has rows for each of the partitions as well: how it is checked, not what it says.
    AND NOT EXISTS (SELECT 1 FROM pg_constraint whole WHERE whole.oid = k.conparentid AND whole.conrelid = k.conrelid)`;

/** What PostgreSQL itself has now. */
export async function describePostgres(database: PGlite): Promise<DescribedDatabase> {
  const tables = (await database.query<TableRow>(TABLES)).rows;
  const indexes = (await database.query<IndexRow>(INDEXES)).rows;
  const keys = (await database.query<KeyRow>(KEYS)).rows;
  const told = tables.map(({ key, oid, columns }): readonly [string, Described] => [key.toLowerCase(), {
    columns: [...(columns ?? [])].sort(),
    indexes: indexes.filter((index) => index.oid === oid).map(describeIndex).sort(),
    foreignKeys: [...new Set(keys.filter((own) => own.oid === oid).map((own) => `${own.columns.join(', ')} -> ${own.target.toLowerCase()}`))].sort(),
  }]);
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** In `indoption` 1 is DESC and 2 is NULLS FIRST. */
function describeIndex({ name, u, partial, keys, key_count, options }: IndexRow): string {
  const told = keys.map((key, place) => {
    if (place >= key_count) return `+${String(key)}`;
    const option = options[place] ?? 0;
    const desc = (option & 1) !== 0;
    const first = (option & 2) !== 0;
    return `${key ?? '(…)'}${desc ? ' desc' : ''}${first === desc ? '' : first ? ' nulls first' : ' nulls last'}`;
  });
  return describeKeys(name, u, told, partial);
}

const parsers = await loadSqlParsers();

export function replayPostgres(sql: string, origin: PlacedStatement['origin'] = 'migration', path = 'm.sql'): ReplayResult {
  const { statements } = readSql({ text: sql, holes: [], toDocument: (offset) => offset }, 'postgresql', parsers);
  return replay(statements.map((statement) => ({ statement, path, origin })), 'postgresql');
}

export function describeReplayedPostgres(sql: string): DescribedDatabase {
  return describeReplay(replayPostgres(sql), { index: () => true, key: (key) => {
    const nulls = key.nulls === 'default' || key.nulls === (key.direction === 'asc' ? 'last' : 'first') ? '' : ` nulls ${key.nulls}`;
    return `${key.expr.kind === 'column' ? key.expr.column : '(…)'}${key.direction === 'desc' ? ' desc' : ''}${nulls}`;
  } });
}
