import type { AccessPath, Condition } from '../facts/access.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import { columnsOf } from '../facts/walk.ts';
import type { Table } from '../facts/catalog.ts';
import type { Confidence } from '../facts/dialect.ts';
import type { Severity } from '../facts/finding.ts';
import { cardinalities, cardinality } from './columns.ts';
import { isBooleanTest, isSoftDelete } from './conditions.ts';
import { isLookup } from './tables.ts';

const rank: Readonly<Record<Severity, number>> = { hint: 0, information: 1, warning: 2, error: 3 };
const surety: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };

/** The quieter of the two. */
export const atMost = (severity: Severity, limit: Severity): Severity => (rank[severity] <= rank[limit] ? severity : limit);

/** The louder of the two. */
export const louder = (a: Severity, b: Severity): Severity => (rank[a] >= rank[b] ? a : b);

export const leastSure = (a: Confidence, b: Confidence): Confidence => (surety[a] <= surety[b] ? a : b);

/** How loud a missing index on a table may be told: where people say that it is written far more than read, each index is a cost that they may not want. */
export const worthWriting = (table: Table): Severity => (table.stated?.writeHeavy === true ? 'information' : 'error');

/** How sure a finding about this path is: of the query as read, of the table as known, and of the conditions as understood. */
export function pathConfidence(path: AccessPath, table: Table, query: Confidence): Confidence {
  const known = leastSure(query, table.confidence);
  return path.opaque || path.skipScan ? leastSure(known, 'medium') : known;
}

/**
 * Severity by certainty: what does not lower it stays as the rule asked. Low confidence, a condition that was not understood (an index may serve that one)
 * and tables that are small by their kind give hints; conditions sent only sometimes give information.
 */
export function byCertainty(asked: Severity, path: AccessPath, table: Table, confidence: Confidence): Severity {
  if (confidence === 'low' || path.unknown === true || isLookup(table)) return 'hint';
  return path.optionalOnly ? atMost(asked, 'information') : asked;
}

/**
 * How much an index on these conditions alone is worth: an equality or a closed range that picks out few rows a
 * warning, one of a handful of values information, one of two values, most of a handful or an open range a hint. The best of them counts.
 */
export function worthOf(conditions: readonly Condition[], table: Table): Severity {
  return conditions.map((c) => worthOfOne(c, table)).reduce<Severity>(louder, 'hint');
}

function worthOfOne(condition: Condition, table: Table): Severity {
  if (isMostOfFew(condition, table)) return 'hint';
  if (condition.form === 'or') return worthOfArms(condition.expr, table);
  const kinds = cardinalities(condition, table);
  if (isBooleanTest(condition) || (kinds.length > 0 && kinds.every((k) => k === 'boolean'))) return 'hint';
  if (condition.oneSided === true) return 'hint';
  if (condition.lowCardinality || (kinds.length > 0 && kinds.every((k) => k === 'few' || k === 'boolean'))) return 'information';
  if (condition.form === 'is-null') return condition.columns.some(isSoftDelete) ? 'hint' : 'information';
  return condition.form === 'special' ? 'information' : 'warning';
}

/** `plan IN ('pro', 'starter') OR plan = 'trial'`: three of a handful of values leave out next to nothing. */
function isMostOfFew(condition: Condition, table: Table): boolean {
  const [column, ...others] = [...new Set(condition.columns)].filter((name) => cardinality(table, name) === 'few');
  return column !== undefined && others.length === 0 && valuesAsked(condition.expr, column) > 2;
}

/** How many values of a column let a row through; 0 where it is not asked for, one for a list of unknown length. */
function valuesAsked(expr: Expr<BoundColumn>, column: string): number {
  switch (expr.kind) {
    case 'or': return expr.args.some((arm) => valuesAsked(arm, column) === 0) ? 0 : expr.args.reduce((sum, arm) => sum + valuesAsked(arm, column), 0);
    case 'and': return expr.args.map((part) => valuesAsked(part, column)).find((n) => n > 0) ?? 0;
    case 'in': return !expr.negated && columnsOf(expr.arg).some((c) => c.column.column === column) ? expr.items.length : 0;
    case 'compare': return expr.op === '=' && columnsOf(expr).some((c) => c.column.column === column) ? 1 : 0;
    default: return 0;
  }
}

/** An OR is worth what its widest alternative is: `paused OR expires_at IS NULL` reads most rows through any index. */
function worthOfArms(expr: Expr<BoundColumn>, table: Table): Severity {
  if (expr.kind === 'or') return expr.args.map((arm) => worthOfArms(arm, table)).reduce<Severity>(atMost, 'warning');
  if (expr.kind === 'and') return expr.args.map((part) => worthOfArms(part, table)).reduce<Severity>(louder, 'hint');
  const kinds = columnsOf(expr).map((c) => cardinality(table, c.column.column));
  if (kinds.some((k) => k === 'boolean') || expr.kind === 'is' || (expr.kind === 'compare' && expr.op !== '=')) return 'hint';
  return kinds.some((k) => k === 'few') ? 'information' : 'warning';
}
