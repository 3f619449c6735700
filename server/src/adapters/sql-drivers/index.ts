import type { QueryFact } from '../../facts/query.ts';
import type { Adapter, AdapterInput, QueryRead } from '../adapter.ts';
import { SQL_METHODS } from './drivers.ts';
import { factsOf } from './facts.ts';
import { insertMany } from './insert-many.ts';
import { handedIn, PYTHON_TAKERS, withPythonSending } from './python-sending.ts';
import { receiversOf } from './receivers.ts';
import { mayHoldSql } from './shape.ts';
import { replayOf, upgrades } from './replay.ts';
import { REFINES, RUNS, withSending } from './sending.ts';
import { sitesOf } from './sites.ts';
import type { Reading } from './texts.ts';

/** How many expressions are followed in one file; a file that needs more is made by a program. */
const BUDGET = 200_000;

/**
 * SQL in strings and templates, handed to a driver: pg, postgres.js, better-sqlite3, node:sqlite, bun, Neon, Vercel, libsql, D1, pg-promise, slonik,
 * in Python sqlite3, aiosqlite, psycopg, asyncpg, databases, PyMySQL, mysqlclient, SQLAlchemy's `text()`, and whatever else has a `query` that takes SQL. A method's name alone is no evidence; the text must begin as a statement does.
 */
export const sqlDrivers: Adapter = {
  id: 'sql-drivers',
  title: 'SQL in code',
  languages: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'],
  triggers: ['SELECT', 'select', 'INSERT', 'insert into', 'UPDATE', 'update ', 'DELETE', 'delete from', 'CREATE', 'create table', 'create index', 'ALTER TABLE', 'alter table', 'REPLACE INTO', 'MERGE INTO', 'WITH '],
  wants: mayHoldSql,
  sends: { methods: RUNS, takers: { query: 'rows', execute: 'rows', any: 'rows', many: 'rows', one: 'row', maybeOne: 'row', ...PYTHON_TAKERS }, refine: REFINES, flush: [], iterates: false, awaits: 'rows', batches: ['batch', 'transaction'] },
  readQueries,
  insertMany,
  inProcess: true,
  tags: [
    ...['sql', 'SQL', '$queryRaw', '$executeRaw', 'sql.unsafe', 'sql.fragment'].map((name) => ({ kind: 'tag' as const, name })), { kind: 'comment', name: 'sql' },
    ...[...SQL_METHODS].map((name) => ({ kind: 'call' as const, name })),
  ],
};

function readQueries(input: AdapterInput): QueryRead {
  const { outline, document } = input;
  const reading: Reading = { outline, receivers: receiversOf(outline), used: new Set(), given: new Map(), read: new Set(), forks: new Map(), chosen: new Map(), budget: BUDGET };
  const isPython = document.languageId === 'python';
  // Scripts export what they run; in Python statements stand in modules and classes of their own.
  const sites = sitesOf(reading, isPython ? 'read' : 'left');
  const handed = isPython ? handedIn(outline) : null;
  const facts = sites.read.map((site) => (handed === null ? withSending(outline, site, factsOf(site, input)) : withPythonSending(handed, site, factsOf(site, input))));
  const statements = facts.flatMap((site) => site.statements);
  return {
    queries: isPython ? doubtedIn(upgrades(statements), facts.flatMap((site) => site.queries)) : facts.flatMap((site) => site.queries),
    statements: isPython ? replayOf(statements) : statements.map(({ statement }) => statement),
    ...(isPython && (sites.constants || statements.length > 0) ? { together: true } : {}),
    unread: [...facts.flatMap((site) => site.unread), ...sites.blind].sort((a, b) => a.span.start - b.span.start),
  };
}

/** What is asked where tables are changed is asked once: of no more than low confidence, so that it is told quietly. */
const doubtedIn = (functions: ReadonlySet<string>, queries: readonly QueryFact[]): readonly QueryFact[] => (functions.size === 0 ? queries : queries.map((query) => (functions.has(query.enclosing) ? { ...query, confidence: 'low' } : query)));
