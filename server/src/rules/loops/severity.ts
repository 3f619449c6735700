import type { Confidence } from '../../facts/dialect.ts';
import type { Severity } from '../../facts/finding.ts';
import type { Repeater } from '../../link/flow/summary.ts';
import { atMost, leastSure } from '../certainty.ts';
import type { FlowContext } from '../rule.ts';
import { runsInProcess } from '../in-process.ts';
import { isLookup } from '../tables.ts';
import type { RepeatedQuery } from './repeated.ts';

const quieter: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'information', information: 'hint', hint: 'hint' };

/** Lists that hold a handful in every application. */
const shortLists = /^(days|weekdays|months|weeks|quarters|hours|types|kinds|statuses|states|levels|locales|localeCodes|locale_codes|languages|langs|currencies|columns|fields|attributes|tables|models|steps|stages|phases|modes|formats|sizes|options|settings|providers|channels|strategies|plugins|flags|periods|intervals|ranges|buckets|severities|priorities|categories|environments|envs|regions|roles|adapters|services|metrics|directions)$/i;

/** What a program does once when it is set up, or by hand. */
const setUp = /(^|[._])(ensure|seed|populate|backfill|bootstrap|migrate)/i;

/** How sure it is that the loop, what depends on it and the table are as told. */
export const certaintyOf = ({ sent }: RepeatedQuery): Confidence => leastSure(sent.fact?.confidence ?? 'medium', sent.table?.confidence ?? 'medium');

/**
 * Severity by certainty. As asked where loop, dependence and table are certain. Information at the most where the table is not known, and for a call that only some elements make. A step quieter: scripts and what sets a program up, a loop without an end of its own, a
 * short list by its name, and of that what only some elements ask, what a callee asks only under a condition of its own. A hint: a constant number of rounds, a callee that remembers, a lookup by key in a database of the
 * same process, tables that are small by their kind, low confidence.
 */
export function severityOf(asked: Severity, repeated: RepeatedQuery, context: FlowContext): Severity {
  const { event, loop, rounds, sent } = repeated;
  if (rounds === 'few' || event.memoised || isInProcessLookup(repeated, context) || certaintyOf(repeated) === 'low' || (sent.table !== null && isLookup(sent.table))) return 'hint';
  const doubts = [context.role === 'script' || setUp.test(loop.head.in.unit), loop.form === 'while' || loop.form === 'recursion', isShort(loop, context), event.below === true || (event.sometimes && isShort(loop, context))];
  const told = doubts.filter((doubt) => doubt).slice(0, 2).reduce<Severity>((severity) => quieter[severity], asked);
  // A call that only some elements make stands beside its condition, which says how many they are as little as a reader can.
  return sent.table === null || (event.sometimes && event.via.length > 0) ? atMost(told, 'information') : told;
}

function isShort({ name, over }: Repeater, context: FlowContext): boolean {
  const table = over === null ? null : context.queryOf(over.query)?.table ?? null;
  return shortLists.test(name.split('.').at(-1) ?? '') || (table !== null && (isLookup(table) || context.settings.isSmall(table)));
}

/** A row by its key, of a SQLite file that this very process reads. */
const isInProcessLookup = ({ sent, op }: RepeatedQuery, context: FlowContext): boolean => op === 'select' && runsInProcess(sent, context) && sent.paths.length === 1 && sent.paths[0]?.oneRow === true;

/** With a limit that the certainty of the statement sets. */
export const held = (severity: Severity, confidence: Confidence): Severity => (confidence === 'low' ? atMost(severity, 'hint') : severity);
