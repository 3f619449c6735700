import type { FlowExpr, FlowSpan, FlowStep } from '../../facts/flow.ts';
import { insideExpr, within } from '../../link/flow/rounds/walk.ts';
import { leaves } from '../../link/flow/sequences.ts';
import { atLeast, plus, type Weight, ZERO } from './budget-weight.ts';

/** Queries that something at a place of a function sends. */
export interface Cost { readonly at: FlowSpan; readonly weight: Weight }

/** Code that is nested deeper is added up. */
const DEEPEST = 120;

/** What steps cost at most: of ways that exclude one another the dearer counts. */
export function costOfSteps(steps: readonly FlowStep[], costs: readonly Cost[], depth = 0): Weight {
  if (costs.length < 2 || depth > DEEPEST) return sum(costs);
  let total = ZERO;
  let left = costs;
  for (const [index, step] of steps.entries()) {
    const [inside, outside] = parted(left, step.at);
    left = outside;
    if (step.s === 'if') {
      const rest = steps.slice(index + 1);
      const [yes, no] = [leaves(step.yes), leaves(step.no) && step.no.length > 0];
      if (yes || no) return plus(total, afterIf(step, { yes, no }, inside, { rest, costs: outside }, depth));
    }
    if (inside.length > 0) total = plus(total, costOfStep(step, inside, depth + 1));
  }
  return plus(total, sum(left));
}

type If = Extract<FlowStep, { readonly s: 'if' }>;

/** An `if` of which a way ends what it stands in: what comes after belongs to the other way. */
function afterIf(step: If, ends: { readonly yes: boolean; readonly no: boolean }, inside: readonly Cost[], after: { readonly rest: readonly FlowStep[]; readonly costs: readonly Cost[] }, depth: number): Weight {
  const { yes, no, left } = ways(step, inside, depth);
  const rest = costOfSteps(after.rest, after.costs, depth);
  return plus(left, atLeast(ends.yes ? yes : plus(yes, rest), ends.no ? no : plus(no, rest)));
}

function ways(step: If, inside: readonly Cost[], depth: number): { readonly yes: Weight; readonly no: Weight; readonly left: Weight } {
  const [yes, others] = partedBy(inside, step.yes);
  const [no, left] = partedBy(others, step.no);
  return { yes: costOfSteps(step.yes, yes, depth + 1), no: costOfSteps(step.no, no, depth + 1), left: costOfExprs([step.test], left, depth + 1) };
}

function costOfStep(step: FlowStep, costs: readonly Cost[], depth: number): Weight {
  switch (step.s) {
    case 'if': { const { yes, no, left } = ways(step, costs, depth); return plus(left, atLeast(yes, no)); }
    case 'switch': return oneOf(step.cases.map(({ body }) => body), costs, depth);
    case 'try': {
      const [handled, others] = partedBy(costs, step.handlers.flat());
      return plus(costOfSteps([...step.body, ...step.last], others, depth), oneOf(step.handlers, handled, depth));
    }
    case 'loop': return costOfSteps([...step.init, ...step.body, ...step.update, ...step.otherwise], costs, depth);
    case 'function': return costOfSteps(step.fn.body, costs, depth);
    case 'block': return costOfSteps(step.body, costs, depth);
    case 'let': case 'do': return costOfExprs([step.value], costs, depth);
    case 'return': case 'leave': return costOfExprs(step.value === null ? [] : [step.value], costs, depth);
  }
}

function oneOf(bodies: readonly (readonly FlowStep[])[], costs: readonly Cost[], depth: number): Weight {
  let dearest = ZERO;
  let left = costs;
  for (const body of bodies) {
    const [inside, outside] = partedBy(left, body);
    left = outside;
    dearest = atLeast(dearest, costOfSteps(body, inside, depth + 1));
  }
  return plus(dearest, sum(left));
}

function costOfExprs(exprs: readonly FlowExpr[], costs: readonly Cost[], depth: number): Weight {
  if (costs.length < 2 || depth > DEEPEST) return sum(costs);
  let total = ZERO;
  let left = costs;
  for (const expr of exprs) {
    const [inside, outside] = parted(left, expr.at);
    left = outside;
    if (inside.length > 0) total = plus(total, costOfExpr(expr, inside, depth + 1));
  }
  return plus(total, sum(left));
}

function costOfExpr(expr: FlowExpr, costs: readonly Cost[], depth: number): Weight {
  if (expr.e === 'function') return costOfSteps(expr.fn.body, costs, depth);
  if (expr.e !== 'if') return costOfExprs(insideExpr(expr).exprs, costs, depth);
  const [yes, others] = parted(costs, expr.yes.at);
  const [no, left] = parted(others, expr.no.at);
  return plus(costOfExprs([expr.test], left, depth), atLeast(costOfExprs([expr.yes], yes, depth), costOfExprs([expr.no], no, depth)));
}

const sum = (costs: readonly Cost[]): Weight => costs.reduce((total, { weight }) => plus(total, weight), ZERO);

function parted(costs: readonly Cost[], at: FlowSpan): readonly [readonly Cost[], readonly Cost[]] {
  return [costs.filter((cost) => within(cost.at, at)), costs.filter((cost) => !within(cost.at, at))];
}

const partedBy = (costs: readonly Cost[], steps: readonly FlowStep[]): readonly [readonly Cost[], readonly Cost[]] => {
  const isIn = (cost: Cost): boolean => steps.some((step) => within(cost.at, step.at));
  return [costs.filter(isIn), costs.filter((cost) => !isIn(cost))];
};
