import type { QueryFact, SymbolicQuery } from '../../../facts/query.ts';
import { type Sender, type SenderWords, sendersOf } from '../../../lang/senders.ts';
import type { Outline } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import type { Step } from '../chain.ts';
import { CONDITION_FUNCTIONS } from '../vocabulary.ts';
import { BUILDS, isExecute, isStart } from './expand.ts';

/** What a method that sends a builder makes of its rows; `then` and its kind give them as they are. */
export const SENDS: Readonly<Record<string, 'rows' | 'row' | 'value' | 'nothing'>> = { execute: 'rows', all: 'rows', get: 'row', run: 'nothing', iterator: 'rows' };

const PROMISES: readonly string[] = ['then', 'catch', 'finally'];

/** Whether a link only adds to a statement. `values` is both: a part of an INSERT, and SQLite's way to ask for rows. */
export const REFINES: readonly string[] = [...BUILDS].filter((name) => !Object.hasOwn(SENDS, name) && !PROMISES.includes(name) && !/^(?:as|toSQL|getSQL)$/.test(name));

const WORDS: SenderWords = {
  methods: new Set([...Object.keys(SENDS), 'values']), refine: new Set(REFINES.filter((name) => name !== 'values')), takers: new Set(), batches: new Set(['batch']), awaits: true,
  // A statement that these are given becomes a subquery, or is only shown.
  parts: new Set([...CONDITION_FUNCTIONS, ...REFINES, 'union', 'unionAll', 'intersect', 'intersectAll', 'except', 'exceptAll', 'with', 'withRecursive', 'select', '$with', 'log', 'toEqual', 'toBe']),
};

/** The statement's own links of a chain: what stands behind them takes its rows (`.map(…)`, `.then(…)`). */
export function ownSteps(steps: readonly Step[]): readonly Step[] {
  const first = steps.findIndex((step, i) => i > 0 && (step.args === null || PROMISES.includes(step.name) || !(BUILDS.has(step.name) || isStart(step.name))));
  return first < 0 ? steps : steps.slice(0, first);
}

type Gives = NonNullable<QueryFact['gives']>;

export type Sending = Pick<QueryFact, 'sent' | 'gives'>;

/** A statement that is written at `span` and finished at `at`. `steps` are its own links; `elsewhere`: what is built there is carried on by its callers. */
export interface Built { readonly span: Span; readonly at: Span; readonly query: SymbolicQuery; readonly steps: readonly Step[]; readonly elsewhere: boolean }

/** How a statement is sent, and what that gives. */
export function sendingOf(outline: Outline, { span, at, query, steps, elsewhere }: Built): Sending {
  const gives = givenBy(query, steps);
  if (elsewhere || steps.some((step) => /^(?:as|toSQL|getSQL)$/.test(step.name))) return { sent: [], gives };
  if (isSentByItself(steps)) return { gives };
  const senders = sendersOf(outline, WORDS, at);
  if (senders === 'here' && at !== span) return { sent: [at], gives };
  return senders === 'here' ? { gives } : { sent: senders.map((sender) => sender.span), gives: takenBy(senders, gives) };
}

function isSentByItself(steps: readonly Step[]): boolean {
  const last = steps.at(-1)?.name ?? '';
  return Object.hasOwn(SENDS, last) || isExecute(last) || last === '$count';
}

/** The same for a statement whose table is not known. */
export const unreadSenders = (outline: Outline, span: Span, steps: readonly Step[]): 'here' | readonly Sender[] => (isSentByItself(steps) ? 'here' : sendersOf(outline, WORDS, span));

/** Where a name's own methods send it, they say what comes back, if they agree. */
function takenBy(senders: readonly Sender[], gives: Gives): Gives {
  const kinds = new Set(senders.map(({ by }): Gives => (by === 'get' ? 'row' : by === 'run' ? 'nothing' : gives)));
  const [only] = kinds;
  return kinds.size === 1 ? (only ?? gives) : gives;
}

/** A select gives a list even where it is one row (`[row]`); a write gives rows where it says `returning`. */
function givenBy(query: SymbolicQuery, steps: readonly Step[]): Gives {
  const has = (name: string): boolean => steps.some((step) => step.name === name && step.args !== null);
  const first = steps[0]?.name ?? '';
  if (has('$count')) return 'value';
  if (has('findFirst') || has('get')) return 'row';
  if (first === 'findMany') return 'rows';
  if (has('run')) return 'nothing';
  return query.op === 'select' || has('returning') || has('$returningId') ? 'rows' : 'nothing';
}
