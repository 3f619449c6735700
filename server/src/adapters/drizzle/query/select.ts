import type { JoinKind, SymbolicQuery } from '../../../facts/query.ts';
import type { FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import type { Step } from '../chain.ts';
import { objectOf } from '../constants.ts';
import type { Env, Meaning } from '../names/env.ts';
import { meaningOf } from '../names/names.ts';
import { callbackEnv } from '../names/params.ts';
import { optional, readCondition } from './conditions.ts';
import { readCtes } from './ctes.ts';
import { EMPTY, readLimit } from './empty.ts';
import { readGroupKeys, readKeys } from './order.ts';
import { readOutput } from './output.ts';
import type { Scope, ScopeSource } from './scope.ts';
import { readSource, type SymbolicSource } from './sources.ts';
import type { Cond } from './values.ts';

/** A statement, or why it is none that can be read. `foreign`: another library's. */
export type ReadStatement = { readonly kind: 'query'; readonly query: SymbolicQuery } | { readonly kind: 'unread'; readonly reason: string } | { readonly kind: 'foreign' };

const JOINS: Readonly<Record<string, { readonly kind: JoinKind; readonly lateral?: true }>> = {
  leftJoin: { kind: 'left' }, rightJoin: { kind: 'right' }, innerJoin: { kind: 'inner' }, fullJoin: { kind: 'full' }, crossJoin: { kind: 'cross' },
  leftJoinLateral: { kind: 'left', lateral: true }, innerJoinLateral: { kind: 'inner', lateral: true }, crossJoinLateral: { kind: 'cross', lateral: true },
};

const SET_OPS: Readonly<Record<string, SymbolicQuery['setOps'][number]['op']>> = { union: 'union', unionAll: 'union-all', intersect: 'intersect', intersectAll: 'intersect', except: 'except', exceptAll: 'except' };

/** Reads `select(…).from(…)…` from its steps, `with(…)` before it included. */
export function readSelect(around: Scope, steps: readonly Step[], span: Span): ReadStatement {
  const select = steps.find((step) => step.name.startsWith('select') && step.args !== null);
  if (select === undefined || !steps.some((step) => step.name === 'from' && step.args !== null)) return { kind: 'foreign' };
  const found = readSources(around, steps);
  if (found.kind !== 'sources') return found;
  const scope = found.scope;
  const fields = fieldsGiven(scope, select, found.sources);
  const setOps = readSetOps(around, steps);
  if (setOps === null) return { kind: 'unread', reason: 'an arm of a set operation is made elsewhere' };
  return {
    kind: 'query',
    query: {
      ...EMPTY, op: 'select', span, ctes: readCtes(around, steps), sources: found.sources.map((source, i) => joined(scope, source, found.steps[i], fields)),
      where: readWhere(scope, steps, 'where', fields), having: readWhere(scope, steps, 'having', fields), ...readTail(scope, steps, fields),
      distinct: readDistinct(scope, select), output: readOutput(scope, selectionOf(select), select.env), setOps,
      ...(steps.some((step) => step.name === 'for') ? { locks: true } : {}),
    },
  };
}

const selectionOf = (select: Step): HostExpr | undefined => (select.name === 'selectDistinctOn' ? select.args?.[1] : select.args?.[0]);

function readDistinct(scope: Scope, select: Step): SymbolicQuery['distinct'] {
  const on = select.name === 'selectDistinctOn' ? select.args?.[0] : undefined;
  return on === undefined ? select.name === 'selectDistinct' : readGroupKeys(scope, [on], select.env);
}

type Sources = { readonly kind: 'sources'; readonly scope: Scope; readonly sources: readonly SymbolicSource[]; readonly steps: readonly Step[] };

/** FROM and every join; all sources are known before any condition is read. `first` names the step that holds the first one. */
export function readSources(around: Scope, steps: readonly Step[], first: readonly string[] = ['from']): Sources | Exclude<ReadStatement, { kind: 'query' }> {
  const entries: ScopeSource[] = [];
  const sources: SymbolicSource[] = [];
  const from: Step[] = [];
  // A lateral subquery may name the sources before it.
  const soFar = (): Scope => ({ ...around, sources: [...entries], outer: around });
  for (const step of steps) {
    const join = first.includes(step.name) ? (sources.length === 0 ? { kind: 'from' as const } : { kind: 'inner' as const }) : Object.hasOwn(JOINS, step.name) ? JOINS[step.name] : undefined;
    const [table] = step.args ?? [];
    if (join === undefined || step.args === null) continue;
    if (table === undefined) return { kind: 'unread', reason: 'the table is not written yet' };
    const read = readSource('lateral' in join ? soFar() : around, table, step.env, join.kind, sources.length);
    if (read.kind !== 'source') return read;
    sources.push({ ...read.source, ...('lateral' in join ? { lateral: true } : {}) });
    entries.push(read.entry);
    from.push(step);
  }
  return { kind: 'sources', scope: { ...around, sources: entries, outer: around }, sources, steps: from };
}

function joined(scope: Scope, source: SymbolicSource, step: Step | undefined, fields: Meaning): SymbolicSource {
  const on = step !== undefined && Object.hasOwn(JOINS, step.name) ? step.args?.[1] : undefined;
  return on === undefined ? source : { ...source, on: inCallback(scope, on, step?.env ?? null, fields, (expr, env) => readCondition(scope, expr, env)) };
}

export const joinConditions = (found: Sources): readonly SymbolicSource[] => found.sources.map((source, i) => joined(found.scope, source, found.steps[i], { kind: 'value' }));

/** What a callback's parameter means: the fields that are selected, else the table's columns. */
function fieldsGiven(scope: Scope, select: Step, sources: readonly SymbolicSource[]): Meaning {
  const selection = selectionOf(select);
  if (selection !== undefined && objectOf(scope.reading.names, selection, select.env) !== null) return { kind: 'expr', expr: selection, env: select.env };
  const [first] = sources;
  if (first?.relation.kind === 'table' && first.relation.table.by === 'symbol' && first.alias === '') return { kind: 'path', path: first.relation.table.path, imported: true };
  return first === undefined ? { kind: 'value' } : { kind: 'source', alias: first.alias, of: { kind: 'given' } };
}

/** `.where((t) => …)`, `.orderBy((t) => [...])`: the callback's result, with its parameter known. */
function inCallback<T>(scope: Scope, expr: HostExpr, env: Env | null, fields: Meaning, read: (expr: HostExpr, env: Env | null) => T): T {
  if (expr.kind !== 'function' || expr.returns[0] === undefined) return read(expr, env);
  return read(expr.returns[0], fieldsEnv(scope, expr, fields, env));
}

const fieldsEnv = (scope: Scope, fn: FunctionHost, fields: Meaning, env: Env | null): Env =>
  callbackEnv(fn, [{ whole: fields, key: (name) => (fields.kind === 'expr' ? { kind: 'expr', expr: { kind: 'member', object: fields.expr, property: name, propertySpan: fn.span, span: fields.expr.span }, env: fields.env } : member(scope, fields, name)) }], env);

const member = (scope: Scope, fields: Meaning, key: string): Meaning =>
  fields.kind === 'path' ? { kind: 'path', path: [...fields.path, key], imported: fields.imported } : fields.kind === 'source' ? { kind: 'column', source: fields.alias, attr: key } : meaningOf(scope.reading.names, { kind: 'unknown', span: { start: 0, end: 0 } }, null);

/** The last `.where(…)` counts, as in Drizzle; one that is called only sometimes makes both optional. */
export function readWhere(scope: Scope, steps: readonly Step[], name: 'where' | 'having', fields: Meaning = { kind: 'value' }): Cond | null {
  let current: Cond | null = null;
  for (const step of steps) {
    const [arg] = step.name === name ? (step.args ?? []) : [];
    if (arg === undefined) continue;
    const cond: Cond | null = inCallback(scope, arg, step.env, fields, (expr, env) => readCondition(scope, expr, env));
    if (!step.optional) current = cond;
    else if (cond !== null) current = current === null ? optional(cond) : { kind: 'and', args: [optional(current), optional(cond)], span: cond.span };
  }
  return current;
}

/** GROUP BY, ORDER BY, LIMIT and OFFSET, each by its last call. A limit that is set only sometimes bounds nothing. */
export function readTail(scope: Scope, steps: readonly Step[], fields: Meaning = { kind: 'value' }): Pick<SymbolicQuery, 'groupBy' | 'orderBy' | 'limit' | 'offset'> {
  const last = (name: string): Step | undefined => steps.findLast((step) => step.name === name && step.args !== null);
  const [order, group, limit, offset] = [last('orderBy'), last('groupBy'), last('limit'), last('offset')];
  const args = (step: Step | undefined): readonly HostExpr[] => step?.args ?? [];
  const keys = args(order).flatMap((arg) => inCallback(scope, arg, order?.env ?? null, fields, (expr, env) => readKeys(scope, expr, env)));
  return {
    orderBy: order?.optional === true ? keys.map((key) => ({ ...key, optional: true })) : keys,
    groupBy: args(group).flatMap((arg) => inCallback(scope, arg, group?.env ?? null, fields, (expr, env) => readGroupKeys(scope, [expr], env))),
    limit: limit === undefined || limit.optional ? null : readLimit(scope.reading.names, limit.args?.[0], limit.env),
    offset: offset === undefined ? null : readLimit(scope.reading.names, offset.args?.[0], offset.env),
  };
}

/** `.union(other)` and its kind; null when an arm cannot be read. */
function readSetOps(around: Scope, steps: readonly Step[]): SymbolicQuery['setOps'] | null {
  const arms = steps.flatMap((step) => (Object.hasOwn(SET_OPS, step.name) ? (step.args ?? []).map((arg) => ({ op: SET_OPS[step.name] ?? 'union', query: around.nested(arg.kind === 'function' ? (arg.returns[0] ?? arg) : arg, step.env, around) })) : []));
  const read = arms.flatMap(({ op, query }) => (query === null ? [] : [{ op, query }]));
  return read.length === arms.length ? read : null;
}

/** The operation a function of that name joins queries by: `union(a, b)` from a core module. */
export const setOperation = (name: string | null): SymbolicQuery['setOps'][number]['op'] | null => (name !== null && Object.hasOwn(SET_OPS, name) ? (SET_OPS[name] ?? null) : null);
