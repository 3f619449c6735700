import type { Condition } from '../facts/access.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import type { BoundQuery } from '../facts/query.ts';
import { columnsOf } from '../facts/walk.ts';
import { subqueriesIn } from '../match/bound.ts';
import { flat } from '../match/normal.ts';
import type { QueryContext, QueryRule, QueryVerdict } from './rule.ts';
import { isByHand, statementVerdict, subjectOf, type Subject } from './statement.ts';
import { isLookup, tableName } from './tables.ts';
import { conditionText } from './words/condition.ts';
import { capital, indexName } from './words/index.ts';

type Bound = Expr<BoundColumn>;

export const negatedFilter: QueryRule = {
  id: 'negated-filter',
  family: 'predicates',
  summary: 'A condition names what is left out: no index serves it, and a null in a subquery leaves out everything.',
  defaultSeverity: 'hint',
  scope: 'query',
  check(query, context) {
    const subject = subjectOf(query, context);
    if (subject === null) return [];
    const nullable = conditionsIn(query).flatMap((expr) => nullIn(expr, subject, context));
    return nullable.length > 0 ? nullable : unusedIndex(subject, context);
  },
};

const conditionsIn = (query: BoundQuery): readonly Bound[] => [query.where, ...query.sources.map((s) => s.on)].flatMap((expr) => (expr === null ? [] : [expr]));

/** `x NOT IN (SELECT y …)` where y can be null: one null, and the condition is true of no row. */
function nullIn(expr: Bound, subject: Subject, context: QueryContext): readonly QueryVerdict[] {
  return subqueriesIn(expr).flatMap((inner) => {
    const name = inner.form === 'in' && inner.negated ? nullableOutput(inner.query, context) : null;
    if (name === null) return [];
    return [statementVerdict(subject, context, {
      severity: 'warning', at: inner.arg?.span ?? inner.span,
      message: `${name} can be null, and as soon as one is, NOT IN (SELECT ${name}) is true of no row.`,
      advice: `ask with NOT EXISTS, or for ${name} IS NOT NULL in the subquery`,
    })];
  });
}

/** The one column that a subquery gives, where the schema lets it be null and no condition says otherwise. */
function nullableOutput(query: BoundQuery, { tableOf }: QueryContext): string | null {
  const [only, ...others] = typeof query.output === 'string' ? [] : query.output;
  if (only === undefined || only.expr === 'all' || only.expr.kind !== 'column' || others.length > 0 || query.setOps.length > 0) return null;
  const { column } = only.expr;
  const source = query.sources.find((s) => s.id === column.source);
  const table = source?.relation.kind === 'table' ? tableOf(source.relation.table.table) : null;
  const declared = table?.columns.find((c) => c.name === column.column);
  if (table === null || table.view !== null || table.confidence !== 'high' || declared === undefined || declared.notNull || table.primaryKey.includes(declared.name)) return null;
  return conditionsIn(query).flatMap((expr) => flat('and', expr)).some((expr) => needsValue(expr, column)) ? null : `${tableName(table)}.${declared.name}`;
}

/** Comparisons are true only where there is a value, as is a test for one. */
function needsValue(expr: Bound, column: BoundColumn): boolean {
  if (expr.kind === 'is' && !expr.negated && expr.test === 'null') return false;
  return expr.kind !== 'or' && expr.optional !== true && columnsOf(expr).some((c) => c.column.source === column.source && c.column.column === column.column);
}

/** Nothing but what is left out is asked for, and an index on the column is there that its author may have trusted in. */
function unusedIndex(subject: Subject, context: QueryContext): readonly QueryVerdict[] {
  const { access, table } = subject;
  const [first, ...others] = access.conditions;
  if (first === undefined || others.length > 0 || access.filter !== 'none' || first.optional || !isLeftOut(first) || access.limited || isLookup(table) || isByHand(context)) return [];
  const near = table.indexes.find((index) => index.kind === 'index' && index.method === 'btree' && index.where === null && index.keys.length === 1 && index.keys[0]?.expr.kind === 'column' && index.keys[0].expr.column === first.columns[0]);
  const keepsRest = table.indexes.some((index) => index.where !== null && columnsOf(index.where).some((c) => c.column === first.columns[0]));
  if (near === undefined || keepsRest) return [];
  const partial = context.fact.dialect === 'mysql' || context.fact.dialect === 'mariadb' ? '' : `, or keep those rows alone in an index WHERE ${conditionText(first, access)}`;
  return [statementVerdict(subject, context, {
    severity: 'hint', at: first.span, columns: first.columns,
    message: `${capital(indexName(near, table))} does not serve ${conditionText(first, access)}: it names what is left out, not what is wanted.`,
    advice: `name the values that are wanted${partial}`,
  })];
}

/** `status <> 'done'`, `status NOT IN ('done', 'failed')`, `name NOT LIKE 'x%'`. */
const isLeftOut = ({ expr, blockerKind, columns }: Condition): boolean => blockerKind === 'negation' && columns.length === 1 && ((expr.kind === 'compare' && expr.op === '<>') || (expr.kind === 'in' && expr.negated) || (expr.kind === 'like' && expr.negated));
