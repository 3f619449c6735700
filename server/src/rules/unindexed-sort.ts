import type { AccessPath, Condition } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import type { Expr, BoundColumn } from '../facts/expr.ts';
import { childrenOf, columnsOf } from '../facts/walk.ts';
import { columnsTold, orderSpan } from './access.ts';
import { cardinality } from './columns.ts';
import type { AccessRule } from './rule.ts';
import { proposalOf } from './suggest.ts';
import { tableName } from './tables.ts';
import { type Context, type Told, verdictOf } from './verdict.ts';
import { conditionsText, conditionTexts, orderColumnsText, orderText } from './words/condition.ts';

export const unindexedSort: AccessRule = {
  id: 'unindexed-sort',
  family: 'index',
  summary: 'The first rows of an order are asked for and no index gives that order, so all are read and sorted.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    if (!isWorthIt(path, context)) return null;
    const used = path.filter === 'served' ? path.conditions.filter((c) => c.used) : [];
    const told = proposalOf(path)?.servesSort === true ? fixable(used, path, context) : notTogether(used, path, context);
    return told === null ? null : verdictOf(path, context, { ...told, span: orderSpan(path, context.callSpan), columns: columnsTold(used, path, true) });
  },
};

type Words = Pick<Told, 'severity' | 'message' | 'instead' | 'suggestion'>;

function fixable(used: readonly Condition[], path: AccessPath, context: Context): Words {
  const after = used.length === 0 ? '' : ` after ${conditionsText(used, path)}`;
  return {
    severity: path.filter === 'served' ? 'information' : path.order.some(isOptional) ? 'information' : 'warning',
    message: `No index on ${tableName(context.table)} gives the order ${orderText(path.order, path)}${after}, so ${used.length === 0 ? 'the whole table is' : 'all matching rows are'} read and sorted for the first few.`,
  };
}

/** No index can give both: behind a range, a list or an OR rows come in that one's order. Whether it matters hangs on how many match, so it is a hint, with the way round. */
function notTogether(used: readonly Condition[], path: AccessPath, context: Context): Words | null {
  if (path.order.some((key) => !isKept(key.expr)) || (used.length > 0 && path.filter !== 'served')) return null;
  const all = used.length === 0 ? 'the whole table is' : 'all matching rows are';
  const message = used.length === 0 ? `No index gives the order ${orderText(path.order, path)}` : `No index serves ${conditionsText(used, path)} and gives the order ${orderText(path.order, path)} as well`;
  const around = pastKey(path, context) ?? wayRound(used, path);
  return { severity: 'hint', suggestion: null, message: `${message}, so ${all} read and sorted for the first few of ${tableName(context.table)}.`, ...(around === null ? {} : { instead: around }) };
}

/** `ORDER BY id, name` is `ORDER BY id`, which only MySQL does not see. */
function pastKey(path: AccessPath, { table }: Context): string | null {
  const key = path.order.slice(0, -1).find((k) => k.expr.kind === 'column' && isKey(table, k.expr.column.column));
  return key === undefined || key.expr.kind !== 'column' ? null : `leave out what follows ${key.expr.column.column}, which no two rows share`;
}

function wayRound(used: readonly Condition[], path: AccessPath): string | null {
  const points = used.filter((c) => c.form === 'equality' || c.form === 'join' || c.form === 'is-null');
  const rest = used.filter((c) => !points.includes(c));
  if (rest.length === 0) return null;
  if (rest.every((c) => c.form === 'range' || c.form === 'prefix')) {
    const keys = [...new Set(points.flatMap((c) => c.columns))];
    return `where many rows match, let an index begin with ${[...keys, orderColumnsText(path.order, path)].join(', ')}: it gives the order, and ${conditionsText(rest, path)} ${conditionTexts(rest, path).length === 1 ? 'is' : 'are'} checked on the way`;
  }
  return rest.some((c) => c.form === 'in' || c.form === 'or') ? 'where many rows match, ask for the first rows of each alternative by itself (a lateral join, or UNION ALL) and sort only those' : null;
}

/** A column of which no two rows share a value. */
const isKey = (table: Table, column: string): boolean =>
  table.indexes.some((i) => i.unique && i.where === null && i.keys.length === 1 && i.keys[0]?.prefixLength === undefined && i.keys[0]?.expr.kind === 'column' && i.keys[0].expr.column === column) && table.columns.some((c) => c.name === column && (c.notNull || table.primaryKey.includes(column)));

/** Something that rows have: not a distance or a rank that a parameter decides, nor random. */
function isKept(expr: Expr<BoundColumn>): boolean {
  if (columnsOf(expr).length === 0 || (expr.kind === 'operator' && /^<.+>$/.test(expr.op))) return false;
  const stack: Expr<BoundColumn>[] = [expr];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'param' || node.kind === 'subquery') return false;
    stack.push(...childrenOf(node));
  }
  return true;
}

/** Only a bounded sort; where the filter leaves a handful of rows sorting them costs nothing. */
function isWorthIt(path: AccessPath, context: Context): boolean {
  if (path.sort !== 'not-served' || !path.limited || path.oneRow) return false;
  if (path.filter !== 'served' && path.filter !== 'none') return false;
  if (path.order[0] === undefined || (path.order.length > 1 && path.order.some(isOptional))) return false;
  return !path.conditions.some((c) => c.used && isFew(c, context.table));
}

/** A value that singles out a row, or a list of such. */
function isFew({ form, columns }: Condition, table: Table): boolean {
  if (form === 'equality' && columns.some((column) => cardinality(table, column) === 'unique-like')) return true;
  const [only, ...others] = columns;
  return (form === 'equality' || form === 'in' || form === 'join') && only !== undefined && others.length === 0 && isKey(table, only);
}

/** `order === 'asc' ? asc(x) : desc(x)`: either way the index gives it, but not every call may ask. */
const isOptional = (key: AccessPath['order'][number]): boolean => key.optional === true || key.expr.optional === true;
