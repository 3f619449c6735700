import type { FlowExpr } from '../../facts/flow.ts';
import { cacheOf, isStored } from './caches.ts';
import { evaluateCall } from './call.ts';
import { assign } from './assign.ts';
import { comprehension } from './comprehension.ts';
import { conditionsOf, textOf, truthOf } from './conditions.ts';
import { elementOf, itemOf } from './elements.ts';
import { branchOf, type Env, lookup, mergeBranches } from './env.ts';
import { join, joinAll } from './join.ts';
import { globalValue } from './meanings.ts';
import { awaited } from './perform.ts';
import { sentHere } from './queries.ts';
import { spanKey } from './query-index.ts';
import { readAttr } from './read.ts';
import { NONE, union, unionAll } from './roots.ts';
import { type Condition, during, type Run, step, underCondition } from './run.ts';
import { constant, type FunctionValue, listOf, listWith, NOTHING, type ObjectValue, objectOf, rootsOf, SOMETHING, unknown, type Value, withRoots } from './values.ts';

/** What an expression stands for; all that happens while it is worked out is put down. */
export function evaluate(run: Run, env: Env, expr: FlowExpr, isAwaited = false): Value {
  if (!step(run)) return SOMETHING;
  run.depth++;
  const [built, sent] = run.queries.built.size + run.queries.sent.size === 0 ? [undefined, undefined] : [run.queries.built.get(spanKey(expr.at)), run.queries.sent.get(spanKey(expr.at))];
  const value = expr.e !== 'await' && (built !== undefined || sent !== undefined) ? sentHere(run, env, expr, built ?? [], sent ?? []) : plainValue(run, env, expr, isAwaited);
  run.depth--;
  return value;
}

function plainValue(run: Run, env: Env, expr: FlowExpr, isAwaited: boolean): Value {
  switch (expr.e) {
    case 'name': return nameOf(run, env, expr.name);
    case 'literal': return constant(expr.value);
    case 'attr': return readAttr(run, evaluate(run, env, expr.of), expr.name, expr.at);
    case 'call': return evaluateCall(run, env, expr, isAwaited);
    case 'await': return awaited(run, evaluate(run, env, expr.of, true), expr.at);
    case 'function': return functionOf(run, env, expr.fn, '');
    case 'index': return indexOf(run, env, expr);
    case 'slice': { for (const part of [expr.from, expr.to]) if (part !== null) evaluate(run, env, part); return evaluate(run, env, expr.of); }
    case 'list': return listFrom(run, env, expr);
    case 'object': return objectFrom(run, env, expr);
    case 'spread': return evaluate(run, env, expr.of);
    case 'comprehension': return comprehension(run, env, expr);
    case 'if': return eitherWay(run, env, expr);
    case 'either': return eitherSide(run, env, expr);
    case 'op': return unknown(unionAll(expr.parts.map((part) => rootsOf(evaluate(run, env, part)))));
    case 'set': { const value = evaluate(run, env, expr.value); assign(run, env, expr.target, value, null); return value; }
    case 'yield': { const value = expr.of === null ? NOTHING : evaluate(run, env, expr.of); run.yields.push(value); return unknown(); }
    case 'unknown': return SOMETHING;
  }
}

export const functionOf = (run: Run, env: Env, fn: FunctionValue['fn'], name: string): FunctionValue => ({ v: 'function', fn, env, unit: run.place, name, memoised: false, bound: [], roots: NONE });

function nameOf(run: Run, env: Env, name: string): Value {
  const value = lookup(env, name) ?? globalValue(run, run.place.file, [name]) ?? { v: 'place', is: 'dotted', file: run.place.file, path: [name], roots: NONE };
  run.reading = union(run.reading, rootsOf(value));
  return value;
}

