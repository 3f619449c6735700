import type { FlowExpr, FlowFunction, FlowLoop, FlowSpan, FlowStep, FlowTarget } from '../../facts/flow.ts';
import { isBatched } from './rounds/batches.ts';
import { countOf, countOfCounter } from './rounds/count.ts';
import { isAnotherDatabase, isAnotherTable } from './rounds/databases.ts';
import { writesSomething } from './rounds/changes.ts';
import { handlesItsOwn } from './rounds/guarded.ts';
import { endsInFirstRound } from './rounds/once.ts';
import { isPaged } from './rounds/pages.ts';
import { isPolled, isRetried } from './rounds/retry.ts';
import { everyExpr } from './rounds/walk.ts';
import type { Repeater, Rounds } from './summary.ts';

/**
 * A repeater as its code has it. For a loop statement `of`, `target` and `body` are the loop's own. For a callback: what it is called for, its first parameter (the one that
 * is the element), its body. For a comprehension: of the clause in question; its value and key as `do` steps.
 */
export interface RoundsInput {
  readonly form: Repeater['form'];
  readonly loop: FlowLoop | null;
  readonly of: FlowExpr | null;
  readonly target: FlowTarget | null;
  readonly body: readonly FlowStep[];
  /** The function around it: what a local name was given is looked for there. */
  readonly around: FlowFunction;
  /** Where queries run inside of it, or calls that lead to some: spans of the same unit. May be empty where that is not known yet. */
  readonly queries: readonly FlowSpan[];
  /**
   * What a name or path from outside of the function is given, where it is one thing for certain: the expression (a module's constant, of whichever file), or how many
   * elements it has (an enum). Null where that is not known.
   */
  readonly known: (expr: FlowExpr) => FlowExpr | number | null;
}

/**
 * How many times a repeater goes round, as far as its code tells; `many` where nothing tells. In the order of the specification's section 6 ("not an N+1"), but that a try
 * that is made again is none of a constant number, and that a batch is told before what counts it.
 */
export function roundsOf(given: RoundsInput): Rounds {
  const input = given.queries.length > 0 ? given : { ...given, queries: likelyQueries(given) };
  if (input.loop !== null && endsInFirstRound(input.body, input.queries)) return { rounds: 'once' };
  if (isBatched(input)) return { rounds: 'batches' };
  if (isPaged(input)) return { rounds: 'pages' };
  if (isRetried(input)) return { rounds: 'retry' };
  const count = input.of === null ? countOfCounter(input) : countOf(input.of, input);
  if (count !== null) return { rounds: 'constant', count };
  if (isPolled(input)) return { rounds: 'polling' };
  return isAnotherDatabase(input) || isAnotherTable(input) ? { rounds: 'databases' } : { rounds: 'many' };
}

/** Where no query is known yet (it is a caller who knows what is handed in): what is waited for, or else what is called. */
function likelyQueries({ body, loop }: RoundsInput): readonly FlowSpan[] {
  const all = everyExpr(loop?.test == null ? [] : [loop.test], body);
  const awaited = all.filter((e) => e.e === 'await');
  return (awaited.length > 0 ? awaited : all.filter((e) => e.e === 'call')).map((e) => e.at);
}

/** Whether each round answers for its own failure: then its writes are meant to be single ones. */
export const isGuarded = (input: RoundsInput): boolean => handlesItsOwn(input);

/** Whether a round may write: then what it reads may be something else in the next one. */
export const mayChange = (input: RoundsInput): boolean => writesSomething(input);
