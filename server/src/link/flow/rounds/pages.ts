import type { FlowExpr } from '../../../facts/flow.ts';
import type { RoundsInput } from '../rounds.ts';
import { answersDecide, answersOf, isOpenEnded } from './exits.ts';
import { assignmentsOf, calledName, everyExpr, everyStep, mentions, targetNames, within } from './walk.ts';

const pageCalls = new Set(['offset', 'skip', 'limit', 'take', 'paginate', 'slice', 'startAfter', 'after']);
const pageKeys = new Set(['offset', 'skip', 'page', 'cursor', 'take', 'limit', 'after', 'before', 'startAfter', 'page_number', 'pageNumber', 'pageIndex', 'page_index']);
const stateNames = /offset|skip|page|cursor|after|before|last|next|start|from|token|since|marker|watermark|position|seen|more|id$/i;

/**
 * Whether each round reads the page after the one before: an open loop whose next state comes from the page (a cursor, an offset that goes up) and whose end is a page
 * that is short or empty, or a counted one whose counter is an offset.
 */
export function isPaged(input: RoundsInput): boolean {
  if (!isOpenEnded(input)) return countsPages(input);
  return countsUp(input) || (answersDecide(input) && movesOn(input));
}

/** A state outside of the round is given something of the page, or is counted up, and decides what is read next. */
function movesOn(input: RoundsInput): boolean {
  const answers = answersOf(input);
  const steps = [...everyStep(input.body, 'without loops'), ...(input.loop?.update ?? [])];
  return assignmentsOf(steps).some((a) => a.names.some((name) => stateNames.test(name) && !isAnswer(name, input)) && (a.by !== null || mentions(a.value, answers)))
    || queryCode(input).some((e) => isPageCall(e, () => true));
}

/** `page++` in the round, and the query asks for that page, whatever ends the loop. */
function countsUp(input: RoundsInput): boolean {
  const steps = [...everyStep(input.body, 'without loops'), ...(input.loop?.update ?? [])];
  const counted = new Set(assignmentsOf(steps).flatMap(({ by, names }) => (by === null ? [] : names)));
  return counted.size > 0 && queryCode(input).some((e) => isPageCall(e, (arg) => mentions(arg, counted)));
}

const isAnswer = (name: string, { body, queries }: RoundsInput): boolean => assignmentsOf(everyStep(body, 'with loops')).some((a) => queries.some((q) => within(q, a.at)) && a.names.includes(name));

/** `for page in range(pages): … .offset(page * size)`. */
function countsPages(input: RoundsInput): boolean {
  const counters = new Set([...targetNames(input.target), ...(input.loop?.form === 'count' ? assignmentsOf(input.loop.init).flatMap((a) => a.names) : [])]);
  return counters.size > 0 && queryCode(input).some((e) => isPageCall(e, (arg) => mentions(arg, counters), isNumberOfPage));
}

/** An element of a list may stand `before` or `after` something; only a number is an offset. */
const isNumberOfPage = (key: string): boolean => !/^(?:cursor|after|before|startAfter)$/.test(key);

function isPageCall(e: FlowExpr, by: (arg: FlowExpr) => boolean, counts: (key: string) => boolean = () => true): boolean {
  if (e.e === 'call') return (pageCalls.has(calledName(e)) && counts(calledName(e)) && calledName(e) !== 'limit' && calledName(e) !== 'take' && e.args.some(by)) || e.keywords.some((k) => k.name !== null && pageKeys.has(k.name) && counts(k.name) && k.name !== 'limit' && by(k.value));
  return e.e === 'object' && e.entries.some((entry) => entry.key !== null && pageKeys.has(entry.key) && counts(entry.key) && entry.key !== 'limit' && entry.key !== 'take' && by(entry.value));
}

const queryCode = ({ body, queries }: RoundsInput): readonly FlowExpr[] => everyExpr([], body).filter((e) => queries.some((q) => within(e.at, q)));
