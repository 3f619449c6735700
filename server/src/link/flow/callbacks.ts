import type { FlowExpr } from '../../facts/flow.ts';
import { NO_ARGS } from './args.ts';
import { type How, callValue } from './call.ts';
import { elementOf, paired } from './elements.ts';
import { functionEnv } from './env.ts';
import { loopKey, only, union } from './roots.ts';
import type { RepeaterMade, Run } from './run.ts';
import { repeat } from './repeaters.ts';
import { listOf, rootsOf, unknown, type Value } from './values.ts';

/** What calling a function for each element gives. */
export type EachGives = 'mapped' | 'flat' | 'same' | 'element' | 'value' | 'folded';

export interface Each { readonly iterable: Value; readonly of: FlowExpr | null; readonly callee: Value; readonly gives: EachGives; readonly form: RepeaterMade['form']; /** What comes before the element, as an accumulator does. */ readonly pairs?: boolean }

/** A function that is called for each element of a list. */
export function each(run: Run, { iterable, of, callee, gives, form, pairs }: Each, how: How): Value {
  const fn = callee.v === 'function' ? callee.fn : null;
  const target = fn?.params[gives === 'folded' ? 1 : 0]?.target ?? null;
  let repeater = 0;
  const given = repeat(run, how.env ?? functionEnv(null), { form, loop: null, of, target, body: fn?.body ?? [], head: how.head, whole: how.at, iterable }, (id) => {
    repeater = id;
    const element = pairs === true ? elementOf(paired(iterable), id) : elementOf(iterable, id);
    const index = unknown(only(loopKey(id)));
    const list = gives === 'folded' ? [unknown(only(loopKey(id))), element, index] : [element, index, iterable];
    return callValue(run, callee, { ...NO_ARGS, list }, { ...how, of: null });
  });
  return resultOf(gives, iterable, given, repeater);
}

function resultOf(gives: EachGives, iterable: Value, given: Value, repeater: number): Value {
  const roots = rootsOf(iterable);
  switch (gives) {
    case 'same': return iterable;
    case 'element': return elementOf(iterable, null);
    case 'folded': case 'value': return unknown(union(roots, rootsOf(given)));
    case 'mapped': return made(listOf(given), repeater);
    case 'flat': return made(given.v === 'list' || given.v === 'rows' ? listOf(elementOf(given, null), given.roots) : listOf(given), repeater);
  }
}

function made(list: ReturnType<typeof listOf>, repeater: number): Value {
  list.cell.repeater = repeater;
  return list;
}

/** What was made by a repeater is waited for at once: it runs at the same time. */
export function markConcurrent(run: Run, values: readonly Value[]): void {
  for (const value of values) {
    const repeater = value.v === 'list' && value.cell.repeater !== null ? run.repeaters[value.cell.repeater] : undefined;
    if (repeater !== undefined && !run.silent && (repeater.form === 'callback' || repeater.form === 'comprehension' || repeater.form === 'for')) repeater.form = 'concurrent';
  }
}

