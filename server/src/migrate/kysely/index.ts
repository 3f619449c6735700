import type { IndexKey } from '../../facts/schema.ts';
import { createSql, dropSql, type IndexToWrite } from '../plain/print.ts';
import { forTemplate, listIn, stringIn } from '../script/code.ts';
import { scriptHomes } from '../script/folder.ts';
import type { Lines, ScriptHabits, ScriptLanguage, ScriptWriting } from '../script/habits.ts';
import { writeScript } from '../script/write.ts';
import type { MigrationTool } from '../tool.ts';

/** On PostgreSQL all migrations of a run are one transaction, which only the Migrator as a whole can be told to leave out: a project that has done so shows it. */
const habits: ScriptHabits = {
  module: 'kysely',
  runs: 'async',
  template,
  canBuildConcurrently: (recent) => recent.some((text) => /\bconcurrently\b/i.test(text.replace(/\/\/[^\n]*/g, ''))),
  blocking: 'For a large table in use: CREATE INDEX CONCURRENTLY through the sql tag, with disableTransactions set for the Migrator.',
  make,
  drop,
  send: (sql, writing) => tagged(sql, writing),
  outside: { line: null, config: null },
};

/** Kysely: `<sortable name>.ts` or `.js`, run in the order of the names. */
export const kysely: MigrationTool = {
  id: 'kysely',
  title: 'Kysely',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => scriptHomes(view, 'kysely', 'Kysely'),
  write: (request) => writeScript(request, habits),
};

function make(index: IndexToWrite, writing: ScriptWriting): Lines | null {
  const sql = createSql(index, writing, writing.style, writing.build);
  if (sql === null) return null;
  if (!usesBuilder(index, writing)) return tagged(sql, writing);
  const { spec, name, table } = index;
  const columns = spec.keys.flatMap((key) => (key.expr.kind === 'column' ? [key.expr.column + (key.direction === 'desc' ? ' desc' : '')] : []));
  const unique = spec.unique ? ['unique()'] : [];
  const method = spec.method === 'btree' ? [] : [`using(${stringIn(writing.shape, spec.method)})`];
  return chain([`createIndex(${stringIn(writing.shape, name)})`, ...unique, `on(${stringIn(writing.shape, table.name)})`, ...method, `columns(${listIn(writing.shape, columns)})`], writing);
}

function drop(index: IndexToWrite, writing: ScriptWriting): Lines {
  const sql = dropSql(index, writing, writing.style, writing.build);
  return usesBuilder(index, writing) ? chain([`dropIndex(${stringIn(writing.shape, index.name)})`], writing) : tagged(sql, writing);
}

/** The builder has no condition over anything but its own references, no INCLUDE and no operator class. */
function usesBuilder({ spec, table }: IndexToWrite, { build, dialect }: ScriptWriting): boolean {
  return build === 'plain' && spec.keys.every(isBare) && spec.include.length === 0 && spec.where === null && table.schema === null && spec.nullsNotDistinct !== true && (spec.method === 'btree' || dialect === 'postgresql');
}

const isBare = (key: IndexKey<string>): boolean => key.expr.kind === 'column' && key.nulls === 'default' && key.opclass === undefined && key.collation === undefined && key.prefixLength === undefined;

const chain = (calls: readonly string[], { shape }: ScriptWriting): Lines => [`await ${shape.param}.schema`, ...[...calls, `execute()${shape.semicolon}`].map((call) => `${shape.indent}.${call}`)];

const tagged = (sql: string, { shape }: ScriptWriting): Lines => [`await sql\`${forTemplate(sql)}\`.execute(${shape.param})${shape.semicolon}`];

function template(language: ScriptLanguage): string {
  if (language === 'ts') return "import type { Kysely } from 'kysely'\n\nexport async function up(db: Kysely<unknown>): Promise<void> {\n}\n\nexport async function down(db: Kysely<unknown>): Promise<void> {\n}\n";
  const doc = "/**\n * @param {import('kysely').Kysely<unknown>} db\n * @returns {Promise<void>}\n */\n";
  const one = (name: string): string => `${doc}${language === 'esm' ? `export async function ${name}(db) ` : `exports.${name} = async (db) => `}{\n}\n`;
  return `${one('up')}\n${one('down')}`;
}
