import type { FlowExpr, FlowStep } from '../../../facts/flow.ts';
import type { RoundsInput } from '../rounds.ts';
import { answersDecide, hasNoEnd, isOpenEnded, leavesSomewhere } from './exits.ts';
import { leaves } from './once.ts';
import { assignmentsOf, calledName, everyExpr, everyStep, targetNames, unwrapped } from './walk.ts';

const tries = /attempt|retr(y|ies)|^tries$|_tries|tries_|numTries|triesLeft|backoff/i;
const waits = /^(sleep|asyncSleep|delay|wait|waitFor|wait_for|setTimeout|backoff|pause|timeout|usleep|sleepMs)$|sleep$|^sleep/i;
/** What gives a worker its next piece of work. */
const receives = /^(brpop|blpop|bzpopmin|receive|receive_json|receive_text|receive_bytes|recv|poll|consume|xread|xreadgroup|listen|get_message|getMessage|dequeue|reserve|accept|readline|notifies|get_nowait)$/;
const sources = /(queue|channel|consumer|subscription|subscriber|pubsub|websocket|socket|stream|listener|messages|events|notifications|inbox|mailbox)s?$/i;

/** The same thing is tried again until it works: a counter of attempts, a way out on success beside a handler that goes on, a candidate that must be free. */
export function isRetried(input: RoundsInput): boolean {
  const { loop, target, body } = input;
  const counters = [...targetNames(target), ...assignmentsOf(loop?.init ?? []).flatMap((a) => a.names)];
  if (counters.some((name) => tries.test(name)) || (loop?.test != null && isOpenEnded(input) && namesIn(loop.test).some((name) => tries.test(name)))) return true;
  if (assignmentsOf(body).some((a) => a.by !== null && a.names.some((name) => tries.test(name)))) return isOpenEnded(input);
  if (everyStep(body, 'without loops').some((s) => s.s === 'try' && triesAgain(s, input))) return true;
  return (isOpenEnded(input) || isCounted(input)) && answersDecide(input) && !goesThrough(input);
}

/** `try: … return` with a handler that does not leave, in a loop over nothing or over numbers, or one that waits before it goes on. */
function triesAgain(step: Extract<FlowStep, { s: 'try' }>, input: RoundsInput): boolean {
  const succeeds = leaves(step.body) || (leavesSomewhere(step.body) && (isOpenEnded(input) || isCounted(input)));
  if (!succeeds || step.handlers.length === 0 || step.handlers.every(leaves)) return false;
  return isOpenEnded(input) || isCounted(input) || leaves(step.body) || waitsIn(input.body);
}

/** Numbers are gone over: `range`, `count()`, `for (let i = 0; …)`. */
function isCounted({ loop, of }: RoundsInput): boolean {
  const bare = of === null ? null : unwrapped(of);
  return loop?.form === 'count' ? !goesOverList(loop.test) : bare?.e === 'call' && (calledName(bare) === 'count' || (calledName(bare) === 'range' && !bare.args.some((arg) => everyExpr([arg]).some((e) => e.e === 'call'))));
}

/** `i < xs.length`: a list by its places. */
const goesOverList = (test: FlowExpr | null): boolean => test !== null && everyExpr([test]).some((e) => e.e === 'attr' && (e.name === 'length' || e.name === 'size'));

/** A list, stack or tree is worked off: each round takes its next element from there. */
const goesThrough = ({ body, loop }: RoundsInput): boolean => everyExpr(loop?.test == null ? [] : [loop.test], body).some((e) => e.e === 'call' && e.of.e === 'attr' && ['pop', 'popleft', 'shift'].includes(e.of.name) && !(e.of.of.e === 'name' && sources.test(e.of.of.name) && !/^(queue|stack)$/i.test(e.of.of.name)));

/** A worker: it waits for the next moment or the next piece of work, and never ends by itself. */
export function isPolled(input: RoundsInput): boolean {
  const { loop, body, of } = input;
  if (loop?.form === 'each') return loop.async && of !== null && isSource(of);
  if (!isOpenEnded(input) || loop === null) return false;
  if (loop.test !== null && everyExpr([loop.test]).some((e) => e.e === 'await')) return true;
  if (goesThrough(input)) return false;
  return waitsIn(body) || everyExpr([], body).some(isReceived) || (hasNoEnd(input) && !leavesSomewhere(body));
}

const waitsIn = (body: readonly FlowStep[]): boolean => everyExpr([], body).some((e) => e.e === 'call' && waits.test(calledName(e)));

const isReceived = (e: FlowExpr): boolean => e.e === 'call' && (receives.test(calledName(e)) || (['get', 'pop', 'next', 'read'].includes(calledName(e)) && e.of.e === 'attr' && sources.test(lastName(e.of.of))));

function isSource(expr: FlowExpr): boolean {
  const bare = unwrapped(expr);
  return sources.test(lastName(bare)) || (bare.e === 'call' && (receives.test(calledName(bare)) || sources.test(calledName(bare)) || (bare.of.e === 'attr' && sources.test(lastName(bare.of.of)))));
}

const lastName = (expr: FlowExpr): string => (expr.e === 'name' || expr.e === 'attr' ? expr.name : '');
const namesIn = (expr: FlowExpr): readonly string[] => everyExpr([expr]).map(lastName).filter((name) => name !== '');
