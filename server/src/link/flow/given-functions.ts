import { callFunction } from './call-function.ts';
import { UNKNOWN, unitKey } from './roots.ts';
import { type Args, during, type Run } from './run.ts';
import { type FunctionValue, unknown, type Value } from './values.ts';

const NOBODY_KNOWS: Args = { list: [], keywords: new Map(), more: unknown(UNKNOWN) };
const DEEPEST = 3;

/**
 * Functions that a unit gives without calling them: hooks, handlers, middleware that a factory makes. Who calls them is mostly a framework, so that they are run here
 * with what nobody knows, for what stands in them; a caller that is seen does it again for itself.
 */
export function runGiven(run: Run, values: readonly Value[], depth = 0): void {
  for (const callee of values.flatMap(functionsIn)) {
    if (unitKey(callee.unit) !== unitKey(run.unit)) continue;
    const given = during(run, { guess: true, loops: [], conditions: [], sometimes: false, below: false }, () => callFunction(run, callee, NOBODY_KNOWS, callee.fn.at, ''));
    if (depth < DEEPEST) runGiven(run, [given], depth + 1);
  }
}

function functionsIn(value: Value): readonly FunctionValue[] {
  switch (value.v) {
    case 'function': return [value];
    case 'object': return [...value.cell.fields.values()].flatMap((field) => (field.v === 'function' ? [field] : []));
    case 'list': return (value.cell.items ?? []).flatMap((item) => (item.v === 'function' ? [item] : []));
    case 'either': return value.of.flatMap(functionsIn);
    default: return [];
  }
}
