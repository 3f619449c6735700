import { paired } from './pair.ts';
import type { SideBudget, SideFinding } from './side.ts';

export interface BudgetChange { readonly before: SideBudget | null; readonly after: SideBudget }

export interface BudgetChanges {
  readonly grown: readonly BudgetChange[];
  readonly shrunk: readonly BudgetChange[];
  /** New ones that send queries for each row, or some that no index serves. */
  readonly added: readonly BudgetChange[];
  /** Those that are gone, or that send none any more. */
  readonly gone: readonly SideBudget[];
}

/**
 * Functions that answer requests and send more or fewer queries than before; of others only those whose count rests on the data by another power. Counts that are not whole
 * are not compared: what could not be followed on one side only would be taken for a change.
 */
export function budgetChanges(before: readonly SideBudget[], after: readonly SideBudget[], inScope: (file: string) => boolean): BudgetChanges {
  const { both, added, gone } = paired(before, after, KEYS);
  const changed = both.filter(({ before: was, after: is }) => inScope(is.file) && was.whole && is.whole && (is.kind === 'handler' || powerOf(was) !== powerOf(is)));
  return {
    grown: changed.filter(({ before: was, after: is }) => order(is, was) > 0), shrunk: changed.filter(({ before: was, after: is }) => order(is, was) < 0),
    added: added.filter((is) => inScope(is.file) && is.kind === 'handler' && (powerOf(is) > 0 || is.unserved > 0)).map((is) => ({ before: null, after: is })),
    gone: gone.filter((was) => inScope(was.file) && was.kind === 'handler'),
  };
}

const KEYS: readonly ((budget: SideBudget) => string)[] = [({ file, kind, name }) => `${file}\n${kind}\n${name}`, ({ file, name }) => `${file}\n${name}`, ({ kind, name }) => `${kind}\n${name}`];

/**
 * Whether a loop that is not found any more may be there all the same: the function that it was in leads to more than is followed now. `before` and `after` are all functions of
 * both sides; the loop's is the last one that begins before it.
 */
export function isDoubtfullyGone({ file, line }: SideFinding, before: readonly SideBudget[], after: readonly SideBudget[]): boolean {
  const around = before.filter((one) => one.file === file && one.line <= line).reduce<SideBudget | null>((last, one) => (last === null || one.line > last.line ? one : last), null);
  return around !== null && after.some((one) => one.file === file && one.name === around.name && !one.whole);
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
