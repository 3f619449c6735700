// Asks a real engine about every finding of the schema family: `node test/bench/schema-findings/main.ts FOLDER [--migrations PATH] [--file PATH] [--dialect NAME] [--pglite] [--missed]`. FOLDER is
// a project on disk. Its migrations (those under PATH, else of the folder with most of them for each database) are run on PostgreSQL, SQLite or
// MariaDB, and each finding is held against the catalog that the engine then has. `--file`: a schema in one file instead. `--missed`: indexes of
// that catalog that can go and of which nothing was said.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catalog, MigrationFolder } from '../../../server/src/facts/catalog.ts';
import type { Finding } from '../../../server/src/facts/finding.ts';
import { openWorkspace } from '../../../server/src/host/workspace.ts';
import { readText } from '../../../server/src/host/files.ts';
import { rules } from '../../../server/src/rules/index.ts';
import { schemaSources } from '../../../server/src/schema/migrations/index.ts';
import { split } from '../../../server/src/sql/split.ts';
import type { Database, Statement } from './database.ts';
import { onMariadb } from './mariadb.ts';
import { onPglite, onPostgres } from './postgres.ts';
import { onSqlite } from './sqlite.ts';
import { allSurplus, type Outcome, verify } from './verify.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { migrations: { type: 'string' }, file: { type: 'string' }, missed: { type: 'boolean', default: false }, dialect: { type: 'string' }, pglite: { type: 'boolean', default: false } } });
const folder = positionals[0] ?? '.';
const workspace = await openWorkspace(folder);
for (const _ of workspace.scan());
const snapshot = workspace.engine.snapshot();
const schemaRules = new Set(rules.filter((rule) => rule.family === 'schema' || rule.id === 'schema-drift').map((rule) => rule.id));

for (const catalog of snapshot.catalogs()) {
  if (values.dialect !== undefined && catalog.dialect !== values.dialect) continue;
  const statements = statementsOf(catalog);
  if (statements.length > 0) report(catalog, await run(catalog, statements), snapshot.findings().filter((finding) => finding.database === catalog.id && schemaRules.has(finding.rule)));
}

function statementsOf(catalog: Catalog): readonly Statement[] {
  if (values.file !== undefined) return catalog.origins.includes(values.file) ? piecesOf(values.file, null, catalog) : [];
  const history = [...(catalog.history ?? [])].filter((one) => values.migrations === undefined || one.folder === values.migrations).sort((a, b) => b.files.length - a.files.length);
  const [main] = history;
  return main === undefined ? [] : migrationStatements(main, catalog);
}

function migrationStatements(main: MigrationFolder, catalog: Catalog): readonly Statement[] {
  const paths = main.files.map((file) => file.path);
  const parts = new Map(schemaSources({ paths, text }).flatMap((source) => source.files.map((file) => [file.path, file.part] as const)));
  return paths.flatMap((path) => piecesOf(path, parts.get(path) ?? null, catalog));
}

function text(path: string): string | null {
  return readText(join(folder, path));
}

function piecesOf(path: string, part: { readonly start: number; readonly end: number } | null, catalog: Catalog): readonly Statement[] {
  const whole = text(path) ?? '';
  // drizzle-kit's mark is no comment to MySQL, for want of a space.
  const up = (part === null ? whole : whole.slice(part.start, part.end)).replaceAll('--> statement-breakpoint', '');
  return split(up, catalog.dialect).flatMap((piece): Statement[] => (piece.kind === 'statement' ? [{ path, sql: up.slice(piece.start, piece.end) }] : []));
}

function run(catalog: Catalog, statements: readonly Statement[]): Promise<Database> | Database {
  if (catalog.dialect === 'postgresql') return values.pglite ? onPglite(statements) : onPostgres(statements);
  return catalog.dialect === 'sqlite' ? onSqlite(statements) : onMariadb(statements);
}

function report(catalog: Catalog, db: Database, findings: readonly Finding[]): void {
  const keyOf = (finding: Finding): string => finding.surplus?.index.table ?? finding.table.toLowerCase();
  const judged = findings.map((finding) => ({ finding, outcome: verify(finding, keyOf(finding), db) }));
  console.log(`\n${folder} ${catalog.name}: ${catalog.dialect} on ${db.engine}; ${db.tables.size} tables, ${db.indexes.length} indexes, ${db.foreignKeys.length} foreign keys; ${db.refused.length} statements refused`);
  for (const { path, head, error } of db.refused.slice(0, 8)) console.log(`  refused ${path}: ${head} | ${error.slice(0, 120)}`);
  for (const id of schemaRules) {
    const own = judged.filter(({ finding }) => finding.rule === id);
    const count = (kind: Outcome['kind']): number => own.filter(({ outcome }) => outcome.kind === kind).length;
    if (own.length > 0) console.log(`  ${id}: ${own.length} told, ${count('right')} right, ${count('wrong')} wrong, ${count('elsewhere')} of tables that the migrations do not make`);
  }
  for (const { finding, outcome } of judged) if (outcome.kind !== 'right') console.log(`  ${outcome.kind} ${finding.rule} ${finding.path}: ${finding.message} | ${outcome.why}`);
  if (values.missed) missed(db, findings);
}

function missed(db: Database, findings: readonly Finding[]): void {
  const told = new Set(findings.flatMap((finding) => (finding.surplus === undefined ? [] : [`${finding.surplus.index.table} ${finding.surplus.index.name?.toLowerCase() ?? ''}`])));
  for (const { rule, index, other } of allSurplus(db)) {
    // Of two equal ones either may go.
    if (![index, other].some((one) => told.has(`${one.table} ${one.name.toLowerCase()}`))) console.log(`  not told: ${rule} ${index.table}.${index.name} (${index.columns.join(', ')}${index.unique ? ', unique' : ''}) beside ${other.name} (${other.columns.join(', ')})`);
  }
}
// The engine keeps parsers alive.
process.exit(0);
