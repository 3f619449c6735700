import type { CallHost, HostExpr, HostProperty } from '../../../lang/expression.ts';
import type { Binding, Mutation } from '../../../lang/outline.ts';
import { follow, objectOf } from '../constants.ts';
import { propertiesOf } from '../literals.ts';
import { lookup, type Env } from '../names/env.ts';
import { functionName, localFunction, meaningOf } from '../names/names.ts';
import { inlinedEnv } from '../names/params.ts';
import { spend } from '../../../lang/work.ts';
import { CONDITION_FUNCTIONS } from '../vocabulary.ts';
import { readSpread } from './lists.ts';
import { conditionCall } from './operators.ts';
import type { Scope } from './scope.ts';
import { sqlTemplate } from './template.ts';
import { columnRef, literalOf, readExpression, type Cond } from './values.ts';

const MAX_DEPTH = 60;

export const opaque = (reason: string, at: HostExpr, args: readonly Cond[] = []): Cond => ({ kind: 'opaque', reason, args, span: at.span });

/** The same condition, sent only sometimes. A conjunction is optional in each of its parts, so that the parts stay visible. */
export function optional(cond: Cond): Cond {
  return cond.kind === 'and' ? { ...cond, args: cond.args.map(optional) } : { ...cond, optional: true };
}

/** What `.where(…)` or an item of `and(…)` sends; null when it sends nothing (`undefined`). */
export function readCondition(scope: Scope, expr: HostExpr, env: Env | null, depth = 0): Cond | null {
  if (depth > MAX_DEPTH || !spend(scope.reading.names.work)) return opaque('nested too deeply', expr);
  switch (expr.kind) {
    case 'nothing': return null;
    case 'call': return readCall(scope, expr, env, depth);
    case 'conditional': return alternatives(scope, expr.then, expr.otherwise, expr, env, depth);
    case 'binary': return readBinary(scope, expr, env, depth);
    case 'identifier': return readName(scope, expr, env, depth);
    case 'await': return readCondition(scope, expr.arg, env, depth + 1);
    case 'function': return opaque('callback', expr);
    case 'boolean': case 'number': case 'string': return literalOf(expr);
    default: return readOther(scope, expr, env, depth);
  }
}

/** One of two is sent: each of them sometimes. */
function alternatives(scope: Scope, a: HostExpr, b: HostExpr, at: HostExpr, env: Env | null, depth: number): Cond | null {
  const read = [a, b].map((side) => readCondition(scope, side, env, depth + 1)).flatMap((cond) => (cond === null ? [] : [optional(cond)]));
  return joined(read, at);
}

const joined = (conds: readonly Cond[], at: HostExpr): Cond | null => {
  const [only] = conds;
  return only === undefined ? null : conds.length === 1 ? only : { kind: 'and', args: conds, span: at.span };
};

/** `x && eq(…)`; `cond ?? eq(…)`; `x || eq(…)`. */
function readBinary(scope: Scope, expr: Extract<HostExpr, { kind: 'binary' }>, env: Env | null, depth: number): Cond | null {
  const right = readCondition(scope, expr.right, env, depth + 1);
  if (expr.op === '&&') return right === null ? null : optional(right);
  if (expr.op === '??' || expr.op === '||') return alternatives(scope, expr.left, expr.right, expr, env, depth);
  return opaque('computed condition', expr);
}

function readOther(scope: Scope, expr: HostExpr, env: Env | null, depth: number): Cond {
  const column = columnRef(meaningOf(scope.reading.names, expr, env));
  if (column !== null) return { kind: 'column', column, span: expr.span };
  const at = follow(scope.reading.names, expr, env);
  if (at.expr !== expr) return readCondition(scope, at.expr, at.env, depth + 1) ?? opaque('undefined condition', expr);
  const chosen = expr.kind === 'subscript' ? objectOf(scope.reading.names, expr.object, env) : null;
  if (chosen !== null) return oneOf(scope, propertiesOf(chosen.expr), expr, chosen.env, depth);
  return readExpression(scope, expr, env, depth) ?? opaque('condition made elsewhere', expr);
}

/** `byKind[kind]` of an object of conditions: one of them is sent. */
function oneOf(scope: Scope, properties: readonly HostProperty[], at: HostExpr, env: Env | null, depth: number): Cond {
  const read = properties.map((p) => (p.kind === 'property' ? readCondition(scope, p.value, env, depth + 1) : opaque('condition made elsewhere', at)));
  return joined(read.flatMap((cond) => (cond === null ? [] : [optional(cond)])), at) ?? opaque('condition made elsewhere', at);
}

function readCall(scope: Scope, call: CallHost, env: Env | null, depth: number): Cond | null {
  const { names } = scope.reading;
  const name = functionName(names, call.callee, env);
  if (name !== null && CONDITION_FUNCTIONS.has(name)) return conditionCall(scope, name, call, env, depth + 1);
  const either = operatorChoice(scope, call, env);
  if (either !== null) return joined(either.map((one) => conditionCall(scope, one, call, env, depth + 1)).flatMap((cond) => (cond === null ? [] : [optional(cond)])), call);
  const list = joinedBySql(scope, call, env);
  if (list !== null) return list.word === 'and' ? joined(readSpread(scope, list.items, env, depth + 1), call) : orOf(readSpread(scope, list.items, env, depth + 1), call);
  // `condition.if(x)` sends the condition when x is truthy.
  if (call.callee.kind === 'member' && call.callee.property === 'if') {
    const inner = readCondition(scope, call.callee.object, env, depth + 1);
    return inner === null ? null : optional(inner);
  }
  const read = readExpression(scope, call, env, depth);
  if (read !== null) return read;
  return readHelper(scope, call, env, depth) ?? opaque(`condition made by ${calleeText(call)}()`, call);
}

