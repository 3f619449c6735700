import type { Related, Severity } from '../../facts/finding.ts';
import type { Repeater } from '../../link/flow/summary.ts';
import type { FlowContext, FlowVerdict, SentQuery } from '../rule.ts';
import { tableName } from '../tables.ts';
import { actText, countText, subjectText } from '../words/loop.ts';
import { keyOf } from './key.ts';
import { isCount, remedyOf } from './remedy.ts';
import type { Led } from './led.ts';
import type { RepeatedQuery } from './repeated.ts';
import { certaintyOf, held } from './severity.ts';

export interface LoopTold { readonly severity: Severity; readonly message: string; readonly advice: string }

/** What the rules on loops answer of one statement: told where the function with the loop runs it or calls what runs it. Null where that is in another file. */
export function loopVerdict({ one, others }: Pick<Led, 'one' | 'others'>, context: FlowContext, told: LoopTold): FlowVerdict | null {
  const { event, index, sent } = one;
  const place = context.placeOf(event.at);
  if (place.path !== context.path) return null;
  const confidence = certaintyOf(one);
  const key = keyOf(sent);
  return {
    table: sent.table, catalog: sent.catalog, event: index,
    verdict: { severity: held(told.severity, confidence), confidence, message: told.message, span: place.span, columns: key.columns, suggestion: null, related: relatedOf(one, others, context), instead: told.advice },
  };
}

/** The sentence, severity and advice where a statement depends on its loop. `among`: all that the function's loops run. */
export function toldOf({ one, others, severity }: Led, among: readonly RepeatedQuery[], context: FlowContext): LoopTold {
  const { event, loop, sent } = one;
  const more = others.length === 0 ? '' : ` (and runs ${others.length} more ${others.length === 1 ? 'statement' : 'statements'})`;
  const served = isUnserved(sent) ? ', and no index serves them, so each of them reads the whole table' : '';
  return { severity, message: `${subjectText(loop, overTable(loop, context))} ${actText(actOf(one), event.via, context.path)}${more}: ${countText(loop, countOf(one, among))}${served}.`, advice: remedyOf(one, context) };
}

/** The table whose rows are gone over, as it is named. */
export function overTable({ over }: Repeater, context: FlowContext): string | null {
  const table = over === null ? null : context.queryOf(over.query)?.table ?? null;
  return table === null ? null : tableName(table);
}

function countOf(one: RepeatedQuery, among: readonly RepeatedQuery[]): Parameters<typeof countText>[1] {
  const { event, loop, outer, rounds } = one;
  const certain = among.filter((other) => other.loop === loop && other !== one && !other.event.sometimes && !other.event.memoised).length;
  const around = outer.at(-1);
  return {
    each: certain + 1, sometimes: event.sometimes || event.memoised, constant: rounds === 'few' && loop.rounds.rounds === 'constant' ? loop.rounds.count : null,
    outer: around === undefined ? null : around.name === '' ? ' in each round of the loop around it' : ` for each of ${around.name}`,
  };
}

export function actOf({ sent, op }: Pick<RepeatedQuery, 'sent' | 'op'>): string {
  const name = sent.table === null ? sent.unread?.sends?.name ?? null : tableName(sent.table);
  if (name === null) return op === 'select' ? 'asks the database' : 'writes to the database';
  if (op === 'select') return sent.query !== null && isCount(sent.query) ? `counts ${name}` : `reads ${name}`;
  return op === 'insert' ? `inserts into ${name}` : op === 'update' ? `updates ${name}` : `deletes from ${name}`;
}

const isUnserved = ({ paths, table }: SentQuery): boolean => paths.some((path) => path.table === table?.key && path.role === 'driving' && path.filter === 'not-served' && !path.opaque && path.unknown !== true && !path.optionalOnly);

/** More statements than this are counted, not shown. */
const shown = 6;

/** The loop, each call on the way, the statements. */
function relatedOf({ event, loop, sent, op }: RepeatedQuery, others: readonly RepeatedQuery[], context: FlowContext): readonly Related[] {
  const calls = event.via.slice(1).map((frame): Related => ({ role: 'call-site', ...context.placeOf(frame.call), message: `${frame.name} is called here` }));
  const queries = event.via.length === 0 ? [] : [{ sent, op }, ...others].slice(0, shown).map((one): Related => ({ role: 'query', ...one.sent.place, message: `${actOf(one)} here` }));
  return [{ role: 'loop', ...context.placeOf(loop.head), message: loop.name === '' ? 'the loop' : `the loop over ${loop.name}` }, ...calls, ...queries];
}
