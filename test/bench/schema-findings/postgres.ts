import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { hstore } from '@electric-sql/pglite/contrib/hstore';
import { ltree } from '@electric-sql/pglite/contrib/ltree';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp';
import { startPostgres } from '../../support/postgres.ts';
import { type Database, type DbForeignKey, type DbIndex, headOf, type Refusal, type Statement } from './database.ts';

const INDEXES = `
select n.nspname as schema, t.relname as table, i.relname as name, x.indisunique as unique, x.indisprimary as primary, am.amname as method, x.indnkeyatts as nkeys,
  x.indkey::text as attnums, x.indclass::text as classes, x.indcollation::text as collations, x.indoption::text as options, coalesce(pg_get_expr(x.indpred, x.indrelid), '') as where,
  (select array_agg(pg_get_indexdef(i.oid, k, true) order by k) from generate_series(1, x.indnatts) k) as parts,
  (select array_agg((select a.attname from pg_attribute a where a.attrelid = t.oid and a.attnum = x.indkey[k - 1] and a.attnum > 0)::text order by k) from generate_series(1, x.indnatts) k) as columns,
  (select bool_and(coalesce((select a.attnotnull from pg_attribute a where a.attrelid = t.oid and a.attnum = x.indkey[k - 1]), false)) from generate_series(1, x.indnkeyatts) k) as notnull
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace join pg_am am on am.oid = i.relam
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and x.indisvalid`;

const KEYS = `
select n.nspname as schema, t.relname as table, rn.nspname as refschema, r.relname as reftable,
  (select array_agg(a.attname::text order by k.at) from unnest(c.conkey) with ordinality k(num, at) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.num) as columns
from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace join pg_class r on r.oid = c.confrelid join pg_namespace rn on rn.oid = r.relnamespace
where c.contype = 'f'`;

type Row = Readonly<Record<string, unknown>>;
const text = (row: Row, key: string): string => String(row[key] ?? '');
const list = (row: Row, key: string): readonly (string | null)[] => { const value = row[key]; return Array.isArray(value) ? value.map((one: unknown) => (one === null ? null : String(one))) : []; };
const keyOf = (schema: string, table: string): string => (schema === 'public' ? table : `${schema}.${table}`).toLowerCase();
const words = (value: string): readonly string[] => value.split(' ');

type Rows = (sql: string) => Promise<readonly Row[]>;

/** Runs the statements one by one on a server of the installed PostgreSQL, and reads what it made. */
export async function onPostgres(statements: readonly Statement[]): Promise<Database> {
  const server = await startPostgres();
  try {
    return await runAndRead(server.rows, statements);
  } finally {
    await server.stop();
  }
}

/** The same on PGlite, which is newer than Debian's. */
export async function onPglite(statements: readonly Statement[]): Promise<Database> {
  const db = new PGlite({ extensions: { pg_trgm, ltree, citext, uuid_ossp, hstore, btree_gin, btree_gist } });
  try {
    return await runAndRead(async (sql) => (await db.exec(sql)).at(-1)?.rows ?? [], statements);
  } finally {
    await db.close();
  }
}

async function runAndRead(rows: Rows, statements: readonly Statement[]): Promise<Database> {
  const refused: Refusal[] = [];
  for (const { path, sql } of statements) {
    // What is built concurrently is the same index; and nobody can wait for anybody here.
    await rows(sql.replace(/\bconcurrently\b/i, '')).catch((error: unknown) => refused.push({ path, head: headOf(sql), error: String(error) }));
  }
  await rows('ROLLBACK');
  const indexes = (await rows(INDEXES)).map(indexOf);
  const foreignKeys = (await rows(KEYS)).map((row): DbForeignKey => ({ table: keyOf(text(row, 'schema'), text(row, 'table')), columns: list(row, 'columns').map(String), refTable: keyOf(text(row, 'refschema'), text(row, 'reftable')) }));
  const tables = (await rows("select table_schema as schema, table_name as table from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')")).map((row) => keyOf(text(row, 'schema'), text(row, 'table')));
  const version = text((await rows("select current_setting('server_version') as v"))[0] ?? {}, 'v');
  return { engine: `PostgreSQL ${version}`, tables: new Set(tables), indexes, foreignKeys, refused };
}

function indexOf(row: Row): DbIndex {
  const count = Number(row['nkeys']);
  const [parts, columns] = [list(row, 'parts'), list(row, 'columns')];
  const [classes, collations, options] = [words(text(row, 'classes')), words(text(row, 'collations')), words(text(row, 'options'))];
  return {
    table: keyOf(text(row, 'schema'), text(row, 'table')), name: text(row, 'name'), unique: row['unique'] === true, primary: row['primary'] === true, method: text(row, 'method'), where: text(row, 'where'), notNull: row['notnull'] === true,
    keys: parts.slice(0, count).map((part, i) => [columns[i] ?? part, classes[i], collations[i], options[i]].join(' ')), columns: columns.slice(0, count), include: columns.slice(count).map(String).sort(),
  };
}
