import type { SymbolicQuery } from '../../../facts/query.ts';
import type { Step } from '../chain.ts';
import { meaningOf } from '../names/names.ts';
import type { Scope } from './scope.ts';

/** The CTEs that `.with(a, b)` names. One that cannot be read is left out, and is then an unknown table. */
export function readCtes(around: Scope, steps: readonly Step[]): SymbolicQuery['ctes'] {
  return steps.flatMap((step) => {
    if (step.name !== 'with' && step.name !== 'withRecursive') return [];
    return (step.args ?? []).flatMap((arg) => {
      const meaning = meaningOf(around.reading.names, arg, step.env);
      if (meaning.kind !== 'source' || meaning.of.kind !== 'cte') return [];
      const body = meaning.of.expr.kind === 'function' ? (meaning.of.expr.returns[0] ?? meaning.of.expr) : meaning.of.expr;
      const query = around.nested(body, meaning.of.env, { ...around, sources: [], outer: null });
      return query === null ? [] : [{ name: meaning.alias, query, recursive: step.name === 'withRecursive', materialized: null }];
    });
  });
}
