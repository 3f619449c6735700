import type { Dialect } from '../../../facts/dialect.ts';
import type { SchemaStatement } from '../../../facts/schema.ts';
import type { Unread } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { readSql } from '../../../sql/index.ts';
import type { SqlFacts, SqlText } from '../../../sql/read.ts';
import { chainOf, type Step } from '../chain.ts';
import { constantString, follow } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { functionName } from '../names/names.ts';
import { isExecute } from './expand.ts';
import type { Scope } from './scope.ts';
import { dialectsOf, sqlTemplate, sqlTextOf } from './template.ts';

export interface RawRead { readonly queries: SqlFacts['queries']; readonly unread: readonly Unread[]; readonly statements: readonly SchemaStatement[]; readonly dialect: Dialect | null }

/** `` db.execute(sql`…`) `` and its kind, and `all`, `get`, `run`, `values` of SQLite. Null when the argument is not Drizzle's SQL. */
export function readRaw(scope: Scope, step: Step): RawRead | null {
  const [arg] = step.args ?? [];
  const text = arg === undefined ? null : statementText(scope, arg, step.env);
  if (text === null) return null;
  const sqliteOnly = !isExecute(step.name) && scope.reading.dialect === null;
  const facts = read(scope, text, sqliteOnly ? ['sqlite'] : dialectsOf(scope.reading));
  return { queries: facts.queries, unread: facts.unread, statements: facts.statements, dialect: sqliteOnly ? 'sqlite' : scope.reading.dialect };
}

function read(scope: Scope, text: SqlText, dialects: readonly Dialect[]): SqlFacts {
  const [first = 'postgresql', ...others] = dialects;
  const facts = readSql(text, first, scope.reading.sql);
  if (facts.unread.length === 0) return facts;
  for (const dialect of others) {
    const again = readSql(text, dialect, scope.reading.sql);
    if (again.unread.length < facts.unread.length) return again;
  }
  return facts;
}

function statementText(scope: Scope, expr: HostExpr, env: Env | null): SqlText | null {
  const template = sqlTemplate(scope, expr, env);
  if (template !== null) return sqlTextOf({ ...scope, sources: [], outer: null }, template.template, template.env);
  const at = follow(scope.reading.names, expr, env);
  const [raw] = chainOf(at.expr, at.env).steps;
  if (at.expr.kind !== 'call' || raw?.name !== 'raw' || at.expr.callee.kind !== 'member' || functionName(scope.reading.names, at.expr.callee.object, at.env) !== 'sql') return null;
  const text = constantString(scope.reading.names, raw.args?.[0], at.env);
  const literal = raw.args?.[0] === undefined ? null : follow(scope.reading.names, raw.args[0], at.env).expr;
  const { start } = at.expr.span;
  return text === null ? null : { text, holes: [], toDocument: literal?.kind === 'string' ? literal.toDocument : () => start };
}
