import { valuesOf } from './args.ts';
import { callFunction } from './call-function.ts';
import type { How } from './call.ts';
import { joinAll } from './join.ts';
import { given } from './perform.ts';
import { refreshed } from './read.ts';
import { type Roots, UNKNOWN, unionAll } from './roots.ts';
import { type Args, during, type Run } from './run.ts';
import { type FunctionValue, rootsOf, unknown, type Value } from './values.ts';
import { ADDS, LATER, MEMO, PURE, SCHEDULES } from './words.ts';

const NOBODY_KNOWS: Args = { list: [], keywords: new Map(), more: unknown(UNKNOWN) };

/**
 * A call of something that is not known. A function that it is handed is run once, with what nobody knows: transactions, handlers and wrappers do so. What is not awaited
 * may run it at another time, and then not for each round of what is around the call.
 */
export function unknownCall(run: Run, name: string, args: Args, how: How, receiver: Roots): Value {
  reload(run, name, args);
  const functions = functionsIn(valuesOf(args));
  const roots = unionAll([receiver, ...valuesOf(args).map((value) => rootsOf(value))]);
  const [only, ...others] = functions;
  if (only === undefined) return given(roots, PURE.has(name) || (roots.size > 0 && how.awaited === false && receiver.size === 0));
  if (MEMO.has(name)) return { ...only, memoised: true };
  if (run.silent) return how.awaited ? unknown(roots) : only;
  const later = !how.awaited && run.loops.length > 0 && isAsync(only);
  // What a timer or a scheduler runs, and what is kept in a list of hooks, is nothing that a caller's loop does, and is looked at by itself.
  const state = LATER.has(name) || SCHEDULES.test(name) || ADDS.has(name) ? { loops: [], guess: true } : later ? { loops: [] } : {};
  const values = during(run, state, () => functions.map((fn) => callFunction(run, fn, NOBODY_KNOWS, how.at, '')));
  return others.length > 0 ? unknown(roots) : joinAll(values);
}

/** `session.refresh(row, ['items'])`: what is named is loaded now. */
function reload(run: Run, name: string, { list, keywords }: Args): void {
  const words = run.world.senders().find(({ reloads }) => reloads?.name === name)?.reloads;
  if (words === undefined) return;
  const [row, given] = [list[0] ?? keywords.get(words.row), list[1] ?? keywords.get(words.relations)];
  const names = given?.v === 'list' ? (given.cell.items ?? []).flatMap((item) => (item.v === 'constant' && typeof item.value === 'string' ? [item.value] : [])) : [];
  if (row?.v === 'row') refreshed(run, row, names);
}

const isAsync = ({ fn }: FunctionValue): boolean => fn.flags.includes('async');

/** Functions among arguments, in an object of options too. */
function functionsIn(values: readonly Value[]): readonly FunctionValue[] {
  return values.flatMap((value) => {
    if (value.v === 'function') return [value];
    return value.v === 'object' ? [...value.cell.fields.values()].flatMap((field) => (field.v === 'function' ? [field] : [])) : [];
  });
}
