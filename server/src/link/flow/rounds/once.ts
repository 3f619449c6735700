import type { FlowSpan, FlowStep } from '../../../facts/flow.ts';
import { everyStep } from './walk.ts';

/**
 * Whether a loop is left at the end of its first round whatever happens, or never comes back to a query: its body ends in `return`, `break` or `throw`, and where it goes on
 * early (`continue`), that is before the first query.
 */
export function endsInFirstRound(body: readonly FlowStep[], queries: readonly FlowSpan[]): boolean {
  if (!leaves(body)) return false;
  const first = Math.min(...queries.map(([start]) => start));
  return everyStep(body, 'without loops').every((s) => s.s !== 'leave' || s.how !== 'continue' || s.at[0] < first);
}

/** Every way through these steps leaves the loop. A `break` of a `switch` is none of the loop's in TypeScript, so switches are not looked into. */
export function leaves(steps: readonly FlowStep[]): boolean {
  return steps.some((step) => {
    switch (step.s) {
      case 'return': return true;
      case 'leave': return step.how !== 'continue';
      case 'if': return leaves(step.yes) && leaves(step.no);
      case 'block': return leaves(step.body);
      case 'try': return leaves(step.last) || (leaves(step.body) && step.handlers.every(leaves));
      default: return false;
    }
  });
}
