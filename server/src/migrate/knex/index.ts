import type { IndexKey } from '../../facts/schema.ts';
import { createSql, dropSql, type IndexToWrite } from '../plain/print.ts';
import { listIn, stringIn } from '../script/code.ts';
import { scriptHomes } from '../script/folder.ts';
import type { Lines, ScriptHabits, ScriptLanguage, ScriptWriting } from '../script/habits.ts';
import { writeScript } from '../script/write.ts';
import type { MigrationTool } from '../tool.ts';

/** Each migration is a transaction unless its file says otherwise; the builder has no CONCURRENTLY. */
const habits: ScriptHabits = {
  module: 'knex',
  runs: 'async',
  template,
  canBuildConcurrently: () => true,
  blocking: 'For a large table in use: CREATE INDEX CONCURRENTLY through knex.raw, in a file that exports config = { transaction: false }.',
  make,
  drop,
  send: (sql, writing) => raw(sql, writing),
  outside: { line: null, config: '{ transaction: false }' },
};

/** Knex: `<yyyymmddhhmmss>_name.js` or `.ts`. */
export const knex: MigrationTool = {
  id: 'knex',
  title: 'Knex',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => scriptHomes(view, 'knex', 'Knex'),
  write: (request) => writeScript(request, habits),
};

function make(index: IndexToWrite, writing: ScriptWriting): Lines | null {
  const sql = createSql(index, writing, writing.style, writing.build);
  if (sql === null) return null;
  return usesBuilder(index, writing) ? inTable(index, writing, `index(${columnsOf(index, writing)}, ${stringIn(writing.shape, index.name)})`) : raw(sql, writing);
}

function drop(index: IndexToWrite, writing: ScriptWriting): Lines {
  const sql = dropSql(index, writing, writing.style, writing.build);
  return usesBuilder(index, writing) ? inTable(index, writing, `dropIndex(${columnsOf(index, writing)}, ${stringIn(writing.shape, index.name)})`) : raw(sql, writing);
}

const columnsOf = ({ spec }: IndexToWrite, { shape }: ScriptWriting): string => listIn(shape, spec.keys.flatMap((key) => (key.expr.kind === 'column' ? [key.expr.column] : [])));

/** The builder knows names of columns alone, and makes a constraint of what is unique. */
function usesBuilder({ spec, table }: IndexToWrite, { build, recent }: ScriptWriting): boolean {
  const isPlain = spec.keys.every(isBare) && !spec.unique && spec.method === 'btree' && spec.include.length === 0 && spec.where === null && table.schema === null;
  const projectBuilds = recent.some((text) => /\b(?:createTable|alterTable|table)\(/.test(text));
  return build === 'plain' && isPlain && projectBuilds;
}

const isBare = (key: IndexKey<string>): boolean => key.expr.kind === 'column' && key.direction === 'asc' && key.nulls === 'default' && key.opclass === undefined && key.collation === undefined && key.prefixLength === undefined;

function inTable({ table }: IndexToWrite, { shape, recent }: ScriptWriting, call: string): Lines {
  const name = /\b(?:createTable|alterTable|table)\([^,\n]+,\s*(?:async\s*)?(?:function\s*)?\(?\s*(\w+)/.exec(recent.join('\n'))?.[1] ?? 'table';
  const { param, semicolon, indent } = shape;
  return [`await ${param}.schema.alterTable(${stringIn(shape, table.name)}, (${name}) => {`, `${indent}${name}.${call}${semicolon}`, `})${semicolon}`];
}

/** A question mark stands for a value there. */
const raw = (sql: string, { shape }: ScriptWriting): Lines => [`await ${shape.param}.raw(${stringIn(shape, sql.replaceAll('?', '\\?'))})${shape.semicolon}`];

function template(language: ScriptLanguage): string {
  if (language === 'ts') return 'import type { Knex } from "knex";\n\nexport async function up(knex: Knex): Promise<void> {\n}\n\nexport async function down(knex: Knex): Promise<void> {\n}\n';
  const doc = '/**\n * @param { import("knex").Knex } knex\n * @returns { Promise<void> }\n */\n';
  const one = (name: string): string => `${doc}${language === 'esm' ? `export const ${name} = async (knex) => ` : `exports.${name} = async function(knex) `}{\n};\n`;
  return `${one('up')}\n${one('down')}`;
}
