import { formsOf, withColumn } from './loops/forms.ts';
import { keyOf } from './loops/key.ts';
import { repeatedQueries, type RepeatedQuery } from './loops/repeated.ts';
import { severityOf } from './loops/severity.ts';
import { actOf, type LoopTold, loopVerdict } from './loops/told.ts';
import type { FlowContext, FlowRule } from './rule.ts';
import { actText } from './words/loop.ts';

export const resolverNPlusOne: FlowRule = {
  id: 'resolver-n-plus-one',
  family: 'loops',
  summary: 'A field of a GraphQL type reads from the database for each object that it is asked of, where a DataLoader could read for all.',
  defaultSeverity: 'warning',
  scope: 'flow',
  check: (summary, context) => repeatedQueries(summary, context).flatMap((one) => (one.loop.form === 'resolver' && one.op === 'select' ? loopVerdict({ one, others: [] }, context, tellOf(one, context)) ?? [] : [])),
};

function tellOf(one: RepeatedQuery, context: FlowContext): LoopTold {
  const parent = one.loop.name === '' ? 'object' : one.loop.name;
  const { column } = keyOf(one.sent);
  const many = column === null ? '' : `: ${withColumn(formsOf(one.sent, context).many, column)}`;
  return {
    severity: severityOf('warning', one, context),
    message: `For each ${parent} whose field is asked for this resolver ${actText(actOf(one), one.event.via, context.path)}: n queries for a list of n.`,
    advice: `load it by a DataLoader, whose batch function reads for all keys of a request in one query${many}`,
  };
}
