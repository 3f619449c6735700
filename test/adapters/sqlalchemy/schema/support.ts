import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Catalog, Index, Table } from '../../../../server/src/facts/catalog.ts';
import type { Dialect } from '../../../../server/src/facts/dialect.ts';
import { loadSqlParsers } from '../../../../server/src/host/sql-parsers.ts';
import { replay } from '../../../../server/src/schema/replay/index.ts';
import { readSql } from '../../../../server/src/sql/index.ts';
import { printExpr } from '../../../../server/src/sql/print.ts';
import { python } from '../../../support/python.ts';
import { workspaceOf } from '../../../support/workspace.ts';

export type Files = Readonly<Record<string, string>>;
/** A Python program that declares tables; `metadata` is an expression over the modules that are run, by their last names. */
export interface Program { readonly files: Files; readonly run: readonly string[]; readonly metadata: string; readonly dialects?: readonly string[] }

const here = fileURLToPath(new URL('.', import.meta.url));
const SCRIPT = readFileSync(join(here, 'ddl.py'), 'utf8');

/** The files of a sample project. */
export function projectFiles(name: string): Files {
  const root = join(here, '../project', name);
  const below = (folder: string): string[] => readdirSync(join(root, folder)).flatMap((entry) => { const path = folder === '' ? entry : `${folder}/${entry}`; return statSync(join(root, path)).isDirectory() ? below(path) : path.endsWith('.py') ? [path] : []; });
  return Object.fromEntries(below('').map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** What SQLAlchemy itself sends to make these programs' tables, by dialect; with an address, after it made them there. */
export function librarysDdl(programs: readonly Program[], version: '1.4' | '2.0', address = ''): readonly Readonly<Record<string, readonly string[]>>[] {
  const run = python(SCRIPT, { version, input: JSON.stringify(programs), args: address === '' ? [] : [address] });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

const parsers = await loadSqlParsers();

/** The tables that these statements leave behind; null where a database would refuse one, such as a second index of a name. */
export function replayed(statements: readonly string[], dialect: Dialect): ReadonlyMap<string, Table> | null {
  const text = statements.map((statement) => `${statement};`).join('\n');
  const read = readSql({ text, holes: [], toDocument: (offset) => offset }, dialect, parsers);
  if (read.unread.length + read.problems.length > 0) throw new Error(JSON.stringify([read.unread, read.problems]));
  const { tables, problems, collisions } = replay(read.statements.map((statement) => ({ statement, path: 'm.sql', origin: 'migration' as const })), dialect);
  const names = [...tables.values()].flatMap((table) => table.indexes.map(({ name }) => (dialect === 'mysql' || name === null ? `${table.key} ${name ?? 'key'}` : `${table.schema ?? ''}.${name}`)));
  return problems.length + collisions.length > 0 || new Set(names).size < names.length ? null : tables;
}

/** The tables that we read from a project's files. */
export function ourTables(files: Files, dialect: Dialect): ReadonlyMap<string, Table> {
  return new Map(catalogs(files, dialect).flatMap((catalog) => [...catalog.tables]));
}

export const catalogs = (files: Files, dialect: Dialect): readonly Catalog[] => workspaceOf(files, { dialect }).snapshot().catalogs();

/** A table in words that can be compared. A name that only the database gives is left out on both sides. */
export interface Told { readonly columns: readonly string[]; readonly primaryKey: readonly string[]; readonly indexes: readonly string[]; readonly foreignKeys: readonly string[] }

export function tell(table: Table, dialect: Dialect, unnamed: ReadonlySet<string>): Told {
  return {
    columns: table.columns.map(({ name, type, notNull }) => `${name} ${type}${notNull ? ' not null' : ''}`).sort(),
    primaryKey: [...table.primaryKey],
    indexes: table.indexes.map((index) => `${unnamed.has(signature(index, dialect)) ? 'unnamed' : String(index.name)}: ${signature(index, dialect)}`).sort(),
    // SQLite's foreign keys have no schema, and SQLAlchemy leaves out those that lead to another.
    foreignKeys: dialect === 'sqlite' && table.schema !== null ? [] : table.foreignKeys.map((key) => `${key.columns.join()} -> ${key.refTable} (${key.refColumns.join()})${key.onDelete === null ? '' : ` on delete ${key.onDelete}`}`).sort(),
  };
}

export function signature(index: Index, dialect: Dialect): string {
  const keys = index.keys.map((key) => [printExpr(key.expr, dialect), key.direction === 'desc' ? 'desc' : '', key.nulls === 'default' ? '' : key.nulls, key.opclass ?? ''].filter((part) => part !== '').join(' '));
  return `${index.kind}${index.unique ? ' unique' : ''} ${index.method} (${keys.join(', ')})${index.include.length > 0 ? ` include ${index.include.join()}` : ''}${index.where === null ? '' : ` where ${printExpr(index.where, dialect)}`}`;
}

/** Both sides of every table, with names left out where ours has none, and where SQLite calls the index of a constraint as it likes. */
export function compared(ours: ReadonlyMap<string, Table>, theirs: ReadonlyMap<string, Table>, dialect: Dialect): readonly [Readonly<Record<string, Told>>, Readonly<Record<string, Told>>] {
  const unnamed = new Map([...ours].map(([key, table]) => [key, new Set(table.indexes.flatMap((index) => (index.name === null || (dialect === 'sqlite' && index.kind !== 'index') ? [signature(index, dialect)] : [])))]));
  const told = (tables: ReadonlyMap<string, Table>): Readonly<Record<string, Told>> => Object.fromEntries([...tables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, table]) => [key, tell(table, dialect, unnamed.get(key) ?? new Set())]));
  return [told(ours), told(theirs)];
}
