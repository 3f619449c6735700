import type { SymbolicQuery } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { chainOf, type Step } from '../chain.ts';
import { constantString, follow } from '../constants.ts';
import { propertiesOf } from '../literals.ts';
import type { Env } from '../names/env.ts';
import { inTableCallback } from './callback.ts';
import { opaque, optional, readCondition } from './conditions.ts';
import { EMPTY, readLimit } from './empty.ts';
import type { Expanded } from './expand.ts';
import { readFilter } from './filter.ts';
import { optionsOf, type Option, type Options } from './options.ts';
import { readKeys, type Key } from './order.ts';
import type { Scope } from './scope.ts';
import type { ReadStatement } from './select.ts';
import type { SymbolicSource } from './sources.ts';
import type { Cond } from './values.ts';

/** `db.query.users.findMany({ … })`, both the functions of 0.x and the objects of 1.0. Only reached for chains that have `.findMany` or `.findFirst` first. */
export function readRelational(around: Scope, found: Expanded, span: Span): ReadStatement {
  const [step] = found.steps;
  const key = keyOf(around, found);
  if (step === undefined || key === null) return { kind: 'foreign' };
  if (key === 'dynamic') return { kind: 'unread', reason: 'the table is chosen at run time' };
  const [arg] = step.args ?? [];
  const options = arg === undefined || arg.kind === 'nothing' ? NO_OPTIONS : optionsOf(around.reading.names, arg, step.env);
  if (options === null) return { kind: 'unread', reason: 'the options of the query are made elsewhere' };
  return { kind: 'query', query: queryOf(around, key, options, step, span) };
}

const NO_OPTIONS: Options = { entries: new Map(), unknown: false };

interface Key1 { readonly name: string; readonly span: Span }

/** The table's key: `users` of `db.query.users`, also with `db.query['users']` and through a variable. */
function keyOf(scope: Scope, found: Expanded): Key1 | 'dynamic' | null {
  const [query, key] = found.before.slice(-2);
  if (query !== undefined && key !== undefined && isQuery(query)) return { name: key.name, span: key.nameSpan };
  const at = found.receiver === null ? null : follow(scope.reading.names, found.receiver, null);
  if (at?.expr.kind === 'subscript' && isQuery(chainOf(at.expr.object, null).steps.at(-1))) {
    const name = constantString(scope.reading.names, at.expr.index, at.env);
    return name === null ? 'dynamic' : { name, span: at.expr.index.span };
  }
  if (at === null || found.before.length > 0) return null;
  const [of, named] = chainOf(at.expr, at.env).steps.slice(-2);
  return isQuery(of) && named !== undefined && at.expr !== found.receiver ? { name: named.name, span: named.nameSpan } : null;
}

const isQuery = (step: Step | undefined): boolean => step !== undefined && step.args === null && (step.name === 'query' || step.name === '_query');

function queryOf(around: Scope, key: Key1, options: Options, step: Step, span: Span): SymbolicQuery {
  const { name: alias } = key;
  const root: SymbolicSource = { id: 0, alias, relation: { kind: 'table', table: { by: 'key', key: alias } }, join: 'from', on: null, span: key.span };
  const scope: Scope = { ...around, sources: [{ alias, path: null, key: alias }], outer: around };
  const sources = [root];
  addRelations(scope, options, alias, sources, 0);
  const level = readLevel(scope, options, alias);
  const first = step.name === 'findFirst';
  return { ...EMPTY, op: 'select', span, sources, where: level.where, orderBy: level.orderBy, limit: first ? { kind: 'const', value: 1 } : level.limit, offset: level.offset };
}

type Level = Pick<SymbolicQuery, 'where' | 'orderBy' | 'limit' | 'offset'>;

function readLevel(scope: Scope, options: Options, alias: string): Level {
  const of = (key: string): Option | undefined => options.entries.get(key);
  const limit = of('limit');
  return {
    where: readWhere(scope, options, alias), orderBy: readOrder(scope, of('orderBy'), alias),
    limit: limit === undefined || limit.optional ? null : readLimit(scope.reading.names, limit.expr, limit.env),
    offset: readLimit(scope.reading.names, of('offset')?.expr, of('offset')?.env ?? null),
  };
}

