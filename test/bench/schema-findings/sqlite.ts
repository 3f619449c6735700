import SqliteDatabase from 'better-sqlite3';
import { type Database, type DbForeignKey, type DbIndex, headOf, type Refusal, type Statement } from './database.ts';

interface IndexRow { readonly name: string; readonly unique: number; readonly origin: string; readonly partial: number }
interface KeyRow { readonly cid: number; readonly name: string | null; readonly desc: number; readonly coll: string; readonly key: number }
interface ColumnRow { readonly name: string; readonly notnull: number; readonly pk: number; readonly type: string }
interface ForeignRow { readonly id: number; readonly seq: number; readonly table: string; readonly from: string }

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Runs the statements one by one on an empty database in memory, and reads what it made. */
export function onSqlite(statements: readonly Statement[]): Database {
  const db = new SqliteDatabase(':memory:');
  const refused: Refusal[] = [];
  for (const { path, sql } of statements) {
    try {
      db.exec(sql);
    } catch (error) {
      refused.push({ path, head: headOf(sql), error: String(error) });
    }
  }
  const tables = db.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'").all().map((row) => (row as { readonly name: string }).name);
  const version = (db.prepare('select sqlite_version() as v').get() as { readonly v: string }).v;
  return { engine: `SQLite ${version}`, tables: new Set(tables.map((name) => name.toLowerCase())), indexes: tables.flatMap((table) => indexesOf(db, table)), foreignKeys: tables.flatMap((table) => foreignKeysOf(db, table)), refused };
}

function indexesOf(db: SqliteDatabase.Database, table: string): readonly DbIndex[] {
  const columns = db.pragma(`table_info(${quote(table)})`) as readonly ColumnRow[];
  const notNull = (name: string | null): boolean => columns.some((column) => column.name === name && column.notnull === 1);
  const rows = db.pragma(`index_list(${quote(table)})`) as readonly IndexRow[];
  const made = rows.map((row): DbIndex => {
    const keys = (db.pragma(`index_xinfo(${quote(row.name)})`) as readonly KeyRow[]).filter((key) => key.key === 1);
    const sql = (db.prepare('select sql from sqlite_schema where name = ?').get(row.name) as { readonly sql: string | null } | undefined)?.sql ?? '';
    const where = row.partial === 1 ? (/\bwhere\b([\s\S]*)$/i.exec(sql)?.[1] ?? '').replace(/[\s"`[\]()]+/g, ' ').trim().toLowerCase() : '';
    // SQLite does not give an expression's text: what stands between the brackets of its statement does.
    const texts = sql.slice(sql.indexOf('(') + 1);
    return {
      table: table.toLowerCase(), name: row.name, unique: row.unique === 1, primary: row.origin === 'pk', method: 'btree', where, include: [], columns: keys.map((key) => key.name), notNull: keys.every((key) => notNull(key.name)),
      keys: keys.map((key, i) => [key.name ?? `${i} ${texts}`, key.coll, key.desc].join(' ')),
    };
  });
  const alias = columns.filter((column) => column.pk > 0);
  const isRowid = alias.length === 1 && alias[0]?.type.toUpperCase() === 'INTEGER' && !made.some((index) => index.primary);
  return isRowid ? [...made, { table: table.toLowerCase(), name: 'rowid', unique: true, primary: true, method: 'btree', where: '', include: [], columns: [alias[0]?.name ?? ''], keys: [[alias[0]?.name, 'BINARY', 0].join(' ')], notNull: true }] : made;
}

function foreignKeysOf(db: SqliteDatabase.Database, table: string): readonly DbForeignKey[] {
  const rows = db.pragma(`foreign_key_list(${quote(table)})`) as readonly ForeignRow[];
  return [...new Set(rows.map((row) => row.id))].map((id) => {
    const own = rows.filter((row) => row.id === id).sort((a, b) => a.seq - b.seq);
    return { table: table.toLowerCase(), columns: own.map((row) => row.from), refTable: (own[0]?.table ?? '').toLowerCase() };
  });
}
