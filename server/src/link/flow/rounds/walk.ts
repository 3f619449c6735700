import type { FlowExpr, FlowFunction, FlowSpan, FlowStep, FlowTarget } from '../../../facts/flow.ts';

/** Expressions and steps that stand directly in something. */
interface Inside { readonly exprs: readonly FlowExpr[]; readonly steps: readonly FlowStep[] }

const NOTHING: Inside = { exprs: [], steps: [] };
const of = (...exprs: readonly (FlowExpr | null)[]): Inside => ({ exprs: exprs.filter((e) => e !== null), steps: [] });
const all = (exprs: readonly FlowExpr[]): Inside => ({ exprs, steps: [] });

/** What an expression is made of; of a function its body too. */
export function insideExpr(expr: FlowExpr): Inside {
  switch (expr.e) {
    case 'attr': case 'await': case 'spread': return all([expr.of]);
    case 'yield': return of(expr.of);
    case 'index': return all([expr.of, expr.index]);
    case 'slice': return of(expr.of, expr.from, expr.to);
    case 'call': return all(expr.keywords.length === 0 ? [expr.of, ...expr.args] : [expr.of, ...expr.args, ...expr.keywords.map((k) => k.value)]);
    case 'list': return all(expr.items);
    case 'object': return all(expr.entries.flatMap((e) => (e.computed === undefined ? [e.value] : [e.value, e.computed])));
    case 'function': return insideFunction(expr.fn);
    case 'comprehension': return of(expr.key, expr.value, ...expr.clauses.flatMap((c) => [c.of, ...c.tests]));
    case 'if': return all([expr.test, expr.yes, expr.no]);
    case 'either': return all([expr.left, expr.right]);
    case 'op': return all(expr.parts);
    case 'set': return all([expr.value, ...targetExprs(expr.target)]);
    default: return NOTHING;
  }
}

const insideFunction = (fn: FlowFunction): Inside => ({ exprs: fn.params.flatMap((p) => (p.value === null ? [] : [p.value])), steps: fn.body });

export function insideStep(step: FlowStep): Inside {
  switch (step.s) {
    case 'let': return all([step.value, ...targetExprs(step.target)]);
    case 'do': return all([step.value]);
    case 'return': case 'leave': return of(step.value);
    case 'if': return { exprs: [step.test], steps: [...step.yes, ...step.no] };
    case 'switch': return { exprs: [step.on, ...step.cases.flatMap((c) => (c.test === null ? [] : [c.test]))], steps: step.cases.flatMap((c) => c.body) };
    case 'loop': return { exprs: [step.of, step.test].filter((e) => e !== null), steps: [...step.init, ...step.update, ...step.body, ...step.otherwise] };
    case 'try': return { exprs: [], steps: [...step.body, ...step.handlers.flat(), ...step.last] };
    case 'function': return insideFunction(step.fn);
    case 'block': return { exprs: [], steps: step.body };
  }
}

/** The names that an assignment gives something. */
export function targetNames(target: FlowTarget | null): readonly string[] {
  switch (target?.t) {
    case 'name': return [target.name];
    case 'list': return target.items.flatMap(targetNames);
    case 'object': return [...target.entries.flatMap((e) => targetNames(e.target)), ...(target.rest === null ? [] : [target.rest])];
    default: return [];
  }
}

function targetExprs(target: FlowTarget): readonly FlowExpr[] {
  switch (target.t) {
    case 'attr': return [target.of];
    case 'item': return [target.of, target.index];
    case 'list': return target.items.flatMap((item) => (item === null ? [] : targetExprs(item)));
    case 'object': return target.entries.flatMap((e) => [...targetExprs(e.target), ...(e.value === undefined ? [] : [e.value])]);
    default: return [];
  }
}

