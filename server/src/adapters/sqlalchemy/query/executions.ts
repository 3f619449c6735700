import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { chainOf, type Step } from './chain.ts';
import { expand } from './expand.ts';
import { keyOf } from './read.ts';
import type { Reading } from './reading.ts';
import { EXECUTES, ONE_ROW } from './vocabulary.ts';

/** What is asked of a statement where it is sent: one row (`session.scalar(stmt)`, `.scalars(stmt).first()`), a page. `sent`: the calls that it is handed to; `asked`: the names of the first of them and of what is asked of its result. */
export interface Execution { readonly one: boolean; readonly steps: readonly Step[]; readonly sent: readonly Span[]; readonly asked: readonly string[] }

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
    const asked = steps.slice(at).flatMap((after) => (after.args === null ? [] : [after.name]));
    for (const key of keysOf(reading, statement)) found.set(key, merged(found.get(key), { one, steps: pages, sent: [step.span], asked }));
  }
  return found;
}

/** A statement may be sent in several places; and the call inside an `await` comes by itself too, without what is asked of its result. */
function merged(known: Execution | undefined, next: Execution): Execution {
  if (known === undefined) return next;
  const sent = [...known.sent, ...next.sent.filter((span) => !known.sent.some((other) => keyOf(other) === keyOf(span)))];
  const most = known.one || !next.one ? known : next;
  return { ...most, asked: most.asked.length >= known.asked.length ? most.asked : known.asked, sent };
}

function keysOf(reading: Reading, statement: HostExpr): readonly string[] {
  const call: CallHost | null = statement.kind === 'call' ? statement : null;
  if (call !== null) return [keyOf(call.span)];
  return statement.kind === 'identifier' ? expand(reading, statement, null).flatMap((one) => (one.used[0] === undefined ? [] : [keyOf(one.used[0])])) : [];
}
