import type { Catalog, Index, Table } from '../facts/catalog.ts';
import { printExpr } from '../sql/print.ts';
import { load } from './load.ts';
import { paint } from './style.ts';
import { type Places, placesOf } from '../report/places.ts';
import { targetOf } from './target.ts';
import { oneOf, readArgs } from './usage.ts';

/** `sargable schema [folder]`: what is known, from where, and what was not read. */
export async function schema(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { format: { type: 'string', default: 'text' }, table: { type: 'string' } });
  const format = oneOf(values.format, ['text', 'json'], 'format');
  const target = targetOf(positionals);
  const { snapshot } = await load(target.root);
  const places = placesOf(snapshot, target);
  const wanted = (table: Table): boolean => values.table === undefined || table.key === values.table.toLowerCase() || table.name === values.table;
  if (format === 'json') {
    process.stdout.write(JSON.stringify({ version: 1, databases: snapshot.catalogs().map((c) => catalogJson(c, places, wanted)) }, null, 2) + '\n');
    return 0;
  }
  for (const catalog of snapshot.catalogs()) process.stdout.write(catalogText(catalog, places, wanted));
  if (snapshot.catalogs().length === 0) process.stdout.write('No tables were found. Looked for: CREATE TABLE in .sql files and strings, migrations folders, models of Drizzle and SQLAlchemy.\n');
  return 0;
}

function catalogText(catalog: Catalog, places: Places, wanted: (table: Table) => boolean): string {
  const bold = (text: string): string => paint(process.stdout)('bold', text);
  const tables = [...catalog.tables.values()].filter(wanted).sort((a, b) => (a.key < b.key ? -1 : 1));
  const lines = [`${bold(catalog.name)} (${catalog.dialect}), ${tables.length} tables, from ${catalog.origins.map(places.file).join(', ')}`];
  for (const table of tables) lines.push(...tableText(table, places));
  for (const problem of catalog.problems) lines.push(`  not understood: ${places.file(problem.path)}: ${problem.message}`);
  return lines.join('\n') + '\n\n';
}

function tableText(table: Table, places: Places): string[] {
  const where = table.declarations.map((d) => `${places.file(d.path)}:${places.range(d.path, d.span).start.line + 1}`).join(', ');
  const head = `  ${paint(process.stdout)('bold', table.key)}  ${table.columns.map((c) => c.name).join(', ')}${where === '' ? '' : `   ${paint(process.stdout)('grey', where)}`}`;
  const keys = table.foreignKeys.map((fk) => `    foreign key (${fk.columns.join(', ')}) to ${fk.refTable} (${fk.refColumns.join(', ')})`);
  const doubts = table.confidence === 'high' ? [] : [`    read only in part: ${table.doubts.join('; ')}`];
  return [head, ...table.indexes.map((index) => `    ${indexText(index)}`), ...keys, ...doubts, ...(table.view === null ? [] : ['    a view'])];
}

function indexText(index: Index): string {
  const kind = { 'primary-key': 'primary key', unique: 'unique', index: 'index', exclude: 'exclude' }[index.kind];
  const unique = index.kind === 'index' && index.unique ? 'unique ' : '';
  const keys = index.keys.map((key) => [printExpr(key.expr, 'postgresql'), key.opclass ?? '', key.direction === 'desc' ? 'desc' : '', key.nulls === 'default' ? '' : `nulls ${key.nulls}`].filter((part) => part !== '').join(' '));
  const method = index.method === 'btree' ? '' : ` using ${index.method}`;
  const include = index.include.length === 0 ? '' : ` include (${index.include.join(', ')})`;
  const where = index.where === null ? '' : ` where ${printExpr(index.where, 'postgresql')}`;
  return `${unique}${kind} ${index.name ?? ''} (${keys.join(', ')})${method}${include}${where}`.replace('  ', ' ');
}

function catalogJson(catalog: Catalog, places: Places, wanted: (table: Table) => boolean): object {
  const tables = [...catalog.tables.values()].filter(wanted).map((t) => ({
    name: t.key, columns: t.columns.map((c) => ({ name: c.name, type: c.rawType, notNull: c.notNull })), primaryKey: t.primaryKey, confidence: t.confidence, doubts: t.doubts, view: t.view !== null,
    indexes: t.indexes.map((i) => ({ name: i.name, kind: i.kind, unique: i.unique, method: i.method, columns: i.keys.map((k) => ({ name: printExpr(k.expr, catalog.dialect), direction: k.direction, nulls: k.nulls })), include: i.include, where: i.where === null ? null : printExpr(i.where, catalog.dialect), origin: i.origin, file: i.path === null ? null : places.file(i.path) })),
    foreignKeys: t.foreignKeys.map((f) => ({ name: f.name, columns: f.columns, table: f.refTable, references: f.refColumns })),
    declarations: t.declarations.map((d) => ({ file: places.file(d.path), line: places.range(d.path, d.span).start.line + 1 })),
  }));
  return { name: catalog.name, dialect: catalog.dialect, origins: catalog.origins.map(places.file), tables, notUnderstood: catalog.problems.map((p) => ({ file: places.file(p.path), reason: p.message })) };
}
