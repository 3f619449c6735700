import type { Dialect } from '../../facts/dialect.ts';
import type { ColumnRef } from '../../facts/expr.ts';
import type { RoutineFact } from '../../facts/query.ts';
import type { Found } from './scope.ts';

/**
 * What a name inside a routine means, next to the column found for it: a value that is known only at run time, the column, or, where that
 * cannot be told, nothing that anything may be concluded from.
 */
export function meaningOf(ref: ColumnRef, found: Found, routine: RoutineFact, dialect: Dialect): 'value' | 'column' | 'unsure' {
  if (ref.by !== 'name') return 'column';
  const fold = (name: string): string => (dialect === 'postgresql' ? name : name.toLowerCase());
  const first = fold(ref.qualifier ?? ref.name);
  const variable = routine.variables.includes(first);
  if (!variable && !(ref.qualifier !== null && routine.rows.includes(first))) return 'column';
  if (found.kind === 'missing') return 'value';
  return found.kind === 'unsure' || (routine.strict && variable) ? 'unsure' : 'column';
}
