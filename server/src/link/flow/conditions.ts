import type { FlowExpr, FlowStep } from '../../facts/flow.ts';
import type { Env } from './env.ts';
import { evaluate } from './evaluate.ts';
import { type Condition, type Run, silently } from './run.ts';
import type { Value } from './values.ts';

/** Whether a value counts as true; null where that is not known. */
export function truthOf(value: Value): boolean | null {
  switch (value.v) {
    case 'constant': return value.value !== null && value.value !== false && value.value !== 0 && value.value !== '';
    case 'function': case 'unit': case 'class': case 'instance': return true;
    default: return null;
  }
}

/** What only callers know of a test, when it is to come out as `is`: a parameter, or something of one, that is true or not. */
export function conditionsOf(run: Run, env: Env, test: FlowExpr, is: boolean, weak = false): readonly Condition[] {
  const plain = positive(test, is);
  if (plain.test.e === 'either') return plain.test.op === (plain.is ? '&&' : '||') ? [...conditionsOf(run, env, plain.test.left, plain.is, weak), ...conditionsOf(run, env, plain.test.right, plain.is, weak)] : [];
  if (plain.test.e !== 'name' && plain.test.e !== 'attr') return [];
  const { test: on } = plain;
  const value = silently(run, () => evaluate(run, env, on));
  return value.v === 'symbol' && !throughElement(value) ? [{ on: value, is: plain.is, weak, depth: run.loops.length, below: run.frames !== null }] : [];
}

/** Elements of lists differ from one another: nobody answers for all of them. */
function throughElement(value: Extract<Value, { readonly v: 'symbol' }>): boolean {
  if (value.form.is === 'element' || value.form.is === 'result') return true;
  return value.form.is === 'attr' && throughElement(value.form.of);
}

/** A test without its negations: `not x`, `x is None`, `!x`, `x !== undefined`, `len(x) == 0`. */
function positive(test: FlowExpr, is: boolean): { readonly test: FlowExpr; readonly is: boolean } {
  if (test.e === 'set') return positive(test.value, is);
  if (test.e !== 'op') return { test, is };
  const [left, right] = test.parts;
  if (left === undefined) return { test, is };
  if ((test.op === 'not' || test.op === '!') && right === undefined) return positive(left, !is);
  if (right === undefined || right.e !== 'literal') return isUndefined(right) ? positive(left, isEquality(test.op) ? !is : is) : { test, is };
  if (right.value === null || right.value === false || right.value === 0) {
    if (isEquality(test.op)) return positive(countedOf(left), !is);
    if (['!=', '!==', 'is not', '>'].includes(test.op)) return positive(countedOf(left), is);
  }
  if (right.value === true && isEquality(test.op)) return positive(left, is);
  return { test, is };
}

const isEquality = (op: string): boolean => ['==', '===', 'is'].includes(op);
const isUndefined = (expr: FlowExpr | undefined): boolean => expr?.e === 'name' && expr.name === 'undefined';

/** `rows` of `rows.length` and `len(rows)`. */
function countedOf(expr: FlowExpr): FlowExpr {
  if (expr.e === 'attr' && (expr.name === 'length' || expr.name === 'size')) return expr.of;
  if (expr.e === 'call' && expr.of.e === 'name' && expr.of.name === 'len') return expr.args[0] ?? expr;
  return expr;
}

/** A test that holds where something that was read is not there: what comes after such a guard is as certain as what was before. */
export function isMissing(run: Run, env: Env, test: FlowExpr): boolean {
  const plain = positive(test, true);
  if (plain.test.e === 'either' && plain.test.op === '||' && plain.is) return isMissing(run, env, plain.test.left) || isMissing(run, env, plain.test.right);
  if (plain.is) return false;
  const value = silently(run, () => evaluate(run, env, plain.test));
  return value.v === 'row' || value.v === 'rows' || value.v === 'either' || value.v === 'symbol' || value.v === 'column' || (value.v === 'unknown' && value.lookup === undefined && [...value.roots].some((key) => key.startsWith('q')));
}

/** How a list of steps is certain to end; null where it goes on. */
export function endOf(steps: readonly FlowStep[]): 'return' | 'throw' | 'continue' | 'break' | null {
  for (const step of steps) {
    if (step.s === 'return') return 'return';
    if (step.s === 'leave') return step.how;
    if (step.s === 'block') { const end = endOf(step.body); if (end !== null) return end; }
    if (step.s === 'if' && step.no.length > 0) { const [yes, no] = [endOf(step.yes), endOf(step.no)]; if (yes !== null && no !== null) return yes === 'throw' ? no : yes; }
  }
  return null;
}

/** The container that a test looks into by a key (`k in cache`, `cache.has(k)`), and whether it holds where the key is there. */
export function lookedUp(test: FlowExpr): LookedUp | null {
  if (test.e === 'op' && (test.op === 'not' || test.op === '!') && test.parts.length === 1 && test.parts[0] !== undefined) {
    const inner = lookedUp(test.parts[0]);
    return inner === null ? null : { ...inner, there: !inner.there };
  }
  if (test.e === 'op' && (test.op === 'in' || test.op === 'not in') && test.parts[1] !== undefined) return named(test.parts[1], test.parts[0] ?? null, test.op === 'in');
  if (test.e === 'call' && test.of.e === 'attr' && (test.of.name === 'has' || test.of.name === 'exists') && test.args.length === 1) return named(test.of.of, test.args[0] ?? null, true);
  return null;
}

interface LookedUp { readonly container: string; readonly key: FlowExpr | null; readonly there: boolean }

function named(expr: FlowExpr, key: FlowExpr | null, there: boolean): LookedUp | null {
  const container = textOf(expr);
  return container === '' ? null : { container, key, there };
}

/** A dotted name as written; empty for anything else. */
export function textOf(expr: FlowExpr): string {
  if (expr.e === 'name') return expr.name;
  if (expr.e !== 'attr') return '';
  const of = textOf(expr.of);
  return of === '' ? '' : `${of}.${expr.name}`;
}
