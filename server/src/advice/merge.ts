import type { Dialect } from '../facts/dialect.ts';
import type { IndexSpec } from '../facts/finding.ts';
import { type Chain, emptyChain, join, keysOf, startsWeaker } from './chain.ts';
import { mergeGin } from './gin.ts';
import { groupBy } from './group.ts';
import { compareText } from './order.ts';
import { familyOf, type Shape } from './shape.ts';

/** One index, and the needs it was made for. */
export interface Merged { readonly spec: IndexSpec; readonly shapes: readonly Shape[] }

interface Group { readonly chain: Chain; readonly shapes: readonly Shape[] }

/** So many needs of one table, and so many steps, are searched for the best grouping; beyond that each goes where it first fits. */
const searched = 10;
const budget = 2000;

/**
 * The fewest indexes that the needs of one table allow: (a), (a, b) and (a, b desc) are one (a, b); (a, b) and (b) are
 * (b, a). No index gets a column that no single need asked for. The result does not depend on the order of `shapes`.
 * `weak` are the ids of keys that leave most rows (booleans): they come last where the order is free, and a need of one alone never puts it first.
 */
export function merge(shapes: readonly Shape[], dialect: Dialect, weak: Weak = new Set()): readonly Merged[] {
  const families = groupBy(withoutCovered(distinct(shapes), dialect), (shape) => familyOf(shape.spec));
  return [...families.keys()].sort(compareText).flatMap((family) => mergeFamily(families.get(family) ?? [], dialect, weak));
}

type Weak = ReadonlySet<string>;

/** A partial index beside a whole one that fits the same need is one too many: that need is given the whole one. */
function withoutCovered(shapes: readonly Shape[], dialect: Dialect): readonly Shape[] {
  const whole = shapes.filter((shape) => shape.spec.where === null && isPlain(shape.spec));
  if (whole.length === 0 || whole.length === shapes.length) return shapes;
  return shapes.map((shape) => {
    if (shape.spec.where === null || !isPlain(shape.spec)) return shape;
    const fits = whole.some((other) => { const chain = join(emptyChain, other, dialect); return chain !== null && join(chain, shape, dialect) !== null; });
    return fits ? { ...shape, spec: { ...shape.spec, where: null } } : shape;
  });
}

const isPlain = (spec: IndexSpec): boolean => spec.method === 'btree' && !spec.unique && spec.include.length === 0;

/** Widest first, so that narrow needs find the wide ones already there. */
const distinct = (shapes: readonly Shape[]): readonly Shape[] =>
  [...new Map(shapes.map((shape) => [shape.id, shape])).values()].sort((a, b) => b.spec.keys.length - a.spec.keys.length || compareText(a.id, b.id));

function mergeFamily(shapes: readonly Shape[], dialect: Dialect, weak: Weak): readonly Merged[] {
  if (shapes.every((s) => s.spec.method === 'gin')) return mergeGin(shapes);
  if (!shapes.every((s) => isPlain(s.spec))) return shapes.map((s) => ({ spec: s.spec, shapes: [s] }));
  return fewest(shapes, dialect, weak).flatMap(({ chain, shapes: members }) => {
    const [first] = members;
    return first === undefined ? [] : [{ spec: { ...first.spec, keys: keysOf(chain, members, weak) }, shapes: members }];
  });
}

const fewest = (shapes: readonly Shape[], dialect: Dialect, weak: Weak): readonly Group[] =>
  shapes.length > searched ? shapes.reduce<readonly Group[]>((groups, shape) => firstFit(groups, shape, dialect, weak), []) : searchAll(shapes, dialect, weak);

function firstFit(groups: readonly Group[], shape: Shape, dialect: Dialect, weak: Weak): readonly Group[] {
  for (const next of placements(groups, shape, dialect, weak)) return next;
  return groups;
}

/** All ways to group, first fits first, cut off where they can not be better than what was found. */
function searchAll(shapes: readonly Shape[], dialect: Dialect, weak: Weak): readonly Group[] {
  let best: readonly Group[] | null = null;
  let steps = 0;
  const place = (at: number, groups: readonly Group[]): void => {
    if (best !== null && (groups.length >= best.length || ++steps > budget)) return;
    const shape = shapes[at];
    if (shape === undefined) best = groups;
    else for (const next of placements(groups, shape, dialect, weak)) place(at + 1, next);
  };
  place(0, []);
  return best ?? [];
}

/** The groups with a need more, in every way: in the smallest index that fits it first, in one of its own last. */
function* placements(groups: readonly Group[], shape: Shape, dialect: Dialect, weak: Weak): Generator<readonly Group[]> {
  for (const i of narrowestFirst(groups)) {
    const group = groups[i];
    const chain = group === undefined ? null : join(group.chain, shape, dialect);
    if (group !== undefined && chain !== null && !startsWeaker(chain, group.chain, shape, weak)) yield groups.with(i, { chain, shapes: [...group.shapes, shape] });
  }
  const alone = join(emptyChain, shape, dialect);
  if (alone !== null) yield [...groups, { chain: alone, shapes: [shape] }];
}

const widthOf = (group: Group): number => group.chain.prefixes.at(-1)?.size ?? 0;

/** A need that fits several indexes goes to the smallest. */
const narrowestFirst = (groups: readonly Group[]): readonly number[] =>
  groups.map((group, i) => [widthOf(group), i] as const).sort(([a, i], [b, j]) => a - b || i - j).map(([, i]) => i);
