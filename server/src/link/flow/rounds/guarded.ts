import type { FlowStep } from '../../../facts/flow.ts';
import type { RoundsInput } from '../rounds.ts';
import { leaves } from './once.ts';
import { calledName, everyExpr, everyStep, insideStep, within } from './walk.ts';

const ownTransaction = /^(begin_nested|begin|savepoint|atomic|transaction|\$transaction|withTransaction|runInTransaction|with_transaction)$/i;

/** Whether each round answers for its own failure, so that one statement for all of them would do something else: a transaction or savepoint of its own, or a `try` around a query whose handler goes on. */
export function handlesItsOwn({ body, queries, loop }: RoundsInput): boolean {
  const steps = everyStep(body, 'without loops');
  return steps.some((s) => (s.s === 'try' && goesOnAfter(s, loop === null ? 'callback' : 'loop') && queries.some((q) => within(q, s.at))) || insideStep(s).exprs.some((e) => everyExpr([e]).some((part) => part.e === 'call' && ownTransaction.test(calledName(part)))));
}

/** What a callback returns from its handler is its answer for this element alone. */
const goesOnAfter = (step: Extract<FlowStep, { s: 'try' }>, form: 'callback' | 'loop'): boolean => step.handlers.some((handler) => (form === 'loop' ? !leaves(handler) : !handler.some((s) => s.s === 'leave' && s.how === 'throw')));