function indexOf(run: Run, env: Env, { of, index }: Extract<FlowExpr, { readonly e: 'index' }>): Value {
  const value = evaluate(run, env, of);
  const key = evaluate(run, env, index);
  if (key.v === 'constant' && typeof key.value === 'number') return itemOf(value, key.value);
  if (key.v === 'constant' && typeof key.value === 'string') return value.v === 'object' ? (value.cell.fields.get(key.value) ?? value.cell.rest ?? unknown(value.roots)) : value.v === 'row' || value.v === 'symbol' ? readAttr(run, value, key.value, of.at) : unknown(value.roots);
  const roots = union(rootsOf(value), rootsOf(key));
  if (value.v === 'object') return value.cell.rest === null ? { ...unknown(roots), lookup: textOf(of) } : withRoots(value.cell.rest, roots);
  const element = elementOf(value, null);
  return element.v === 'unknown' ? { ...unknown(roots), lookup: textOf(of) } : withRoots(element, roots);
}

function listFrom(run: Run, env: Env, { items }: Extract<FlowExpr, { readonly e: 'list' }>): Value {
  const values = items.map((item) => evaluate(run, env, item));
  if (!items.some((item) => item.e === 'spread')) return listWith(values);
  const [only, ...others] = values;
  if (only !== undefined && others.length === 0) return only;
  return listOf(joinAll(values.map((value, i) => (items[i]?.e === 'spread' ? elementOf(value, null) : value))));
}

function objectFrom(run: Run, env: Env, { entries }: Extract<FlowExpr, { readonly e: 'object' }>): ObjectValue {
  const object = objectOf(new Map());
  for (const { key, value, computed } of entries) {
    const given = evaluate(run, env, value);
    if (computed !== undefined) evaluate(run, env, computed);
    if (key !== null && computed === undefined) object.cell.fields.set(key, given);
    else if (key === null && given.v === 'object') { for (const [name, field] of given.cell.fields) object.cell.fields.set(name, field); if (given.cell.rest !== null) object.cell.rest = given.cell.rest; }
    else object.cell.rest = object.cell.rest === null ? given : join(object.cell.rest, given);
  }
  return object;
}

/** `a ? b : c`: only the side that is taken, where that is known. */
function eitherWay(run: Run, env: Env, { test, yes, no }: Extract<FlowExpr, { readonly e: 'if' }>): Value {
  const truth = truthOf(evaluate(run, env, test));
  if (truth !== null) return evaluate(run, env, truth ? yes : no);
  const memoised = cacheOf(run, env, test);
  const [left, right] = [branchOf(env), branchOf(env)];
  const values = [sometimes(run, conditionsOf(run, env, test, true), memoised === 'missing', () => evaluate(run, left, yes)), sometimes(run, conditionsOf(run, env, test, false), memoised === 'there', () => evaluate(run, right, no))];
  mergeBranches(env, [left, right], joinAll);
  return joinAll(values);
}

/** What runs under a test. */
export function sometimes<T>(run: Run, conditions: readonly Condition[], memoised: boolean, work: () => T): T {
  return during(run, { ...(conditions.length === 0 && !memoised ? underCondition(run) : {}), conditions: [...run.conditions, ...conditions], memoised: run.memoised || memoised }, work);
}

/** `a && b`, `a ?? b`: the right side runs sometimes. */
function eitherSide(run: Run, env: Env, { op, left, right }: Extract<FlowExpr, { readonly e: 'either' }>): Value {
  const first = evaluate(run, env, left);
  const truth = truthOf(first);
  if (truth !== null && op !== '??') return truth === (op === '&&') ? evaluate(run, env, right) : first;
  const kept = op !== '&&' && ((first.v === 'unknown' && first.lookup !== undefined && isStored(run, first.lookup)) || cacheOf(run, env, left) === 'there');
  const conditions = op === '??' ? conditionsOf(run, env, left, false) : conditionsOf(run, env, left, op === '&&');
  const branch = branchOf(env);
  const second = sometimes(run, conditions, kept || (op === '&&' && cacheOf(run, env, left) === 'missing'), () => evaluate(run, branch, right));
  mergeBranches(env, [branch, branchOf(env)], joinAll);
  return op === '&&' ? second : join(first, second);
}
