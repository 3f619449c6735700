import type { Summary } from '../link/flow/summary.ts';
import { repeatedQueries, type RepeatedQuery, unchangingQueries } from './loops/repeated.ts';
import { severityOf } from './loops/severity.ts';
import { actOf, type LoopTold, loopVerdict, overTable } from './loops/told.ts';
import type { FlowContext, FlowRule } from './rule.ts';
import { actText, subjectText } from './words/loop.ts';

export const invariantQueryInLoop: FlowRule = {
  id: 'invariant-query-in-loop',
  family: 'loops',
  summary: 'A loop runs the same query in each of its rounds, which nothing of the round changes.',
  defaultSeverity: 'warning',
  scope: 'flow',
  check(summary, context) {
    const told = new Set(repeatedQueries(summary, context).map(placeOf));
    return unchangingQueries(summary, context).flatMap((one) => {
      if (told.has(placeOf(one)) || !isTheSame(one, summary, context)) return [];
      told.add(placeOf(one));
      return loopVerdict({ one, others: [] }, context, tellOf(one, context)) ?? [];
    });
  },
};

/** Of one call in a loop one thing is told. */
const placeOf = ({ event, loop }: RepeatedQuery): string => `${loop.id} ${event.at.at.join()}`;

/** Elements are gone over, each of them asks (a callee that asks under a condition may do so for one alone), and neither does the round write what is read (or what nobody knows), nor does the query take rows away from others. */
function isTheSame({ event, loop, op, sent, rounds }: RepeatedQuery, summary: Summary, context: FlowContext): boolean {
  if (op !== 'select' || rounds !== 'many' || loop.changes === true || loop.form === 'while' || loop.form === 'recursion' || loop.form === 'resolver' || sent.query === null || sent.query.locks === true || event.memoised || event.below === true) return false;
  return !summary.events.some((other) => other !== event && other.loops.includes(loop.id) && mayWrite(other, sent, context));
}

function mayWrite({ what }: Summary['events'][number], read: RepeatedQuery['sent'], context: FlowContext): boolean {
  if (what.kind !== 'query') return what.kind === 'flush';
  const sent = context.queryOf(what.query);
  const op = sent?.fact?.does ?? sent?.fact?.query.op ?? sent?.unread?.sends?.op ?? 'select';
  return op !== 'select' && (sent === null || sent.table === null || read.paths.some((path) => path.table === sent.table?.key));
}

function tellOf(one: RepeatedQuery, context: FlowContext): LoopTold {
  const { sent, loop, event } = one;
  return {
    severity: severityOf('warning', one, context),
    message: `${subjectText(loop, overTable(loop, context))} ${actText(actOf({ sent, op: 'select' }), event.via, context.path)} by the same query: nothing in it depends on the round.`,
    advice: event.sometimes ? 'run it at the first round that needs it and keep what it gave' : 'run it once before the loop',
  };
}
