import type { FlowExpr, FlowStep, FlowTarget } from '../../facts/flow.ts';

/** The names of a page: those that it is handed, and those that it gives itself. */
export interface PageNames { readonly free: ReadonlySet<string>; readonly bound: ReadonlySet<string> }

export function namesIn(steps: readonly FlowStep[]): PageNames {
  const [free, bound] = [new Set<string>(), new Set<string>()];
  visitSteps(steps, new Map(), { free, bound });
  return { free, bound };
}

interface Found { readonly free: Set<string>; readonly bound: Set<string> }
/** How many of the blocks around give each name. */
type Known = Map<string, number>;

const namesOf = (target: FlowTarget | null): readonly string[] => (target?.t === 'name' ? [target.name] : target?.t === 'list' ? target.items.flatMap(namesOf) : []);

function visitSteps(steps: readonly FlowStep[], known: Known, found: Found): void {
  const given: string[] = [];
  const bind = (names: readonly string[]): void => { for (const name of names) { found.bound.add(name); known.set(name, (known.get(name) ?? 0) + 1); } };
  const unbind = (names: readonly string[]): void => { for (const name of names) known.set(name, (known.get(name) ?? 1) - 1); };
  for (const step of steps) {
    if (step.s === 'do') visit(step.value, known, found);
    if (step.s === 'let') { visit(step.value, known, found); const names = namesOf(step.target); bind(names); given.push(...names); }
    if (step.s === 'if') { visit(step.test, known, found); visitSteps(step.yes, known, found); visitSteps(step.no, known, found); }
    if (step.s === 'loop') { if (step.of !== null) visit(step.of, known, found); const names = namesOf(step.target); bind(names); visitSteps(step.body, known, found); unbind(names); visitSteps(step.otherwise, known, found); }
  }
  unbind(given);
}

function visit(expr: FlowExpr, known: Known, found: Found): void {
  const all = (...parts: readonly (FlowExpr | null)[]): void => { for (const part of parts) if (part !== null) visit(part, known, found); };
  switch (expr.e) {
    case 'name': if ((known.get(expr.name) ?? 0) === 0) found.free.add(expr.name); return;
    case 'attr': all(expr.of); return;
    case 'index': all(expr.of, expr.index); return;
    case 'call': all(expr.of, ...expr.args, ...expr.keywords.map(({ value }) => value)); return;
    case 'list': all(...expr.items); return;
    case 'if': all(expr.test, expr.yes, expr.no); return;
    case 'either': all(expr.left, expr.right); return;
    case 'op': all(...expr.parts); return;
    case 'comprehension': all(...expr.clauses.map(({ of }) => of)); return;
    default:
  }
}
