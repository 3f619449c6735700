import type { IndexKey } from '../../facts/schema.ts';
import { printSql } from '../../sql/print.ts';
import { createSql, dropSql, type IndexToWrite } from '../plain/print.ts';
import type { SqlHabits } from '../plain/habits.ts';
import { plainMigrations } from '../plain/folder.ts';
import { sqlHomes } from '../plain/homes.ts';
import { compareNumbered } from '../plain/numbering.ts';
import { writePlain } from '../plain/write.ts';
import { listIn, objectIn, stringIn } from '../script/code.ts';
import { scriptHomes, scriptMigrations } from '../script/folder.ts';
import type { Lines, ScriptHabits, ScriptLanguage, ScriptWriting } from '../script/habits.ts';
import { writeScript } from '../script/write.ts';
import type { MigrationRequest, MigrationTool } from '../tool.ts';

const habits: ScriptHabits = {
  module: 'node-pg-migrate',
  runs: 'builder',
  template,
  canBuildConcurrently: () => true,
  blocking: 'For a large table in use: concurrently: true, after pgm.noTransaction().',
  make,
  drop,
  send: (sql, writing) => inSql(sql, writing),
  outside: { line: ({ param, semicolon }) => `${param}.noTransaction()${semicolon}`, config: null },
};

/** A migration in SQL has no way to be run outside a transaction. */
const sqlHabits: SqlHabits = {
  first: { up: '{}.sql', down: null },
  markers: { up: '-- Up Migration', down: '-- Down Migration' },
  outside: () => null,
  blocking: 'For a large table in use: pgm.createIndex with concurrently: true after pgm.noTransaction(), in a migration that is a script.',
};

/** node-pg-migrate: `<milliseconds>_name.js`, `.ts` or `.sql`. */
export const nodePgMigrate: MigrationTool = {
  id: 'node-pg-migrate',
  title: 'node-pg-migrate',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => {
    const scripts = scriptHomes(view, 'node-pg-migrate', 'node-pg-migrate');
    return [...scripts, ...sqlHomes(view, { 'node-pg-migrate': 'node-pg-migrate' }, 'node-pg-migrate').filter(({ folder }) => !scripts.some((home) => home.folder === folder))];
  },
  write: (request) => (isNewestScript(request) ? writeScript(request, habits) : writePlain(request, sqlHabits)),
};

/** A folder may hold both kinds. */
function isNewestScript({ view, home }: MigrationRequest): boolean {
  const script = scriptMigrations(view, home.folder).at(-1);
  const sql = plainMigrations(view, home.folder).at(-1);
  return script !== undefined && (sql === undefined || compareNumbered(script.name, sql.name) > 0);
}

function make(index: IndexToWrite, writing: ScriptWriting): Lines | null {
  const sql = createSql(index, writing, writing.style, writing.build);
  if (sql === null) return null;
  if (!usesBuilder(index, writing)) return inSql(sql, writing);
  const { shape, build } = writing;
  const { spec } = index;
  const text = (value: string): string => stringIn(shape, value);
  const options = objectIn([
    ['name', text(index.name)], ['unique', spec.unique ? 'true' : null], ['method', spec.method === 'btree' ? null : text(spec.method)], ['include', spec.include.length === 0 ? null : listIn(shape, spec.include)],
    ['where', spec.where === null ? null : text(printSql(spec.where, 'postgresql') ?? '')], ['concurrently', build === 'concurrent' ? 'true' : null], ['ifNotExists', build === 'concurrent' || writing.style.ifNotExists ? 'true' : null],
  ]);
  return [`${shape.param}.createIndex(${tableOf(index, writing)}, [${spec.keys.map((key) => keyIn(key, text)).join(', ')}], ${options})${shape.semicolon}`];
}

function drop(index: IndexToWrite, writing: ScriptWriting): Lines {
  const sql = dropSql(index, writing, writing.style, writing.build);
  if (!usesBuilder(index, writing)) return inSql(sql, writing);
  const { shape, build } = writing;
  const columns = listIn(shape, index.spec.keys.flatMap((key) => (key.expr.kind === 'column' ? [key.expr.column] : [])));
  const options = objectIn([['name', stringIn(shape, index.name)], ['concurrently', build === 'concurrent' ? 'true' : null], ['ifExists', build === 'concurrent' || writing.style.ifNotExists ? 'true' : null]]);
  return [`${shape.param}.dropIndex(${tableOf(index, writing)}, ${columns}, ${options})${shape.semicolon}`];
}

const tableOf = ({ table }: IndexToWrite, { shape }: ScriptWriting): string => (table.schema === null ? stringIn(shape, table.name) : objectIn([['schema', stringIn(shape, table.schema)], ['name', stringIn(shape, table.name)]]));

const keyIn = (key: IndexKey<string>, text: (value: string) => string): string => {
  const name = key.expr.kind === 'column' ? text(key.expr.column) : '';
  return key.direction === 'asc' ? name : objectIn([['name', name], ['sort', text('DESC')]]);
};

/** Expressions, operator classes, collations and places of NULLs are written as SQL; so is everything where the project's migrations are. */
function usesBuilder({ spec }: IndexToWrite, { recent }: ScriptWriting): boolean {
  const isPlain = spec.keys.every((key) => key.expr.kind === 'column' && /^\w+$/.test(key.expr.column) && key.nulls === 'default' && key.opclass === undefined && key.collation === undefined) && spec.nullsNotDistinct !== true;
  const inSqlAlone = recent.some((text) => /\.sql\(/.test(text)) && !recent.some((text) => /\.(?:create|add|alter|drop|rename)\w+\(/.test(text));
  return isPlain && !inSqlAlone;
}

/** A brace in it would stand for a value. */
const inSql = (sql: string, { shape }: ScriptWriting): Lines => [`${shape.param}.sql(${stringIn(shape, sql)})${shape.semicolon}`];

function template(language: ScriptLanguage): string {
  if (language === 'ts') return "import type { ColumnDefinitions, MigrationBuilder } from 'node-pg-migrate';\n\nexport const shorthands: ColumnDefinitions | undefined = undefined;\n\nexport async function up(pgm: MigrationBuilder): Promise<void> {}\n\nexport async function down(pgm: MigrationBuilder): Promise<void> {}\n";
  const doc = "/**\n * @param pgm {import('node-pg-migrate').MigrationBuilder}\n */\n";
  const one = (name: string): string => `${doc}${language === 'esm' ? `export const ${name}` : `exports.${name}`} = (pgm) => {};\n`;
  return `${one('up')}\n${one('down')}`;
}
