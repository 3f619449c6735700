import type { Proposal } from '../../facts/access.ts';
import type { Expr } from '../../facts/expr.ts';
import type { IndexDef } from '../../facts/schema.ts';
import { type Asked, type Bearing, type Choice, indexesOf, waysIn, walkInOrder } from '../access.ts';
import type { PreparedIndex } from '../prepared.ts';
import { isWeak } from '../weak.ts';
import { indexOf } from './definition.ts';
import { distinctKeys, type GinKey, ginKeyOf } from './keys.ts';
import { asksDistance, nearestNeighbours } from './nearest.ts';

/** Columns in one GIN index for the alternatives of an OR: each is kept by itself, and beyond these it is as large as the table. */
const MOST_COLUMNS = 4;

/**
 * The index of another kind than a b-tree that would serve where no b-tree does: GIN for patterns, containment and words, HNSW for the nearest vectors.
 * Null where the source is entered by a condition that leaves few rows, since what is left is then checked on those, and where it can be read in the order of which the first rows are asked for. `plain` is the b-tree that would be proposed,
 * `prepared` makes an index ready to be tried; what is proposed was tried.
 */
export function proposeSpecial(asked: Asked, current: Choice | null, plain: Proposal | null, prepared: (index: IndexDef<string>) => PreparedIndex): Proposal | null {
  if (asked.ground.dialect !== 'postgresql' || current?.oneRow === true) return null;
  if (current !== null && asked.limited && walkInOrder(asked, waysIn(asked, indexesOf(asked)), indexesOf(asked)) !== null) return null;
  if (current !== null ? !bindsLittle(current, asked) : plain !== null && !keepsLittle(plain, asked)) return null;
  for (const keys of ginDrafts(asked, current)) {
    const tried = tryGin(asked, keys, prepared);
    if (tried !== null) return tried;
  }
  return current === null && asked.bearings.every((b) => isLittle(b) || asksDistance(b.conjunct.expr)) ? nearestNeighbours(asked) : null;
}

/** Whether a source is entered by an index of another kind already: what is left is checked on the few rows that it leaves, and no b-tree in its place would do better. */
export const isSpecial = (current: Choice | null): boolean => current?.indexes.some((i) => i.method === 'gin' || i.method === 'gist' || i.method === 'spgist') === true;

/** A boolean, one of a handful, or null: such a condition leaves most rows. */
function isLittle({ compiled }: Bearing): boolean {
  if (compiled.arms !== null) return false;
  return compiled.weak || compiled.form === 'is-null' || (compiled.terms.length > 0 && compiled.terms.every((t) => isWeak(t.side.column)));
}

const bindsLittle = (current: Choice, asked: Asked): boolean => asked.bearings.every((b) => !current.touched.has(b.at) || isLittle(b));

/** An index that would only be entered by such conditions, or only give an order while all rows are still to be looked at. */
function keepsLittle(plain: Proposal, asked: Asked): boolean {
  if (!plain.servesFilter) return true;
  const names = new Set([...plain.equality, ...plain.range]);
  return asked.bearings.every((b) => isLittle(b) || !b.compiled.terms.some((t) => t.side.column !== null && names.has(t.side.column.name)) ) && ![...names].includes('(expression)') && plain.together === undefined;
}

/** Words, containment and elements before patterns: they tell more. All alternatives of an OR share one index. */
function ginDrafts(asked: Asked, current: Choice | null): readonly (readonly GinKey[])[] {
  const open = asked.bearings.filter((b) => !b.conjunct.inferred && current?.touched.has(b.at) !== true);
  const keyed = open.flatMap((b) => { const key = b.compiled.arms === null ? ginKeyOf({ expr: b.conjunct.expr, means: b.compiled }, asked.table) : null; return key === null ? [] : [{ key, optional: b.conjunct.optional }]; });
  const ranked = [...keyed].sort((a, b) => Number(a.optional) - Number(b.optional) || rank(a.key) - rank(b.key));
  const [first] = ranked;
  const single = first === undefined ? [] : [distinctKeys(ranked.filter((k) => k.key.id === first.key.id).map((k) => k.key))];
  return [...single, ...open.flatMap((b) => { const all = armKeys(b, asked); return [withoutKept(all, asked), all]; })];
}

/** Those that no GIN index has yet: the alternatives of an OR may be found in several. */
const withoutKept = (keys: readonly GinKey[], asked: Asked): readonly GinKey[] =>
  keys.filter((key) => !indexesOf(asked).some((i) => i.usable && i.method === 'gin' && i.where.length === 0 && i.keys.some((k) => k.key === key.id && k.opclass === key.opclass)));

const rank = (key: GinKey): number => (key.opclass === 'gin_trgm_ops' ? 1 : 0);

function armKeys({ compiled }: Bearing, asked: Asked): readonly GinKey[] {
  const keys = distinctKeys((compiled.arms ?? []).flatMap((arm) => arm.flatMap((part) => { const key = ginKeyOf(part, asked.table); return key === null ? [] : [key]; })));
  return keys.length > MOST_COLUMNS ? [] : keys;
}

function tryGin(asked: Asked, keys: readonly GinKey[], prepared: (index: IndexDef<string>) => PreparedIndex): Proposal | null {
  if (keys.length === 0) return null;
  const index = indexOf('gin', keys);
  const made = prepared(index);
  const existing = indexesOf(asked);
  const after = waysIn(asked, [...existing, made]).choices.find((c) => c.indexes.includes(made));
  const already = waysIn(asked, existing).choices.some((c) => after !== undefined && [...after.touched].every((at) => c.touched.has(at)));
  if (after === undefined || already) return null;
  const serves = asked.order.length > 0 && after.order.served;
  return { index, equality: [], order: [], range: keys.map((k) => textOf(k.expr)), servesFilter: true, servesSort: serves };
}

const textOf = (expr: Expr<string>): string => (expr.kind === 'column' ? expr.column : '(expression)');
