import { union } from './roots.ts';
import { type ListValue, listOf, type Origin, type RowsValue, type RowValue, type SymbolForm, unknown, type Value } from './values.ts';
import { queryKey, unionAll } from './roots.ts';

/** More than this many ways that a value may be are not told apart. */
const MOST_WAYS = 4;

/** What may be any of these. */
export function joinAll(values: readonly Value[]): Value {
  const [first, ...others] = values;
  return first === undefined ? unknown() : others.reduce(join, first);
}

export function join(one: Value, other: Value): Value {
  if (one === other) return one;
  const ways = [...waysOf(one)];
  for (const way of waysOf(other)) {
    const at = ways.findIndex((known) => isSame(known, way));
    const known = ways[at];
    if (known === undefined) ways.push(way);
    else ways[at] = merged(known, way);
  }
  const [first, ...rest] = ways;
  if (first === undefined) return unknown();
  const roots = unionAll(ways.map((way) => way.roots));
  if (rest.length === 0) return first;
  return ways.length > MOST_WAYS ? unknown(roots) : { v: 'either', of: ways, roots };
}

export const waysOf = (value: Value): readonly Value[] => (value.v === 'either' ? value.of : [value]);

/** Whether both are one way to be, but for what they depend on. */
function isSame(one: Value, other: Value): boolean {
  if (one.v !== other.v) return false;
  switch (one.v) {
    case 'unknown': return true;
    case 'constant': return other.v === 'constant' && one.value === other.value;
    case 'rows': return other.v === 'rows' && sameOrigin(one.from, other.from);
    case 'row': return other.v === 'row' && sameOrigin(one.from, other.from);
    case 'list': return other.v === 'list' && one.form === other.form;
    case 'statement': return other.v === 'statement' && one.query !== null && one.query === other.query;
    case 'symbol': return other.v === 'symbol' && sameSymbol(one.form, other.form);
    case 'unit': return other.v === 'unit' && one.ref.file === other.ref.file && one.ref.unit === other.ref.unit && one.ref.ordinal === other.ref.ordinal && one.self === other.self;
    case 'function': return other.v === 'function' && one.fn === other.fn && one.env === other.env;
    case 'class': case 'instance': return (other.v === 'class' || other.v === 'instance') && one.of?.file === other.of?.file && one.of?.name === other.of?.name && one.model?.symbol === other.model?.symbol;
    case 'place': return other.v === 'place' && one.is === other.is && one.file === other.file && one.path.join('.') === other.path.join('.');
    default: return false;
  }
}

const sameOrigin = (one: Origin, other: Origin): boolean => originKey(one) === originKey(other);
const originKey = ({ query, model, path }: Origin): string => `${query === null ? '' : queryKey(query)}\t${model?.file}\t${model?.symbol}\t${path}`;

function sameSymbol(one: SymbolForm, other: SymbolForm): boolean {
  if (one === other) return true;
  if (one.is === 'param') return other.is === 'param' && one.index === other.index;
  if (one.is === 'result') return other.is === 'result' && one.open === other.open;
  if (one.is === 'attr') return other.is === 'attr' && one.name === other.name && sameSymbol(one.of.form, other.of.form);
  return other.is === 'element' && one.loop === other.loop && sameSymbol(one.of.form, other.of.form);
}

function merged(one: Value, other: Value): Value {
  const roots = union(one.roots, other.roots);
  if (one.v === 'list' && other.v === 'list') return one.cell === other.cell ? withAll(one, roots) : mergedLists(one, other);
  return withAll(one, roots);
}

const withAll = <T extends Value>(value: T, roots: Value['roots']): T => (roots === value.roots ? value : { ...value, roots });

function mergedLists(one: ListValue, other: ListValue): ListValue {
  const elements = [one, other].flatMap((list) => elementsOf(list));
  return { ...listOf(elements.length === 0 ? null : joinAll(elements), union(one.roots, other.roots), one.form) };
}

export const elementsOf = (list: ListValue): readonly Value[] => [...(list.cell.items ?? []), ...(list.cell.element === null ? [] : [list.cell.element])];

export type { RowsValue, RowValue };
