import type { Related, Severity } from '../../facts/finding.ts';
import type { FlowEvent, Repeater } from '../../link/flow/summary.ts';
import type { FlowContext, FlowVerdict, SentQuery } from '../rule.ts';
import { tableName } from '../tables.ts';
import { actText, countText, subjectText } from '../words/loop.ts';
import { keyOf } from './key.ts';
import { isCount, remedyOf } from './remedy.ts';
import type { RepeatedQuery } from './repeated.ts';
import { certaintyOf, held, severityOf } from './severity.ts';

export interface LoopTold { readonly severity: Severity; readonly message: string; readonly advice: string }

/** What the rules on loops answer of one statement: told where the function with the loop runs it or calls what runs it. Null where that is in another file. */
export function loopVerdict(repeated: RepeatedQuery, context: FlowContext, told: LoopTold): FlowVerdict | null {
  const { event, index, loop, sent } = repeated;
  const place = context.placeOf(event.at);
  if (place.path !== context.path) return null;
  const confidence = certaintyOf(repeated);
  const key = keyOf(sent);
  return {
    table: sent.table, catalog: sent.catalog, event: index,
    verdict: { severity: held(told.severity, confidence), confidence, message: told.message, span: place.span, columns: key === null ? [] : [key.column], suggestion: null, related: relatedOf(event, loop, sent, context), instead: told.advice },
  };
}

/** The sentence, severity and advice where a statement depends on its loop. `among`: what else the loop runs. */
export function toldOf(asked: Severity, repeated: RepeatedQuery, among: readonly RepeatedQuery[], context: FlowContext): LoopTold {
  const { event, loop, sent, outer, rounds } = repeated;
  const over = loop.over === null ? null : context.queryOf(loop.over.query)?.table ?? null;
  const certain = among.filter((other) => other.loop === loop && other !== repeated && !other.event.sometimes && !other.event.memoised).length;
  const around = outer.at(-1);
  const count = countText(loop, {
    each: event.sometimes ? 1 : certain + 1, sometimes: event.sometimes || event.memoised, constant: rounds === 'few' && loop.rounds.rounds === 'constant' ? loop.rounds.count : null,
    outer: around === undefined ? null : around.name === '' ? ' in each round of the loop around it' : ` for each of ${around.name}`,
  });
  const served = isUnserved(sent) ? ', and no index serves them, so each of them reads the whole table' : '';
  return { severity: severityOf(asked, repeated, context), message: `${subjectText(loop, over === null ? null : tableName(over))} ${actText(actOf(repeated), event.via, context.path)}: ${count}${served}.`, advice: remedyOf(repeated, context) };
}

export function actOf({ sent, op }: Pick<RepeatedQuery, 'sent' | 'op'>): string {
  const name = sent.table === null ? sent.unread?.sends?.name ?? null : tableName(sent.table);
  if (name === null) return op === 'select' ? 'asks the database' : 'writes to the database';
  if (op === 'select') return sent.query !== null && isCount(sent.query) ? `counts ${name}` : `reads ${name}`;
  return op === 'insert' ? `inserts into ${name}` : op === 'update' ? `updates ${name}` : `deletes from ${name}`;
}

const isUnserved = ({ paths, table }: SentQuery): boolean => paths.some((path) => path.table === table?.key && path.role === 'driving' && path.filter === 'not-served' && !path.opaque && path.unknown !== true && !path.optionalOnly);

/** The loop, each call on the way, the statement. */
export function relatedOf(event: FlowEvent, loop: Repeater, sent: SentQuery, context: FlowContext): readonly Related[] {
  const calls = event.via.slice(1).map((frame): Related => ({ role: 'call-site', ...context.placeOf(frame.call), message: `${frame.name} is called here` }));
  const query: readonly Related[] = event.via.length === 0 ? [] : [{ role: 'query', ...sent.place, message: `${actOf({ sent, op: sent.fact?.query.op ?? sent.unread?.sends?.op ?? 'select' })} here` }];
  return [{ role: 'loop', ...context.placeOf(loop.head), message: loop.name === '' ? 'the loop' : `the loop over ${loop.name}` }, ...calls, ...query];
}
