import { joinAll, elementsOf } from './join.ts';
import { loopKey, only, type Roots, union } from './roots.ts';
import { listWith, NOTHING, type Origin, rootsOf, rowOf, SOMETHING, type SymbolValue, unknown, type Value, withRoots } from './values.ts';

/** An element of a value: in a round of a repeater, or at a place of the list where there is none. */
export function elementOf(value: Value, loop: number | null): Value {
  const roots = loop === null ? value.roots : union(only(loopKey(loop)), rootsOf(value));
  switch (value.v) {
    case 'rows': return rowOf(value.from, roots);
    case 'list': return ofList(elementsOf(value), value.roots, loop, roots);
    case 'symbol': return elementSymbol(value, loop, roots);
    case 'either': return joinAll(value.of.map((one) => elementOf(one, loop)));
    default: return unknown(roots);
  }
}

function ofList(elements: readonly Value[], own: Roots, loop: number | null, roots: Roots): Value {
  if (elements.length === 0) return unknown(roots);
  return withRoots(joinAll(elements.map((value) => fresh(value, loop))), loop === null ? own : roots);
}

/** Rows and objects that a list holds: each round has another one, and other values in it. */
function fresh(value: Value, loop: number | null): Value {
  if (value.v === 'row') return rowOf(value.from, value.roots);
  if (value.v !== 'object' || loop === null) return value;
  const { fields, rest } = value.cell;
  const here = only(loopKey(loop));
  return { ...value, cell: { ...value.cell, fields: new Map([...fields].map(([name, field]) => [name, withRoots(field, here)])), rest: rest === null ? null : withRoots(rest, here) } };
}

function elementSymbol(of: SymbolValue, loop: number | null, roots: Roots): SymbolValue {
  return { v: 'symbol', form: { is: 'element', of, loop: loop === null ? null : loopKey(loop) }, hint: of.hint === null ? null : elementOf(of.hint, loop), roots };
}

/** `enumerate`, `entries`, `items`: pairs of a key and an element. */
export const paired = (value: Value, key: Value = SOMETHING): Value => ({ v: 'list', form: 'list', cell: { items: null, element: listWith([withRoots(key, value.roots), elementOf(value, null)]), repeater: null }, roots: value.roots });

/** The element at a place that is known. */
export function itemOf(value: Value, index: number): Value {
  if (value.v === 'list' && value.cell.items !== null && value.cell.element === null) return withRoots(value.cell.items[index < 0 ? value.cell.items.length + index : index] ?? NOTHING, value.roots);
  if (value.v === 'object') return withRoots(value.cell.fields.get(String(index)) ?? NOTHING, value.roots);
  if (value.v === 'either') return joinAll(value.of.map((one) => itemOf(one, index)));
  return elementOf(value, null);
}

/** The rows that a value is or is made of. */
export function originOf(value: Value): Origin | null {
  switch (value.v) {
    case 'rows': case 'row': return value.from;
    case 'column': return value.row.from;
    case 'symbol': return value.hint === null ? null : originOf(value.hint);
    case 'list': return elementsOf(value).map(originOf).find((origin) => origin !== null) ?? null;
    case 'either': return value.of.map(originOf).find((origin) => origin !== null) ?? null;
    default: return null;
  }
}
