import type { Summary } from '../link/flow/summary.ts';
import { isAsked, isAtHand, isOwn, type LazyRead, lazyReads, loopOf } from './lazy/reads.ts';
import { loaderAdvice } from './lazy/remedy.ts';
import { type LazyTold, lazyVerdict, relationText, severityOf, targetText } from './lazy/told.ts';
import type { FlowContext, FlowRule } from './rule.ts';
import { actText, countText, subjectText } from './words/loop.ts';
import { tableName } from './tables.ts';

export const nPlusOneLazyLoad: FlowRule = {
  id: 'n-plus-one-lazy-load',
  family: 'loops',
  summary: 'A loop reads a relation that each row then loads by a query of its own.',
  defaultSeverity: 'warning',
  scope: 'flow',
  check: (summary, context) => lazyReads(summary, context).flatMap((read) => {
    const told = isAskedEachTime(read) && !isAtHand(read, summary, context) ? toldOf(read, summary, context) : null;
    return told === null ? [] : (lazyVerdict(read, context, told) ?? []);
  }),
};

/** Rows of an asynchronous session cannot ask at all: that is another rule's. */
const isAskedEachTime = (read: LazyRead): boolean => isAsked(read) && read.fact.awaited !== true;

function toldOf(read: LazyRead, summary: Summary, context: FlowContext): LazyTold | null {
  const found = loopOf(read, summary, context);
  if (found === null) return null;
  const { loop, rounds } = found;
  const { event } = read;
  const over = loop.over === null ? null : (context.queryOf(loop.over.query)?.table ?? null);
  const act = actText(`reads ${relationText(read)}, which is loaded from ${targetText(read)} when it is read`, event.via, context.path);
  const count = countText(loop, { each: 1, sometimes: event.sometimes, constant: rounds === 'few' && loop.rounds.rounds === 'constant' ? loop.rounds.count : null, outer: null });
  const cost = isOwn(read) ? count : `a query for each ${read.what.relation} that differs, ${event.sometimes || count.startsWith('1 + up to') ? count : count.replace(/^(1 \+ )?/, '$1up to ')}`;
  return { severity: severityOf(isOwn(read) ? 'warning' : 'information', read, rounds, context), message: `${subjectText(loop, over === null ? null : tableName(over))} ${act}: ${cost}.`, advice: loaderAdvice(read, context), loop };
}
