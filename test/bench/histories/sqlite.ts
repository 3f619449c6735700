import Database from 'better-sqlite3';
import type { Catalog, Table } from '../../../server/src/facts/catalog.ts';
import { createIndexSql } from '../../../server/src/sql/ddl.ts';
import type { Told, ToldTable } from './compare.ts';

/** Runs the files in order on an empty database, and tells what it then has. */
export function toldBySqlite(files: readonly { readonly file: string; readonly sql: string }[]): Told {
  const database = new Database(':memory:');
  database.pragma('foreign_keys = OFF');
  for (const { file, sql } of files) {
    try {
      database.exec(sql);
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const names = database.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
  const told = new Map(names.map(({ name }) => [name.toLowerCase(), tableOf(database, name)]));
  database.close();
  return told;
}

interface ListRow { readonly name: string; readonly unique: number; readonly origin: string; readonly partial: number }
interface KeyRow { readonly name: string | null; readonly desc: number; readonly coll: string | null; readonly key: number; readonly cid: number }
interface ReferenceRow { readonly id: number; readonly table: string; readonly from: string; readonly to: string | null }

function tableOf(database: Database.Database, name: string): ToldTable {
  const columns = database.prepare<[string], { name: string; notnull: number }>('SELECT name, "notnull" FROM pragma_table_info(?)').all(name);
  const indexes = database.prepare<[string], ListRow>('SELECT * FROM pragma_index_list(?)').all(name);
  const references = database.prepare<[string], ReferenceRow>('SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq').all(name);
  const ids = [...new Set(references.map((row) => row.id))];
  return {
    columns: columns.map((column) => `${column.name}${column.notnull === 1 ? ' not null' : ''}`),
    indexes: indexes.map((index) => indexOf(database, index)),
    foreignKeys: ids.map((id) => references.filter((row) => row.id === id)).map((rows) => `${rows.map((row) => row.from).join(', ')} -> ${rows[0]?.table.toLowerCase() ?? ''} (${rows.map((row) => row.to ?? '').join(', ')})`),
  };
}

function indexOf(database: Database.Database, { name, unique, origin, partial }: ListRow): string {
  const keys = database.prepare<[string], KeyRow>('SELECT * FROM pragma_index_xinfo(?) WHERE key = 1').all(name);
  const text = database.prepare<[string], { sql: string | null }>('SELECT sql FROM sqlite_schema WHERE name = ?').get(name)?.sql ?? '';
  const where = partial === 1 ? ` where ${text.slice(text.search(/\bwhere\b/i) + 5).trim().toLowerCase()}` : '';
  const kind = origin === 'pk' ? 'primary key' : origin === 'u' ? 'unique constraint' : 'index';
  return `${name}: ${kind}${unique === 1 ? ' unique' : ''} (${keys.map((key) => `${key.name ?? 'expression'}${key.desc === 1 ? ' desc' : ''}${key.coll === 'BINARY' || key.coll === null ? '' : ` collate ${key.coll}`}`).join(', ')})${where}`;
}

/** What the catalog has, in the same words: its tables are made, empty, and told by SQLite; the rowid has no index there. */
export function toldBySqliteCatalog(catalog: Catalog): Told {
  return new Map([...catalog.tables.values()].filter((table) => table.view === null).map((table) => [table.key, tableTold(table)]));
}

function tableTold(table: Table): ToldTable {
  const collations = new Map(table.columns.map((column) => [column.name.toLowerCase(), column.collation]));
  const indexes = table.indexes.filter((index) => !(index.kind === 'primary-key' && index.name === null));
  return {
    columns: table.columns.map((column) => `${column.name}${column.notNull ? ' not null' : ''}`),
    indexes: indexes.map((index) => {
      const kind = index.kind === 'primary-key' ? 'primary key' : index.kind === 'unique' ? 'unique constraint' : 'index';
      const keys = index.keys.map((key) => {
        const collation = key.collation ?? (key.expr.kind === 'column' ? collations.get(key.expr.column.toLowerCase()) : null);
        return `${key.expr.kind === 'column' ? key.expr.column : 'expression'}${key.direction === 'desc' ? ' desc' : ''}${collation === null || collation === undefined || collation.toUpperCase() === 'BINARY' ? '' : ` collate ${collation}`}`;
      });
      const printed = createIndexSql({ ...index, name: 'i', table: { schema: null, name: 't' } }, 'sqlite') ?? '';
      const where = index.where === null ? '' : ` where ${printed.slice(printed.indexOf(' WHERE ') + 7).toLowerCase()}`;
      return `${index.name ?? '?'}: ${kind}${index.unique ? ' unique' : ''} (${keys.join(', ')})${where}`;
    }),
    foreignKeys: table.foreignKeys.map((key) => `${key.columns.join(', ')} -> ${key.refTable} (${key.refColumns.join(', ')})`),
  };
}
