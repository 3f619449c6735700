import type { QueryRef, Summary, UnitRef } from '../link/flow/summary.ts';
import { isAsked, isAtHand, type LazyRead, lazyReads } from './lazy/reads.ts';
import { loaderAdvice } from './lazy/remedy.ts';
import { lazyVerdict, relationText } from './lazy/told.ts';
import type { FlowRule } from './rule.ts';
import { actText } from './words/loop.ts';

export const asyncLazyAccess: FlowRule = {
  id: 'async-lazy-access',
  family: 'loops',
  summary: 'A relation that nothing has loaded is read of a row of an asynchronous session, which cannot ask for it there.',
  defaultSeverity: 'warning',
  scope: 'flow',
  check: (summary, context) => lazyReads(summary, context).flatMap((read) => {
    if (!isRefused(read) || isAtHand(read, summary, context) || !isMet(read, summary)) return [];
    const act = actText(`reads ${relationText(read)}`, read.event.via, context.path);
    return lazyVerdict(read, context, {
      severity: read.event.sometimes ? 'information' : 'warning', loop: null,
      message: `This ${act} of a row of an asynchronous session, and nothing has loaded it: MissingGreenlet is raised here.`,
      advice: `${loaderAdvice(read, context)}, or await awaitable_attrs.${read.what.relation} of the row`,
    }) ?? [];
  }),
};

const isRefused = (read: LazyRead): boolean => isAsked(read) && read.fact.awaited === true;

/** A read is told once: where the rows and what reads them come together, and not again by whoever calls that function. */
const isMet = ({ event, query }: LazyRead, { unit }: Summary): boolean => event.via.length === 0 || event.loops.length > 0 || isIn(query, unit);

const isIn = (query: QueryRef, unit: UnitRef): boolean => query.in.file === unit.file && query.in.unit === unit.unit && query.in.ordinal === unit.ordinal;
