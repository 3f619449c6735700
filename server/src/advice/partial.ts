import type { Catalog, Table } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { Expr } from '../facts/expr.ts';
import type { Habits } from './habits.ts';
import type { AdviceInput } from './input.ts';
import { proves } from './prove.ts';
import { type Standing, standingTests } from './standing.ts';

/**
 * The same index over just the rows that count, where all queries that share it ask for just those: `(email) WHERE deleted_at IS NULL` where nearly every query on
 * the table leaves deleted rows out, `(created_at) WHERE NOT done` for those that take the next ones from a queue. Null where it stays whole: when one
 * query does not ask so, when a foreign key lives by the index, or when the matcher does not accept it for every query.
 */
export function partialOf(spec: IndexSpec, inputs: readonly AdviceInput[], habits: Habits, catalog: Catalog): IndexSpec | null {
  const table = catalog.tables.get(spec.table);
  if (table === undefined || spec.where !== null || spec.unique || spec.method !== 'btree' || spec.include.length > 0 || livesByKey(spec, table)) return null;
  for (const test of shared(inputs)) {
    if (!isKeptApart(test, inputs, habits) || !canBeTested(test.expr, catalog)) continue;
    const keys = spec.keys.filter((key) => !(key.expr.kind === 'column' && key.expr.column === test.column));
    const narrowed = { ...spec, keys, where: test.expr };
    if (keys.length > 0 && inputs.every(({ access, query }) => access !== null && proves(access, query ?? access.query, [narrowed], catalog))) return narrowed;
  }
  return null;
}

/** Tests that every one of them sends. */
function shared(inputs: readonly AdviceInput[]): readonly Standing[] {
  const [first, ...others] = inputs.map((input) => (input.access === null ? [] : standingTests(input.access)));
  return (first ?? []).filter((test) => others.every((tests) => tests.some((other) => other.text === test.text)));
}

/** Deleted rows are left out by habit; what waits is few only in a queue, whose next rows are taken in an order. */
const isKeptApart = (test: Standing, inputs: readonly AdviceInput[], habits: Habits): boolean =>
  test.kind === 'gone' ? habits.always.has(test.text) : inputs.every(({ access }) => access?.limited === true && access.order.length > 0);

/** SQLite compares the texts of predicates, and a boolean of the model is sent as 0 or 1: only what is a number there too is safe. */
const canBeTested = (expr: Expr<string>, { dialect }: Catalog): boolean =>
  dialect === 'postgresql' || (dialect === 'sqlite' && (expr.kind === 'is' ? expr.test === 'null' : expr.kind === 'compare' && expr.right.kind === 'literal' && expr.right.type === 'integer'));

/** A delete from the other table looks for its rows, deleted or not: an index that a foreign key lacks is made for that too. */
function livesByKey(spec: IndexSpec, table: Table): boolean {
  const first = spec.keys[0]?.expr;
  return first?.kind === 'column' && table.foreignKeys.some((key) => key.columns.includes(first.column));
}
