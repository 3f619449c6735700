import { readSql } from '../../server/src/sql/index.ts';
import { replay } from '../../server/src/schema/replay/index.ts';
import type { Table } from '../../server/src/facts/catalog.ts';
import type { Mariadb } from '../support/mariadb.ts';

/** One line a table, column and index, sorted: what two catalogs are compared by. */
export type Described = readonly string[];

const COLUMNS = 'SELECT table_name AS t, column_name AS c, is_nullable AS nullable FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name IN (SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = \'BASE TABLE\')';
const INDEXES = `SELECT table_name AS t, index_name AS i, MAX(non_unique) AS loose, MAX(index_type) AS method, MAX(ignored) AS ignored,
  GROUP_CONCAT(CONCAT(column_name, COALESCE(CONCAT('(', sub_part, ')'), ''), IF(collation = 'D', ' desc', '')) ORDER BY seq_in_index SEPARATOR ', ') AS k
  FROM information_schema.statistics WHERE table_schema = DATABASE() GROUP BY table_name, index_name`;
const KEYS = 'SELECT table_name AS t, GROUP_CONCAT(column_name ORDER BY ordinal_position SEPARATOR \', \') AS k, MAX(referenced_table_name) AS r FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL GROUP BY table_name, constraint_name';

/** What the server has in its current database. */
export async function describeServer(db: Mariadb): Promise<Described> {
  const columns = (await db.rows(COLUMNS)).map((row) => `column ${text(row['t'])}.${text(row['c'])}${row['nullable'] === 'NO' ? ' not null' : ''}`);
  const indexes = (await db.rows(INDEXES)).map((row) => {
    const method = text(row['method']).toLowerCase();
    return `index ${text(row['t'])}.${text(row['i'])}${Number(row['loose']) === 0 ? ' unique' : ''} ${method} (${bare(method, text(row['k']))})${row['ignored'] === 'YES' ? ' ignored' : ''}`;
  });
  const keys = (await db.rows(KEYS)).map((row) => `key ${text(row['t'])} (${text(row['k'])}) to ${text(row['r'])}`);
  return lines([...columns, ...indexes, ...keys]);
}

/** A spatial key shows a length that nobody wrote. */
const bare = (method: string, keys: string): string => (method === 'spatial' ? keys.replace(/\(\d+\)/g, '') : keys);

const text = (value: unknown): string => String(value);
const lines = (all: readonly string[]): Described => [...new Set(all.map((line) => line.toLowerCase()))].sort();

/** What our replay of the same text has. */
export function describeText(sql: string): { readonly described: Described; readonly problems: readonly string[] } {
  const facts = readSql({ text: sql, holes: [], toDocument: (offset) => offset }, 'mariadb', { pgParse: refuse, pgScan: refuse });
  const { tables, problems } = replay(facts.statements.map((statement) => ({ statement, path: 'schema.sql', origin: 'migration' })), 'mariadb');
  return { described: lines([...tables.values()].flatMap(describeTable)), problems: [...facts.unread.map(({ reason }) => reason), ...facts.problems.map(({ message }) => message), ...problems.map(({ message }) => message)] };
}

const refuse = (): never => { throw new Error('PostgreSQL is not meant'); };

export const describeTable = (table: Table): string[] => [
  ...table.columns.map((column) => `column ${table.name}.${column.name}${column.notNull ? ' not null' : ''}`),
  ...table.indexes.map((index) => {
    const keys = index.keys.map((key) => `${key.expr.kind === 'column' ? key.expr.column : 'expression'}${key.prefixLength === undefined ? '' : `(${key.prefixLength})`}${key.direction === 'desc' ? ' desc' : ''}`);
    return `index ${table.name}.${String(index.name)}${index.unique ? ' unique' : ''} ${index.method} (${keys.join(', ')})${index.usable ? '' : ' ignored'}`;
  }),
  ...table.foreignKeys.map((key) => `key ${table.name} (${key.columns.join(', ')}) to ${key.refTable}`),
];
