import type { FlowExpr, FlowSpan, FlowStep } from '../../facts/flow.ts';
import { isLog, rootName } from './calm.ts';
import { spanKey } from './query-index.ts';
import type { RowNames } from './row-names.ts';
import { calledName, everyExpr, insideExpr, insideStep, mentions, within } from './rounds/walk.ts';
import type { Item, Sequence } from './sequences.ts';
import type { Chain } from './summary.ts';
import { PURE } from './words.ts';

/** What an answer is given by, where it is not returned. */
const ANSWERS: ReadonlySet<string> = new Set(['res', 'response', 'reply', 'ctx', 'c', 'h']);

/**
 * Whether a row is used for more than guards, the end and the next link: handed to others, changed, or asked for a relation that is no link itself. That its columns are
 * read is none: one query for all of the rows gives them as well.
 */
export function usedAgain(event: number, chained: ReadonlySet<number>, rest: Sequence, rows: RowNames): boolean {
  const names = namesOf(event, rows);
  return names.size > 0 && rest.some((item) => isUsed(item, names, chained, rows));
}

/** Whether anything but guards and the links (which stand at these places) uses a row, or a column of it. */
export function isShown(event: number, links: readonly FlowSpan[], rest: Sequence, rows: RowNames): boolean {
  const names = new Set([...rows.names].filter(([, source]) => source.events.includes(event)).map(([name]) => name));
  return rest.some((item) => item.kind === 'step' && everyExpr([], [item.step]).some((expr) => expr.e === 'name' && names.has(expr.name) && !links.some((link) => within(expr.at, link))));
}

/** `if (taken) throw …`: that there is no such row is what was asked, and a join says nothing of rows that are not there. */
export function isRefused(event: number, sequence: Sequence, rows: RowNames): boolean {
  const names = namesOf(event, rows);
  return sequence.some(({ under, ...item }) => item.kind === 'step' && item.step.s === 'leave' && item.step.how === 'throw' && names.has(under.at(-1) ?? ''));
}

/** Names that hold the row of an event. */
const namesOf = (event: number, rows: RowNames): ReadonlySet<string> => new Set([...rows.names].filter(([, source]) => source.attr === null && source.events.includes(event)).map(([name]) => name));

/** `row.owner.name` in Python: an object of an ORM gives another one. What TypeScript's give is data that came with the row. */
function isFollowed(expr: FlowExpr, chained: ReadonlySet<number>, names: ReadonlySet<string>, { unit, at }: RowNames): boolean {
  if (!unit.file.endsWith('.py') || expr.e !== 'attr' || expr.of.e !== 'attr' || !readsRow(expr.of, names)) return false;
  return at.get(spanKey(expr.of.at))?.some((event) => chained.has(event)) !== true && !PURE.has(expr.name);
}

function isUsed(item: Item, names: ReadonlySet<string>, chained: ReadonlySet<number>, rows: RowNames): boolean {
  const relations = (expr: FlowExpr): boolean => isFollowed(expr, chained, names, rows) || (expr.e === 'attr' && names.has(rootName(expr)) && (rows.at.get(spanKey(expr.at)) ?? []).some((event) => !chained.has(event) && rows.events[event]?.what.kind === 'lazy'));
  if (item.kind === 'guard') return everyExpr([item.test]).some((expr) => isMethod(expr, names)) || item.leaves.some((step) => (isEnd(step) ? endUses(step, names, relations) : stepUses(step, names, relations)));
  return isEnd(item.step) ? endUses(item.step, names, relations) : stepUses(item.step, names, relations);
}

/** An answer may give the row and its columns away. */
const endUses = (step: FlowStep, names: ReadonlySet<string>, relations: (expr: FlowExpr) => boolean): boolean => everyExpr(insideStep(step).exprs).some((expr) => isMethod(expr, names) || relations(expr));

function stepUses(step: FlowStep, names: ReadonlySet<string>, relations: (expr: FlowExpr) => boolean): boolean {
  if (step.s === 'let' && step.value.e === 'name' && names.has(step.value.name)) return false;
  if (step.s === 'let' && step.target.t === 'attr' && mentions(step.target.of, names)) return true;
  if (step.s === 'if' || step.s === 'loop' || step.s === 'switch') {
    const { exprs, steps } = insideStep(step);
    return exprs.some((expr) => handedOn(expr, names, relations, 'test')) || steps.some((inner) => stepUses(inner, names, relations));
  }
  const { exprs, steps } = insideStep(step);
  return exprs.some((expr) => handedOn(expr, names, relations, 'value')) || steps.some((inner) => stepUses(inner, names, relations));
}

/** An answer, an error, a log. */
const isEnd = (step: FlowStep): boolean => step.s === 'return' || step.s === 'leave' || (step.s === 'do' && (isLog(step.value) || (inner(step.value).e === 'call' && ANSWERS.has(rootName(step.value)))));
const inner = (expr: FlowExpr): FlowExpr => (expr.e === 'await' ? expr.of : expr);

/** `row.save()`: what it does with the row is not known. */
const isMethod = (expr: FlowExpr, names: ReadonlySet<string>): boolean => expr.e === 'call' && expr.of.e === 'attr' && expr.of.of.e === 'name' && names.has(expr.of.of.name) && !PURE.has(calledName(expr));

const readsRow = (expr: FlowExpr, names: ReadonlySet<string>): boolean => expr.e === 'attr' && expr.of.e === 'name' && names.has(expr.of.name);

/** Whether an expression uses the row itself, and not only a column of it. */
function handedOn(expr: FlowExpr, names: ReadonlySet<string>, relations: (expr: FlowExpr) => boolean, as: 'value' | 'test'): boolean {
  if (isMethod(expr, names)) return true;
  if (relations(expr)) return true;
  if (readsRow(expr, names)) return false;
  if (expr.e === 'name') return as === 'value' && names.has(expr.name);
  const asks = expr.e === 'op' && (expr.op === '!' || expr.op === 'not' || /^(?:[!=]==?|is(?: not)?)$/.test(expr.op));
  const { exprs, steps } = insideExpr(expr);
  const part = expr.e === 'either' ? as : asks ? 'test' : 'value';
  return exprs.some((one) => handedOn(one, names, relations, part)) || steps.some((step) => stepUses(step, names, relations));
}

/** Whether guards tell by their answers which of the rows was not found. */
export function outcomesOf(events: readonly number[], sequence: Sequence, rows: RowNames): Chain['outcomes'] {
  const answers = new Set(events.flatMap((event) => {
    const names = namesOf(event, rows);
    return sequence.flatMap((item) => (item.kind === 'guard' && mentions(item.test, names) ? [answerOf(item.leaves)] : []));
  }));
  return answers.size > 1 ? 'different' : 'same';
}

const answerOf = (steps: readonly FlowStep[]): string => JSON.stringify(everyExpr([], steps).flatMap((expr) => (expr.e === 'literal' ? [expr.value] : [])));
