import type { IndexSpec } from '../facts/finding.ts';
import { shapeText } from '../rules/words/index.ts';
import { groupBy } from './group.ts';
import type { AdviceContext, AdviceInput } from './input.ts';
import { merge } from './merge.ts';
import { nameAll } from './naming.ts';
import { compareText } from './order.ts';
import { proves } from './prove.ts';
import { shapeId, shapeOf } from './shape.ts';

/**
 * The index that each input is given: its own suggestion, or one merged from several that is proved to do as much for
 * it. Named. Inputs without a suggestion have none.
 */
export function indexesFor(inputs: readonly AdviceInput[], context: AdviceContext): ReadonlyMap<AdviceInput, IndexSpec> {
  const tables = groupBy(inputs.filter((input) => input.verdict.suggestion !== null), (input) => input.table);
  const given = [...tables.values()].flatMap((group) => assign(group, context));
  const specs = [...new Map(given.map(({ spec }) => [specId(spec), spec])).entries()].sort(([a], [b]) => compareText(a, b));
  const named = nameAll(specs.map(([, spec]) => spec), context.catalog, context.nameIndex);
  const byId = new Map(specs.map(([id], i) => [id, named[i]]));
  return new Map(given.flatMap(({ input, spec }) => { const done = byId.get(specId(spec)); return done === undefined ? [] : [[input, done] as const]; }));
}

const specId = (spec: IndexSpec): string => JSON.stringify([spec.table, shapeText(spec), spec.unique]);

interface Given { readonly input: AdviceInput; readonly spec: IndexSpec }

/** A merged index that the matcher does not accept for a query leaves that query with its own. */
function assign(inputs: readonly AdviceInput[], context: AdviceContext): readonly Given[] {
  const wants = inputs.flatMap((input) => (input.verdict.suggestion === null ? [] : [{ input, own: input.verdict.suggestion, shape: shapeOf(input.verdict.suggestion, input.access) }]));
  const merged = new Map(merge(wants.map((want) => want.shape), context.catalog.dialect).flatMap((index) => index.shapes.map((shape) => [shapeId(shape), index.spec] as const)));
  return wants.map(({ input, own, shape }) => {
    const spec = merged.get(shapeId(shape));
    const fits = spec !== undefined && (input.access === null || proves(input.access, spec, context));
    return { input, spec: fits ? spec : own };
  });
}
