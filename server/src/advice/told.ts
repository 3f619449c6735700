import type { IndexSpec } from '../facts/finding.ts';
import type { AdviceInput } from './input.ts';

/** Leaves out what a table rule says of a need that a query tells already: the same table, and an index that begins with one of the same columns. */
export function withoutTold(inputs: readonly AdviceInput[]): readonly AdviceInput[] {
  const told = new Set(inputs.flatMap((input) => (input.access === null ? [] : leadingOf(input.verdict.suggestion).map((column) => `${input.table}\n${column}`))));
  return inputs.filter((input) => input.access !== null || input.verdict.suggestion === null || !input.verdict.columns.some((column) => told.has(`${input.table}\n${column}`)));
}

/** And what merging brought into the same index as a query: the index stays, the query tells it. */
export function withoutShared(inputs: readonly AdviceInput[], needOf: (input: AdviceInput) => string): readonly AdviceInput[] {
  const told = new Set(inputs.flatMap((input) => (input.access === null ? [] : [needOf(input)])));
  return inputs.filter((input) => input.access !== null || !told.has(needOf(input)));
}

const leadingOf = (spec: IndexSpec | null): readonly string[] => {
  const first = spec?.keys[0]?.expr;
  return first?.kind === 'column' ? [first.column] : [];
};
