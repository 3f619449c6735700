import type { Expr } from '../../../facts/expr.ts';
import type { IndexSpec } from '../../../facts/finding.ts';
import { columnsOf } from '../../../facts/walk.ts';

/** The name drizzle-kit gives an index that has none: `users_email_created_at_index`. It refuses unnamed expressions; they are called by their function and columns. */
export function nameIndex(spec: IndexSpec): string {
  const table = spec.table.slice(spec.table.lastIndexOf('.') + 1);
  return [table, ...spec.keys.map((key) => part(key.expr)), 'index'].join('_');
}

function part(expr: Expr<string>): string {
  const columns = columnsOf(expr).map((node) => node.column);
  const words = expr.kind === 'call' ? [expr.name, ...columns] : columns;
  return words.length === 0 ? 'expr' : words.join('_');
}
