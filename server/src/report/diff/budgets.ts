import { paired } from './pair.ts';
import type { SideBudget } from './side.ts';

export interface BudgetChange { readonly before: SideBudget | null; readonly after: SideBudget }

/**
 * Functions that answer requests and send more or fewer queries than before; of others only those whose count rests on the data by another power. `added`: new ones that
 * send queries for each row, or some that no index serves.
 */
export function budgetChanges(before: readonly SideBudget[], after: readonly SideBudget[], inScope: (file: string) => boolean): { readonly grown: readonly BudgetChange[]; readonly shrunk: readonly BudgetChange[]; readonly added: readonly BudgetChange[] } {
  const { both, added } = paired(before, after, [({ file, kind, name }) => `${file}\n${kind}\n${name}`, ({ file, name }) => `${file}\n${name}`, ({ kind, name }) => `${kind}\n${name}`]);
  const changed = both.filter(({ before: was, after: is }) => inScope(is.file) && (is.kind === 'handler' || powerOf(was) !== powerOf(is)));
  return {
    grown: changed.filter(({ before: was, after: is }) => order(is, was) > 0), shrunk: changed.filter(({ before: was, after: is }) => order(is, was) < 0),
    added: added.filter((is) => inScope(is.file) && is.kind === 'handler' && (powerOf(is) > 0 || is.unserved > 0)).map((is) => ({ before: null, after: is })),
  };
}

/** From the highest power of n down, batches last. */
const numbers = ({ once, repeated, batched }: SideBudget): readonly number[] => [...Array.from({ length: HIGHEST }, (_, i) => repeated[HIGHEST - 1 - i] ?? 0), ...Array.from({ length: HIGHEST }, (_, i) => batched[HIGHEST - 1 - i] ?? 0), once];
const HIGHEST = 4;

const powerOf = ({ repeated }: SideBudget): number => repeated.findLastIndex((count) => count > 0) + 1;

function order(a: SideBudget, b: SideBudget): number {
  const [x, y] = [numbers(a), numbers(b)];
  const at = x.findIndex((count, i) => count !== y[i]);
  return at < 0 ? 0 : (x[at] ?? 0) - (y[at] ?? 0);
}