/** Every expression in there, however deep, without recursion: code may be nested as deep as it likes. Of a body alone it is looked for once. */
export function everyExpr(exprs: readonly FlowExpr[], steps: readonly FlowStep[] = []): readonly FlowExpr[] {
  const known = exprs.length === 0 ? bodies.get(steps) : undefined;
  if (known !== undefined) return known;
  const found: FlowExpr[] = [];
  const waiting: (FlowExpr | FlowStep)[] = [...exprs, ...steps];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if ('e' in next) found.push(next);
    const inside = 'e' in next ? insideExpr(next) : insideStep(next);
    for (const expr of inside.exprs) waiting.push(expr);
    for (const step of inside.steps) waiting.push(step);
  }
  if (exprs.length === 0) bodies.set(steps, found);
  return found;
}

/** A dozen questions are asked of the body of one loop. */
const bodies = new WeakMap<readonly FlowStep[], readonly FlowExpr[]>();

/** Every step in there, those of nested loops too where `loops` says so; not those of functions that are made there. */
export function everyStep(steps: readonly FlowStep[], loops: 'with loops' | 'without loops'): readonly FlowStep[] {
  const found: FlowStep[] = [];
  const waiting = [...steps].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    if (next.s !== 'function' && (next.s !== 'loop' || loops === 'with loops')) waiting.push(...[...insideStep(next).steps].reverse());
  }
  return found;
}

export const mentions = (expr: FlowExpr | null, names: ReadonlySet<string>): boolean => expr !== null && names.size > 0 && everyExpr([expr]).some((e) => e.e === 'name' && names.has(e.name));

/** The last name of what is called: `chunk` of `_.chunk(…)`. Empty where it has none. */
export const calledName = (expr: FlowExpr): string => (expr.e !== 'call' ? '' : expr.of.e === 'attr' || expr.of.e === 'name' ? expr.of.name : '');

export const within = (inner: FlowSpan, outer: FlowSpan): boolean => inner[0] >= outer[0] && inner[1] <= outer[1];

/** The names that are made of these ones by assignments in there, these included. */
export function madeOf(names: readonly string[], steps: readonly FlowStep[]): ReadonlySet<string> {
  const lets = everyStep(steps, 'with loops').flatMap((s) => (s.s === 'loop' ? (s.of === null ? [] : [{ to: targetNames(s.target), from: s.of }]) : assignmentsOf([s]).map((a) => ({ to: a.names, from: a.value }))));
  const all = new Set(names);
  for (let before = -1, round = 0; before !== all.size && round < 8; round++) {
    before = all.size;
    for (const { to, from } of lets) if (mentions(from, all)) for (const name of to) all.add(name);
  }
  return all;
}

/** `by`: what a counter goes up by (`i++`, `i += n`, `i = i + n`); null for any other assignment. */
export interface Assignment { readonly names: readonly string[]; readonly value: FlowExpr; readonly by: FlowExpr | null; readonly at: FlowSpan }

/** The assignment that a step is, be it written as an expression. */
function assignmentOf(step: FlowStep): Assignment | null {
  if (step.s === 'let') return assigned(targetNames(step.target), step.value, step.op, step.at);
  return step.s === 'do' && step.value.e === 'set' ? assigned(targetNames(step.value.target), step.value.value, null, step.at) : null;
}

export const assignmentsOf = (steps: readonly FlowStep[]): readonly Assignment[] => steps.map(assignmentOf).filter((a) => a !== null);

function assigned(names: readonly string[], value: FlowExpr, op: string | null, at: FlowSpan): Assignment {
  if (op !== null) return { names, value, by: op === '+' ? value : null, at };
  const [first, second] = value.e === 'op' && value.op === '+' ? value.parts : [];
  return { names, value, by: first?.e === 'name' && names[0] === first.name && second !== undefined ? second : null, at };
}

export const unwrapped = (expr: FlowExpr): FlowExpr => (expr.e === 'await' || expr.e === 'spread' ? unwrapped(expr.of) : expr);
