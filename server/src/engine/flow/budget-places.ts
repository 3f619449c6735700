import type { FileFacts } from '../../facts/file.ts';
import type { FlowCall, FlowExpr, FlowSpan, FlowStep, FlowUnit } from '../../facts/flow.ts';
import { languageOf } from '../../text/language.ts';
import { insideExpr, insideStep } from '../../link/flow/rounds/walk.ts';
import { isStatement } from '../../link/flow/code-index.ts';

/** A function whose queries are counted by themselves. Spans are relative to its unit; `whole` is null for all of the unit. */
export interface Counted { readonly name: string; readonly kind: 'handler' | 'exported'; readonly lens: FlowSpan; readonly steps: readonly FlowStep[]; readonly whole: FlowSpan | null; readonly except: readonly FlowSpan[] }

/** What routers, procedures and actions call the function that they are handed: `app.get('/x', fn)`, `procedure.input(…).query(fn)`, `client.action(fn)`. */
const HANDED = /^(get|post|put|patch|delete|all|route|query|mutation|subscription|openapi|handler|action)$/;
/** Of these, words that other things have too: they count only with a path, or in an object of procedures. */
const WITH_PATH = /^(get|post|put|patch|delete|all|route)$/;
const DEEPEST = 60;

/** The functions of a unit that answer requests or that other files can call. */
export function countedIn(unit: FlowUnit, facts: FileFacts, isHandler: boolean): readonly Counted[] {
  const inner: Counted[] = [];
  const [only] = unit.fn.body;
  const named = isStatement(unit) && only?.s === 'let' && only.target.t === 'name' ? only.target.name : '';
  for (const step of unit.fn.body) addFromStep(step, named === '' ? [] : [named], inner, 0);
  const except = inner.flatMap(({ whole }) => (whole === null ? [] : [whole]));
  if (isStatement(unit) || unit.nameSpan === null) return inner;
  const own = isHandler ? 'handler' : isShown(unit, facts) ? 'exported' : null;
  if (own === null) return inner;
  const lens: FlowSpan = [unit.nameSpan.start - unit.span.start, unit.nameSpan.end - unit.span.start];
  return [{ name: unit.name.replace(/^exports\./, ''), kind: own, lens, steps: unit.fn.body, whole: null, except }, ...inner];
}

/** Whether other files can call it: in Python whatever is not private by its name. */
function isShown({ name }: FlowUnit, { path, exports }: FileFacts): boolean {
  const parts = name.replace(/^exports\./, '').split('.');
  const top = parts[0] ?? '';
  if (parts.some((part) => /^[_#]|^constructor$/.test(part))) return false;
  return languageOf(path) === 'python' || name.startsWith('exports.') || exports.some((one) => 'local' in one && one.local[0]?.replace(/^exports\./, '') === top);
}

function addFromStep(step: FlowStep, keys: readonly string[], found: Counted[], depth: number): void {
  if (depth > DEEPEST) return;
  const { exprs, steps } = insideStep(step);
  for (const expr of exprs) addFrom(expr, keys, found, depth + 1);
  for (const inner of steps) addFromStep(inner, keys, found, depth + 1);
}

function addFrom(expr: FlowExpr, keys: readonly string[], found: Counted[], depth: number): void {
  if (depth > DEEPEST) return;
  if (expr.e === 'object') { for (const { key, value } of expr.entries) addFrom(value, key === null ? keys : [...keys, key], found, depth + 1); return; }
  const handed = expr.e === 'call' ? handedTo(expr, keys) : null;
  if (handed !== null) found.push(handed);
  const { exprs, steps } = insideExpr(expr);
  for (const inner of exprs) if (handed === null || inner.e !== 'function') addFrom(inner, keys, found, depth + 1);
  if (handed === null) for (const inner of steps) addFromStep(inner, keys, found, depth + 1);
}

/** The last function that such a call is handed; what stands before it are guards. */
function handedTo(call: FlowCall, keys: readonly string[]): Counted | null {
  const word = call.of.e === 'attr' ? call.of.name : '';
  const fn = call.args.findLast((arg) => arg.e === 'function');
  if (fn === undefined || fn.e !== 'function' || !HANDED.test(word)) return null;
  const [first] = call.args;
  const path = first?.e === 'literal' && typeof first.value === 'string' && /^$|^[/*]/.test(first.value) ? first.value : null;
  if (WITH_PATH.test(word) ? path === null : path === null && keys.length === 0) return null;
  const name = path === null ? keys.join('.') : `${word.toUpperCase()} ${path === '' ? '/' : path}`;
  return { name, kind: 'handler', lens: [startOf(call, keys), call.of.at[1]], steps: fn.fn.body, whole: fn.at, except: [] };
}

/** A procedure's lens stands at its beginning, a route's at its own call. */
function startOf({ of }: FlowCall, keys: readonly string[]): number {
  return keys.length > 1 || of.e !== 'attr' ? of.at[0] : of.at[1] - of.name.length;
}
