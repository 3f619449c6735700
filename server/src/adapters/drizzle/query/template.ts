import type { ColumnRef, Expr } from '../../../facts/expr.ts';
import type { Dialect } from '../../../facts/dialect.ts';
import type { HostExpr, TemplateHost } from '../../../lang/expression.ts';
import { readSqlExpression } from '../../../sql/index.ts';
import { HOLE, type SqlText } from '../../../sql/read.ts';
import { chainOf } from '../chain.ts';
import { follow } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { functionName, meaningOf } from '../names/names.ts';
import { followsTable, holeOf } from './holes.ts';
import type { Scope } from './scope.ts';
import { OTHER_SQL_TAGS } from '../vocabulary.ts';
import type { Reading } from '../reading.ts';

/** The `sql` template at the start of a chain (`` sql`…`.as('n') ``, `` sql<number>`…`.mapWith(Number) ``), through constants; null when the expression is none. */
export function sqlTemplate(scope: Scope, expr: HostExpr, env: Env | null): { readonly template: TemplateHost; readonly env: Env | null } | null {
  const at = follow(scope.reading.names, chainOf(expr, env).base, env);
  if (at.expr.kind !== 'template' || at.expr.tag === null) return null;
  return isSqlTag(scope.reading, at.expr.tag, at.env) ? { template: at.expr, env: at.env } : null;
}

/** Drizzle's `sql`: imported under that name from anything but another driver, or handed to a callback. */
export function isSqlTag(reading: Reading, tag: HostExpr, env: Env | null): boolean {
  if (functionName(reading.names, tag, env) !== 'sql') return false;
  const binding = tag.kind === 'identifier' ? reading.names.outline.resolve(tag.name, tag.span.start) : null;
  return binding?.import === null || binding?.import === undefined || !OTHER_SQL_TAGS.has(binding.import.module);
}

/** A template as SQL with holes, each hole with what stands in it. */
export function sqlTextOf(around: Scope, template: TemplateHost, env: Env | null, depth = 0): SqlText {
  const scope = withOwnTables(around, template, env);
  const starts: number[] = [];
  let text = '';
  const holes: SqlText['holes'][number][] = [];
  template.quasis.forEach((quasi, i) => {
    starts.push(text.length);
    text += quasi.value;
    const hole = template.holes[i];
    if (hole === undefined) return;
    holes.push({ ...holeOf(scope, hole, env, { before: text, depth: depth + 1 }), span: hole.span });
    text += HOLE;
  });
  return { text, holes, toDocument: offsetMap(template, starts, text.length) };
}

/** A template with a FROM of its own may name that table's columns too. */
function withOwnTables(scope: Scope, template: TemplateHost, env: Env | null): Scope {
  const own = template.holes.flatMap((hole, i) => {
    const meaning = followsTable(template.quasis[i]?.value ?? '') ? meaningOf(scope.reading.names, hole, env) : null;
    return meaning?.kind === 'path' ? [{ alias: '', path: meaning.path, key: null }] : [];
  });
  return own.length === 0 ? scope : { ...scope, sources: [...scope.sources, ...own] };
}

/** Offsets before a piece's end belong to it; the hole itself to the end of the piece before. */
function offsetMap(template: TemplateHost, starts: readonly number[], length: number): (offset: number) => number {
  return (offset) => {
    let i = starts.length - 1;
    while (i > 0 && (starts[i] ?? 0) > offset) i--;
    const quasi = template.quasis[i];
    const hole = template.holes[i];
    if (quasi === undefined) return template.span.start;
    const at = Math.min(offset, length) - (starts[i] ?? 0);
    return at > quasi.value.length && hole !== undefined ? hole.span.end : quasi.toDocument(Math.min(Math.max(at, 0), quasi.value.length));
  };
}

/** The dialects to try for a piece of SQL: the known one, else the two that people use most. */
export const dialectsOf = (reading: Reading): readonly Dialect[] => (reading.dialect === null ? ['postgresql', 'sqlite', 'mysql'] : [reading.dialect]);

/** A piece of SQL as one expression; opaque, with the columns in its holes, when it does not parse. */
export function expressionOf(scope: Scope, text: SqlText, span: TemplateHost['span']): Expr<ColumnRef> {
  for (const dialect of dialectsOf(scope.reading)) {
    const read = readSqlExpression(text, dialect, scope.reading.sql);
    if (read !== null) return read;
  }
  return { kind: 'opaque', reason: 'SQL fragment', args: text.holes.flatMap((hole) => (hole.kind === 'column' ? [{ kind: 'column', column: hole.column, span: hole.span } as const] : [])), span };
}
