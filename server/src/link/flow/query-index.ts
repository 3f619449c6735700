import type { FlowSpan } from '../../facts/flow.ts';
import type { UnitQuery } from './world.ts';

/** The statements of one unit by the spans at which they stand and at which they are sent. */
export interface QueryIndex { readonly built: ReadonlyMap<number, readonly UnitQuery[]>; readonly sent: ReadonlyMap<number, readonly UnitQuery[]> }

/** Spans of a unit are shorter than this many UTF-16 units, or nothing of it is read. */
const WIDTH = 4_194_304;

export const spanKey = ([start, end]: FlowSpan): number => start * WIDTH + (end - start);

export function queryIndex(queries: readonly UnitQuery[]): QueryIndex {
  const [built, sent] = [new Map<number, UnitQuery[]>(), new Map<number, UnitQuery[]>()];
  const put = (map: Map<number, UnitQuery[]>, at: FlowSpan, query: UnitQuery): void => { map.set(spanKey(at), [...(map.get(spanKey(at)) ?? []), query]); };
  for (const query of queries) {
    if (query.at !== null) put(built, query.at, query);
    if (query.sent !== 'here') for (const at of query.sent) put(sent, at, query);
  }
  return { built, sent };
}
