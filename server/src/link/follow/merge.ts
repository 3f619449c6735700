import { type Part, sameParts, sameValue, truthOf, UNKNOWN, type Value } from './values.ts';

/** What a value is after one of two ways was taken: what only one of them adds to a text or a list is there sometimes. */
export function merged(a: Value, b: Value): Value {
  if (sameValue(a, b)) return a;
  if (a.v === 'text' && b.v === 'text') return mergedTexts(a.parts, b.parts);
  if (a.v === 'list' && b.v === 'list') return mergedLists(a, b);
  if (a.v === 'dict' && b.v === 'dict') return mergedDicts(a, b);
  // Nothing on one way: what there is on the other, at times.
  if (a.v === 'none' && (b.v === 'class' || b.v === 'object')) return atTimes(b);
  if (b.v === 'none' && (a.v === 'class' || a.v === 'object')) return atTimes(a);
  return UNKNOWN;
}

const atTimes = (value: Value): Value => (value.v === 'object' ? { ...value, sometimes: true } : value);

function mergedTexts(a: readonly Part[], b: readonly Part[]): Value {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (!sameParts(short, long.slice(0, short.length))) return UNKNOWN;
  return { v: 'text', parts: [...short, { p: 'maybe', parts: long.slice(short.length) }] };
}

type List = Extract<Value, { readonly v: 'list' }>;
type Dict = Extract<Value, { readonly v: 'dict' }>;

function mergedLists(a: List, b: List): Value {
  let same = 0;
  while (same < a.items.length && same < b.items.length && sameValue(a.items[same] ?? UNKNOWN, b.items[same] ?? UNKNOWN)) same++;
  const rest = [...a.items.slice(same), ...b.items.slice(same)].map(sometimes);
  return { v: 'list', form: a.form, open: a.open || b.open, place: a.place, items: [...a.items.slice(0, same), ...rest] };
}

function mergedDicts(a: Dict, b: Dict): Value {
  const entries = a.entries.map(([key, value]) => { const twin = b.entries.find(([other]) => sameValue(other, key)); return [key, twin === undefined ? sometimes(value) : merged(value, twin[1])] as const; });
  const more = b.entries.flatMap(([key, value]) => (a.entries.some(([own]) => sameValue(own, key)) ? [] : [[key, sometimes(value)] as const]));
  return { v: 'dict', entries: [...entries, ...more], open: a.open || b.open, place: a.place };
}

export const sometimes = (value: Value): Value => (value.v === 'maybe' ? value : { v: 'maybe', value });

export type Names = Map<string, Value>;

/** The names after one of two ways; one that only one way knows is not known. */
export function mergedNames(a: Names, b: Names): Names {
  const out: Names = new Map();
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [one, other] = [a.get(name), b.get(name)];
    out.set(name, one === undefined || other === undefined ? (one ?? other ?? UNKNOWN) : merged(one, other));
  }
  return out;
}

/** Of what a function gives on several ways, that which tells most. */
export function likeliest(values: readonly Value[]): Value {
  const [first, ...others] = values.filter((value) => value.v !== 'none' && value.v !== 'unknown');
  if (first === undefined) return values.every((value) => value.v === 'none') && values.length > 0 ? { v: 'none' } : UNKNOWN;
  const found = others.length === 0 || others.every((other) => sameValue(first, other)) ? first : (values.find((value) => truthOf(value) === true) ?? first);
  return values.some((value) => value.v === 'none') ? atTimes(found) : found;
}
