import { startMariadb } from '../../support/mariadb.ts';
import { type Database, type DbForeignKey, type DbIndex, headOf, type Refusal, type Statement } from './database.ts';

/** Runs the statements one by one on a server of the installed MariaDB, and reads what it made. */
export async function onMariadb(statements: readonly Statement[]): Promise<Database> {
  const server = await startMariadb();
  try {
    await server.fresh('app');
    const refused: Refusal[] = [];
    for (const { path, sql } of statements) {
      // What the files call their database is this one.
      if (/^\s*(use|create\s+database|create\s+schema|drop\s+database)\b/i.test(sql)) continue;
      await server.run(sql).catch((error: unknown) => refused.push({ path, head: headOf(sql), error: String(error) }));
    }
    const rows = await server.rows("select table_name as t, index_name as n, non_unique as u, seq_in_index as s, column_name as c, sub_part as p, collation as d, index_type as m, nullable as z from information_schema.statistics where table_schema = 'app' order by 1, 2, 4");
    const indexes = [...new Map(rows.map((row) => [`${String(row['t'])}\n${String(row['n'])}`, row])).keys()].map((id): DbIndex => {
      const own = rows.filter((row) => `${String(row['t'])}\n${String(row['n'])}` === id);
      const [first = {}] = own;
      return {
        table: String(first['t']).toLowerCase(), name: String(first['n']), unique: Number(first['u']) === 0, primary: first['n'] === 'PRIMARY', method: String(first['m']).toLowerCase(), where: '', include: [], columns: own.map((row) => String(row['c'])),
        keys: own.map((row) => [row['c'], row['p'] ?? '', row['d'] ?? ''].map(String).join(' ').toLowerCase()), notNull: own.every((row) => row['z'] === ''),
      };
    });
    const keys = await server.rows("select table_name as t, constraint_name as n, column_name as c, referenced_table_name as r from information_schema.key_column_usage where table_schema = 'app' and referenced_table_name is not null order by table_name, constraint_name, ordinal_position");
    const foreignKeys = [...new Set(keys.map((row) => `${String(row['t'])}\n${String(row['n'])}`))].map((id): DbForeignKey => {
      const own = keys.filter((row) => `${String(row['t'])}\n${String(row['n'])}` === id);
      return { table: String(own[0]?.['t']).toLowerCase(), columns: own.map((row) => String(row['c'])), refTable: String(own[0]?.['r']).toLowerCase() };
    });
    const tables = (await server.rows("select table_name as t from information_schema.tables where table_schema = 'app'")).map((row) => String(row['t']).toLowerCase());
    const version = String((await server.rows('select version() as v'))[0]?.['v']);
    return { engine: `MariaDB ${version}`, tables: new Set(tables), indexes, foreignKeys, refused };
  } finally {
    await server.stop();
  }
}
