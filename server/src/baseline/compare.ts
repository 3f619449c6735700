import type { Site } from '../facts/finding.ts';
import type { Entry } from './entry.ts';

/** Sites against entries, one entry a site. */
export interface Comparison {
  readonly known: ReadonlySet<Site>;
  /** Entries that no site stands behind any more. */
  readonly gone: readonly Entry[];
}

/**
 * What of an entry must be a site's own, closest first: code may move within its file or to another one, its file or its function may get another name.
 * Only both at once make it another site.
 */
const CLOSENESS: readonly ((entry: Place) => string)[] = [(at) => JSON.stringify([at.in, at.file]), (at) => at.in, (at) => at.file];

type Place = Pick<Entry, 'in' | 'file'>;

/**
 * Finds for each site an entry of its own: of the same shape, and as close as there is one. Two equal queries of one function need two entries, so that a
 * third one is news. Neither the order of the entries nor where a site stands in its file matters.
 */
export function compare(entries: readonly Entry[], sites: readonly Site[], file: (path: string) => string): Comparison {
  const left = Map.groupBy(entries, ({ site }) => site);
  const known = new Set<Site>();
  const byShape = Map.groupBy(sites.filter(({ shape }) => left.has(shape)), ({ shape }) => shape);
  for (const [shape, alike] of byShape) left.set(shape, matched(left.get(shape) ?? [], alike, file, known));
  return { known, gone: [...left.values()].flat() };
}

/** Adds to `known` the sites that have an entry; gives the entries that none has. */
function matched(entries: readonly Entry[], sites: readonly Site[], file: (path: string) => string, known: Set<Site>): Entry[] {
  let left = [...entries];
  for (const key of CLOSENESS) {
    const waiting = Map.groupBy(left, key);
    for (const site of sites) {
      if (known.has(site)) continue;
      if (waiting.get(key({ in: site.within, file: file(site.path) }))?.pop() !== undefined) known.add(site);
    }
    left = [...waiting.values()].flat();
  }
  return left;
}
