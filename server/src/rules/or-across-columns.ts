import type { AccessPath, Condition } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import type { BoundColumn, Expr, LogicExpr } from '../facts/expr.ts';
import { columnsOf } from '../facts/walk.ts';
import { columnsTold, conditionSpan } from './access.ts';
import { isConstant } from './rewrite/rewrite.ts';
import type { AccessRule, Verdict } from './rule.ts';
import { tableName } from './tables.ts';
import { type Context, verdictOf } from './verdict.ts';
import { conditionText } from './words/condition.ts';
import { capital, indexName } from './words/index.ts';
import { listOf } from './words/list.ts';

type Bound = Expr<BoundColumn>;
type Or = LogicExpr<BoundColumn>;

export const orAcrossColumns: AccessRule = {
  id: 'or-across-columns',
  family: 'predicates',
  summary: 'An OR joins conditions that each have an index, in a way that keeps all of them from being used.',
  defaultSeverity: 'information',
  scope: 'access',
  check(path, context) {
    if (path.oneRow || path.limited || path.filter === 'unknown' || path.proposal !== null) return null;
    for (const condition of path.conditions) {
      if (condition.expr.kind !== 'or' || condition.optional || condition.used) continue;
      const told = path.driver === 'whole' ? acrossTables(condition.expr, condition, path, context) : path.filter === 'none' || path.filter === 'not-served' ? whenSent(condition.expr, condition, path, context) : null;
      if (told !== null) return told;
    }
    return null;
  },
};

/** `$1 IS NULL OR a = $1`: a condition that is there only where a value is. */
function whenSent(expr: Or, condition: Condition, path: AccessPath, context: Context): Verdict | null {
  const { dialect } = context.catalog;
  const tests = expr.args.filter((arm) => arm.kind === 'is' && arm.test === 'null' && !arm.negated && isConstant(arm.arg) && columnsOf(arm.arg).length === 0);
  const rest = expr.args.filter((arm) => !tests.includes(arm));
  const columns = rest.flatMap((arm) => (arm.kind === 'compare' || arm.kind === 'in' ? columnsOf(arm) : []));
  const near = path.rejected.find(({ index }) => leads(index, columns.map((c) => c.column.column)))?.index;
  // MySQL plans each statement with its values at hand.
  if (tests.length !== 1 || rest.length !== 1 || columns.length !== 1 || near === undefined || (dialect !== 'postgresql' && dialect !== 'sqlite')) return null;
  return verdictOf(path, context, {
    severity: dialect === 'sqlite' ? 'information' : 'hint', span: conditionSpan(condition, path, context.callSpan), columns: columnsTold([condition], path, false), suggestion: null, about: near,
    message: `${capital(indexName(near, context.table))} does not serve ${conditionText(condition, path)} ${dialect === 'sqlite' ? 'when the statement is planned before its values are known' : 'in a plan that is made for every value'}: the value may be null, and then all rows are asked for.`,
    instead: 'send the condition only where there is a value',
  });
}

/** `a.email = $1 OR b.email = $1` of a table that all rows of the other are joined with: each has its index, and neither may leave out a row before the other was looked at. */
function acrossTables(expr: Or, condition: Condition, path: AccessPath, context: Context): Verdict | null {
  const arms = expr.args.map((arm) => armOf(arm, path, context));
  const tables = new Set(arms.flatMap((arm) => (arm === null ? [] : [arm.table])));
  if (arms.includes(null) || tables.size < 2) return null;
  return verdictOf(path, context, {
    severity: 'information', span: conditionSpan(condition, path, context.callSpan), columns: columnsTold([condition], path, false), suggestion: null,
    message: `No index can serve ${conditionText(condition, path)}: it asks for rows of ${listOf([...tables], 'or')}, so all of both are joined first.`,
    instead: 'ask for each by a query of its own and join them with UNION',
  });
}

/** An arm that an index of its own table serves; null for every other one. */
function armOf(arm: Bound, path: AccessPath, { catalog }: Context): { readonly table: string } | null {
  const [column, ...others] = columnsOf(arm);
  const isEquality = (arm.kind === 'compare' && arm.op === '=' && (isConstant(arm.left) || isConstant(arm.right))) || (arm.kind === 'in' && !arm.negated && arm.items.every(isConstant));
  const source = path.query.sources.find((s) => s.id === column?.column.source);
  const table = source?.relation.kind === 'table' ? catalog.tables.get(source.relation.table.table) : undefined;
  if (!isEquality || column === undefined || others.length > 0 || table === undefined) return null;
  return table.indexes.some((index) => leads(index, [column.column.column])) ? { table: tableName(table) } : null;
}

const leads = (index: Index, columns: readonly string[]): boolean => index.method === 'btree' && index.where === null && index.usable && index.keys[0]?.expr.kind === 'column' && columns.includes(index.keys[0].expr.column);
