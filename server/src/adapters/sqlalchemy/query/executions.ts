import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { chainOf, type Step } from './chain.ts';
import { expand } from './expand.ts';
import { keyOf } from './read.ts';
import type { Reading } from './reading.ts';
import { EXECUTES, ONE_ROW } from './vocabulary.ts';

/** What is asked of a statement where it is sent: one row (`session.scalar(stmt)`, `.scalars(stmt).first()`), a page. */
export interface Execution { readonly one: boolean; readonly steps: readonly Step[] }

/** Every statement that is handed to `session.execute(…)` and its kind, by where it is written, or where its variable starts. */
export function executions(reading: Reading): ReadonlyMap<string, Execution> {
  const found = new Map<string, Execution>();
  for (const call of reading.outline.calls) {
    const { steps } = chainOf(call, null);
    const at = steps.findIndex((step) => step.args !== null && EXECUTES.has(step.name));
    const step = steps[at];
    const [statement] = step?.args ?? [];
    if (step === undefined || statement === undefined || statement.kind === 'string') continue;
    const one = step.name === 'scalar' || step.name === 'fetch_one' || step.name === 'fetch_val' || /_or_404$/.test(step.name) || steps.slice(at + 1).some((after) => after.args !== null && ONE_ROW.has(after.name));
    const pages: readonly Step[] = step.name === 'paginate' && statement.kind !== 'number' ? [{ ...step, args: [] }] : [];
    // The call inside an `await` comes by itself too, without what is asked of its result.
    for (const key of keysOf(reading, statement)) if (found.get(key)?.one !== true) found.set(key, { one, steps: pages });
  }
  return found;
}

function keysOf(reading: Reading, statement: HostExpr): readonly string[] {
  const call: CallHost | null = statement.kind === 'call' ? statement : null;
  if (call !== null) return [keyOf(call.span)];
  return statement.kind === 'identifier' ? expand(reading, statement, null).flatMap((one) => (one.used[0] === undefined ? [] : [keyOf(one.used[0])])) : [];
}
