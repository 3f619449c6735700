import type { Related, Severity } from '../../facts/finding.ts';
import type { Repeater } from '../../link/flow/summary.ts';
import { atMost, leastSure } from '../certainty.ts';
import type { FlowContext, FlowVerdict } from '../rule.ts';
import { isLookup, tableName } from '../tables.ts';
import { isOfOutput } from './loudest.ts';
import type { LazyRead } from './reads.ts';

export interface LazyTold { readonly severity: Severity; readonly message: string; readonly advice: string; readonly loop: Repeater | null }

/** What a rule says of a read, told where the function reads it or calls what does. Null where that is in another file. */
export function lazyVerdict(read: LazyRead, context: FlowContext, told: LazyTold): FlowVerdict | null {
  const { event, index, seen, sent } = read;
  const place = context.placeOf(event.at);
  if (place.path !== context.path) return null;
  const confidence = leastSure(read.fact.confidence, seen.target?.confidence ?? 'medium');
  return {
    table: seen.target, catalog: sent.catalog, event: index,
    verdict: { severity: confidence === 'low' ? atMost(told.severity, 'hint') : told.severity, confidence, message: told.message, span: place.span, columns: [], suggestion: null, related: relatedOf(read, told.loop, context), instead: told.advice },
  };
}

/** The loop, each call on the way, where the relation is read, the query of the rows, the model. */
function relatedOf({ event, what, sent, seen }: LazyRead, loop: Repeater | null, context: FlowContext): readonly Related[] {
  const head: readonly Related[] = loop === null ? [] : [{ role: 'loop', ...context.placeOf(loop.head), message: loop.name === '' ? 'the loop' : `the loop over ${loop.name}` }];
  const calls = event.via.slice(1).map((frame): Related => ({ role: 'call-site', ...context.placeOf(frame.call), message: `${frame.name} is called here` }));
  const reading: readonly Related[] = event.via.length === 0 || what.read === undefined ? [] : [{ role: 'call-site', ...context.placeOf(what.read), message: `${what.relation} is read here` }];
  const model: readonly Related[] = seen.place === null ? [] : [{ role: 'schema', ...seen.place, message: `${what.model.symbol} declares ${what.relation} here` }];
  return [...head, ...calls, ...reading, { role: 'query', ...sent.place, message: 'the rows come from here' }, ...model];
}

const quieter: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'information', information: 'hint', hint: 'hint' };

/** A step quieter each: a script, rows that are read as they are sent (which relations are depends on what is sent), a call that reads it only under a condition. A hint where a constant says how often, where the callee remembers, and for tables that are small by their kind. */
export function severityOf(asked: Severity, { event, seen }: LazyRead, { loop, rounds }: { readonly loop: Repeater; readonly rounds: 'many' | 'few' }, context: FlowContext): Severity {
  if (rounds === 'few' || event.memoised || (seen.target !== null && isLookup(seen.target))) return 'hint';
  const doubts = [context.role === 'script', isOfOutput(loop), event.sometimes && event.via.length > 0];
  return doubts.filter((doubt) => doubt).reduce<Severity>((severity) => quieter[severity], asked);
}

/** `Post.comments`. */
export const relationText = ({ what }: LazyRead): string => `${what.model.symbol}.${what.relation}`;

export const targetText = ({ seen }: LazyRead): string => (seen.target === null ? 'another table' : tableName(seen.target));
