import type { AccessPath, Condition } from '../facts/access.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import { childrenOf, columnsOf } from '../facts/walk.ts';
import { misfitOf, misfitVerdict } from './misfit.ts';
import { arrayColumn } from './rewrite/index.ts';
import type { AccessRule } from './rule.ts';

export const nonSargablePredicate: AccessRule = {
  id: 'non-sargable-predicate',
  family: 'predicates',
  summary: 'The column stands inside a calculation; the same condition on the column alone would be served by a plain index.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    const misfit = misfitOf(path, context, { about, act });
    return misfit === null ? null : misfitVerdict(misfit, path, context, context.catalog.dialect === 'mariadb' && isDayOrYear(misfit.condition) ? 'which MariaDB sees through from 11.1 on' : null);
  },
};

function about({ expr, blockerKind }: Condition, { source }: AccessPath): boolean {
  const [side] = sidesWithColumn(expr);
  switch (blockerKind) {
    case 'function': return true;
    case 'arithmetic': return side?.kind === 'operator' && sums.has(side.op) && side.args.some((arg) => arg.kind === 'column');
    case 'cast': return side !== undefined && isMoment(side, 0);
    default: return arrayColumn(expr, source) !== null;
  }
}

/** `DATE(ts) = …` and `YEAR(ts) = …`, which newer versions of MariaDB turn into ranges themselves. */
const isDayOrYear = ({ expr }: Condition): boolean => sidesWithColumn(expr).some((side) => side.kind === 'call' && (side.name === 'date' || side.name === 'year'));

/** What grows with its column: a comparison of it is always one of the column too, though its words depend on units and zones. */
const monotone: ReadonlySet<string> = new Set(['date', 'datetime', 'date_trunc', 'julianday', 'unixepoch', 'unix_timestamp', 'timezone', 'convert_tz', 'date_add', 'date_sub', 'adddate', 'subdate', 'from_unixtime']);
const sums: ReadonlySet<string> = new Set(['+', '-', '*', '/']);

function act({ expr, columns, blockerKind }: Condition): string | null {
  if (blockerKind === 'arithmetic') return `leave ${columns.join(', ')} alone on its side`;
  return sidesWithColumn(expr).some((side) => isMoment(side, 0)) ? `compare ${columns.join(', ')} with a range` : null;
}

const isMoment = (expr: Expr<BoundColumn>, depth: number): boolean =>
  (expr.kind === 'cast' && (expr.type === 'date' || expr.type === 'time')) || (expr.kind === 'call' && monotone.has(expr.name)) || (depth < 2 && childrenOf(expr).some((child) => isMoment(child, depth + 1)));

const sidesWithColumn = (expr: Expr<BoundColumn>): readonly Expr<BoundColumn>[] =>
  (expr.kind === 'compare' ? [expr.left, expr.right] : expr.kind === 'between' || expr.kind === 'in' ? [expr.arg] : []).filter((side) => columnsOf(side).length > 0);
