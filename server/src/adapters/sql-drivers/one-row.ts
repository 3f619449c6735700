import type { CallHost } from '../../lang/expression.ts';
import type { Binding } from '../../lang/outline.ts';
import { callsIn, lastName, rootOf } from './chain.ts';
import { ONE_ROW } from './drivers.ts';
import type { Reading } from './texts.ts';

/** What is called on the names of a file. */
export interface Uses {
  /** On each constant that holds a prepared statement, by where its `prepare(…)` starts. */
  readonly prepared: ReadonlyMap<number, ReadonlySet<string>>;
  /** On each name, in document order, by the names of the calls. */
  readonly called: ReadonlyMap<Binding, readonly { readonly at: number; readonly names: readonly string[] }[]>;
  /** The name that is given what a call gives, by where the call starts. */
  readonly holders: ReadonlyMap<number, Binding>;
}

export function usesOf({ outline }: Reading): Uses {
  const prepared = new Map<number, Set<string>>();
  const called = new Map<Binding, { at: number; names: string[] }[]>();
  const holders = new Map<number, Binding>();
  for (const chain of outline.calls) {
    const root = rootOf(chain);
    const binding = root === null ? null : outline.resolve(root.name, root.at);
    if (binding === null) continue;
    const names = callsIn(chain).map((call) => lastName(call.callee));
    const made = callAt(binding);
    if (made !== null) holders.set(made.span.start, binding);
    if (made !== null && lastName(made.callee) === 'prepare') prepared.set(made.span.start, new Set([...(prepared.get(made.span.start) ?? []), ...names]));
    const before = called.get(binding);
    if (before === undefined) called.set(binding, [{ at: chain.span.start, names }]);
    else before.push({ at: chain.span.start, names });
  }
  return { prepared, called, holders };
}

function callAt({ init }: Binding): CallHost | null {
  const made = init?.kind === 'await' ? init.arg : init;
  return made?.kind === 'call' ? made : null;
}

/** `later`: the names of the calls behind a call in its chain. Whether only one row of what it gives is ever asked for. */
export function asksOne(reading: Reading, uses: Uses, call: CallHost, later: readonly string[]): boolean {
  const method = lastName(call.callee);
  if (ONE_ROW.has(method) || later.includes('fetchone')) return true;
  if (/^execute/.test(method)) return later.length === 0 && nextOf(reading, uses, call) === 'fetchone';
  if (!/^(?:prepare|query|unsafe)/.test(method)) return false;
  const names = later.some((name) => /^(?:get|first|all|run|iterate)/.test(name)) ? new Set(later) : uses.prepared.get(call.span.start);
  return names !== undefined && [...names].some((name) => ONE_ROW.has(name)) && !names.has('all') && !names.has('iterate') && !names.has('each');
}

/** `cur.execute(…)` and then `cur.fetchone()`; `row = conn.execute(…)` and then `row.fetchone()`: the next call on the cursor, in the same function. */
function nextOf({ outline }: Reading, uses: Uses, call: CallHost): string | null {
  const root = rootOf(call);
  const binding = uses.holders.get(call.span.start) ?? (root === null ? null : outline.resolve(root.name, root.at));
  const calls = binding === null ? [] : (uses.called.get(binding) ?? []);
  const next = calls.find(({ at }) => at > call.span.start);
  return next?.names.length === 1 && outline.enclosing(next.at) === outline.enclosing(call.span.start) ? (next.names[0] ?? null) : null;
}
