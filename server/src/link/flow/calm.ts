import type { FlowExpr, FlowStep } from '../../facts/flow.ts';
import { spanKey } from './query-index.ts';
import type { RowNames } from './row-names.ts';
import { calledName, everyExpr, insideStep } from './rounds/walk.ts';
import type { Item } from './sequences.ts';
import { exprsOf } from './sequences.ts';

/** Objects whose methods only write down what happens. */
const LOGS = /^(?:console|log|logger|logging|_?log(?:ger)?)$/i;
/** Modules that ask others over a wire. */
const OUTSIDE: ReadonlySet<string> = new Set(['requests', 'httpx', 'urllib', 'aiohttp', 'subprocess', 'axios', 'fetch', 'boto3', 'smtplib', 'socket']);

/** Whether nothing but reading and looking happens: nothing is waited for but events (whose kinds are the rule's matter), nothing is done to others. */
export function isCalm(item: Item, rows: RowNames): boolean {
  if (!exprsOf(item).every((expr) => isQuiet(expr, rows))) return false;
  if (item.kind === 'guard') return true;
  switch (item.step.s) {
    case 'let': case 'function': return true;
    case 'do': return isLooking(item.step.value, rows);
    case 'if': case 'switch': case 'loop': return insideStep(item.step).steps.every((step) => isStill(step, rows));
    default: return false;
  }
}

function isQuiet(expr: FlowExpr, rows: RowNames): boolean {
  if (expr.e === 'yield') return false;
  if (expr.e === 'await') return everyExpr([expr]).some((inner) => rows.at.has(spanKey(inner.at)));
  return expr.e !== 'call' || !OUTSIDE.has(rootName(expr.of));
}

/** A statement by itself that only looks: a docstring, a log, a row that is read. */
const isLooking = (expr: FlowExpr, rows: RowNames): boolean => expr.e === 'literal' || isLog(expr) || rows.at.has(spanKey(expr.at)) || (expr.e === 'await' && rows.at.has(spanKey(expr.of.at)));

/** `log.debug(…)`, `this.logger.warn(…)`, `print(…)`. */
export function isLog(expr: FlowExpr): boolean {
  if (expr.e !== 'call') return false;
  if (expr.of.e === 'name') return expr.of.name === 'print';
  return expr.of.e === 'attr' && LOGS.test(expr.of.of.e === 'attr' || expr.of.of.e === 'name' ? expr.of.of.name : '');
}

export function rootName(expr: FlowExpr): string {
  if (expr.e === 'name') return expr.name;
  return expr.e === 'attr' || expr.e === 'index' || expr.e === 'call' || expr.e === 'await' ? rootName(expr.of) : calledName(expr);
}

/** A step of a branch that is taken sometimes: no event, nothing that is waited for, nothing that is done. */
function isStill(step: FlowStep, rows: RowNames): boolean {
  const { exprs, steps } = insideStep(step);
  if (everyExpr(exprs).some((expr) => expr.e === 'await' || expr.e === 'yield' || rows.at.has(spanKey(expr.at)))) return false;
  if (step.s === 'do' && !isLog(step.value) && step.value.e !== 'literal' && step.value.e !== 'set') return false;
  return step.s === 'function' || steps.every((inner) => isStill(inner, rows));
}
