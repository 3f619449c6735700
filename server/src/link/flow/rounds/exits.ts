import type { FlowExpr, FlowStep } from '../../../facts/flow.ts';
import type { RoundsInput } from '../rounds.ts';
import { leaves } from './once.ts';
import { assignmentsOf, everyExpr, everyStep, madeOf, mentions, targetNames, within } from './walk.ts';

/** The names that the queries of the body give something, and what is made of them there. */
export function answersOf({ body, queries, loop }: RoundsInput): ReadonlySet<string> {
  const steps = everyStep(body, 'with loops');
  const direct = assignmentsOf(steps).flatMap((a) => (queries.some((q) => within(q, a.at)) ? a.names : []));
  const inTest = loop?.test == null ? [] : everyExpr([loop.test]).flatMap((e) => (e.e === 'set' && queries.some((q) => within(q, e.at)) ? targetNames(e.target) : []));
  return madeOf([...direct, ...inTest], body);
}

/** The tests that decide whether there is a next round: the loop's own, and those of an `if` that leaves it. */
function exitTests({ loop, body }: RoundsInput): readonly FlowExpr[] {
  const own = loop?.test ?? null;
  return [...(own === null ? [] : [own]), ...everyStep(body, 'without loops').flatMap((s) => (s.s === 'if' && (leaves(s.yes) || leaves(s.no) || leavesLater(s.yes)) ? [s.test] : []))];
}

const leavesLater = (steps: readonly FlowStep[]): boolean => everyStep(steps, 'without loops').some((s) => s.s === 'return' || (s.s === 'leave' && s.how !== 'continue'));

/** Whether what the queries answer decides if there is a next round, by their answers' names or because they stand in the test itself. */
export const answersDecide = (input: RoundsInput): boolean => {
  const answers = answersOf(input);
  return exitTests(input).some((test) => mentions(test, answers) || input.queries.some((q) => within(q, test.at)));
};

/** A statement loop over nothing: `while`, `do … while`, `for (;;)`. */
export const isOpenEnded = ({ loop }: RoundsInput): boolean => loop !== null && loop.form !== 'each' && loop.form !== 'keys' && (loop.form !== 'count' || loop.test === null);

/** `while True`, `for (;;)`, `while (running)`. */
export const hasNoEnd = (input: RoundsInput): boolean => isOpenEnded(input) && (input.loop?.test === null || input.loop?.test?.e === 'literal');

export const leavesSomewhere = (steps: readonly FlowStep[]): boolean => leavesLater(steps);
