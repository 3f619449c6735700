import type { Dialect } from '../facts/dialect.ts';
import type { IndexSpec } from '../facts/finding.ts';
import { type Chain, emptyChain, join, keysOf } from './chain.ts';
import { groupBy } from './group.ts';
import { compareText } from './order.ts';
import { familyOf, type Shape, shapeId } from './shape.ts';

/** One index, and the needs it was made for. */
export interface Merged { readonly spec: IndexSpec; readonly shapes: readonly Shape[] }

interface Group { readonly chain: Chain; readonly shapes: readonly Shape[] }

/** So many needs of one table, and so many steps, are searched for the best grouping; beyond that each goes where it first fits. */
const searched = 10;
const budget = 2000;

/**
 * The fewest indexes that the needs of one table allow: (a), (a, b) and (a, b desc) are one (a, b); (a, b) and (b) are
 * (b, a). No index gets a column that no single need asked for. The result does not depend on the order of `shapes`.
 */
export function merge(shapes: readonly Shape[], dialect: Dialect): readonly Merged[] {
  const families = groupBy(distinct(shapes), (shape) => familyOf(shape.spec));
  return [...families.keys()].sort(compareText).flatMap((family) => mergeFamily(families.get(family) ?? [], dialect));
}

/** Widest first, so that narrow needs find the wide ones already there. */
const distinct = (shapes: readonly Shape[]): readonly Shape[] =>
  [...new Map(shapes.map((shape) => [shapeId(shape), shape])).entries()]
    .sort(([a, x], [b, y]) => y.spec.keys.length - x.spec.keys.length || compareText(a, b))
    .map(([, shape]) => shape);

function mergeFamily(shapes: readonly Shape[], dialect: Dialect): readonly Merged[] {
  if (shapes.some((s) => s.spec.method !== 'btree' || s.spec.unique || s.spec.include.length > 0)) return shapes.map((s) => ({ spec: s.spec, shapes: [s] }));
  return fewest(shapes, dialect).flatMap(({ chain, shapes: members }) => {
    const [first] = members;
    return first === undefined ? [] : [{ spec: { ...first.spec, keys: keysOf(chain, members) }, shapes: members }];
  });
}

/** All ways to group, first fits first, cut off where they can not be better than what was found. */
function fewest(shapes: readonly Shape[], dialect: Dialect): readonly Group[] {
  let best: readonly Group[] | null = null;
  let steps = shapes.length > searched ? budget : 0;
  const place = (at: number, groups: readonly Group[]): void => {
    if (best !== null && (groups.length >= best.length || ++steps > budget)) return;
    const shape = shapes[at];
    if (shape === undefined) { best = groups; return; }
    groups.forEach((group, i) => {
      const chain = join(group.chain, shape, dialect);
      if (chain !== null) place(at + 1, groups.with(i, { chain, shapes: [...group.shapes, shape] }));
    });
    const alone = join(emptyChain, shape, dialect);
    if (alone !== null) place(at + 1, [...groups, { chain: alone, shapes: [shape] }]);
  };
  place(0, []);
  return best ?? [];
}
