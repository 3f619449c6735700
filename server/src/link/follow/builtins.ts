import type { ProgramExpr } from '../../facts/program.ts';
import { type Given, invoke, bindArguments } from './calls.ts';
import { indexed, itemsOf, store, UNNAMED } from './expressions.ts';
import { attributeOf } from './objects.ts';
import type { Frame } from './run.ts';
import { braceFilled, TEXT_METHODS } from './texts.ts';
import { bool, GIVEN, type ListValue, listOf, literalOf, NONE, pastedParts, truthOf, UNKNOWN, type Value } from './values.ts';

type Call = Extract<ProgramExpr, { e: 'call' }>;
type Builtin = (frame: Frame, args: readonly Value[], given: Given) => Value;

const asList = (form: ListValue['form']): Builtin => (_, [of]) => {
  if (of === undefined) return listOf([], form);
  if (of.v === 'many') return of;
  const { items, many } = itemsOf(of);
  return of.v === 'unknown' ? UNKNOWN : { ...listOf(items, form, of.v === 'list' ? of.place : null), open: many };
};

const BUILTINS: Readonly<Record<string, Builtin>> = {
  list: asList('list'), tuple: asList('tuple'), set: asList('set'), frozenset: asList('set'), sorted: asList('list'), reversed: asList('list'), iter: (_, [of]) => of ?? UNKNOWN,
  str: (_, [of]) => (of === undefined ? { v: 'text', parts: [] } : { v: 'text', parts: pastedParts(of) }),
  dict: (_, [of], { keywords, open }) => (of?.v === 'dict' ? of : of === undefined ? { v: 'dict', entries: keywords, open, place: null } : UNKNOWN),
  len: (_, [of]) => { const { items, many } = itemsOf(of ?? UNKNOWN); return many || of === undefined || of.v === 'unknown' || of.v === 'text' || items.some((item) => item.v === 'maybe') ? UNKNOWN : { v: 'number', value: items.length }; },
  bool: (_, [of]) => { const truth = of === undefined ? false : truthOf(of); return truth === null ? UNKNOWN : bool(truth); },
  int: (_, [of]) => (of?.v === 'number' ? of : GIVEN), float: () => GIVEN,
  enumerate: (_, [of]) => { const { items, many } = itemsOf(of ?? UNKNOWN); return { ...listOf(items.map((item, at) => listOf([{ v: 'number', value: at }, item], 'tuple'))), open: many && items.length === 0 }; },
  zip: (_, args) => { const lists = args.map((arg) => itemsOf(arg).items); return listOf((lists[0] ?? []).map((_item, at) => listOf(lists.map((list) => list[at] ?? UNKNOWN), 'tuple'))); },
  map: mapped, filter: (_, [, of]) => of ?? UNKNOWN, range: () => ({ v: 'many', item: GIVEN }),
  isinstance: (_, [of, types]) => isInstance(of ?? UNKNOWN, types ?? UNKNOWN),
  hasattr: (frame, [of, name]) => { const known = of === undefined || name === undefined ? null : literalOf(name); return known === null || of === undefined || (of.v !== 'class' && of.v !== 'object') ? UNKNOWN : bool(attributeOf(frame, of, known).v !== 'unknown'); },
  getattr: (frame, [of, name, otherwise]) => {
    const known = name === undefined ? null : literalOf(name);
    const found = known === null || of === undefined ? UNKNOWN : attributeOf(frame, of, known);
    return found.v === 'unknown' && of !== undefined && (of.v === 'class' || of.v === 'object') ? (otherwise ?? found) : found;
  },
  type: (_, [of]) => (of?.v === 'object' ? of.of : UNKNOWN),
  super: (frame) => (frame.owner === null || frame.self === null ? UNKNOWN : { v: 'super', of: frame.owner, self: frame.self }),
  next: (_, [of]) => itemsOf(of ?? UNKNOWN).items[0] ?? UNKNOWN,
  print: () => NONE, setattr: () => NONE,
};

export const builtinValue = (frame: Frame, name: string, given: Given): Value => (Object.hasOwn(BUILTINS, name) ? (BUILTINS[name]?.(frame, given.args, given) ?? UNKNOWN) : UNKNOWN);

function mapped(frame: Frame, [fn, of]: readonly Value[]): Value {
  const { items, many } = itemsOf(of ?? UNKNOWN);
  const each = items.map((item) => (fn?.v === 'builtin' ? builtinValue(frame, fn.name, { args: [item], keywords: [], open: false }) : fn?.v === 'function' ? invoke(frame.run, fn, bindArguments(frame.run, fn, { args: [item], keywords: [], open: false })) : UNKNOWN));
  const [only] = each;
  return many && only !== undefined ? { v: 'many', item: only } : listOf(each);
}

