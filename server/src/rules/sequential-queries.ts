import type { Related } from '../facts/finding.ts';
import { atMost, leastSure } from './certainty.ts';
import type { FlowContext, FlowRule, FlowVerdict } from './rule.ts';
import { runsInProcess } from './in-process.ts';
import { type Linked, seenChain } from './sequences/chain.ts';
import { adviceOf, messageOf } from './sequences/words.ts';
import { isLookup, tableName } from './tables.ts';

export const sequentialQueries: FlowRule = {
  id: 'sequential-queries',
  family: 'loops',
  summary: 'Rows are read one after the other, each by a column of the one before, where one join reads them all.',
  defaultSeverity: 'warning',
  scope: 'flow',
  check(summary, context) {
    if (context.role !== 'application' && context.role !== 'script') return [];
    return summary.chains.flatMap((chain) => {
      const linked = seenChain(chain, summary, context);
      return linked === null ? [] : (verdictOf(linked, chain.outcomes, context) ?? []);
    });
  },
};

function verdictOf(linked: readonly Linked[], outcomes: 'same' | 'different', context: FlowContext): FlowVerdict | null {
  const [first] = linked;
  const last = linked.at(-1);
  if (first === undefined || last === undefined || linked.every(({ sent }) => sent === null || runsInProcess(sent, context))) return null;
  const place = context.placeOf(first.event.at);
  if (place.path !== context.path) return null;
  const confidence = linked.map(({ sent, table }) => leastSure(sent?.fact?.confidence ?? 'high', table.confidence)).reduce(leastSure);
  const asked = linked.length > 2 && context.role === 'application' ? 'warning' : 'information';
  const limit = confidence === 'low' || linked.slice(1).some(({ table }) => isLookup(table)) ? 'hint' : 'warning';
  return {
    table: first.table, catalog: first.sent?.catalog ?? null, event: first.index,
    verdict: {
      severity: atMost(asked, limit), confidence, message: messageOf(linked, context.path), span: place.span, columns: linked.flatMap(({ by }) => by ?? []), suggestion: null,
      related: relatedOf(linked, context), instead: adviceOf(linked, outcomes),
    },
  };
}

/** Each further read, and its statement where that is elsewhere. */
function relatedOf(linked: readonly Linked[], context: FlowContext): readonly Related[] {
  return linked.flatMap(({ event, table, sent, by }): readonly Related[] => {
    const here: readonly Related[] = by === null ? [] : [{ role: 'query', ...context.placeOf(event.at), message: `${tableName(table)} is read here, by ${by} of the row before` }];
    return event.via.length === 0 || sent === null ? here : [...here, { role: 'query', ...sent.place, message: `the statement that reads ${tableName(table)}` }];
  });
}
