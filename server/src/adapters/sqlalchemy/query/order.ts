import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { lookup, withGiven, inlinedEnv, type Env } from './env.ts';
import type { Cond, Draft, Key } from './draft.ts';
import { functionName } from './functions.ts';
import { opaque, stringOf } from './literals.ts';
import { localFunction } from './names.ts';
import { readOrderText } from './text.ts';
import { readSql } from './values.ts';
import { mutationsOf } from './reading.ts';
import { spend } from '../../../lang/work.ts';

const MAX_DEPTH = 20;

const sometimes = (key: Key): Key => ({ ...key, optional: true });

const unknownKey = (expr: HostExpr, reason: string, args: readonly Cond[] = []): Key => ({ expr: opaque(reason, expr, args), direction: 'asc', nulls: 'default', span: expr.span });

/** The sort keys that an argument of `.order_by(…)` stands for, in order. */
export function readKeys(draft: Draft, expr: HostExpr, env: Env | null, depth = 0): readonly Key[] {
  if (depth > MAX_DEPTH || !spend(draft.reading.work)) return [unknownKey(expr, 'nested too deeply')];
  switch (expr.kind) {
    case 'nothing': case 'boolean': return [];
    case 'array': return expr.items.flatMap((item) => readKeys(draft, item, env, depth + 1));
    case 'spread': return readKeys(draft, expr.arg, env, depth + 1);
    case 'conditional': return choice(draft, expr, env, depth);
    case 'unary': return expr.op === '-' ? readKeys(draft, expr.arg, env, depth + 1).map(reversed) : [unknownKey(expr, 'computed sort key')];
    case 'string': return textKeys(draft, expr);
    case 'identifier': return readName(draft, expr, env, depth);
    case 'call': return readCall(draft, expr, env, depth);
    default: return [plain(draft, expr, env)];
  }
}

/** `-A.x` of old, and `order_by('-name')`. */
const reversed = (key: Key): Key => ({ ...key, direction: key.direction === 'asc' ? 'desc' : 'asc' });

const textKeys = (draft: Draft, expr: HostExpr): readonly Key[] => (stringOf(expr) === '' ? [] : (readOrderText(draft, expr) ?? [unknownKey(expr, 'SQL fragment')]));

/** Either side: when both sort by the same columns only the direction differs, which one index serves as well. */
function choice(draft: Draft, expr: Extract<HostExpr, { kind: 'conditional' }>, env: Env | null, depth: number): readonly Key[] {
  const [a, b] = [readKeys(draft, expr.then, env, depth + 1), readKeys(draft, expr.otherwise, env, depth + 1)];
  if (a.length === 0 || b.length === 0) return [...a, ...b].map(sometimes);
  return oneOf(expr, [a, b]);
}

function oneOf(expr: HostExpr, all: readonly (readonly Key[])[]): readonly Key[] {
  const [first] = all;
  if (first !== undefined && all.every((keys) => keys.length === first.length && first.every((key, i) => sameColumn(key, keys[i])))) return all.length === 1 ? first : first.map(sometimes);
  return [sometimes(unknownKey(expr, 'one of several sort keys', all.flat().map((key) => key.expr)))];
}

const sameColumn = (a: Key, b: Key | undefined): boolean => a.expr.kind === 'column' && b?.expr.kind === 'column' && JSON.stringify(a.expr.column) === JSON.stringify(b.expr.column);

function readName(draft: Draft, expr: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): readonly Key[] {
  const { outline } = draft.reading;
  const binding = outline.resolve(expr.name, expr.span.start);
  const given = binding === null ? undefined : lookup(env, binding);
  if (given !== undefined) return given === null ? [] : readKeys(draft, given.expr, given.env, depth + 1);
  if (binding === null || binding.init === null || binding.kind === 'param' || binding.kind === 'loop' || binding.pattern !== null) return [plain(draft, expr, env)];
  const changes = mutationsOf(draft.reading, binding).filter((m) => m.span.start < expr.span.start);
  const inside = withGiven(env, binding, null);
  const first = readKeys(draft, binding.init, env, depth + 1);
  if (changes.length === 0) return first;
  if (changes.every((m) => m.kind === 'call')) return [...first, ...changes.flatMap((m) => (m.kind === 'call' ? appended(draft, m.call, env, depth).map((key) => (m.conditional ? sometimes(key) : key)) : []))];
  return oneOf(expr, [first, ...changes.flatMap((m) => (m.kind === 'assign' ? [readKeys(draft, m.value, inside, depth + 1)] : []))]);
}

const appended = (draft: Draft, call: CallHost, env: Env | null, depth: number): readonly Key[] =>
  call.callee.kind === 'member' && (call.callee.property === 'append' || call.callee.property === 'extend') ? call.args.flatMap((arg) => readKeys(draft, arg, env, depth + 1)) : [];

const DIRECTIONS: ReadonlySet<string> = new Set(['asc', 'desc']);
const NULLS: Readonly<Record<string, 'first' | 'last'>> = { nulls_first: 'first', nullsfirst: 'first', nulls_last: 'last', nullslast: 'last' };

function readCall(draft: Draft, call: CallHost, env: Env | null, depth: number): readonly Key[] {
  const name = functionName(draft.reading, call.callee, env);
  const [argument] = call.args;
  const method = call.callee.kind === 'member' ? call.callee.property : '';
  // `desc(A.x)` and `A.x.desc()` are the same.
  const [word, of] = name !== null && argument !== undefined ? [name, argument] : call.callee.kind === 'member' && call.args.length === 0 ? [method, call.callee.object] : ['', null];
  if (of !== null && word !== null && DIRECTIONS.has(word)) return readKeys(draft, of, env, depth + 1).map((key) => ({ ...key, direction: word === 'desc' ? 'desc' : 'asc', span: call.span }));
  if (of !== null && word !== null && Object.hasOwn(NULLS, word)) return readKeys(draft, of, env, depth + 1).map((key) => ({ ...key, nulls: NULLS[word] ?? 'default', span: call.span }));
  if (name === 'text' && argument !== undefined) return textKeys(draft, argument);
  const direction = directionOf(draft, call, env);
  if (direction !== null && argument !== undefined) return readKeys(draft, argument, env, depth + 1).map((key) => sometimes({ ...key, direction, span: call.span }));
  const fn = localFunction(draft.reading, call.callee, env);
  if (fn !== null && fn.returns.length > 0 && depth < MAX_DEPTH / 2) return oneOf(call, fn.returns.map((value) => readKeys(draft, value, inlinedEnv(fn, call, env), depth + 8)));
  return [plain(draft, call, env)];
}

/** `(desc if newest else asc)(A.x)`, also by way of a variable: either direction, which one index serves as well. */
function directionOf(draft: Draft, call: CallHost, env: Env | null): 'asc' | 'desc' | null {
  const binding = call.callee.kind === 'identifier' ? draft.reading.outline.resolve(call.callee.name, call.callee.span.start) : null;
  const callee = binding?.init ?? call.callee;
  if (callee.kind !== 'conditional') return null;
  const sides = [callee.then, callee.otherwise].map((side) => functionName(draft.reading, side, env));
  const [first] = sides;
  return (first === 'asc' || first === 'desc') && sides.every((side) => side === 'asc' || side === 'desc') ? first : null;
}

/** A value of the program sorts by a column that is known only at run time. */
function plain(draft: Draft, expr: HostExpr, env: Env | null): Key {
  const read = readSql(draft, expr, env);
  return read === null ? unknownKey(expr, 'dynamic column') : { expr: read, direction: 'asc', nulls: 'default', span: expr.span };
}
