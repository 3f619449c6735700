import { NO_ARGS, valuesOf } from './args.ts';
import { callValue, type How } from './call.ts';
import { each, markConcurrent } from './callbacks.ts';
import { onContainer } from './containers.ts';
import { elementOf, originOf, paired } from './elements.ts';
import { changed, flush } from './perform.ts';
import { readAttr } from './read.ts';
import { type Roots, union, unionAll } from './roots.ts';
import { type Args, during, type Run } from './run.ts';
import { joinAll } from './join.ts';
import { sendStatement } from './send.ts';
import { listOf, type ObjectValue, rootsOf, type StatementValue, unknown, type Value, withRoots } from './values.ts';
import { CHANGES, CONCURRENT, EACH_METHODS, ELEMENT_METHODS, SAME_METHODS } from './words.ts';

/** A method that is known by its name, on something that has none of its own. Null for any other. */
export function callKnownMethod(run: Run, receiver: Value, name: string, args: Args, how: How): Value | null {
  if (receiver.v === 'statement') return ofStatement(run, receiver, name, args, how);
  const taken = sentBy(run, name, args, how);
  if (taken !== null) return taken;
  if (hasOwn(run, receiver, name, how)) return null;
  return onEach(run, receiver, name, args, how) ?? onValue(run, receiver, name, args, how) ?? onContainer(run, receiver, name, args, how) ?? onWork(run, receiver, name, args, how) ?? waiting(run, receiver, name, args);
}

/** A method that the class of a receiver defines itself means what is written there. */
function hasOwn(run: Run, receiver: Value, name: string, how: How): boolean {
  const plain = receiver.v === 'symbol' && receiver.hint !== null ? receiver.hint : receiver;
  if (plain.v !== 'instance' && plain.v !== 'class' && plain.v !== 'place' && plain.v !== 'row' && plain.v !== 'object') return false;
  // What a key that nobody knows leads to is no method.
  if (plain.v === 'object' && !plain.cell.fields.has(name)) return false;
  const own = during(run, { silent: true }, () => readAttr(run, plain, name, how.head));
  return own.v === 'unit' || own.v === 'function' || own.v === 'class' || (plain.v === 'object' && own.v !== 'unknown');
}

const isCallable = (value: Value | undefined): value is Value => value !== undefined && (value.v === 'function' || value.v === 'unit' || value.v === 'symbol' || (value.v === 'either' && value.of.some(isCallable)));

/** A statement is sent, or becomes another one. */
function ofStatement(run: Run, statement: StatementValue, name: string, args: Args, how: How): Value {
  const words = run.world.sending(statement.adapter);
  const roots = unionAll(valuesOf(args).map((value) => rootsOf(value)));
  const gives = words !== null && Object.hasOwn(words.methods, name) ? words.methods[name] : undefined;
  if (gives !== undefined) return sendStatement(run, statement, how.at, roots, gives);
  if (name === 'then') return chained(run, sendStatement(run, statement, how.at, roots, null), args, how);
  return words === null || words.refine.includes(name) || words.refine.length === 0 ? { ...statement, roots: union(statement.roots, roots) } : unknown(union(statement.roots, roots));
}

/** `session.execute(statement)`, `db.batch([a, b])`. */
function sentBy(run: Run, name: string, args: Args, how: How): Value | null {
  const statements = valuesOf(args).flatMap((value) => (value.v === 'statement' ? [value] : value.v === 'list' ? (value.cell.items ?? []).filter((item) => item.v === 'statement') : []));
  if (statements.length === 0) return null;
  const roots = unionAll(valuesOf(args).map((value) => rootsOf(value)));
  const results = statements.flatMap((statement) => {
    const words = run.world.sending(statement.adapter);
    const gives = words !== null && Object.hasOwn(words.takers, name) ? words.takers[name] : undefined;
    return gives === undefined && words?.batches?.includes(name) !== true ? [] : [sendStatement(run, statement, how.at, roots, gives === 'rows' ? null : (gives ?? null))];
  });
  return results[0] ?? null;
}

