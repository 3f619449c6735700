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
    return repeated.flatMap((one) => (one.op === 'select' && one.loop.form !== 'resolver' ? loopVerdict(one, context, toldOf('warning', one, repeated, context)) ?? [] : []));
  },
};
