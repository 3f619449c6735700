import type { FlowCall, FlowExpr, FlowFunction, FlowStep } from '../../facts/flow.ts';

/** Another call in the place of one; null to leave it. */
export type MapCall = (call: FlowCall) => FlowCall | null;

/** A function whose calls are others, in all of its steps and in functions inside of it; the same object where none is. */
export function mapCalls(fn: FlowFunction, map: MapCall): FlowFunction {
  const body = stepsOf(fn.body, map);
  return body === fn.body ? fn : { ...fn, body };
}

function listOf<T>(items: readonly T[], map: (item: T) => T): readonly T[] {
  const mapped = items.map(map);
  return mapped.every((item, index) => item === items[index]) ? items : mapped;
}

const stepsOf = (steps: readonly FlowStep[], map: MapCall): readonly FlowStep[] => listOf(steps, (step) => stepOf(step, map));

function stepOf(step: FlowStep, map: MapCall): FlowStep {
  const expr = (one: FlowExpr): FlowExpr => exprOf(one, map);
  const steps = (list: readonly FlowStep[]): readonly FlowStep[] => stepsOf(list, map);
  switch (step.s) {
    case 'let': case 'do': { const value = expr(step.value); return value === step.value ? step : { ...step, value }; }
    case 'return': { const value = step.value === null ? null : expr(step.value); return value === step.value ? step : { ...step, value }; }
    case 'if': { const [yes, no] = [steps(step.yes), steps(step.no)]; return yes === step.yes && no === step.no ? step : { ...step, yes, no }; }
    case 'switch': { const cases = listOf(step.cases, (one) => { const body = steps(one.body); return body === one.body ? one : { ...one, body }; }); return cases === step.cases ? step : { ...step, cases }; }
    case 'loop': { const body = steps(step.body); return body === step.body ? step : { ...step, body }; }
    case 'try': { const [body, handlers, last] = [steps(step.body), listOf(step.handlers, steps), steps(step.last)]; return body === step.body && handlers === step.handlers && last === step.last ? step : { ...step, body, handlers, last }; }
    case 'block': { const body = steps(step.body); return body === step.body ? step : { ...step, body }; }
    case 'function': { const fn = mapCalls(step.fn, map); return fn === step.fn ? step : { ...step, fn }; }
    case 'leave': return step;
  }
}

/** Where a call can stand whose value is given back, kept or handed on. */
function exprOf(expr: FlowExpr, map: MapCall): FlowExpr {
  switch (expr.e) {
    case 'call': { const other = map(expr); if (other !== null) return other; const args = listOf(expr.args, (arg) => exprOf(arg, map)); return args === expr.args ? expr : { ...expr, args }; }
    case 'await': { const of = exprOf(expr.of, map); return of === expr.of ? expr : { ...expr, of }; }
    case 'list': { const items = listOf(expr.items, (item) => exprOf(item, map)); return items === expr.items ? expr : { ...expr, items }; }
    case 'if': { const [yes, no] = [exprOf(expr.yes, map), exprOf(expr.no, map)]; return yes === expr.yes && no === expr.no ? expr : { ...expr, yes, no }; }
    default: return expr;
  }
}
