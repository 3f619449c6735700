import type { AccessPath, Condition } from '../../facts/access.ts';
import type { BoundColumn, Expr } from '../../facts/expr.ts';
import type { OrderKey } from '../../facts/query.ts';
import { columnsOf } from '../../facts/walk.ts';
import { exprText, type ExprStyle, queryStyle } from './expression.ts';
import { listOf } from './list.ts';

/** More conditions than this are counted, not named. */
const named = 3;

/** `project_id = …`, `created_at < …`, `lower(email) = …`, `status IN (…)`, `post_id = posts.id`. */
export const conditionText = (condition: Condition, path: AccessPath): string => exprText(ownSideFirst(condition.expr, path.source), styleOf(path));

/** The conditions as one phrase: `a = … and b < …`; beyond three the rest is `2 more`. The same words are said once. */
export function conditionsText(conditions: readonly Condition[], path: AccessPath): string {
  const texts = conditionTexts(conditions, path);
  const rest = texts.length - named;
  return listOf(rest <= 1 ? texts : [...texts.slice(0, named), `${rest} more`]);
}

/** What `conditionsText` says, one by one. */
export const conditionTexts = (conditions: readonly Condition[], path: AccessPath): readonly string[] => [...new Set(conditions.filter((c) => !isImplied(c, conditions)).map((c) => conditionText(c, path)))];

/** `p.id = q.id and q.id = …`: the value says all, and the join to the same column no more. */
const isImplied = (condition: Condition, all: readonly Condition[]): boolean =>
  condition.form === 'join' && all.some((other) => other.form === 'equality' && other.columns.join() === condition.columns.join());

/** `created_at desc, id`: as the query asks for it. */
export const orderText = (order: readonly OrderKey<BoundColumn>[], path: AccessPath): string => order.map((key) => orderKeyText(key, path)).join(', ');

function orderKeyText(key: OrderKey<BoundColumn>, path: AccessPath): string {
  const parts = [exprText(key.expr, styleOf(path))];
  if (key.direction === 'desc') parts.push('desc');
  if (key.nulls !== 'default') parts.push(`nulls ${key.nulls}`);
  return parts.join(' ');
}

/** The columns that sort, without directions: `scene_number`. */
export const orderColumnsText = (order: readonly OrderKey<BoundColumn>[], path: AccessPath): string => listOf(order.map((key) => exprText(key.expr, styleOf(path))));

const styleOf = (path: AccessPath): ExprStyle<BoundColumn> => queryStyle(path.source, (id) => sourceName(path, id));

/** The alias of another source of the same FROM; null for one of the query around it. */
function sourceName(path: AccessPath, id: number): string | null {
  const source = path.query.sources.find((s) => s.id === id);
  if (source === undefined) return null;
  if (source.alias !== '') return source.alias;
  return source.relation.kind === 'table' ? source.relation.table.table : null;
}

/** `users.id = posts.user_id` told of posts reads `user_id = users.id`. */
function ownSideFirst(expr: Expr<BoundColumn>, source: number): Expr<BoundColumn> {
  if (expr.kind !== 'compare' || expr.op !== '=') return expr;
  const isOwn = (side: Expr<BoundColumn>): boolean => columnsOf(side).some((c) => c.column.source === source);
  return !isOwn(expr.left) && isOwn(expr.right) ? { ...expr, left: expr.right, right: expr.left } : expr;
}
