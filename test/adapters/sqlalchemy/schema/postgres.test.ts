import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Index, Table } from '../../../../server/src/facts/catalog.ts';
import { startPostgres } from '../../../support/postgres.ts';
import { librarysDdl, ourTables, type Program, projectFiles, replayed, signature } from './support.ts';

// create_all on a server: its own catalog, column by column and index by index, is what is read from the models.
const server = await startPostgres();
after(() => server.stop());

const PROJECTS: readonly (readonly [string, Omit<Program, 'files'>, '1.4' | '2.0'])[] = [
  ['classic', { run: ['shop.models'], metadata: 'models.metadata' }, '1.4'],
  ['typed', { run: ['models'], metadata: 'models.Base.metadata' }, '2.0'],
  ['flask', { run: ['models'], metadata: '[models.db.metadata, *[one for key, one in models.db.metadatas.items() if key]]' }, '2.0'],
  ['sqlmodel', { run: ['models'], metadata: 'models.SQLModel.metadata' }, '2.0'],
  ['core', { run: ['tables'], metadata: 'tables.metadata' }, '1.4'],
];

const COLUMNS = `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS t, string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum) AS columns
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^(pg_|information_schema)' GROUP BY 1`;
const INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname !~ '^(pg_|information_schema)'";
const KEYS = "SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS t, pg_get_constraintdef(k.oid) AS def FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE k.contype = 'f'";
const ENUMS = "SELECT format_type(oid, null) AS name FROM pg_type WHERE typtype = 'e'";

/** The server's own account of itself, as DDL. */
async function serversTables(): Promise<ReadonlyMap<string, Table>> {
  const text = async (sql: string, make: (row: Readonly<Record<string, unknown>>) => string): Promise<readonly string[]> => (await server.rows(sql)).map(make);
  return replayed([
    ...await text(ENUMS, ({ name }) => `CREATE TYPE ${String(name)} AS ENUM ('a')`), ...await text(COLUMNS, ({ t, columns }) => `CREATE TABLE ${String(t)} (${String(columns)})`), ...await text(INDEXES, ({ indexdef }) => String(indexdef)), ...await text(KEYS, ({ t, def }) => `ALTER TABLE ${String(t)} ADD ${String(def)}`),
  ], 'postgresql') ?? new Map();
}

/** What constraints and indexes have in common: a primary key is a unique index too. A name that only the server gives is taken from it. */
function told(table: Table, real: Table): object {
  // The server writes the casts that it makes by itself.
  const plain = (index: Index): string => signature({ ...index, kind: 'index' }, 'postgresql').replace(/::\w+(?:\[\])?/g, '').replace(/\((\w+)\)(?= )/g, '$1');
  const nameOf = (index: Index): string => index.name ?? real.indexes.find((other) => plain(other) === plain(index))?.name ?? 'missing';
  return {
    columns: table.columns.map(({ name, type, notNull }) => `${name} ${type}${notNull ? ' not null' : ''}`).sort(),
    indexes: table.indexes.map((index) => `${nameOf(index)} ${plain(index)}`).sort(),
    foreignKeys: table.foreignKeys.map((key) => `${key.columns.join()} -> ${key.refTable} (${key.refColumns.join()}) ${key.onDelete ?? ''}`).sort(),
  };
}

for (const [name, program, version] of PROJECTS) {
  test(`${name}: what SQLAlchemy ${version} makes on a real server is what is read`, async () => {
    // Each project has the server for itself.
    for (const { nspname } of await server.rows("SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'")) await server.rows(`DROP SCHEMA "${String(nspname)}" CASCADE`);
    await server.rows('CREATE SCHEMA public');
    await server.rows('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    const files = projectFiles(name);
    const [made] = librarysDdl([{ ...program, files, dialects: [] }], version, `postgresql+psycopg2://tester@/postgres?host=${server.host}`);
    assert.equal(made?.['error'], undefined);
    const [ours, real] = [ourTables(files, 'postgresql'), await serversTables()];
    assert.deepEqual([...ours.keys()].sort(), [...real.keys()].sort());
    for (const [key, table] of ours) assert.deepEqual(told(table, real.get(key) ?? table), told(real.get(key) ?? table, table), key);
  });
}