function readWhere(scope: Scope, options: Options, alias: string): Cond | null {
  const option = options.entries.get('where');
  if (option === undefined) return null;
  const cond = readWhereExpr(scope, option.expr, option.env, alias);
  return cond !== null && option.optional ? optional(cond) : cond;
}

function readWhereExpr(scope: Scope, expr: HostExpr, env: Env | null, alias: string): Cond | null {
  const at = follow(scope.reading.names, expr, env);
  if (at.expr.kind === 'object') return readFilter(scope, at.expr, at.env, alias);
  if (at.expr.kind === 'function') return inTableCallback(at.expr, at.env, alias, (body, inner) => readCondition(scope, body, inner));
  if (at.expr.kind === 'unknown') return opaque('condition made elsewhere', expr);
  return readCondition(scope, expr, env);
}

function readOrder(scope: Scope, option: Option | undefined, alias: string): readonly Key[] {
  if (option === undefined) return [];
  const at = follow(scope.reading.names, option.expr, option.env);
  const keys = at.expr.kind === 'object' ? objectKeys(scope, at.expr, at.env, alias) : inTableCallback(at.expr.kind === 'function' ? at.expr : option.expr, at.expr.kind === 'function' ? at.env : option.env, alias, (body, env) => bodyKeys(scope, body, env, alias));
  return option.optional ? keys.map((key) => ({ ...key, optional: true })) : keys;
}

const bodyKeys = (scope: Scope, body: HostExpr, env: Env | null, alias: string): readonly Key[] => (body.kind === 'object' ? objectKeys(scope, body, env, alias) : readKeys(scope, body, env));

/** `{ createdAt: 'desc' }` of 1.0. */
function objectKeys(scope: Scope, expr: HostExpr, env: Env | null, alias: string): readonly Key[] {
  return propertiesOf(expr).flatMap((p): readonly Key[] => {
    if (p.kind !== 'property') return [{ expr: opaque('sort keys made elsewhere', expr), direction: 'asc', nulls: 'default', span: expr.span }];
    const value = follow(scope.reading.names, p.value, env).expr;
    if (value.kind === 'nothing') return [];
    const direction = value.kind === 'string' ? value.value : null;
    const column: Cond = { kind: 'column', column: { by: 'attr', source: alias, attr: p.key }, span: p.keySpan };
    return [{ expr: column, direction: direction === 'desc' ? 'desc' : 'asc', nulls: 'default', span: p.span, ...(direction === null ? { optional: true } : {}) }];
  });
}

/** Each `with: { posts: … }` is a join that Drizzle makes; nested ones hang on their parent. */
function addRelations(scope: Scope, options: Options, parent: string, sources: SymbolicSource[], depth: number): void {
  const option = options.entries.get('with');
  const relations = option === undefined || depth > 12 ? null : optionsOf(scope.reading.names, option.expr, option.env);
  for (const relation of relations?.entries.values() ?? []) {
    const at = follow(scope.reading.names, relation.expr, relation.env);
    if (at.expr.kind === 'nothing' || (at.expr.kind === 'boolean' && !at.expr.value)) continue;
    const alias = `${parent}_${relation.key}`;
    const inner: Scope = { ...scope, sources: [{ alias, path: null, key: relation.key }], outer: scope };
    const nested = optionsOf(scope.reading.names, at.expr.kind === 'conditional' ? at.expr.then : at.expr, at.env) ?? NO_OPTIONS;
    const on = readWhere(inner, nested, alias);
    sources.push({ id: sources.length, alias, relation: { kind: 'table', table: { by: 'key', key: relation.key } }, join: 'left', on, origin: 'relation', relationName: relation.key, relationOf: parent, span: relationSpan(relation) });
    addRelations(scope, nested, alias, sources, depth + 1);
  }
}

const relationSpan = (relation: Option): Span => relation.expr.span;
