import type { Condition } from '../facts/access.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import { misfitOf, misfitVerdict } from './misfit.ts';
import type { AccessRule } from './rule.ts';

export const implicitCast: AccessRule = {
  id: 'implicit-cast',
  family: 'predicates',
  summary: 'The column is brought to the type of the value, so that its index is of no use; the value should be brought to the type of the column.',
  defaultSeverity: 'warning',
  scope: 'access',
  check(path, context) {
    const misfit = misfitOf(path, context, { about, act });
    return misfit === null ? null : misfitVerdict(misfit, path, context);
  },
};

/** A cast to a date asks for a range and is another rule's. */
const about = ({ expr, blockerKind }: Condition): boolean => blockerKind === 'type' || (blockerKind === 'cast' && castTo(expr) !== null && !/^(date|time)$/.test(castTo(expr) ?? ''));

function act({ expr, columns, blockerKind }: Condition): string {
  if (blockerKind === 'type') return `give the value the type of ${columns.join(', ')}`;
  // BINARY makes a comparison mind the case of letters; before the value it does so too, and the index finds the rows to compare.
  return castTo(expr) === 'binary' ? `put BINARY before the value: ${columns.join(', ')} = BINARY …` : `compare ${columns.join(', ')} itself, without the cast`;
}

/** The type that the bare column is cast to; a value taken out of JSON has no type but that one. */
function castTo(expr: Expr<BoundColumn>): string | null {
  const sides = expr.kind === 'compare' ? [expr.left, expr.right] : expr.kind === 'in' || expr.kind === 'between' ? [expr.arg] : [];
  return sides.flatMap((side) => (side.kind === 'cast' && side.arg.kind === 'column' ? [side.type] : []))[0] ?? null;
}
