import type { Confidence } from '../../facts/dialect.ts';
import type { Severity } from '../../facts/finding.ts';
import type { Repeater } from '../../link/flow/summary.ts';
import { atMost, leastSure } from '../certainty.ts';
import type { FlowContext } from '../rule.ts';
import { runsInProcess } from '../in-process.ts';
import { isLookup } from '../tables.ts';
import { keyOf } from './key.ts';
import type { RepeatedQuery } from './repeated.ts';
import { isMostlyShort, isShortList } from './short.ts';

const quieter: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'information', information: 'hint', hint: 'hint' };

/** What a program does once when it is set up, or by hand. */
const setUp = /(^|[._])(ensure|seed|populate|backfill|bootstrap|migrate)/i;

/** How sure it is that the loop, what depends on it and the table are as told. */
export const certaintyOf = ({ sent }: RepeatedQuery): Confidence => leastSure(sent.fact?.confidence ?? 'medium', sent.table?.confidence ?? 'medium');

/** Calls down, beyond which a condition on the way may be one that is hardly ever met. */
const far = 2;

/**
 * Severity by certainty. As asked where loop, dependence and table are certain. Information at the most where the table is not known, in rounds that wait for something over a wire, and for a call that only some elements make. A step quieter: scripts and what sets a program up, a loop without an end of its own, a
 * mostly short list by its name or a lookup table's rows, and of those what only some elements ask, a list of keys that each element brings, what a callee asks only under a condition of its own, and another one where that is far down. A hint: a constant number of rounds, a short list by its name, a callee that remembers, a lookup by key in a database of the
 * same process, tables that are small by their kind, low confidence.
 */
export function severityOf(asked: Severity, repeated: RepeatedQuery, context: FlowContext): Severity {
  const { event, loop, rounds, sent } = repeated;
  if (rounds === 'few' || isShortList(loop) || event.memoised || isInProcessLookup(repeated, context) || certaintyOf(repeated) === 'low' || (sent.table !== null && isLookup(sent.table))) return 'hint';
  const doubts = [context.role === 'script' || setUp.test(loop.head.in.unit), loop.form === 'while' || loop.form === 'recursion', isShort(loop, context), isBatchOfEach(repeated), event.sometimes && isShort(loop, context), event.below === true, event.below === true && event.via.length > far];
  const told = doubts.filter((doubt) => doubt).slice(0, 2).reduce<Severity>((severity) => quieter[severity], asked);
  // A call that only some elements make stands beside its condition, which says how many they are as little as a reader can.
  return sent.table === null || loop.waits === true || (event.sometimes && event.via.length > 0) ? atMost(told, 'information') : told;
}

function isShort(loop: Repeater, context: FlowContext): boolean {
  const table = loop.over === null ? null : context.queryOf(loop.over.query)?.table ?? null;
  return isMostlyShort(loop) || table !== null && (isLookup(table) || context.settings.isSmall(table));
}

/** Rows are asked for by a list of keys that each element brings: a query for each group, and not for each row. */
const isBatchOfEach = ({ sent }: RepeatedQuery): boolean =>
  keyOf(sent).columns.length === 0 && sent.paths.some(({ conditions }) => conditions.some(({ form, expr }) => form === 'in' && expr.kind === 'in' && expr.items.every((item) => item.kind === 'param')));

/** A row by its key, of a SQLite file that this very process reads. */
const isInProcessLookup = ({ sent, op }: RepeatedQuery, context: FlowContext): boolean => op === 'select' && runsInProcess(sent, context) && sent.paths.length === 1 && sent.paths[0]?.oneRow === true;

/** With a limit that the certainty of the statement sets. */
export const held = (severity: Severity, confidence: Confidence): Severity => (confidence === 'low' ? atMost(severity, 'hint') : severity);
