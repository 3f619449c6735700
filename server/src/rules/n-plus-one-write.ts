import { repeatedFlushes } from './loops/flushes.ts';
import { formsOf } from './loops/forms.ts';
import { ledIn } from './loops/led.ts';
import { repeatedQueries, type RepeatedQuery } from './loops/repeated.ts';
import { loopVerdict, toldOf } from './loops/told.ts';
import type { FlowRule } from './rule.ts';

export const nPlusOneWrite: FlowRule = {
  id: 'n-plus-one-write',
  family: 'loops',
  summary: 'A loop writes to the database once for each of its elements, where one statement could write all.',
  defaultSeverity: 'information',
  scope: 'flow',
  check(summary, context) {
    const repeated = repeatedQueries(summary, context);
    const led = ledIn(repeated, context);
    const writes = led.flatMap((group) => {
      if (group.one.op === 'select') return [];
      const told = toldOf(group, repeated, context);
      return loopVerdict(group, context, isCheckedFirst(group.one, repeated) ? { ...told, advice: `write all of them with one statement that does both: ${formsOf(group.one.sent, context).upsert}` } : told) ?? [];
    });
    return [...writes, ...repeatedFlushes(summary, context, led)];
  },
};

/** The round looks whether the row is there, and then makes or changes it. */
const isCheckedFirst = (one: RepeatedQuery, repeated: readonly RepeatedQuery[]): boolean =>
  one.op === 'insert' && one.event.sometimes && one.sent.table !== null && repeated.some((other) => other.op === 'select' && other.loop === one.loop && other.sent.table?.key === one.sent.table?.key && other.sent.catalog === one.sent.catalog);
