import { repeatedFlushes } from './loops/flushes.ts';
import { isSameQuery, repeatedQueries, type RepeatedQuery } from './loops/repeated.ts';
import { formsOf } from './loops/forms.ts';
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
    const asked = context.handler ? 'warning' : 'information';
    const writes = repeated.filter((one) => one.op !== 'select' && one.loop.form !== 'resolver' && one.loop.guarded !== true && !isMeantOneByOne(one, repeated));
    return [...writes.flatMap((one) => {
      const told = toldOf(asked, one, repeated, context);
      return loopVerdict(one, context, isCheckedFirst(one, repeated) ? { ...told, advice: `write all of them with one statement that does both: ${formsOf(one.sent.fact?.adapter, context.language).upsert}` } : told) ?? [];
    }), ...repeatedFlushes(summary, context, asked)];
  },
};

/** What it gives is used by the next statement of the round (an id), or it is made of what another write of the round gave. */
const isMeantOneByOne = (one: RepeatedQuery, repeated: readonly RepeatedQuery[]): boolean =>
  repeated.some((other) => other !== one && ((isMadeOf(other, one) && one.op === 'insert') || (isMadeOf(one, other) && other.op === 'insert')));

const isMadeOf = (one: RepeatedQuery, other: RepeatedQuery): boolean => other.event.what.kind === 'query' && one.event.varies.some((root) => root.root === 'query' && other.event.what.kind === 'query' && isSameQuery(root.query, other.event.what.query));

/** The round looks whether the row is there, and then makes or changes it. */
const isCheckedFirst = (one: RepeatedQuery, repeated: readonly RepeatedQuery[]): boolean =>
  one.op === 'insert' && one.event.sometimes && one.sent.table !== null && repeated.some((other) => other.op === 'select' && other.loop === one.loop && other.sent.table?.key === one.sent.table?.key && other.sent.catalog === one.sent.catalog);

