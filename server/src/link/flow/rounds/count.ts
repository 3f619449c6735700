import type { FlowCall, FlowExpr } from '../../../facts/flow.ts';
import type { RoundsInput } from '../rounds.ts';
import { standsFor } from './given.ts';
import { assignmentsOf, calledName, unwrapped } from './walk.ts';

/** Calls that give as many elements as what they are given has, or fewer. */
const sameCount = new Set(['list', 'tuple', 'set', 'frozenset', 'sorted', 'reversed', 'iter', 'enumerate', 'from', 'Set', 'Map', 'as_completed', 'tqdm', 'dict']);
const sameCountMethods = new Set(['map', 'filter', 'slice', 'reverse', 'toReversed', 'sort', 'toSorted', 'keys', 'values', 'items', 'entries', 'flat', 'copy']);

/** How many elements an expression has at most, where that shows in the code. `depth` bounds how far names are followed. */
export function countOf(expr: FlowExpr, input: RoundsInput, depth = 0): number | null {
  if (depth > 6) return null;
  const next = (e: FlowExpr) => countOf(e, input, depth + 1);
  switch (expr.e) {
    case 'list': return sum(expr.items.map((item) => (item.e === 'spread' ? next(item.of) : 1)));
    case 'object': return sum(expr.entries.map((entry) => (entry.key !== null || entry.computed !== undefined ? 1 : next(unwrapped(entry.value)))));
    case 'comprehension': return expr.clauses.reduce<number | null>((n, c) => times(n, next(c.of)), 1);
    case 'if': return most(next(expr.yes), next(expr.no));
    case 'either': return most(next(expr.left), next(expr.right));
    case 'await': case 'spread': return next(expr.of);
    case 'slice': return least(sliced(numberOf(expr.from, input), numberOf(expr.to, input), expr.from === null), next(expr.of));
    case 'call': return countOfCall(expr, input, next);
    case 'name': case 'attr': {
      const value = standsFor(expr, input);
      return value === null || typeof value === 'number' ? value : next(value);
    }
    default: return null;
  }
}

function countOfCall(call: FlowCall, input: RoundsInput, next: (e: FlowExpr) => number | null): number | null {
  const name = calledName(call);
  const [first, second] = call.args;
  const numbers = call.args.map((arg) => numberOf(arg, input));
  if (name === 'range') return rangeCount(numbers);
  if (name === 'zip') return call.args.map(next).reduce(least, null);
  if (name === 'product') return call.args.map(next).reduce<number | null>(times, 1);
  if (name === 'chain') return sum(call.args.map(next));
  if (name === 'islice' && call.args.length === 2) return numbers[1] ?? null;
  if (name === 'sample' || name === 'most_common' || name === 'nlargest' || name === 'nsmallest') return numbers.find((n) => n !== null) ?? null;
  if (name === 'Array' && call.args.length === 1) return numbers[0] ?? null;
  if (call.of.e === 'attr' && call.of.of.e === 'name' && call.of.of.name === 'Object' && first !== undefined) return next(first);
  if (call.of.e === 'attr' && name === 'fill') return next(call.of.of);
  if (sameCount.has(name) && first !== undefined) return lengthGiven(first, input) ?? next(first);
  if (name === 'dict' && call.args.length === 0) return call.keywords.some((k) => k.name === null) ? null : call.keywords.length;
  if (call.of.e !== 'attr' || !sameCountMethods.has(name)) return null;
  return least(name === 'slice' ? sliced(numbers[0] ?? null, numbers[1] ?? null, first === undefined, second === undefined) : null, next(call.of.of));
}

/** `Array.from({ length: 3 })`. */
function lengthGiven(expr: FlowExpr, input: RoundsInput): number | null {
  const length = expr.e === 'object' ? expr.entries.find((entry) => entry.key === 'length') : undefined;
  return length === undefined ? null : numberOf(length.value, input);
}

/** `[:3]`, `[0:3]`, `[-3:]`: what is cut off at both ends is not known. */
function sliced(from: number | null, to: number | null, noFrom: boolean, noTo = to === null): number | null {
  if (to !== null && to >= 0 && (noFrom || from !== null)) return Math.max(0, to - Math.max(0, from ?? 0));
  return from !== null && from < 0 && noTo ? -from : null;
}

function rangeCount(args: readonly (number | null)[]): number | null {
  if (args.length === 0 || args.includes(null)) return null;
  const [from, to, step] = args.length === 1 ? [0, args[0] ?? 0, 1] : [args[0] ?? 0, args[1] ?? 0, args[2] ?? 1];
  return step === 0 ? null : Math.max(0, Math.ceil((to - from) / step));
}

/** A number that stands in the code, be it behind a name. */
export function numberOf(expr: FlowExpr | null, input: RoundsInput, depth = 0): number | null {
  if (expr === null || depth > 4) return null;
  if (expr.e === 'literal') return typeof expr.value === 'number' ? expr.value : null;
  if (expr.e === 'op' && expr.parts.length === 2 && (expr.op === '+' || expr.op === '-')) return combined(expr.op, expr.parts.map((part) => numberOf(part, input, depth + 1)));
  if (expr.e === 'attr' && expr.name === 'length') return countOf(expr.of, input, depth + 1);
  if (expr.e === 'call' && calledName(expr) === 'len' && expr.args[0] !== undefined) return countOf(expr.args[0], input, depth + 1);
  const value = standsFor(expr, input);
  return value === null || typeof value === 'number' ? null : numberOf(value, input, depth + 1);
}

const combined = (op: '+' | '-', [a, b]: readonly (number | null)[]): number | null => (a === null || b === null || a === undefined || b === undefined ? null : op === '+' ? a + b : a - b);

/** `for (let i = 0; i < 3; i++)`, `while i < 3` beside `i += 1`: how often its counter lets it go round. */
export function countOfCounter(input: RoundsInput): number | null {
  const test = input.loop?.test ?? null;
  if (input.loop === null || test?.e !== 'op' || test.parts.length !== 2) return null;
  const [left, right] = test.parts;
  if (left?.e !== 'name' || right === undefined || (test.op !== '<' && test.op !== '<=')) return null;
  const start = assignmentsOf(input.loop.init).find((a) => a.names.includes(left.name));
  const from = start === undefined ? null : numberOf(start.value, input);
  const to = numberOf(right, input);
  return from === null || to === null || !stepsByOne(left.name, input) ? null : Math.max(0, to - from + (test.op === '<=' ? 1 : 0));
}

const stepsByOne = (name: string, { loop }: RoundsInput): boolean =>
  assignmentsOf(loop?.update ?? []).some((a) => a.names.includes(name) && a.by?.e === 'literal' && a.by.value === 1);

const sum = (counts: readonly (number | null)[]): number | null => counts.reduce<number | null>((n, c) => (n === null || c === null ? null : n + c), 0);
const times = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a * b);
const most = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : Math.max(a, b));
/** Either bounds it. */
const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
