import type { FlowExpr, FlowSpan, FlowStep } from '../../facts/flow.ts';
import type { Code } from '../../link/flow/code.ts';
import type { Summary, UnitRef } from '../../link/flow/summary.ts';
import { calledName, everyExpr, within } from '../../link/flow/rounds/walk.ts';
import { isSameUnit } from './budget-events.ts';

/** Names that lists, dicts, clients and whatever else have too: a call of one says nothing. */
const COMMON = /^(get|set|add|all|put|post|patch|delete|remove|pop|push|find|filter|map|list|create|update|save|count|first|last|one|exists|execute|run|query|append|keys|values|items|has|send|close|open|commit|flush|begin|join|parse|read|write|load|start|stop|init|call|apply|fetch|insert|select|copy|use|then|emit|on|render|format|validate|serialize|to_dict|dict|check|process|handle|log|search|sort|reset|clear|merge|next|connect|test|main|wrapper|decorator|inner)$/;

/**
 * Calls that lead nowhere though a function of that name sends queries: whose it is was not found out, so that what it sends is not counted. Only by names that are not
 * everybody's, and not where the name means something that sends nothing.
 */
export function losesCalls(unit: UnitRef, steps: readonly FlowStep[], summary: Summary | null, { code, sends }: { readonly code: Code; readonly sends: ReadonlySet<string> }): boolean {
  const heard = (summary?.events ?? []).flatMap(({ at }): readonly FlowSpan[] => (isSameUnit(at.in, unit) ? [at.at] : []));
  return everyExpr([], steps).some((expr) => {
    const name = calledName(expr);
    return name !== '' && !COMMON.test(name) && sends.has(name) && !heard.some((at) => within(at, expr.at) || within(expr.at, at)) && !isKnown(unit, expr, code);
  });
}

function isKnown({ file, unit }: UnitRef, expr: FlowExpr, code: Code): boolean {
  const path = expr.e === 'call' ? pathOf(expr.of) : null;
  if (path === null) return false;
  const [root = '', ...rest] = path;
  const owner = unit.includes('.') ? unit.slice(0, unit.lastIndexOf('.')) : null;
  if (root === 'this' || root === 'self' || root === 'cls') return owner !== null && rest.length === 1 && code.method({ file, name: owner }, rest[0] ?? '') !== null;
  return code.meaning(file, path) !== null;
}

function pathOf(expr: FlowExpr): readonly string[] | null {
  if (expr.e === 'name') return [expr.name];
  const above = expr.e === 'attr' ? pathOf(expr.of) : null;
  return above === null || expr.e !== 'attr' ? null : [...above, expr.name];
}
