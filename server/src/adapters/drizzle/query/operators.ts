import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { follow } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { AGGREGATES, COMPARISONS, INFIX, PATTERN_OPERATORS } from '../vocabulary.ts';
import { opaque } from './conditions.ts';
import { readList } from './lists.ts';
import type { Scope } from './scope.ts';
import { readOperand, readPattern, readValue, type Cond } from './values.ts';

type Reader = (scope: Scope, call: CallHost, env: Env | null, depth: number) => Cond | null;

const MAX_DEPTH = 80;

/** A call of one of drizzle-orm's condition functions. Null when it sends nothing: `and()` of nothing but `undefined`. */
export function conditionCall(scope: Scope, name: string, call: CallHost, env: Env | null, depth: number): Cond | null {
  if (depth > MAX_DEPTH) return opaque('nested too deeply', call);
  const [left] = call.args;
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (reader !== undefined) return reader(scope, call, env, depth);
  if (Object.hasOwn(AGGREGATES, name)) return aggregate(scope, name, call, env, depth);
  if (left === undefined) return opaque('half-written condition', call);
  return binaryCall(scope, name, call, left, env, depth);
}

function binaryCall(scope: Scope, name: string, call: CallHost, left: HostExpr, env: Env | null, depth: number): Cond {
  const right = call.args[1];
  const span = call.span;
  if (right === undefined) return opaque('half-written condition', call);
  if (isKey(COMPARISONS, name)) return { kind: 'compare', op: COMPARISONS[name], left: readOperand(scope, left, env, depth), right: readValue(scope, right, env, depth), span };
  if (isKey(PATTERN_OPERATORS, name)) return { kind: 'like', ...PATTERN_OPERATORS[name], arg: readOperand(scope, left, env, depth), pattern: readPattern(scope, right, env, 0), span };
  return { kind: 'operator', op: INFIX[name] ?? name, args: [readOperand(scope, left, env, depth), readValue(scope, right, env, depth)], span };
}

const isKey = <T extends object>(table: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(table, key);

const READERS: Readonly<Record<string, Reader>> = {
  and: (scope, call, env, depth) => logic('and', scope, call, env, depth),
  or: (scope, call, env, depth) => logic('or', scope, call, env, depth),
  not: (scope, call, env, depth) => {
    const [arg] = call.args.length === 1 ? readList(scope, call.args, env, depth) : [];
    return arg === undefined ? opaque('half-written condition', call) : { kind: 'not', arg, span: call.span };
  },
  isNull: (scope, call, env, depth) => nullTest(scope, call, env, depth, false),
  isNotNull: (scope, call, env, depth) => nullTest(scope, call, env, depth, true),
  inArray: (scope, call, env, depth) => membership(scope, call, env, depth, false),
  notInArray: (scope, call, env, depth) => membership(scope, call, env, depth, true),
  between: (scope, call, env, depth) => between(scope, call, env, depth, false),
  notBetween: (scope, call, env, depth) => between(scope, call, env, depth, true),
  exists: (scope, call, env) => existence(scope, call, env, false),
  notExists: (scope, call, env) => existence(scope, call, env, true),
};

function logic(kind: 'and' | 'or', scope: Scope, call: CallHost, env: Env | null, depth: number): Cond | null {
  const args = readList(scope, call.args, env, depth);
  const [only] = args;
  return only === undefined ? null : args.length === 1 ? only : { kind, args, span: call.span };
}

function nullTest(scope: Scope, call: CallHost, env: Env | null, depth: number, negated: boolean): Cond {
  const [arg] = call.args;
  return arg === undefined ? opaque('half-written condition', call) : { kind: 'is', test: 'null', negated, arg: readOperand(scope, arg, env, depth), span: call.span };
}

function membership(scope: Scope, call: CallHost, env: Env | null, depth: number, negated: boolean): Cond {
  const [left, right] = call.args;
  if (left === undefined || right === undefined) return opaque('half-written condition', call);
  const arg = readOperand(scope, left, env, depth);
  const at = follow(scope.reading.names, right, env);
  if (at.expr.kind === 'array' && !at.expr.items.some((item) => item.kind === 'spread')) {
    return { kind: 'in', negated, arg, items: at.expr.items.map((item) => readValue(scope, item, at.env, depth)), span: call.span };
  }
  const value = readValue(scope, right, env, depth);
  if (value.kind === 'subquery') return { ...value, form: 'in', negated, arg, span: call.span };
  return { kind: 'in', negated, arg, items: [value.kind === 'param' ? { ...value, list: true } : value], span: call.span };
}

function between(scope: Scope, call: CallHost, env: Env | null, depth: number, negated: boolean): Cond {
  const [arg, low, high] = call.args;
  if (arg === undefined || low === undefined || high === undefined) return opaque('half-written condition', call);
  return { kind: 'between', negated, arg: readOperand(scope, arg, env, depth), low: readValue(scope, low, env, depth), high: readValue(scope, high, env, depth), span: call.span };
}

function existence(scope: Scope, call: CallHost, env: Env | null, negated: boolean): Cond {
  const [arg] = call.args;
  const query = arg === undefined ? null : scope.nested(arg, env, scope);
  return query === null ? opaque('subquery', call) : { kind: 'subquery', form: 'exists', negated, query, span: call.span };
}

function aggregate(scope: Scope, name: string, call: CallHost, env: Env | null, depth: number): Cond {
  return { kind: 'call', name: AGGREGATES[name] ?? name, args: call.args.map((arg) => readOperand(scope, arg, env, depth)), aggregate: true, span: call.span };
}