const KINDS: Readonly<Record<string, (value: Value) => boolean>> = {
  str: (value) => value.v === 'text', dict: (value) => value.v === 'dict', list: (value) => (value.v === 'list' && value.form === 'list') || value.v === 'many', tuple: (value) => value.v === 'list' && value.form === 'tuple',
  set: (value) => value.v === 'list' && value.form === 'set', frozenset: () => false, int: (value) => value.v === 'number' || value.v === 'bool', float: () => false, bool: (value) => value.v === 'bool',
};

/** A value of the caller's is no list, as far as can be seen; which other kind it is, is not known. */
function isInstance(of: Value, types: Value): Value {
  const wanted = types.v === 'list' ? types.items : [types];
  const answers = wanted.map((type): boolean | null => {
    if (type.v === 'class') return of.v === 'object' ? of.of.decl === type.decl : of.v === 'unknown' ? null : false;
    if (type.v !== 'builtin') return of.v === 'unknown' || of.v === 'object' ? null : (of.v === 'list' || of.v === 'many') ? null : false;
    if (of.v === 'unknown') return of.given && /^(?:list|tuple|set|dict|frozenset)$/.test(type.name) ? false : null;
    return KINDS[type.name]?.(of) ?? null;
  });
  return answers.includes(true) ? bool(true) : answers.includes(null) ? UNKNOWN : bool(false);
}

/** `value.name(…)` for a text, a list or a dict; what changes a list puts the changed one back. */
export function methodValue(frame: Frame, call: Call, { of, name }: Extract<Value, { v: 'method' }>, given: Given): Value {
  if (of.v === 'text') return name === 'format' || name === 'format_map' ? braceFilled(of, given.args, new Map(given.keywords.map(([key, value]) => [literalOf(key) ?? '', value]))) : (TEXT_METHODS[name]?.(of, given.args) ?? UNKNOWN);
  if (of.v === 'dict') return dictMethod(frame, call, of, name, given);
  if (of.v !== 'list') return of.v === 'many' && name === 'copy' ? of : UNKNOWN;
  const grown = grownList(of, name, given.args);
  if (grown !== null && call.of.e === 'attr') store(frame, call.of.of, grown);
  return name === 'copy' ? of : name === 'pop' ? (of.items.at(-1) ?? UNKNOWN) : NONE;
}

function grownList(of: ListValue, name: string, args: readonly Value[]): Value | null {
  const [first, second] = args;
  if ((name === 'append' || name === 'add') && first !== undefined) return { ...of, items: [...of.items, first] };
  if (name === 'insert' && second !== undefined) return { ...of, items: [second, ...of.items] };
  if ((name === 'extend' || name === 'update') && first !== undefined) {
    if (of.items.length === 0 && first.v === 'many') return first;
    const { items, many } = itemsOf(first);
    return { ...of, items: [...of.items, ...items], open: of.open || many };
  }
  return name === 'pop' ? { ...of, items: of.items.slice(0, -1) } : null;
}

type Dict = Extract<Value, { v: 'dict' }>;

function dictMethod(frame: Frame, call: Call, of: Dict, name: string, given: Given): Value {
  const [key, otherwise] = given.args;
  const rest: readonly (readonly [Value, Value])[] = of.open ? [[UNNAMED, UNKNOWN]] : [];
  switch (name) {
    case 'items': return listOf([...of.entries, ...rest].map(([own, value]) => listOf([own, value.v === 'maybe' ? value.value : value], 'tuple')).map((pair, at) => (of.entries[at]?.[1].v === 'maybe' ? { v: 'maybe', value: pair } : pair)));
    case 'keys': return listOf([...of.entries, ...rest].map(([own]) => own));
    case 'values': return listOf([...of.entries, ...rest].map(([, value]) => value));
    case 'copy': return of;
    case 'get': case 'pop': case 'setdefault': {
      const found = key === undefined ? UNKNOWN : indexed(of, key);
      if (name === 'pop' && call.of.e === 'attr' && key !== undefined) store(frame, call.of.of, { ...of, entries: of.entries.filter(([own]) => literalOf(own) === null || literalOf(own) !== literalOf(key)) });
      return found.v === 'unknown' && !of.open && key !== undefined && literalOf(key) !== null && !of.entries.some(([own]) => literalOf(own) === literalOf(key)) ? (otherwise ?? NONE) : found;
    }
    case 'update': {
      const more = key?.v === 'dict' ? key : null;
      if (call.of.e === 'attr') store(frame, call.of.of, { ...of, entries: [...of.entries, ...(more?.entries ?? []), ...given.keywords], open: of.open || (key !== undefined && (more === null || more.open)) });
      return NONE;
    }
    default: return UNKNOWN;
  }
}
