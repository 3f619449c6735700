import type { FileFlow, FlowExpr, FlowFunction, FlowSpan, FlowStep, FlowTarget, FlowUnit } from '../../facts/flow.ts';
import type { Span } from '../../text/span.ts';

/** What a place in the code lies in: a statement, an expression, or a function that is made there. */
export type FlowNode = { readonly n: 'step'; readonly step: FlowStep } | { readonly n: 'expr'; readonly expr: FlowExpr } | { readonly n: 'function'; readonly fn: FlowFunction };

export const placeOf = (node: FlowNode): FlowSpan => (node.n === 'step' ? node.step.at : node.n === 'expr' ? node.expr.at : node.fn.at);

const steps = (list: readonly FlowStep[]): FlowNode[] => list.map((step) => ({ n: 'step', step }));
const exprs = (...list: readonly (FlowExpr | null | undefined)[]): FlowNode[] => list.flatMap((expr): FlowNode[] => (expr === null || expr === undefined ? [] : [{ n: 'expr', expr }]));

/** What a target reads when it is given a value. */
function ofTarget(target: FlowTarget): FlowNode[] {
  switch (target.t) {
    case 'attr': return exprs(target.of);
    case 'item': return exprs(target.of, target.index);
    case 'list': return target.items.flatMap((item) => (item === null ? [] : ofTarget(item)));
    case 'object': return target.entries.flatMap((entry) => [...exprs(entry.value), ...ofTarget(entry.target)]);
    default: return [];
  }
}

function ofStep(step: FlowStep): FlowNode[] {
  switch (step.s) {
    case 'let': return [...exprs(step.value), ...ofTarget(step.target)];
    case 'do': case 'return': case 'leave': return exprs(step.value);
    case 'if': return [...exprs(step.test), ...steps(step.yes), ...steps(step.no)];
    case 'switch': return [...exprs(step.on), ...step.cases.flatMap((one) => [...exprs(one.test), ...steps(one.body)])];
    case 'loop': return [...exprs(step.of, step.test), ...(step.target === null ? [] : ofTarget(step.target)), ...steps(step.init), ...steps(step.body), ...steps(step.update), ...steps(step.otherwise)];
    case 'try': return [...steps(step.body), ...step.handlers.flatMap(steps), ...steps(step.last)];
    case 'function': return [{ n: 'function', fn: step.fn }];
    default: return steps(step.body);
  }
}

function ofExpr(expr: FlowExpr): FlowNode[] {
  switch (expr.e) {
    case 'attr': case 'await': case 'yield': case 'spread': return exprs(expr.of);
    case 'index': return exprs(expr.of, expr.index);
    case 'slice': return exprs(expr.of, expr.from, expr.to);
    case 'call': return exprs(expr.of, ...expr.args, ...expr.keywords.map(({ value }) => value));
    case 'list': return exprs(...expr.items);
    case 'object': return exprs(...expr.entries.flatMap(({ value, computed }) => [value, computed]));
    case 'function': return [{ n: 'function', fn: expr.fn }];
    case 'comprehension': return [...exprs(expr.key, expr.value), ...expr.clauses.flatMap((clause) => exprs(clause.of, ...clause.tests))];
    case 'if': return exprs(expr.test, expr.yes, expr.no);
    case 'either': return exprs(expr.left, expr.right);
    case 'op': return exprs(...expr.parts);
    case 'set': return [...exprs(expr.value), ...ofTarget(expr.target)];
    default: return [];
  }
}

/** What a node is made of, in the order of its parts. */
export const partsOf = (node: FlowNode): FlowNode[] => (node.n === 'step' ? ofStep(node.step) : node.n === 'expr' ? ofExpr(node.expr) : [...node.fn.params.flatMap((param) => exprs(param.value)), ...steps(node.fn.body)]);

/** Everything in a node, itself first. */
export function* within(node: FlowNode): Generator<FlowNode> {
  const open: FlowNode[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    open.push(...partsOf(next).reverse());
  }
}

export const namesIn = (node: FlowNode): Set<string> => new Set([...within(node)].flatMap((one) => (one.n === 'expr' && one.expr.e === 'name' ? [one.expr.name] : [])));

/** The names that a target binds. */
export function boundBy(target: FlowTarget): readonly string[] {
  switch (target.t) {
    case 'name': return [target.name];
    case 'list': return target.items.flatMap((item) => (item === null ? [] : boundBy(item)));
    case 'object': return [...target.entries.flatMap((entry) => boundBy(entry.target)), ...(target.rest === null ? [] : [target.rest])];
    default: return [];
  }
}

/** The names that are given a value anywhere in a node. */
export const assignedIn = (node: FlowNode): Set<string> => new Set([...within(node)].flatMap((one) => {
  if (one.n === 'step' && (one.step.s === 'let' || one.step.s === 'loop')) return one.step.target === null ? [] : boundBy(one.step.target);
  return one.n === 'expr' && one.expr.e === 'set' ? boundBy(one.expr.target) : [];
}));

export interface Trail { readonly unit: FlowUnit; /** From the unit's function to the innermost node around the place. */ readonly nodes: readonly FlowNode[] }

/** What is around a place of the document. */
export function trailTo(flow: FileFlow, { start, end }: Span): Trail | null {
  const unit = flow.units.find(({ span }) => span.start <= start && end <= span.end);
  if (unit === undefined) return null;
  const holds = (node: FlowNode): boolean => { const [from, to] = placeOf(node); return from + unit.span.start <= start && end <= to + unit.span.start; };
  const nodes: FlowNode[] = [{ n: 'function', fn: unit.fn }];
  for (let next = partsOf(nodes[0] ?? { n: 'function', fn: unit.fn }).find(holds); next !== undefined; next = partsOf(next).find(holds)) nodes.push(next);
  return { unit, nodes };
}
