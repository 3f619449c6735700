import type { FlowExpr } from '../../facts/flow.ts';
import { addTo, setField } from './assign.ts';
import type { How } from './call.ts';
import { textOf } from './conditions.ts';
import { elementOf } from './elements.ts';
import type { Env } from './env.ts';
import { evaluate } from './evaluate.ts';
import { join, joinAll } from './join.ts';
import { union } from './roots.ts';
import { type Args, type Run, silently } from './run.ts';
import { type ListValue, listOf, type ObjectValue, objectOf, rootsOf, unknown, type Value } from './values.ts';
import { ADDS, ADDS_ALL } from './words.ts';

/** Methods that put something into a list, a dict or a map, or read it there. Null for any other. */
export function onContainer(run: Run, receiver: Value, name: string, args: Args, how: How): Value | null {
  const last = args.list.at(-1);
  if (receiver.v === 'object') return onObject(receiver, name, args, how);
  if (last === undefined) return null;
  const list = receiver.v === 'list' ? receiver : (ADDS.has(name) || ADDS_ALL.has(name)) && receiver.v === 'unknown' ? slotOf(run, how) : null;
  if (list !== null && ADDS.has(name)) { for (const value of name === 'push' ? args.list : [last]) addTo(list, value); return unknown(); }
  if (list !== null && ADDS_ALL.has(name)) { addTo(list, elementOf(last, null)); return unknown(); }
  // A function is no key: `app.get('/x', handler)` hands it over.
  const keyed = (name === 'get' || name === 'pop') && last.v !== 'function' && how.of !== null && (receiver.v === 'unknown' || receiver.v === 'place' || receiver.v === 'instance');
  return keyed ? { ...unknown(union(rootsOf(receiver), rootsOf(last))), lookup: how.of === null ? '' : textOf(how.of) } : null;
}

function onObject(object: ObjectValue, name: string, { list }: Args, how: How): Value | null {
  const { fields, rest } = object.cell;
  const [key, last] = [list[0], list.at(-1)];
  if (last === undefined) return null;
  if ((name === 'set' || name === 'setdefault') && list.length === 2) { if (key?.v === 'constant') setField(object, String(key.value), last); else object.cell.rest = rest === null ? last : join(rest, last); return last; }
  if (name !== 'get') return null;
  return key?.v === 'constant' ? (fields.get(String(key.value)) ?? rest ?? unknown()) : (rest ?? { ...unknown(rootsOf(last)), lookup: how.of === null ? '' : textOf(how.of) });
}

/** The list at a key of a dict that makes one where there is none (`defaultdict(list)`), however deep. */
function slotOf(run: Run, { of, env }: How): ListValue | null {
  if (of?.e !== 'index' || env === undefined) return null;
  const dict = dictAt(run, env, of.of);
  if (dict === null) return null;
  const { rest } = dict.cell;
  if (rest?.v === 'list') return rest;
  const list = listOf(null);
  dict.cell.rest = rest === null ? list : joinAll([list, rest]);
  return list;
}

function dictAt(run: Run, env: Env, expr: FlowExpr): ObjectValue | null {
  const value = silently(run, () => evaluate(run, env, expr));
  if (value.v === 'object') return value;
  const outer = expr.e === 'index' && value.v === 'unknown' ? dictAt(run, env, expr.of) : null;
  if (outer === null) return null;
  const { rest } = outer.cell;
  if (rest?.v === 'object') return rest;
  if (rest !== null) return null;
  const made = objectOf(new Map());
  outer.cell.rest = made;
  return made;
}
