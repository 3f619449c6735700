import type { BoundColumn } from '../facts/expr.ts';
import type { BoundQuery, OrderKey } from '../facts/query.ts';
import type { Analysis } from './analysis.ts';
import { rewritten } from './analysis.ts';
import type { Block, BlockSource } from './block.ts';
import { sourcesIn } from './bound.ts';
import { normal } from './collation.ts';
import { keySideOf } from './key.ts';
import { type SortKey, sortKey } from './order.ts';
import { hasAggregate, hasWindow } from './outputs.ts';

/** The order of a block, where one source alone decides it. */
export interface Sorting {
  readonly source: number | null;
  readonly keys: readonly SortKey[];
  readonly written: ReadonlyMap<string, OrderKey<BoundColumn>>;
}

const NO_SORT: Sorting = { source: null, keys: [], written: new Map() };

/** Groups, DISTINCT and UNION make an order of their own; that is not judged. */
export const isRegrouped = (query: BoundQuery): boolean => query.groupBy.length > 0 || query.having !== null || query.distinct !== false || query.setOps.length > 0 || hasAggregate(query) || hasWindow(query);

export function sortingOf(block: Block, analysis: Analysis): Sorting {
  const { query } = block;
  if (query.orderBy.length === 0 || isRegrouped(query)) return NO_SORT;
  const keys = query.orderBy.map((k) => ({ ...k, expr: rewritten(k.expr, analysis) })).filter((k) => k.expr.kind !== 'literal' && k.expr.kind !== 'param');
  const owners = new Set(keys.flatMap((k) => sourcesIn(k.expr)));
  const [owner] = owners;
  const source = block.sources.find((s) => s.id === owner);
  if (owners.size !== 1 || source === undefined) return NO_SORT;
  return sortOf(source, keys, analysis);
}

function sortOf(source: BlockSource, keys: readonly OrderKey<BoundColumn>[], analysis: Analysis): Sorting {
  const { table } = source;
  if (table === null) return NO_SORT;
  const { ground } = analysis;
  const written = new Map<string, OrderKey<BoundColumn>>();
  const sortKeys = keys.map((k, i) => {
    const side = keySideOf(k.expr, source.id, table, ground);
    const key = side?.key ?? `?order${i}`;
    if (!written.has(key)) written.set(key, k);
    return sortKey(side?.expr ?? k.expr, key, k.direction, k.nulls, normal(side?.collation ?? side?.column?.collation ?? null, ground), ground.dialect);
  });
  return { source: source.id, keys: sortKeys.filter((k, i) => sortKeys.findIndex((o) => o.key === k.key) === i), written };
}