const orOf = (args: readonly Cond[], at: HostExpr): Cond | null => (args.length > 1 ? { kind: 'or', args, span: at.span } : (args[0] ?? null));

/** `const compare = inverse ? ne : eq; compare(t.a, x)`: the names of both, each of which is called sometimes. */
function operatorChoice(scope: Scope, call: CallHost, env: Env | null): readonly string[] | null {
  if (call.callee.kind !== 'identifier' && call.callee.kind !== 'conditional') return null;
  const at = follow(scope.reading.names, call.callee, env);
  if (at.expr.kind !== 'conditional') return null;
  const both = [at.expr.then, at.expr.otherwise].map((side) => functionName(scope.reading.names, side, at.env)).flatMap((name) => (name !== null && CONDITION_FUNCTIONS.has(name) ? [name] : []));
  return both.length === 2 ? both : null;
}

/** `` sql.join(conditions, sql` and `) ``. */
function joinedBySql(scope: Scope, call: CallHost, env: Env | null): { readonly items: HostExpr; readonly word: 'and' | 'or' } | null {
  const [items, glue] = call.args;
  if (call.callee.kind !== 'member' || call.callee.property !== 'join' || items === undefined || glue === undefined || functionName(scope.reading.names, call.callee.object, env) !== 'sql') return null;
  const word = sqlTemplate(scope, glue, env)?.template.quasis[0]?.value.trim().toLowerCase();
  return word === 'and' || word === 'or' ? { items, word } : null;
}

const calleeText = (call: CallHost): string => (call.callee.kind === 'identifier' ? call.callee.name : call.callee.kind === 'member' ? call.callee.property : 'a function');

/** A function of this file that returns a condition is read in place of its call. */
function readHelper(scope: Scope, call: CallHost, env: Env | null, depth: number): Cond | null {
  const fn = localFunction(scope.reading.names, call.callee, env);
  if (fn === null || fn.returns.length === 0 || depth > 20) return null;
  const inner = inlinedEnv(fn, call.args, env, env);
  const read = fn.returns.map((value) => readCondition(scope, value, inner, depth + 10));
  const conds = read.flatMap((cond) => (cond === null ? [] : [fn.returns.length > 1 ? optional(cond) : cond]));
  return joined(conds, call);
}

function readName(scope: Scope, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): Cond | null {
  const { names } = scope.reading;
  const binding = names.outline.resolve(expr.name, expr.span.start);
  if (binding === null) return opaque('condition made elsewhere', expr);
  const given = lookup(env, binding);
  if (given?.kind === 'expr') return readCondition(scope, given.expr, given.env, depth + 1);
  const column = columnRef(meaningOf(names, expr, env));
  if (column !== null) return { kind: 'column', column, span: expr.span };
  if (binding.kind === 'param' || binding.kind === 'import' || binding.kind === 'loop' || binding.pattern !== null) return opaque('condition made elsewhere', expr);
  return readVariable(scope, binding, expr, env, depth);
}

/** A local variable: what it starts as, then every assignment before the place where it is used. */
function readVariable(scope: Scope, binding: Binding, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): Cond | null {
  let current = binding.init === null ? null : readCondition(scope, binding.init, env, depth + 2);
  for (const mutation of mutationsBefore(scope, binding, expr.span.start)) {
    if (mutation.kind !== 'assign') continue;
    const value = readCondition(scope, mutation.value, selfEnv(env, binding), depth + 2);
    const grows = mentions(mutation.value, binding.name);
    if (value === null) continue;
    const kept = mutation.conditional && !grows && current !== null ? optional(current) : grows || mutation.conditional ? current : null;
    current = joined([...(kept === null ? [] : [kept]), mutation.conditional ? optional(value) : value], expr);
  }
  return current;
}

/** Inside `where = and(where, x)` the variable itself sends what is already known. */
const selfEnv = (env: Env | null, binding: Binding): Env => ({ given: new Map([[binding.span.start, { kind: 'expr', expr: { kind: 'nothing', name: 'undefined', span: binding.span }, env: null } as const]]), outer: env });

export const mutationsBefore = (scope: Scope, binding: Binding, offset: number): readonly Mutation[] =>
  scope.reading.names.outline.mutationsOf(binding).filter((mutation) => mutation.span.start < offset);

/** Whether a condition names a variable, as `and(where, …)` does. */
function mentions(expr: HostExpr, name: string, depth = 0): boolean {
  if (depth > 10) return false;
  switch (expr.kind) {
    case 'identifier': return expr.name === name;
    case 'call': return expr.args.some((arg) => mentions(arg, name, depth + 1));
    case 'conditional': return mentions(expr.then, name, depth + 1) || mentions(expr.otherwise, name, depth + 1);
    case 'binary': return mentions(expr.left, name, depth + 1) || mentions(expr.right, name, depth + 1);
    case 'array': return expr.items.some((item) => mentions(item, name, depth + 1));
    case 'spread': return mentions(expr.arg, name, depth + 1);
    default: return false;
  }
}
