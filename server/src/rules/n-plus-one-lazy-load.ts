import { isAsked, isAtHand, isOneForAll, isOwn, type LazyRead, lazyReads, loopOf } from './lazy/reads.ts';
import { type Loudest, loudest } from './lazy/loudest.ts';
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
  check: (summary, context) => loudest(lazyReads(summary, context).flatMap((read) => {
    const found = isAskedEachTime(read) && !isOneForAll(read) && !isAtHand(read, summary, context) ? loopOf(read, summary, context) : null;
    return found === null ? [] : [{ read, ...found, severity: severityOf(isOwn(read) ? 'warning' : 'information', read, found, context) }];
  })).flatMap((one) => lazyVerdict(one.read, context, toldOf(one, context)) ?? []),
};

/** Rows of an asynchronous session cannot ask at all: that is another rule's. */
const isAskedEachTime = (read: LazyRead): boolean => isAsked(read) && read.fact.awaited !== true;

function toldOf({ read, loop, rounds, severity, others }: Loudest, context: FlowContext): LazyTold {
  const { event } = read;
  const over = loop.over === null ? null : (context.queryOf(loop.over.query)?.table ?? null);
  const more = others === 0 ? '' : ` (and reads ${others} more ${others === 1 ? 'relation' : 'relations'} so)`;
  const act = actText(`reads ${relationText(read)}, which is loaded from ${targetText(read)} when it is read${more}`, event.via, context.path);
  const count = countText(loop, { each: 1, sometimes: event.sometimes, constant: rounds === 'few' && loop.rounds.rounds === 'constant' ? loop.rounds.count : null, outer: null });
  const cost = isOwn(read) ? count : `a query for each ${read.what.relation} that differs, ${event.sometimes || count.startsWith('1 + up to') ? count : count.replace(/^(1 \+ )?/, '$1up to ')}`;
  return { severity, message: `${subjectText(loop, over === null ? null : tableName(over))} ${act}: ${cost}.`, advice: loaderAdvice(read, context), loop };
}
