import type { Snapshot } from '../../engine/api.ts';
import type { Catalog, Index, Table } from '../../facts/catalog.ts';
import { exprText, indexStyle } from '../../rules/words/expression.ts';
import { keyText, shapeText } from '../../rules/words/index.ts';
import { count } from '../../rules/words/list.ts';
import { tableName } from '../../rules/tables.ts';
import { indexKind } from '../../report/explanation.ts';
import { placing } from '../shape.ts';
import { cut, moreText, numberArgument, onlyKnown, type Schema, type Tool, ToolError, textArgument } from '../tool.ts';

const text: Schema = { type: 'string' };
const list: Schema = { type: 'array', items: text };

const input: Schema = {
  type: 'object', additionalProperties: false,
  properties: {
    table: { type: 'string', description: 'Only this table (or all that have this in their name). Left out: all tables, in short.' },
    path: { type: 'string', description: 'A file or folder of the project that is meant, where several are open.' },
    limit: { type: 'integer', minimum: 1, description: 'At most so many tables (40).' },
  },
};

const INDEX: Schema = { type: 'object', required: ['name', 'kind', 'columns'], properties: { name: text, kind: text, columns: list, where: text, file: text } };
const TABLE: Schema = {
  type: 'object', required: ['name', 'database', 'dialect', 'columns', 'indexes', 'foreignKeys', 'declared', 'doubts'],
  properties: {
    name: text, database: text, dialect: text, columns: { type: 'array', items: { type: 'object', required: ['name', 'type', 'notNull'], properties: { name: text, type: text, notNull: { type: 'boolean' } } } },
    indexes: { type: 'array', items: INDEX }, foreignKeys: list, declared: { type: 'array', items: text, description: 'file:line of each declaration.' }, doubts: { type: 'array', items: text, description: 'Why less is known of it.' },
  },
};
const output: Schema = { type: 'object', required: ['tables', 'total'], properties: { tables: { type: 'array', items: TABLE }, total: { type: 'integer' } } };

interface Placed { readonly catalog: Catalog; readonly table: Table }

export const schema: Tool = {
  name: 'schema', title: 'Tables and indexes',
  description: 'The tables of the project with their columns, indexes and foreign keys, as its models and migrations declare them, and where. No database is asked. Use it before writing a query or a migration.',
  input, output,
  run(args, projects) {
    onlyKnown(args, input);
    const wanted = textArgument(args, 'table');
    const snapshot = projects.at(textArgument(args, 'path')).project.snapshot();
    const found = tablesOf(snapshot, wanted);
    if (wanted !== null && found.length === 0) throw new ToolError(`No table ${JSON.stringify(wanted)} is known.${nearest(snapshot)}`);
    const { shown, more } = cut(found, numberArgument(args, 'limit') ?? 40);
    const at = placing(snapshot);
    const whole = shown.length <= 8;
    return {
      text: [...shown.map((one) => (whole ? wholeText(one, at) : shortText(one))), ...moreText(more, 'tables'), ...(found.length === 0 ? ['No tables were found.'] : [])].join(whole ? '\n\n' : '\n'),
      data: { tables: shown.map((one) => tableData(one, at)), total: found.length },
    };
  },
};

const all = (snapshot: Snapshot): readonly Placed[] => snapshot.catalogs().flatMap((catalog) => [...catalog.tables.values()].map((table) => ({ catalog, table })));

function tablesOf(snapshot: Snapshot, wanted: string | null): readonly Placed[] {
  const sorted = [...all(snapshot)].sort((a, b) => (tableName(a.table) < tableName(b.table) ? -1 : 1));
  if (wanted === null) return sorted;
  const name = wanted.toLowerCase();
  const exact = sorted.filter(({ table }) => table.key === name || table.name.toLowerCase() === name || tableName(table).toLowerCase() === name);
  return exact.length > 0 ? exact : sorted.filter(({ table }) => table.key.includes(name));
}

function nearest(snapshot: Snapshot): string {
  const names = all(snapshot).map(({ table }) => tableName(table)).sort();
  return names.length === 0 ? ' No tables were found at all.' : ` There are: ${names.slice(0, 60).join(', ')}${names.length > 60 ? ` and ${names.length - 60} more` : ''}.`;
}

type At = ReturnType<typeof placing>;

const declaredAt = ({ table }: Placed, at: At): readonly string[] => table.declarations.map((one) => { const { file, line } = at(one); return `${file}:${line}`; });

const indexText = (index: Index): string => `${indexKind(index)} ${index.name ?? ''} ${shapeText(index)}`.replace('  ', ' ');

function wholeText(one: Placed, at: At): string {
  const { catalog, table } = one;
  const keys = table.foreignKeys.map((key) => `  foreign key (${key.columns.join(', ')}) to ${key.refTable} (${key.refColumns.join(', ')})`);
  return [
    `${tableName(table)} (${catalog.dialect}${table.view === null ? '' : ', a view'}), declared in ${declaredAt(one, at).slice(0, 5).join(', ')}`, `  columns: ${table.columns.map(({ name, rawType, notNull }) => `${name} ${rawType ?? ''}${notNull ? ' not null' : ''}`.trim()).join(', ')}`,
    ...(table.indexes.length === 0 ? ['  no index'] : table.indexes.map((index) => `  ${indexText(index)}`)), ...keys, ...table.doubts.map((doubt) => `  not sure: ${doubt}`),
  ].join('\n');
}

const shortText = ({ table }: Placed): string => `${tableName(table)}: ${count(table.columns.length, 'column', 'columns')}, ${table.indexes.map((index) => shapeText(index)).join(' ') || 'no index'}`;

const tableData = (one: Placed, at: At): Readonly<Record<string, unknown>> => ({
  name: tableName(one.table), database: one.catalog.name, dialect: one.catalog.dialect, columns: one.table.columns.map(({ name, rawType, notNull }) => ({ name, type: rawType ?? '', notNull })),
  indexes: one.table.indexes.map((index) => ({ name: index.name ?? '', kind: indexKind(index), columns: index.keys.map(keyText), ...(index.where === null ? {} : { where: exprText(index.where, indexStyle) }), ...(index.path === null ? {} : { file: index.path }) })),
  foreignKeys: one.table.foreignKeys.map((key) => `(${key.columns.join(', ')}) to ${key.refTable} (${key.refColumns.join(', ')})`), declared: declaredAt(one, at), doubts: one.table.doubts,
});