/** `xs.map(f)`. */
function onEach(run: Run, receiver: Value, name: string, args: Args, how: How): Value | null {
  const gives = EACH_METHODS.get(name);
  const callee = args.list.find(isCallable);
  if (gives !== undefined && callee !== undefined && receiver.v !== 'place') return each(run, { iterable: receiver, of: how.of, callee, gives, form: 'callback' }, how);
  const key = args.keywords.get('key');
  if (name === 'sort' && isCallable(key)) return each(run, { iterable: receiver, of: how.of, callee: key, gives: 'same', form: 'callback' }, how);
  return name === 'then' ? chained(run, receiver, args, how) : null;
}

/** What comes after a promise. */
function chained(run: Run, receiver: Value, args: Args, how: How): Value {
  const [callee] = args.list;
  return isCallable(callee) ? callValue(run, callee, { ...NO_ARGS, list: [receiver] }, { ...how, awaited: true }) : receiver;
}

const HOLDS: ReadonlySet<Value['v']> = new Set(['rows', 'list', 'row', 'either']);

/** Methods of lists, and of what drivers and ORMs give. */
function onValue(run: Run, receiver: Value, name: string, args: Args, how: How): Value | null {
  const inner = receiver.v === 'symbol' && receiver.hint !== null ? receiver.hint : receiver;
  if (inner.v === 'object') return ofMap(inner, name);
  if (!HOLDS.has(inner.v)) return null;
  if (name === 'items' || name === 'entries' || name === 'enumerate') return paired(receiver);
  if (name === 'keys') return listOf(unknown(rootsOf(receiver)), receiver.roots);
  if (inner.v === 'row') return SAME_METHODS.has(name) ? receiver : null;
  if (SAME_METHODS.has(name)) return receiver;
  if (ELEMENT_METHODS.has(name) && !args.list.some(isCallable)) return elementOf(receiver, null);
  return isCallable(args.list[0]) && name === 'forEach' ? each(run, { iterable: receiver, of: how.of, callee: args.list[0], gives: 'value', form: 'callback' }, how) : null;
}

/** What a dict or an object holds by its keys, whichever they are: all of it, alone or with its key. */
function ofMap(map: ObjectValue, name: string): Value | null {
  const held = [...map.cell.fields.values(), ...(map.cell.rest === null ? [] : [map.cell.rest])];
  if (held.length === 0) return null;
  const all = listOf(withRoots(joinAll(held), map.roots), map.roots);
  return name === 'values' ? all : name === 'items' ? paired(all) : null;
}

/** What a unit of work is told, and when it sends. */
function onWork(run: Run, receiver: Value, name: string, args: Args, how: How): Value | null {
  if (run.world.senders().some((words) => words.flush.includes(name)) && valuesOf(args).length === 0) { flush(run, how.at); return unknown(); }
  if (!CHANGES.has(name) || receiver.v === 'list') return null;
  const objects = args.list.filter((value) => originOf(value)?.model != null || (value.v === 'instance' && value.model !== null) || holdsNew(value));
  if (objects.length === 0) return null;
  changed(run, unionAll(objects.map((value): Roots => rootsOf(value))));
  return unknown();
}

const holdsNew = (value: Value): boolean => value.v === 'list' && [...(value.cell.items ?? []), ...(value.cell.element === null ? [] : [value.cell.element])].some((one) => one.v === 'instance' && one.model !== null);

/** `Promise.all(xs.map(f))`, `asyncio.gather(*tasks)`. */
function waiting(run: Run, receiver: Value, name: string, args: Args): Value | null {
  if (!CONCURRENT.has(name) || receiver.v !== 'place') return null;
  markConcurrent(run, valuesOf(args));
  const [first] = args.list;
  if (name === 'gather') return args.spread ?? { v: 'list', form: 'list', cell: { items: args.list, element: null, repeater: null }, roots: unknown().roots };
  return first ?? args.spread ?? args.more;
}
