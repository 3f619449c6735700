import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding, Mutation } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import { chainOf } from './chain.ts';
import type { Cond, Draft } from './draft.ts';
import { inlinedEnv, lookup, withGiven, type Env } from './env.ts';
import { addedElsewhere } from './handed.ts';
import { allOf, anyOf, opaque, optional } from './literals.ts';
import { localFunction, meaningOf } from './names.ts';
import { asCondition } from './operators.ts';
import { readFragment } from './text.ts';
import { lastName, readSql } from './values.ts';
import { mutationsOf } from './reading.ts';
import { spend } from '../../../lang/work.ts';

const MAX_DEPTH = 60;

/** What an argument of `.where(…)` or `and_(…)` sends; null when it sends nothing (`True`, None). */
export function readCondition(draft: Draft, expr: HostExpr, env: Env | null, depth = 0): Cond | null {
  if (depth > MAX_DEPTH || !spend(draft.reading.work)) return opaque('nested too deeply', expr);
  switch (expr.kind) {
    case 'nothing': return null;
    case 'boolean': return expr.value ? null : { kind: 'literal', type: 'boolean', value: false, span: expr.span };
    case 'string': return readFragment(draft, expr, expr.span);
    case 'conditional': return sometimes(draft, [expr.then, expr.otherwise], expr.span, env, depth);
    case 'identifier': return readName(draft, expr, env, depth);
    case 'binary': if (expr.op === '&&' || expr.op === '||') return decided(draft, expr, env, depth); break;
    default: break;
  }
  const read = readSql(draft, expr, env, depth + 1);
  if (read !== null) return isTrueLiteral(read) ? null : asCondition(read);
  return (expr.kind === 'call' ? helper(draft, expr, env, depth) : null) ?? opaque(expr.kind === 'call' ? `condition made by ${lastName(expr.callee)}()` : 'condition made elsewhere', expr);
}

const isTrueLiteral = (cond: Cond): boolean => cond.kind === 'literal' && cond.value === true;

/** One of several is sent: each of them sometimes. */
function sometimes(draft: Draft, sides: readonly HostExpr[], span: Span, env: Env | null, depth: number): Cond | null {
  return allOf(sides.flatMap((side) => { const cond = readCondition(draft, side, env, depth + 1); return cond === null ? [] : [optional(cond)]; }), span);
}

/** `x and A.y == 1`: Python hands on one of the two. A comparison of the program by itself is none of SQL's. */
function decided(draft: Draft, expr: Extract<HostExpr, { kind: 'binary' }>, env: Env | null, depth: number): Cond | null {
  const sides = [expr.left, expr.right].filter((side) => readSql(draft, side, env, depth + 1) !== null);
  return sides.length === 0 ? opaque('condition made elsewhere', expr) : sometimes(draft, sides, expr.span, env, depth);
}

/** A function of this file whose returns are conditions, each sent sometimes. */
function helper(draft: Draft, call: CallHost, env: Env | null, depth: number): Cond | null {
  const fn = localFunction(draft.reading, call.callee, env);
  if (fn === null || fn.returns.length === 0 || depth > 20) return null;
  const inner = inlinedEnv(fn, call, env);
  const conds = fn.returns.flatMap((value) => { const cond = readCondition(draft, value, inner, depth + 10); return cond === null ? [] : [fn.returns.length > 1 ? optional(cond) : cond]; });
  return allOf(conds, call.span);
}

function readName(draft: Draft, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): Cond | null {
  const { outline } = draft.reading;
  const binding = outline.resolve(expr.name, expr.span.start);
  if (binding === null) return opaque('condition made elsewhere', expr);
  const given = lookup(env, binding);
  if (given !== undefined) return given === null ? null : readCondition(draft, given.expr, given.env, depth + 1);
  if (meaningOf(draft.reading, expr, env).kind !== 'value') { const read = readSql(draft, expr, env, depth + 1); return read === null ? opaque('condition made elsewhere', expr) : asCondition(read); }
  if (binding.kind === 'param' || binding.kind === 'loop' || binding.import !== null || binding.pattern !== null) return opaque('condition made elsewhere', expr);
  return readVariable(draft, binding, expr, env, depth);
}

/** A local variable: what it starts as, then every assignment before the place where it is used. */
function readVariable(draft: Draft, binding: Binding, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): Cond | null {
  let current = binding.init === null ? null : readCondition(draft, binding.init, env, depth + 2);
  for (const mutation of assignsBefore(draft, binding, expr.span.start)) {
    // Inside `where = and_(where, x)` the variable itself sends what is already known.
    const value = readCondition(draft, mutation.value, withGiven(env, binding, null), depth + 2);
    const grows = mentions(mutation.value, binding.name);
    if (value === null) continue;
    const kept = mutation.conditional && !grows && current !== null ? optional(current) : grows || mutation.conditional ? current : null;
    current = allOf([...(kept === null ? [] : [kept]), mutation.conditional ? optional(value) : value], expr.span);
  }
  return current;
}

const mutationsBefore = (draft: Draft, binding: Binding, offset: number): readonly Mutation[] => mutationsOf(draft.reading, binding).filter((mutation) => mutation.span.start < offset);

const assignsBefore = (draft: Draft, binding: Binding, offset: number): readonly Extract<Mutation, { kind: 'assign' }>[] => mutationsBefore(draft, binding, offset).flatMap((m) => (m.kind === 'assign' ? [m] : []));

