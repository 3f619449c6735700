import Database from 'better-sqlite3';
import type { Client } from 'pg';
import type { Catalog, Index, Table } from '../../../server/src/facts/catalog.ts';
import type { Dialect } from '../../../server/src/facts/dialect.ts';
import { typeClass } from '../../../server/src/schema/replay/index.ts';

/** A database in words that both an engine and a catalog have for it: by table its columns with their kind of type, keys, indexes and foreign keys. Alembic's own table is left out. */
export type Described = Readonly<Record<string, readonly string[]>>;

const BOOKS = /(?:^|\.)alembic_version$/;

const sorted = (tables: readonly (readonly [string, readonly string[]])[]): Described => Object.fromEntries(tables.filter(([name]) => !BOOKS.test(name)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, lines]) => [name, [...lines].sort()]));

const columnLine = (name: string, type: string, notNull: boolean): string => `column ${name} ${type}${notNull ? ' not null' : ''}`;
const keyLine = (name: string | null, kind: string, unique: boolean, method: string, keys: readonly string[], include: readonly string[], partial: boolean): string =>
  `${kind}${kind === 'index' && unique ? ' unique' : ''} ${name ?? '?'} ${method === 'btree' ? '' : `${method} `}(${keys.join(', ')})${include.length === 0 ? '' : ` include (${include.join(', ')})`}${partial ? ' where …' : ''}`;
const foreignLine = (columns: readonly string[], table: string, referenced: readonly string[], onDelete: string): string => `foreign (${columns.join(', ')}) -> ${table} (${referenced.join(', ')})${onDelete === '' ? '' : ` on delete ${onDelete}`}`;

/** The catalog that was read from files. Views are left out. */
export function describeCatalog(catalog: Catalog): Described {
  return sorted([...catalog.tables.values()].filter((table) => table.view === null).map((table) => [table.key, linesOf(table, catalog.dialect)]));
}

function linesOf(table: Table, dialect: Dialect): readonly string[] {
  return [
    ...table.columns.map((column) => columnLine(column.name.toLowerCase(), column.type, column.notNull)),
    ...table.indexes.filter((index) => index.kind !== 'primary-key').map((index) => indexLine(index, dialect)),
    ...(table.primaryKey.length === 0 ? [] : [`primary key (${table.primaryKey.join(', ')})`]),
    ...table.foreignKeys.map((key) => foreignLine(key.columns, key.refTable, key.refColumns, key.onDelete === null || key.onDelete === 'no action' ? '' : key.onDelete)),
  ];
}

function indexLine(index: Index, dialect: Dialect): string {
  const keys = index.keys.map((key) => {
    const isDefault = key.nulls === 'default' || key.nulls === (key.direction === 'asc' ? 'last' : 'first');
    return `${key.expr.kind === 'column' ? key.expr.column : '(…)'}${key.direction === 'desc' ? ' desc' : ''}${isDefault ? '' : ` nulls ${key.nulls}`}${key.opclass === undefined ? '' : ` ${key.opclass}`}`;
  });
  // SQLite numbers the indexes of constraints: the numbers are told apart elsewhere.
  return keyLine(dialect === 'sqlite' && index.kind === 'unique' ? 'auto' : index.name, index.kind, index.unique, index.method, keys, index.include, index.where !== null);
}

interface PgColumn { readonly key: string; readonly name: string; readonly type: string; readonly kind: string; readonly required: boolean }
interface PgIndex { readonly key: string; readonly name: string; readonly kind: string | null; readonly unique: boolean; readonly method: string; readonly keys: readonly string[]; readonly include: readonly string[] | null; readonly partial: boolean }
interface PgForeign { readonly key: string; readonly columns: readonly string[]; readonly target: string; readonly referenced: readonly string[]; readonly action: string }

const SPACES = "s.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";
const KEY = "lower(CASE s.nspname WHEN 'public' THEN t.relname ELSE s.nspname || '.' || t.relname END)";
const COLUMNS = `SELECT ${KEY} AS key, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type, y.typtype::text AS kind, a.attnotnull AS required FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid JOIN pg_namespace s ON s.oid = t.relnamespace JOIN pg_type y ON y.oid = a.atttypid
  WHERE t.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${SPACES}`;
const INDEXES = `SELECT ${KEY} AS key, i.relname::text AS name, (SELECT c.contype::text FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x')) AS kind, x.indisunique AS unique, m.amname::text AS method,
  ARRAY(SELECT CASE WHEN x.indkey[k.n - 1] = 0 THEN '(…)' ELSE (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[k.n - 1]) END
    || CASE WHEN (x.indoption[k.n - 1] & 1) = 1 THEN ' desc' ELSE '' END || CASE WHEN x.indoption[k.n - 1] = 1 THEN ' nulls last' WHEN x.indoption[k.n - 1] = 2 THEN ' nulls first' ELSE '' END
    || (SELECT CASE WHEN o.opcdefault THEN '' ELSE ' ' || o.opcname END FROM pg_opclass o WHERE o.oid = x.indclass[k.n - 1]) FROM generate_series(1, x.indnkeyatts) AS k(n) ORDER BY k.n) AS keys,
  ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[k.n - 1]) FROM generate_series(x.indnkeyatts + 1, x.indnatts) AS k(n) ORDER BY k.n) AS include, x.indpred IS NOT NULL AS partial
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace WHERE ${SPACES} AND t.relkind IN ('r', 'p')`;
const names = (columns: string, relation: string): string => `ARRAY(SELECT a.attname::text FROM unnest(${columns}) WITH ORDINALITY u(n, place) JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.n ORDER BY u.place)`;
const FOREIGN = `SELECT ${KEY} AS key, ${names('k.conkey', 'k.conrelid')} AS columns, lower(CASE rs.nspname WHEN 'public' THEN r.relname ELSE rs.nspname || '.' || r.relname END) AS target, ${names('k.confkey', 'k.confrelid')} AS referenced, k.confdeltype::text AS action
  FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace s ON s.oid = t.relnamespace JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rs ON rs.oid = r.relnamespace WHERE k.contype = 'f' AND ${SPACES}`;
