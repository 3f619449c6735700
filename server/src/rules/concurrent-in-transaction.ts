import type { MigrationFile } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { Severity } from '../facts/finding.ts';
import type { ScriptFact, ScriptStatement } from '../facts/script.ts';
import { type Runner, runnerOf } from '../schema/migrations/runners.ts';
import { tableKey } from '../schema/replay/index.ts';
import { contains } from '../text/span.ts';
import { openMigrations } from './migrations/open.ts';
import type { CatalogRule, CatalogVerdict } from './rule.ts';

export const concurrentInTransaction: CatalogRule = {
  id: 'concurrent-in-transaction',
  family: 'migrations',
  summary: 'A migration builds or drops an index CONCURRENTLY inside a transaction, which PostgreSQL refuses.',
  defaultSeverity: 'error',
  scope: 'catalog',
  check: ({ catalog }) => openMigrations(catalog).flatMap(({ folder, files }) => files.flatMap((file) => {
    const told = file.script === null ? null : look(file.script, folder.tool);
    return told === null ? [] : [verdict(file, told, catalog.dialect)];
  })),
};

interface Told { readonly at: ScriptStatement; readonly severity: Severity; readonly message: string; readonly instead: string }

/** The first statement that fails: one answer mends the file. */
function look(script: ScriptFact, tool: string): Told | null {
  return inOwnTransaction(script) ?? inToolsTransaction(script, runnerOf(tool)) ?? inMixedFile(script, runnerOf(tool), tool);
}

function inOwnTransaction({ statements }: ScriptFact): Told | null {
  let isOpen = false;
  for (const statement of statements) {
    if (statement.kind === 'begin') isOpen = true;
    if (statement.kind === 'commit') isOpen = false;
    if (statement.kind === 'concurrent' && isOpen) return { at: statement, severity: 'error', message: 'This stands between BEGIN and COMMIT, and PostgreSQL refuses CONCURRENTLY inside a transaction.', instead: 'put it behind the COMMIT, or leave BEGIN and COMMIT out' };
  }
  return null;
}

/** A COMMIT in front ends the tool's transaction: some projects do that on purpose. */
function inToolsTransaction({ statements, outside }: ScriptFact, { title, runs, how }: Runner): Told | null {
  const at = statements.find(({ kind }) => kind === 'concurrent' || kind === 'commit');
  if (at?.kind !== 'concurrent' || outside || !['always', 'unless-marked', 'marked-alone'].includes(runs)) return null;
  return { at, severity: 'error', message: `${title} runs this in a transaction, inside which PostgreSQL refuses CONCURRENTLY.`, instead: `build it ${how}` };
}

const ALONE = 'give the statement a migration of its own';

/**
 * Newer versions of Prisma send statements one by one, golang-migrate does where x-multi-statement is set, and Flyway takes mixed files where `mixed` is
 * set; neither is seen here, so that these are warnings.
 */
function inMixedFile({ statements }: ScriptFact, { title, runs }: Runner, tool: string): Told | null {
  const at = statements.find(({ kind }) => kind === 'concurrent');
  if (at === undefined || statements.length < 2) return null;
  if (runs === 'refuses-mixed') {
    return statements.every(({ kind }) => kind === 'concurrent') ? null : { at, severity: 'warning', message: `${title} refuses a migration that has other statements beside one that cannot run in a transaction.`, instead: ALONE };
  }
  if (runs !== 'together' && runs !== 'marked-alone') return null;
  return { at, severity: tool === 'dbmate' || tool === 'sqlx' ? 'error' : 'warning', message: `${title} sends the ${statements.length} statements of this file at once, which makes one transaction of them, and PostgreSQL refuses CONCURRENTLY there.`, instead: ALONE };
}

function verdict(file: MigrationFile, { at, severity, message, instead }: Told, dialect: Dialect): CatalogVerdict {
  const statement = file.statements.find(({ span }) => contains(span, at.span))?.operation;
  const table = statement?.op === 'create-index' ? tableKey(statement.table, dialect) : '';
  return { severity, confidence: 'high', message, instead, table, span: at.span, path: file.path, columns: [], suggestion: null, related: [] };
}
