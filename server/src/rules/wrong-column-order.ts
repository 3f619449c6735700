import type { AccessPath, Condition } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import { columnsTold, conditionSpan, givesOrder, unserved } from './access.ts';
import { atMost, worthOf } from './certainty.ts';
import type { AccessRule, Verdict } from './rule.ts';
import { type Context, verdictOf } from './verdict.ts';
import { conditionsText } from './words/condition.ts';
import { capital, indexName, keyText } from './words/index.ts';

export const wrongColumnOrder: AccessRule = {
  id: 'wrong-column-order',
  family: 'index',
  summary: 'An index has the columns, but begins with one that the query does not bind.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    if (path.proposal === null || path.orderWalk) return null;
    return path.filter === 'not-served' ? leadingUnbound(path, context) : path.filter === 'partly' ? rangeFirst(path, context) : null;
  },
};

/** (tenant_id, user_id) for `user_id = …`. */
function leadingUnbound(path: AccessPath, context: Context): Verdict | null {
  const conditions = unserved(path);
  const [first] = conditions;
  const near = path.rejected.find((r) => leading.has(r.reason) && hasAll(r.index, conditions));
  const key = near?.index.keys[0];
  if (first === undefined || near === undefined || key === undefined) return null;
  return verdictOf(path, context, {
    severity: worthOf(conditions, context.table),
    message: `${capital(indexName(near.index, context.table))} begins with ${keyText({ ...key, direction: 'asc', nulls: 'default' })}, which the query does not bind, so it does not serve ${conditionsText(conditions, path)}.`,
    span: conditionSpan(first, path, context.callSpan),
    columns: columnsTold(conditions, path, givesOrder(path)),
    about: near.index,
  });
}

const leading: ReadonlySet<string> = new Set(['no-condition-on-leading-column', 'leading-column-only-in-sort']);

/** (created_at, user_id) for `user_id = … and created_at > …`: all rows of the range are gone through. */
function rangeFirst(path: AccessPath, context: Context): Verdict | null {
  const [serving] = path.serving;
  const used = path.conditions.filter((c) => c.used);
  const equalities = unserved(path).filter((c) => c.form === 'equality' || c.form === 'join');
  const [first] = equalities;
  if (serving === undefined || first === undefined || path.serving.length > 1 || used.some((c) => c.form !== 'range') || !hasAll(serving, [...used, ...equalities])) return null;
  return verdictOf(path, context, {
    severity: atMost(worthOf(equalities, context.table), 'information'),
    message: `${capital(indexName(serving, context.table))} has the range ${conditionsText(used, path)} before ${conditionsText(equalities, path)}, so all rows of the range are gone through.`,
    span: conditionSpan(first, path, context.callSpan),
    columns: columnsTold([...equalities, ...used], path, givesOrder(path)),
    about: serving,
  });
}

/** True when the plain columns of the index hold every column of the conditions. */
function hasAll(index: Index, conditions: readonly Condition[]): boolean {
  const keys = new Set(index.keys.flatMap((key) => (key.expr.kind === 'column' ? [key.expr.column] : [])));
  return index.method === 'btree' && index.where === null && conditions.length > 0 && conditions.every((c) => c.blockerKind === null && c.columns.every((column) => keys.has(column)));
}
