import { valuesOf } from './args.ts';
import { callValue, type How } from './call.ts';
import { each, markConcurrent } from './callbacks.ts';
import { elementOf, paired } from './elements.ts';
import { unionAll } from './roots.ts';
import type { Args, Run } from './run.ts';
import { listOf, listWith, objectOf, rootsOf, unknown, type Value } from './values.ts';
import { CONCURRENT, CONCURRENT_EACH, EACH_FUNCTIONS, ELEMENT_FUNCTIONS, MEMO, PARTIALS, SAME, SUBMITS } from './words.ts';

const isCallable = (value: Value | undefined): value is Value => value !== undefined && (value.v === 'function' || value.v === 'unit' || (value.v === 'symbol' && value.hint !== null && (value.hint.v === 'function' || value.hint.v === 'unit')));
const holds = (value: Value): boolean => value.v === 'list' || value.v === 'rows' || value.v === 'symbol' || value.v === 'unknown' || value.v === 'either' || value.v === 'column';

/** Functions of the languages and of common libraries, by the last name that they are called by. Null for any other. */
export function builtin(run: Run, callee: Value, name: string, args: Args, how: How): Value | null {
  const called = name !== '' ? name : callee.v === 'place' ? (callee.path.at(-1) ?? '') : '';
  return submitted(run, called, args, how) ?? onEach(run, called, args, how) ?? wrapped(called, args) ?? collected(run, called, args);
}

/** `executor.submit(f, x)`. */
function submitted(run: Run, name: string, args: Args, how: How): Value | null {
  const before = SUBMITS.get(name);
  const callee = before === undefined ? undefined : args.list[before];
  if (before === undefined || !isCallable(callee)) return null;
  if (name === 'sync_to_async' || name === 'async_to_sync') return callee;
  return callValue(run, callee, { ...args, list: args.list.slice(before + 1) }, how);
}

/** `map(f, xs)`, `pMap(xs, f)`, `sorted(xs, key=f)`. */
function onEach(run: Run, name: string, args: Args, how: How): Value | null {
  const gives = EACH_FUNCTIONS.get(name);
  if (gives === undefined) return null;
  const callee = args.keywords.get('key') ?? args.list.find(isCallable);
  const iterable = args.list.find((value) => value !== callee && holds(value));
  if (!isCallable(callee) || iterable === undefined) return null;
  return each(run, { iterable, of: null, callee, gives, form: CONCURRENT_EACH.has(name) ? 'concurrent' : 'callback' }, how);
}

/** Functions made of functions. */
function wrapped(name: string, args: Args): Value | null {
  const [first, ...others] = args.list;
  if (first === undefined) return null;
  if (PARTIALS.has(name) && (first.v === 'function' || first.v === 'unit')) return { ...first, bound: [...first.bound, ...others] };
  if (MEMO.has(name) && (first.v === 'function' || first.v === 'unit')) return { ...first, memoised: true };
  if (name === 'bind' || name === 'useCallback') return isCallable(first) ? first : null;
  return null;
}

/** What holds the same elements in another form. */
function collected(run: Run, name: string, args: Args): Value | null {
  const [first] = args.list;
  if (first === undefined) return name === 'dict' || name === 'Map' || name === 'defaultdict' || name === 'OrderedDict' ? objectOf(new Map(args.keywords), args.more) : name === 'list' || name === 'set' || name === 'Set' || name === 'Array' || name === 'deque' ? listOf(args.more) : null;
  if (name === 'enumerate' || name === 'entries') return paired(first);
  if (name === 'zip' || name === 'product') return listOf(listWith(args.list.map((value) => elementOf(value, null))), unionAll(args.list.map((value) => rootsOf(value))));
  if (name === 'Map' || name === 'dict' || name === 'fromEntries') return ofPairs(first);
  if (name === 'defaultdict' || name === 'deque') return name === 'deque' ? first : objectOf(new Map());
  if (name === 'values') return first.v === 'object' ? listOf([...first.cell.fields.values()][0] ?? first.cell.rest, first.roots) : first.v === 'list' ? first : null;
  if (ELEMENT_FUNCTIONS.has(name)) return elementOf(first, null);
  if (CONCURRENT.has(name)) { markConcurrent(run, valuesOf(args)); return first; }
  return SAME.has(name) ? (name === 'cast' ? (args.list[1] ?? first) : first) : null;
}

/** A map made of pairs: its elements are the second of each. */
function ofPairs(pairs: Value): Value {
  const pair = elementOf(pairs, null);
  const second = pair.v === 'list' ? pair.cell.items?.[1] : undefined;
  return listOf(second ?? unknown(rootsOf(pairs)), rootsOf(pairs), 'map');
}

