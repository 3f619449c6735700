import type { ColumnRef } from '../../../facts/expr.ts';
import type { IndexDef, IndexKey } from '../../../facts/schema.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { BuilderChain, Step } from '../chain.ts';
import { chainOf } from '../chain.ts';
import { constantString } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { meaningOf } from '../names/names.ts';
import { readCondition } from '../query/conditions.ts';
import type { Scope } from '../query/scope.ts';
import { expressionOf, sqlTemplate, sqlTextOf } from '../query/template.ts';
import { columnRef } from '../query/values.ts';
import { splitSuffix } from './suffix.ts';

/** Reads `index('n').using('gin', t.a).where(…)`. Null when its keys cannot be told. */
export function readIndex(scope: Scope, chain: BuilderChain, env: Env | null, unique: boolean): IndexDef<ColumnRef> | null {
  const steps = chain.modifiers.map((step) => ({ ...step, env }));
  const of = (...names: readonly string[]): Step | undefined => steps.findLast((step) => names.includes(step.name) && step.args !== null);
  const [on, using] = [of('on', 'onOnly'), of('using')];
  // `.using('gin', t.a)` holds keys on PostgreSQL; on MySQL, and in older versions, the method alone stands after `.on(…)`.
  const items = on?.args ?? using?.args?.slice(1) ?? [];
  const keys = items.map((item) => readKey(scope, item, env));
  if (keys.length === 0 || keys.includes(null)) return null;
  const method = constantString(scope.reading.names, using?.args?.[0], env)?.toLowerCase() ?? 'btree';
  const condition = of('where')?.args?.[0];
  return {
    name: constantString(scope.reading.names, chain.call.args[0], env), unique, method: isOther(scope) ? 'btree' : method,
    keys: keys.flatMap((key) => key ?? []), include: [], where: condition === undefined ? null : readCondition(scope, condition, env),
    ...(of('concurrently') === undefined ? {} : { concurrently: true }),
    span: { start: chain.call.span.start, end: chain.modifiers.at(-1)?.span.end ?? chain.call.span.end },
  };
}

/** drizzle-kit does not emit the method on MySQL and SQLite. */
const isOther = (scope: Scope): boolean => scope.reading.dialect !== null && scope.reading.dialect !== 'postgresql';

function readKey(scope: Scope, expr: HostExpr, env: Env | null): IndexKey<ColumnRef> | null {
  const template = sqlTemplate(scope, expr, env);
  if (template !== null) {
    const { text, suffix } = splitSuffix(sqlTextOf(scope, template.template, template.env));
    return { expr: expressionOf(scope, text, template.template.span), ...suffix };
  }
  return columnKey(scope, expr, env);
}

/** `t.a.desc().nullsFirst().op('text_pattern_ops')`. */
function columnKey(scope: Scope, expr: HostExpr, env: Env | null): IndexKey<ColumnRef> | null {
  let at = expr;
  const modifiers: Step[] = [];
  while (at.kind === 'call' && at.callee.kind === 'member') {
    modifiers.push(...chainOf(at, env).steps.slice(-1));
    at = at.callee.object;
  }
  const column = columnRef(meaningOf(scope.reading.names, at, env));
  if (column === null) return null;
  const has = (name: string): boolean => modifiers.some((m) => m.name === name);
  const opclass = constantString(scope.reading.names, modifiers.find((m) => m.name === 'op')?.args?.[0], env);
  const direction = has('desc') ? 'desc' : 'asc';
  // drizzle-kit writes NULLS LAST for every key that does not say otherwise: after ASC that is PostgreSQL's default, after DESC it is not.
  const nulls = has('nullsFirst') ? 'first' : has('nullsLast') || direction === 'desc' ? 'last' : 'default';
  return { expr: { kind: 'column', column, span: at.span }, direction, nulls: direction === 'asc' && nulls === 'last' ? 'default' : nulls, ...(opclass === null ? {} : { opclass }) };
}
