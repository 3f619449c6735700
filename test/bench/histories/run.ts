import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openWorkspace } from '../../../server/src/host/workspace.ts';
import type { Catalog } from '../../../server/src/facts/catalog.ts';
import { compare } from './compare.ts';
import { type History, HISTORIES } from './known.ts';
import { toldByCatalog, toldByPostgres } from './postgres.ts';
import { type PostgresServer, startPostgres } from './servers.ts';
import { toldBySqliteCatalog, toldBySqlite } from './sqlite.ts';

// `node test/bench/histories/run.ts --lemmy DIR --kratos DIR`: runs the migrations of a checked-out repository on a database, as that repository's own tool
// orders them, and compares tables, columns, indexes and foreign keys with what was read. Not part of `npm test`: it needs the repositories and a server.
const { values } = parseArgs({ options: { lemmy: { type: 'string' }, kratos: { type: 'string' }, verbose: { type: 'boolean', default: false } } });

function catalogOf(catalogs: readonly Catalog[], history: History): Catalog {
  const found = catalogs.find((catalog) => catalog.dialect === history.dialect && history.origins.every((origin) => catalog.origins.includes(origin)));
  if (found === undefined) throw new Error(`${history.name}: no database of ${history.origins.join(' and ')}; there are ${catalogs.map((c) => `${c.name} (${c.dialect}) of ${c.origins.join(', ')}`).join('; ')}`);
  return found;
}

function report(history: History, result: ReturnType<typeof compare>, ran: number, catalog: Catalog): boolean {
  console.log(`${history.name}: ${ran} files run, ${result.tables} tables, ${result.columns} columns, ${result.indexes} indexes, ${result.foreignKeys} foreign keys; ${result.lines.length} differences, ${catalog.problems.length} statements not understood`);
  for (const line of result.lines) console.log(`  ${line}`);
  if (values.verbose) for (const problem of catalog.problems) console.log(`  not understood: ${problem.path}: ${problem.message}`);
  return result.lines.length === 0;
}

function onPostgres(history: History, root: string, server: PostgresServer, catalogs: readonly Catalog[]): boolean {
  server.create(history.name);
  const failed = (what: string, error: string | null): void => { if (error !== null) throw new Error(`${history.name}: ${what}: ${error}`); };
  failed('before', server.run(history.name, history.before, 'one'));
  const files = history.files(root);
  for (const file of files) failed(file, server.run(history.name, history.amend(file, readFileSync(join(root, file), 'utf8')), /\.autocommit\./.test(file) ? 'none' : 'one'));
  failed('after', server.run(history.name, history.after, 'one'));
  const catalog = catalogOf(catalogs, history);
  return report(history, compare(toldByPostgres(server, history.name), toldByCatalog(catalog, server, history.name)), files.length, catalog);
}

function onSqlite(history: History, root: string, catalogs: readonly Catalog[]): boolean {
  const files = history.files(root);
  const catalog = catalogOf(catalogs, history);
  const real = toldBySqlite(files.map((file) => ({ file, sql: history.amend(file, readFileSync(join(root, file), 'utf8')) })));
  return report(history, compare(real, toldBySqliteCatalog(catalog)), files.length, catalog);
}

let good = true;
const server = startPostgres();
try {
  console.log(`PostgreSQL ${server.version}`);
  for (const [name, folder] of Object.entries({ lemmy: values.lemmy, kratos: values.kratos })) {
    if (folder === undefined) continue;
    const root = resolve(folder);
    const { engine } = await readWhole(root);
    for (const history of HISTORIES[name] ?? []) good = (history.dialect === 'sqlite' ? onSqlite(history, root, engine.snapshot().catalogs()) : onPostgres(history, root, server, engine.snapshot().catalogs())) && good;
  }
} finally {
  server.stop();
}
process.exitCode = good ? 0 : 1;

async function readWhole(root: string): Promise<Awaited<ReturnType<typeof openWorkspace>>> {
  const workspace = await openWorkspace(root, (message) => console.error(message));
  for (const _ of workspace.scan()) void _;
  return workspace;
}
