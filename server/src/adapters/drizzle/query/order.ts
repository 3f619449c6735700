import type { ColumnRef } from '../../../facts/expr.ts';
import type { OrderKey } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { follow } from '../constants.ts';
import { lookup, type Env } from '../names/env.ts';
import { functionName, localFunction } from '../names/names.ts';
import { inlinedEnv } from '../names/params.ts';
import { spend } from '../../../lang/work.ts';
import { splitSuffix } from '../schema/suffix.ts';
import { mutationsBefore } from './conditions.ts';
import { readList } from './lists.ts';
import type { Scope } from './scope.ts';
import { expressionOf, sqlTemplate, sqlTextOf } from './template.ts';
import { readOperand } from './values.ts';

export type Key = OrderKey<ColumnRef>;

const MAX_DEPTH = 20;

const sometimes = (key: Key): Key => ({ ...key, optional: true });

const unknownKey = (expr: HostExpr, reason: string): Key => ({ expr: { kind: 'opaque', reason, args: [], span: expr.span }, direction: 'asc', nulls: 'default', span: expr.span });

/** The sort keys an argument of `.orderBy(…)` stands for, in order: a key, an array of keys, a choice between keys. */
export function readKeys(scope: Scope, expr: HostExpr, env: Env | null, depth = 0): readonly Key[] {
  if (depth > MAX_DEPTH || !spend(scope.reading.names.work)) return [unknownKey(expr, 'nested too deeply')];
  switch (expr.kind) {
    case 'nothing': return [];
    case 'array': return expr.items.flatMap((item) => readKeys(scope, item, env, depth + 1));
    case 'spread': return readKeys(scope, expr.arg, env, depth + 1);
    case 'conditional': return choice(scope, expr, env, depth);
    case 'binary': return expr.op === '&&' ? readKeys(scope, expr.right, env, depth + 1).map(sometimes) : [unknownKey(expr, 'computed sort key')];
    case 'identifier': return readName(scope, expr, env, depth);
    case 'call': return readCall(scope, expr, env, depth);
    default: return [plainKey(scope, expr, env)];
  }
}

/** Either side: when both sort by the same columns only the direction differs, which one index serves as well. */
function choice(scope: Scope, expr: Extract<HostExpr, { kind: 'conditional' }>, env: Env | null, depth: number): readonly Key[] {
  const [a, b] = [readKeys(scope, expr.then, env, depth + 1), readKeys(scope, expr.otherwise, env, depth + 1)];
  if (a.length === 0 || b.length === 0) return [...a, ...b].map(sometimes);
  if (a.length === b.length && a.every((key, i) => sameColumn(key, b[i]))) return a.map(sometimes);
  return [{ ...unknownKey(expr, 'one of several sort keys'), expr: { kind: 'opaque', reason: 'one of several sort keys', args: [...a, ...b].map((key) => key.expr), span: expr.span }, optional: true }];
}

const sameColumn = (a: Key, b: Key | undefined): boolean => a.expr.kind === 'column' && b?.expr.kind === 'column' && JSON.stringify(a.expr.column) === JSON.stringify(b.expr.column);

function readName(scope: Scope, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): readonly Key[] {
  const binding = scope.reading.names.outline.resolve(expr.name, expr.span.start);
  const given = binding === null ? null : lookup(env, binding);
  if (given?.kind === 'expr') return readKeys(scope, given.expr, given.env, depth + 1);
  if (binding === null || binding.init === null || binding.kind === 'param' || binding.pattern !== null) return [plainKey(scope, expr, env)];
  const start = binding.init.kind === 'array' ? readKeys(scope, binding.init, env, depth + 1) : null;
  const mutations = mutationsBefore(scope, binding, expr.span.start);
  if (start !== null) return [...start, ...mutations.flatMap((m) => (m.kind === 'call' ? pushedKeys(scope, m.call, env, depth).map((key) => (m.conditional ? sometimes(key) : key)) : [unknownKey(expr, 'sort keys made elsewhere')]))];
  return mutations.some((m) => m.kind === 'assign') ? [sometimes(unknownKey(expr, 'one of several sort keys'))] : readKeys(scope, binding.init, env, depth + 1);
}

const pushedKeys = (scope: Scope, call: Extract<HostExpr, { kind: 'call' }>, env: Env | null, depth: number): readonly Key[] =>
  call.callee.kind === 'member' && call.callee.property === 'push' ? call.args.flatMap((arg) => readKeys(scope, arg, env, depth + 1)) : [];

function readCall(scope: Scope, call: Extract<HostExpr, { kind: 'call' }>, env: Env | null, depth: number): readonly Key[] {
  const direction = directionOf(scope, call.callee, env);
  const [first] = call.args;
  if (direction !== null && first !== undefined) return readKeys(scope, first, env, depth + 1).map((key) => ({ ...key, direction: direction.word, span: call.span, ...(direction.sure ? {} : { optional: true }) }));
  const fn = localFunction(scope.reading.names, call.callee, env);
  if (fn !== null && fn.returns.length > 0) return helperKeys(scope, fn, call, env, depth);
  return [plainKey(scope, call, env)];
}

/** A function of this file that returns keys. One of several returns is taken only where all sort by the same columns. */
function helperKeys(scope: Scope, fn: Extract<HostExpr, { kind: 'function' }>, call: Extract<HostExpr, { kind: 'call' }>, env: Env | null, depth: number): readonly Key[] {
  const inner = inlinedEnv(fn, call.args, env, env);
  const all = fn.returns.map((value) => readKeys(scope, value, inner, depth + 8));
  const [first] = all;
  if (first !== undefined && all.every((keys) => keys.length === first.length && first.every((key, i) => sameColumn(key, keys[i])))) return all.length === 1 ? first : first.map(sometimes);
  return [sometimes({ ...unknownKey(call, 'one of several sort keys'), expr: { kind: 'opaque', reason: 'one of several sort keys', args: all.flat().map((key) => key.expr), span: call.span } })];
}

/** `asc`, `desc`, or a variable that is one of them. */
function directionOf(scope: Scope, callee: HostExpr, env: Env | null): { readonly word: 'asc' | 'desc'; readonly sure: boolean } | null {
  const name = functionName(scope.reading.names, callee, env);
  if (name === 'asc' || name === 'desc') return { word: name, sure: true };
  const at = follow(scope.reading.names, callee, env);
  if (at.expr.kind !== 'conditional') return null;
  const sides = [at.expr.then, at.expr.otherwise].map((side) => functionName(scope.reading.names, side, at.env));
  const [word] = sides;
  return (word === 'asc' || word === 'desc') && sides.every((side) => side === 'asc' || side === 'desc') ? { word, sure: false } : null;
}

function plainKey(scope: Scope, expr: HostExpr, env: Env | null): Key {
  const template = sqlTemplate(scope, expr, env);
  if (template === null) return { expr: readOperand(scope, expr, env, 0), direction: 'asc', nulls: 'default', span: expr.span };
  const { text, suffix } = splitSuffix(sqlTextOf(scope, template.template, template.env));
  return { expr: expressionOf(scope, text, template.template.span), direction: suffix.direction, nulls: suffix.nulls, span: expr.span };
}

/** Keys of GROUP BY: expressions, also as a spread or an array. */
export const readGroupKeys = (scope: Scope, args: readonly HostExpr[], env: Env | null): readonly Key['expr'][] =>
  args.flatMap((arg) => (arg.kind === 'spread' || arg.kind === 'array' ? readList(scope, [arg.kind === 'array' ? { kind: 'spread', arg, span: arg.span } : arg], env, 0) : [readOperand(scope, arg, env, 0)]));
