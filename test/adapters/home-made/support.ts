import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Snapshot } from '../../../server/src/engine/api.ts';
import type { Table } from '../../../server/src/facts/catalog.ts';
import type { ColumnRef, Expr } from '../../../server/src/facts/expr.ts';
import type { QueryFact } from '../../../server/src/facts/query.ts';
import { applyEdits, type WorkspaceEdits } from '../../../server/src/text/edits.ts';
import { python } from '../../support/python.ts';

export type Files = Readonly<Record<string, string>>;

/** The files of a folder by their path in it. */
export function filesOf(root: string, folder = root): Files {
  return Object.fromEntries(readdirSync(folder).filter((name) => name !== '__pycache__').flatMap((name): [string, string][] => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? Object.entries(filesOf(root, path)) : [[relative(root, path), readFileSync(path, 'utf8')]];
  }));
}

export function edited(files: Files, edits: WorkspaceEdits | null): Files {
  assert.ok(edits !== null);
  assert.deepEqual(edits.creates, []);
  return { ...files, ...Object.fromEntries(edits.changes.map(({ path, edits: own }) => [path, applyEdits(files[path] ?? '', own)])) };
}

export interface RealTable { readonly columns: readonly (readonly [string, string])[]; readonly indexes: readonly RealIndex[] }
/** Name, unique, keys with DESC. Indexes that constraints make have SQLite's own names. */
export type RealIndex = readonly [string, boolean, readonly string[]];

const SCHEMA = `
import json, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
def indexes(table):
    for row in connection.execute(f"PRAGMA index_list({table})").fetchall():
        keys = [key[2] + (" desc" if key[3] else "") for key in connection.execute(f"PRAGMA index_xinfo('{row[1]}')") if key[5]]
        yield [row[1], bool(row[2]), keys]
tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
schema = {name: {"columns": [[row[1], row[2]] for row in connection.execute(f"PRAGMA table_info({name})")], "indexes": sorted(indexes(name))} for name in tables}
plans = {query: [row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + query)] for query in json.loads(sys.argv[2])}
print(json.dumps({"schema": schema, "plans": plans}))
`;

export interface Started { readonly schema: Readonly<Record<string, RealTable>>; readonly plans: Readonly<Record<string, readonly string[]>> }

/** Lets a project's own start-up make a SQLite file, with real Python, and says what is in it and how it would run queries. `start` is Python that has the file's name in `path`. */
export function started(files: Files, start: string, queries: readonly string[] = []): Started {
  const folder = mkdtempSync(join(tmpdir(), 'home-made-'));
  try {
    for (const [path, text] of Object.entries(files)) { mkdirSync(dirname(join(folder, path)), { recursive: true }); writeFileSync(join(folder, path), text); }
    const database = join(folder, 'made.db');
    const run = python(`import sys\npath = sys.argv[1]\n${start}`, { args: [database], cwd: folder, env: { PYTHONPATH: folder } });
    assert.equal(run.status, 0, run.stderr);
    const told = python(SCHEMA, { args: [database, JSON.stringify(queries)] });
    assert.equal(told.status, 0, told.stderr);
    return JSON.parse(told.stdout) as Started;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The catalog in the form of the database's. */
export function catalogSchema(snapshot: Snapshot): Readonly<Record<string, RealTable>> {
  const tables = snapshot.catalogs().flatMap((catalog) => [...catalog.tables.values()]).sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(tables.map((table) => [table.name, { columns: table.columns.map(({ name, rawType }) => [name, (rawType ?? '').toUpperCase()] as const), indexes: indexesOf(table) }]));
}

/** A rowid has no index of its own. */
const indexesOf = (table: Table): readonly RealIndex[] =>
  table.indexes.filter(({ kind }) => !(kind === 'primary-key' && table.rowidAlias !== null))
    .map(({ name, kind, unique, keys }): RealIndex => [name ?? 'auto', unique || kind !== 'index', keys.map(({ expr, direction }) => `${expr.kind === 'column' ? expr.column : '?'}${direction === 'desc' ? ' desc' : ''}`)])
    .sort((a, b) => (a[0] < b[0] ? -1 : 1));

/** Names that SQLite gives by itself are not told of models. */
export const withoutOwnNames = (schema: Readonly<Record<string, RealTable>>): Readonly<Record<string, RealTable>> =>
  Object.fromEntries(Object.entries(schema).map(([name, table]) => [name, {
    ...table, indexes: table.indexes.map(([index, unique, keys]): RealIndex => [/^sqlite_autoindex|^auto$/.test(index) ? 'auto' : index, unique, keys]).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  }]));

/** A query in short: `select jobs | status in (?*) | by created_at desc | limit`. */
export function queryLine({ query, flags }: QueryFact): string {
  const tables = query.sources.map(({ relation }) => (relation.kind === 'table' && relation.table.by === 'name' ? relation.table.name : '?')).join(', ');
  const order = query.orderBy.map(({ expr, direction }) => `${shown(expr)}${direction === 'desc' ? ' desc' : ''}`).join(', ');
  return [`${query.op} ${tables}`, query.where === null ? '' : shown(query.where), order === '' ? '' : `by ${order}`, query.limit === null ? '' : 'limit', flags.includes('optional-predicates') ? 'optional' : ''].filter((part) => part !== '').join(' | ');
}

function shown(expr: Expr<ColumnRef>): string {
  const text = plain(expr);
  return expr.optional === true ? `[${text}]` : text;
}

function plain(expr: Expr<ColumnRef>): string {
  switch (expr.kind) {
    case 'column': return expr.column.by === 'name' ? expr.column.name : '?';
    case 'literal': return String(expr.value);
    case 'param': return expr.list === true ? '?*' : '?';
    case 'compare': return `${shown(expr.left)} ${expr.op} ${shown(expr.right)}`;
    case 'in': return `${shown(expr.arg)} in (${expr.items.map(shown).join(', ')})`;
    case 'is': return `${shown(expr.arg)} is ${expr.negated ? 'not ' : ''}${expr.test}`;
    case 'like': return `${shown(expr.arg)} like ${shown(expr.pattern)}`;
    case 'and': case 'or': return expr.args.map(shown).join(` ${expr.kind} `);
    default: return expr.kind;
  }
}
