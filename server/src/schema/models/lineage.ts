import type { MixinDecl, TableDecl } from '../../facts/schema.ts';
import type { ModelContext } from './context.ts';

/** A class in the file that its paths start from. */
export interface Placed { readonly file: string; readonly fact: TableDecl | MixinDecl }

/** The bases of a class in the order in which they are asked, nearest first, itself left out; `doubts` tells which are not known. */
export interface Lineage { readonly ancestors: readonly Placed[]; readonly doubts: readonly string[] }

/** Taller or broader families than this were made by a program. */
const MAX_DEPTH = 40;
const MAX_ANCESTORS = 300;

export const lineageOf = (placed: Placed, context: ModelContext): Lineage => find(placed, context, []);

function find(placed: Placed, context: ModelContext, open: readonly object[]): Lineage {
  const known = context.lineages.get(placed.fact);
  if (known !== undefined) return known;
  const lineage = linearize(placed, context, [...open, placed.fact]);
  // What was found while a circle was open is not the whole of it for others.
  if (open.length === 0 || lineage.doubts.length === 0) context.lineages.set(placed.fact, lineage);
  return lineage;
}

function linearize({ file, fact }: Placed, context: ModelContext, open: readonly object[]): Lineage {
  const doubts = (fact.strange ?? []).map((name) => `the base ${name} may give it columns and indexes`);
  const bases: Placed[] = [];
  const lists: (readonly Placed[])[] = [];
  for (const path of fact.bases ?? []) {
    const found = context.symbols.resolve(file, path);
    const base = found !== null && found.rest.length === 0 && (found.fact.kind === 'table' || found.fact.kind === 'mixin') ? { file: found.file, fact: found.fact } : null;
    if (base === null) { if (!context.isOwn(file, path)) doubts.push(`the base ${path.join('.')} was not found`); continue; }
    if (open.includes(base.fact) || open.length > MAX_DEPTH) { doubts.push(`the base ${path.join('.')} leads back to itself`); continue; }
    const above = find(base, context, open);
    bases.push(base);
    lists.push([base, ...above.ancestors]);
    doubts.push(...above.doubts);
  }
  return { ancestors: merged([...lists, bases]).slice(0, MAX_ANCESTORS), doubts: [...new Set(doubts)] };
}

/** Python's order (C3): always the first that no list has behind another. Where there is none the classes could not exist; then they are taken as they come. */
function merged(lists: readonly (readonly Placed[])[]): readonly Placed[] {
  const order: Placed[] = [];
  let left = lists.filter((list) => list.length > 0);
  while (left.length > 0 && order.length < MAX_ANCESTORS) {
    const behind = new Set(left.flatMap((list) => list.slice(1).map(({ fact }) => fact)));
    const next = left.map(([first]) => first).find((first) => first !== undefined && !behind.has(first.fact)) ?? left[0]?.[0];
    if (next === undefined) break;
    order.push(next);
    left = left.map((list) => list.filter(({ fact }) => fact !== next.fact)).filter((list) => list.length > 0);
  }
  return order;
}