/** Whether a value is made of a variable. */
function mentions(expr: HostExpr, name: string, depth = 0): boolean {
  if (depth > 10) return false;
  const any = (...parts: readonly HostExpr[]): boolean => parts.some((part) => mentions(part, name, depth + 1));
  switch (expr.kind) {
    case 'identifier': return expr.name === name;
    case 'call': return any(expr.callee, ...expr.args);
    case 'member': return any(expr.object);
    case 'conditional': return any(expr.then, expr.otherwise);
    case 'binary': return any(expr.left, expr.right);
    case 'array': return any(...expr.items);
    case 'spread': case 'unary': case 'await': return any(expr.arg);
    default: return false;
  }
}

/** The arguments of `.where(…)`, `and_(…)` and `or_(…)`, spreads and lists that are built up included. */
export function readList(draft: Draft, items: readonly HostExpr[], env: Env | null, depth = 0): readonly Cond[] {
  return items.flatMap((item) => {
    if (item.kind === 'spread') return readSpread(draft, item.arg, env, depth + 1);
    // `or_(A.x == v for v in vs)` and `filter([…])` of old.
    if (item.kind === 'array') return readList(draft, item.items, env, depth + 1);
    if (isMapped(item)) return readSpread(draft, item, env, depth + 1);
    const cond = readCondition(draft, item, env, depth + 1);
    return cond === null ? [] : [cond];
  });
}

const isMapped = (expr: HostExpr): expr is CallHost => expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.property === 'map' && expr.args[0]?.kind === 'function' && expr.callee.span.start === expr.span.start && expr.callee.span.end === expr.span.end;

/** The conditions of a list: a literal, a variable that is appended to, a comprehension, a sum of lists. */
export function readSpread(draft: Draft, expr: HostExpr, env: Env | null, depth: number): readonly Cond[] {
  if (depth > MAX_DEPTH || !spend(draft.reading.work)) return [opaque('nested too deeply', expr)];
  switch (expr.kind) {
    case 'array': return readList(draft, expr.items, env, depth);
    case 'nothing': return [];
    case 'conditional': return [...readSpread(draft, expr.then, env, depth + 1), ...readSpread(draft, expr.otherwise, env, depth + 1)].map(optional);
    case 'binary': return readSum(draft, expr, env, depth);
    case 'identifier': return readListName(draft, expr, env, depth);
    case 'call': return readListCall(draft, expr, env, depth);
    default: return [opaque('conditions made elsewhere', expr)];
  }
}

function readSum(draft: Draft, expr: Extract<HostExpr, { kind: 'binary' }>, env: Env | null, depth: number): readonly Cond[] {
  const both = [...readSpread(draft, expr.left, env, depth + 1), ...readSpread(draft, expr.right, env, depth + 1)];
  return expr.op === '+' ? both : both.map(optional);
}

function readListName(draft: Draft, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): readonly Cond[] {
  const binding = draft.reading.outline.resolve(expr.name, expr.span.start);
  const given = binding === null ? undefined : lookup(env, binding);
  if (given !== undefined) return given === null ? [] : readSpread(draft, given.expr, given.env, depth + 1);
  if (binding === null || binding.init === null || binding.pattern !== null || binding.kind === 'param') return [opaque('conditions made elsewhere', expr)];
  const found = [...readSpread(draft, binding.init, env, depth + 2)];
  for (const mutation of mutationsBefore(draft, binding, expr.span.start)) {
    const added = mutation.kind === 'call' ? appended(draft, mutation.call, env, depth + 2) : readSpread(draft, mutation.value, withGiven(env, binding, null), depth + 2);
    if (mutation.kind === 'assign' && !mutation.conditional && !mentions(mutation.value, binding.name)) found.length = 0;
    found.push(...(mutation.conditional ? added.map(optional) : added));
  }
  return addedElsewhere(draft.reading, binding, expr.span.start) ? [...found, opaque('conditions added elsewhere', expr)] : found;
}

function appended(draft: Draft, call: CallHost, env: Env | null, depth: number): readonly Cond[] {
  const last = chainOf(call, env).steps.at(-1);
  if (last?.args === null || last === undefined) return [];
  if (last.name === 'append') return readList(draft, last.args, env, depth);
  if (last.name === 'extend') return last.args.flatMap((arg) => readSpread(draft, arg, env, depth));
  return last.name === 'insert' ? readList(draft, last.args.slice(1), env, depth) : [];
}

function readListCall(draft: Draft, call: CallHost, env: Env | null, depth: number): readonly Cond[] {
  const [fn] = call.args;
  if (call.callee.kind === 'identifier' && /^(?:list|tuple|filter|set)$/.test(call.callee.name)) return readSpread(draft, call.args.at(-1) ?? { kind: 'array', items: [], span: call.span }, env, depth + 1);
  // A comprehension sends one for each item, of which there may be none.
  if (isMapped(call) && fn?.kind === 'function') return readList(draft, fn.returns, env, depth + 1).map(optional);
  const local = localFunction(draft.reading, call.callee, env);
  if (local === null || local.returns.length === 0 || depth > 20) return [opaque('conditions made elsewhere', call)];
  const inner = inlinedEnv(local, call, env);
  const read = local.returns.map((value) => readSpread(draft, value, inner, depth + 10));
  return read.length === 1 ? (read[0] ?? []) : read.flat().map(optional);
}

/** `or_(…)`. What is optional among alternatives is still one of them: a comprehension in it says so of each. */
export const anyCondition = (conds: readonly Cond[], span: Span): Cond | null => anyOf(conds.length > 1 ? conds.filter((cond) => !(cond.kind === 'literal' && cond.value === false)) : conds, span);
