import { ledIn } from './loops/led.ts';
import { repeatedQueries } from './loops/repeated.ts';
import { loopVerdict, toldOf } from './loops/told.ts';
import type { FlowRule } from './rule.ts';

export const nPlusOneQuery: FlowRule = {
  id: 'n-plus-one-query',
  family: 'loops',
  summary: 'A loop reads from the database once for each of its elements, where one query could read for all.',
  defaultSeverity: 'warning',
  scope: 'flow',
  check(summary, context) {
    const repeated = repeatedQueries(summary, context);
    return ledIn(repeated, context).flatMap((led) => (led.one.op === 'select' ? loopVerdict(led, context, toldOf(led, repeated, context)) ?? [] : []));
  },
};
