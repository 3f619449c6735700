import type { BoundExpr } from './bound.ts';
import { visit } from './bound.ts';

/** Functions whose value PostgreSQL and MySQL must compute for every row, so that no index is probed with them (fact 7; `now()` is not one). */
const VOLATILE: ReadonlySet<string> = new Set(['random', 'random_normal', 'clock_timestamp', 'timeofday', 'gen_random_uuid', 'uuid_generate_v4', 'uuid_generate_v1', 'nextval', 'currval', 'lastval', 'setval', 'uuidv7', 'uuidv4', 'rand', 'uuid', 'uuid_short', 'sys_guid']);

export function isVolatile(expr: BoundExpr): boolean {
  if (expr.kind === 'literal' || expr.kind === 'param' || expr.kind === 'column') return false;
  let found = false;
  visit(expr, (node) => { if (node.kind === 'call' && VOLATILE.has(node.name)) found = true; });
  return found;
}

/** A constant that is known now. */
export type Constant = string | number | boolean;

/** The constant behind a literal, through the casts that people write around one; undefined when it is not known. NULL is not one: it compares to nothing. */
export function constantOf(expr: BoundExpr): Constant | undefined {
  if (expr.kind === 'literal') return expr.value ?? undefined;
  if (expr.kind === 'cast' || expr.kind === 'collate') return constantOf(expr.arg);
  return expr.kind === 'operator' && expr.args.length === 2 ? computed(expr.op, expr.args.map(constantOf)) : undefined;
}

/** `1 + 6`, which planners compute before they look at an index. */
function computed(op: string, [left, right]: readonly (Constant | undefined)[]): Constant | undefined {
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  return op === '+' ? left + right : op === '-' ? left - right : op === '*' ? left * right : undefined;
}

export const isNullLiteral = (expr: BoundExpr): boolean => (expr.kind === 'literal' && expr.type === 'null') || (expr.kind === 'cast' && isNullLiteral(expr.arg));

/** Whether a value is only known when the statement runs. */
export function isParameter(expr: BoundExpr): boolean {
  let found = false;
  visit(expr, (node) => { if (node.kind === 'param') found = true; });
  return found;
}

/** A string built of literals and parameters by `||` or concat: its text, `null` for each part that is not known. */
export function textParts(expr: BoundExpr): readonly (string | null)[] {
  if (expr.kind === 'literal') return [expr.value === null ? null : String(expr.value)];
  if (expr.kind === 'cast' || expr.kind === 'collate') return textParts(expr.arg);
  if (expr.kind === 'operator' && expr.op === '||') return expr.args.flatMap(textParts);
  if (expr.kind === 'call' && expr.name === 'concat') return expr.args.flatMap(textParts);
  return [null];
}
