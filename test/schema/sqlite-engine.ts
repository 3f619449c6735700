import Database from 'better-sqlite3';
import { replay, type PlacedStatement, type ReplayResult } from '../../server/src/schema/replay/index.ts';
import { prepared, read } from '../sql-sqlite/read.ts';
import { describeKeys, describeReplay, type DescribedDatabase } from './describe.ts';

interface Row { readonly name: string; readonly u: number; readonly d: number; readonly partial: number; readonly cid: number; readonly id: number; readonly t: string; readonly f: string }

/** What SQLite itself has after these statements; a foreign key that is declared twice is told once. */
export function describeSqlite(statements: readonly string[]): DescribedDatabase {
  const database = new Database(':memory:');
  for (const statement of statements) database.exec(statement);
  const all = (sql: string, ...args: readonly unknown[]): Row[] => database.prepare<unknown[], Row>(sql).all(...args);
  const tables = all("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite%' ORDER BY lower(name)").map((row) => row.name);
  const described = tables.map((table) => [table.toLowerCase(), {
    columns: all('SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> 1', table).map((row) => row.name).sort(),
    indexes: all('SELECT name, "unique" AS u, partial FROM pragma_index_list(?)', table).map((index) => describeKeys(index.name, index.u === 1, keysOf(all, index.name), index.partial === 1)).sort(),
    foreignKeys: foreignKeys(all('SELECT id, "table" AS t, "from" AS f FROM pragma_foreign_key_list(?) ORDER BY id, seq', table)),
  }] as const);
  database.close();
  return Object.fromEntries(described);
}

const keysOf = (all: (sql: string, ...args: readonly unknown[]) => Row[], index: string): string[] =>
  all('SELECT name, "desc" AS d, cid FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno', index).map((key) => `${key.cid === -2 ? '(…)' : key.name}${key.d === 1 ? ' desc' : ''}`);

function foreignKeys(rows: readonly Row[]): string[] {
  const byId = new Map<number, Row[]>();
  for (const row of rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  return [...new Set([...byId.values()].map((parts) => `${parts.map((part) => part.f).join(', ')} -> ${String(parts[0]?.t).toLowerCase()}`))].sort();
}

export function replaySqlite(statements: readonly string[], origin: PlacedStatement['origin'] = 'migration', path = 'm.sql'): ReplayResult {
  const placed = statements.flatMap((text): PlacedStatement[] => {
    const result = read(prepared(text));
    return result.kind === 'schema' ? result.operations.map((operation) => ({ statement: { operation, span: { start: 0, end: text.length }, dialect: 'sqlite' }, path, origin })) : [];
  });
  return replay(placed, 'sqlite');
}

/** The same of the replay. The rowid is no index of SQLite's own lists, so it is left out. */
export function describeReplayed(statements: readonly string[]): DescribedDatabase {
  return describeReplay(replaySqlite(statements), {
    index: (index) => index.name !== null,
    key: (key) => `${key.expr.kind === 'column' ? key.expr.column : '(…)'}${key.direction === 'desc' ? ' desc' : ''}`,
  });
}
