import type { FlowFunction, FlowParam } from '../../facts/flow.ts';
import { functionEnv } from './env.ts';
import { evaluate } from './evaluate.ts';
import { joinAll } from './join.ts';
import { elsewhere } from './meanings.ts';
import { THIS } from './roots.ts';
import { readAttr } from './read.ts';
import { type Args, type Run, silently } from './run.ts';
import type { UnitRef } from './summary.ts';
import { constant, listOf, NOTHING, objectOf, rootsOf, unknown, type Value } from './values.ts';

export const NO_ARGS: Args = { list: [], keywords: new Map(), more: null };

/** What the parameters of a unit are at a call, by their numbers; the instance of a TypeScript method is number -1. */
export function actualsOf(run: Run, ref: UnitRef, fn: FlowFunction, self: Value | null, args: Args): ReadonlyMap<number, Value> {
  const actuals = new Map<number, Value>();
  const python = ref.file.endsWith('.py');
  if (self !== null && !python) actuals.set(THIS, self);
  const list = self !== null && python ? [self, ...args.list] : args.list;
  let next = 0;
  fn.params.forEach((param, index) => {
    const given = param.rest === 'list' ? restOf(list.slice(next), args.more) : param.rest === 'dict' ? dictOf(args) : (list[next] ?? keywordOf(run, param, args) ?? args.more);
    if (param.rest === null) next++;
    actuals.set(index, given ?? defaultOf(run, ref, param));
  });
  return actuals;
}

const restOf = (list: readonly Value[], more: Value | null): Value => (list.length === 0 ? listOf(more) : { v: 'list', form: 'list', cell: { items: list, element: more, repeater: null }, roots: more?.roots ?? NOTHING.roots });

/** What is handed on as keywords: a dict that is spread is one of them itself where there is nothing else. */
export const dictOf = ({ keywords, more, dict }: Args): Value => (dict !== undefined && keywords.size === 0 ? dict : objectOf(new Map(keywords), dict === undefined ? more : unknown(rootsOf(dict))));

export function keywordOf(run: Run, { target }: FlowParam, { keywords, dict }: Args): Value | undefined {
  if (target.t !== 'name') return undefined;
  const { name } = target;
  const given = keywords.get(name);
  if (given !== undefined || dict === undefined) return given;
  if (dict.v === 'object') return dict.cell.fields.get(name) ?? dict.cell.rest ?? undefined;
  return silently(run, () => readAttr(run, dict, name, [0, 0]));
}

/** What it is where nothing is handed over: undefined, without a default. */
function defaultOf(run: Run, ref: UnitRef, { value }: FlowParam): Value {
  if (value === null) return ref.file.endsWith('.py') ? unknown() : constant(null);
  return elsewhere(run, ref, () => evaluate(run, functionEnv(null), value));
}

/** All that is handed over. */
export const valuesOf = ({ list, keywords, more, spread, dict }: Args): readonly Value[] => [...list, ...keywords.values(), ...(more === null ? [] : [spread ?? more]), ...(dict === undefined ? [] : [dict])];

export const mapArgs = ({ list, keywords, more, spread, dict }: Args, of: (value: Value) => Value): Args => ({
  list: list.map(of), keywords: new Map([...keywords].map(([name, value]) => [name, of(value)])), more: more === null ? null : of(more), ...(spread === undefined ? {} : { spread: of(spread) }), ...(dict === undefined ? {} : { dict: of(dict) }),
});

/** Arguments behind those that are bound already. */
export const after = (bound: readonly Value[], args: Args): Args => (bound.length === 0 ? args : { ...args, list: [...bound, ...args.list] });

export const joined = (values: readonly Value[]): Value => (values.length === 0 ? unknown() : joinAll(values));