const ACTIONS: Readonly<Record<string, string>> = { a: '', r: 'restrict', c: 'cascade', n: 'set null', d: 'set default' };
const KINDS: Readonly<Record<string, string>> = { p: 'primary-key', u: 'unique', x: 'exclude' };

/** What PostgreSQL itself has. */
export async function describePostgres(client: Client): Promise<Described> {
  const rows = async <T>(sql: string): Promise<readonly T[]> => (await client.query(sql)).rows as T[];
  const tables = new Map<string, string[]>();
  const add = (key: string, line: string): void => { tables.set(key, [...(tables.get(key) ?? []), line]); };
  for (const { key, name, type, kind, required } of await rows<PgColumn>(COLUMNS)) add(key, columnLine(name.toLowerCase(), kind === 'e' ? 'enum' : typeClass(type, 'postgresql'), required));
  for (const { key, name, kind, unique, method, keys, include, partial } of await rows<PgIndex>(INDEXES)) add(key, kind === 'p' ? `primary key (${keys.join(', ')})` : keyLine(name, KINDS[kind ?? ''] ?? 'index', unique, method, keys, include ?? [], partial));
  for (const { key, columns, target, referenced, action } of await rows<PgForeign>(FOREIGN)) add(key, foreignLine(columns, target, referenced, ACTIONS[action] ?? ''));
  return sorted([...tables]);
}

interface LiteRow { readonly name: string; readonly type: string; readonly required: number; readonly pk: number; readonly u: number; readonly origin: string; readonly partial: number; readonly cid: number; readonly d: number; readonly id: number; readonly target: string; readonly own: string; readonly referenced: string | null; readonly action: string }

/** What a SQLite file has. */
export function describeSqlite(path: string): Described {
  const database = new Database(path, { readonly: true });
  const all = (sql: string, ...args: readonly unknown[]): readonly LiteRow[] => database.prepare<unknown[], LiteRow>(sql).all(...args);
  const tables = all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").map(({ name }): readonly [string, readonly string[]] => [name.toLowerCase(), linesOfSqlite(name, all)]);
  database.close();
  return sorted(tables);
}

function linesOfSqlite(table: string, all: (sql: string, ...args: readonly unknown[]) => readonly LiteRow[]): readonly string[] {
  const columns = all('SELECT name, type, "notnull" AS required, pk FROM pragma_table_info(?)', table);
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk).map(({ name }) => name);
  const indexes = all('SELECT name, "unique" AS u, origin, partial FROM pragma_index_list(?)', table).filter(({ origin }) => origin !== 'pk').map((index) => {
    const keys = all('SELECT name, cid, "desc" AS d FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno', index.name).map(({ name, cid, d }) => `${cid === -2 ? '(…)' : name}${d === 1 ? ' desc' : ''}`);
    return keyLine(index.origin === 'u' ? 'auto' : index.name, index.origin === 'u' ? 'unique' : 'index', index.u === 1, 'btree', keys, [], index.partial === 1);
  });
  const foreign = new Map<number, LiteRow[]>();
  for (const row of all('SELECT id, "table" AS target, "from" AS own, "to" AS referenced, on_delete AS action FROM pragma_foreign_key_list(?) ORDER BY id, seq', table)) foreign.set(row.id, [...(foreign.get(row.id) ?? []), row]);
  return [
    ...columns.map(({ name, type, required }) => columnLine(name.toLowerCase(), typeClass(type, 'sqlite'), required === 1 || (isRowid(type) && key.length === 1 && key[0] === name))), ...indexes, ...(key.length === 0 ? [] : [`primary key (${key.join(', ')})`]),
    ...[...foreign.values()].map((parts) => foreignLine(parts.map(({ own }) => own), (parts[0]?.target ?? '').toLowerCase(), parts.flatMap(({ referenced }) => referenced ?? []), parts[0]?.action === 'NO ACTION' ? '' : (parts[0]?.action ?? '').toLowerCase())),
  ];
}

/** SQLite's own word for such a column is that it may be NULL, which it then never is. */
const isRowid = (type: string): boolean => type.toLowerCase() === 'integer';

/** What one has and the other has not, as `table: + line` and `table: - line`; empty when they are equal. */
export function differences(ours: Described, theirs: Described): readonly string[] {
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort().flatMap((table) => {
    const [own, real] = [[...(ours[table] ?? [])], [...(theirs[table] ?? [])]];
    for (let i = own.length - 1; i >= 0; i--) { const at = real.indexOf(own[i] ?? ''); if (at >= 0) { own.splice(i, 1); real.splice(at, 1); } }
    return [...own.map((line) => `${table}: + ${line}`), ...real.map((line) => `${table}: - ${line}`)];
  });
}
