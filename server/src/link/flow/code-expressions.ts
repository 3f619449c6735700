import type { SymbolPath } from '../../facts/expr.ts';
import type { FlowExpr, FlowFunction, FlowStep } from '../../facts/flow.ts';

/** `a.b.c` as a path; null for anything else. */
export function pathOf(expr: FlowExpr): SymbolPath | null {
  const path: string[] = [];
  let at = expr;
  for (; at.e === 'attr'; at = at.of) path.push(at.name);
  return at.e === 'name' ? [at.name, ...path.reverse()] : null;
}

/** `cache` of `functools.cache` and of `cache(60)`; empty where it is no name. */
export const lastNameOf = (expr: FlowExpr): string => (expr.e === 'call' ? lastNameOf(expr.of) : expr.e === 'attr' || expr.e === 'name' ? expr.name : '');

/** What a literal text says; null for anything else. */
export const textAt = (expr: FlowExpr | undefined): string | null => (expr?.e === 'literal' && typeof expr.value === 'string' ? expr.value : null);

/** Blocks in blocks further down than this are not looked into. */
const DEEPEST = 12;

/** Every step of a function in order, those in its blocks too; functions inside of it are not entered. */
export function* stepsIn(steps: readonly FlowStep[], depth = 0): Generator<FlowStep> {
  if (depth > DEEPEST) return;
  for (const step of steps) {
    yield step;
    for (const inner of blocksOf(step)) yield* stepsIn(inner, depth + 1);
  }
}

function blocksOf(step: FlowStep): readonly (readonly FlowStep[])[] {
  switch (step.s) {
    case 'if': return [step.yes, step.no];
    case 'switch': return step.cases.map(({ body }) => body);
    case 'loop': return [step.init, step.body, step.otherwise];
    case 'try': return [step.body, ...step.handlers, step.last];
    case 'block': return [step.body];
    default: return [];
  }
}

/** What a function gives back or yields, a local name by what it was last given; names of its parameters are not known. */
export function givenBack(fn: FlowFunction): readonly FlowExpr[] {
  const steps = [...stepsIn(fn.body)];
  const locals = localsOf(fn, steps);
  return steps.flatMap((step) => (step.s === 'return' && step.value !== null ? [step.value] : step.s === 'do' && step.value.e === 'yield' && step.value.of !== null ? [step.value.of] : []))
    .filter((expr) => !(expr.e === 'literal' && expr.value === null)).map((expr) => closed(expr, locals));
}

/** What each name of a function is given, where that is one thing; null where it is a parameter, or several. */
export function localsOf(fn: FlowFunction, steps: Iterable<FlowStep>): ReadonlyMap<string, FlowExpr | null> {
  const locals = new Map<string, FlowExpr | null>();
  for (const { target } of fn.params) if (target.t === 'name') locals.set(target.name, null);
  for (const step of steps) if (step.s === 'let' && step.target.t === 'name') locals.set(step.target.name, locals.has(step.target.name) || step.op !== null ? null : step.value);
  return locals;
}

/** An expression as the top level of the file would have it: local names by what they were given, or not known. */
export function closed(expr: FlowExpr, locals: ReadonlyMap<string, FlowExpr | null>, depth = 0): FlowExpr {
  const inner = (one: FlowExpr): FlowExpr => closed(one, locals, depth + 1);
  if (depth > DEEPEST) return { e: 'unknown', at: expr.at };
  switch (expr.e) {
    case 'name': { const given = locals.get(expr.name); return given === undefined ? expr : given === null ? { e: 'unknown', at: expr.at } : closed(given, locals, depth + 4); }
    case 'attr': return { ...expr, of: inner(expr.of) };
    case 'await': return { ...expr, of: inner(expr.of) };
    case 'either': return { ...expr, left: inner(expr.left), right: inner(expr.right) };
    case 'if': return { ...expr, test: { e: 'unknown', at: expr.test.at }, yes: inner(expr.yes), no: inner(expr.no) };
    case 'call': return { ...expr, of: inner(expr.of), args: expr.args.map(inner), keywords: expr.keywords.map(({ name, value }) => ({ name, value: inner(value) })) };
    case 'object': return { ...expr, entries: expr.entries.map((entry) => ({ ...entry, value: inner(entry.value) })) };
    case 'list': return { ...expr, items: expr.items.map(inner) };
    case 'literal': case 'unknown': case 'function': return expr;
    default: return { e: 'unknown', at: expr.at };
  }
}
