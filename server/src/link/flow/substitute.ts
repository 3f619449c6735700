import { joinAll } from './join.ts';
import { elementOf } from './elements.ts';
import { readAttr } from './read.ts';
import { indexOfKey, isLoop, isParam, loopKey, mapRoots, NONE, only, restsOnUnit, type Roots } from './roots.ts';
import { silently, type Run } from './run.ts';
import { type ListCell, type ObjectCell, type Origin, rootsOf, type RowValue, type SymbolValue, unknown, type Value, withRoots } from './values.ts';

/** What the parts of a callee's result stand for at one call of it. */
export interface Binding {
  readonly run: Run;
  readonly actuals: ReadonlyMap<number, Value>;
  /** Of what the callee left open, by number. */
  readonly results: Map<number, Value>;
  /** Repeaters of the callee that are repeaters of the caller too, since only here it is known what they repeat. */
  readonly loops: Map<number, number>;
  /** Events of the callee, by what they are here. */
  readonly events: Map<number, number>;
  readonly cells: Map<object, Value>;
  /** What was worked out of symbols: they are shared much. */
  readonly symbols: Map<SymbolValue, Value>;
}

export function valueHere(value: Value, binding: Binding, depth = 0): Value {
  if (depth > 12) return unknown(rootsHere(value.roots, binding));
  const roots = rootsHere(value.roots, binding);
  const inner = (of: Value): Value => valueHere(of, binding, depth + 1);
  switch (value.v) {
    case 'symbol': return symbolHere(value, binding, depth);
    case 'unknown': case 'rows': return value.v === 'rows' ? { ...value, from: originHere(value.from, binding), roots } : unknown(roots);
    case 'row': return rowHere(value, binding);
    case 'column': { const row = rowHere(value.row, binding); return { ...value, row, roots }; }
    case 'list': return cellHere(value.cell, binding, (cell) => ({ ...value, cell, roots }), (): ListCell => ({ items: null, element: null, repeater: null }), (cell) => {
      cell.items = value.cell.items?.map(inner) ?? null;
      cell.element = value.cell.element === null ? null : inner(value.cell.element);
    });
    case 'object': return cellHere(value.cell, binding, (cell) => ({ ...value, cell, roots }), (): ObjectCell => ({ fields: new Map(), rest: null }), (cell) => {
      for (const [name, field] of value.cell.fields) cell.fields.set(name, inner(field));
      cell.rest = value.cell.rest === null ? null : inner(value.cell.rest);
    });
    case 'statement': return { ...value, roots, receiver: value.receiver === null ? null : inner(value.receiver), relation: value.relation === null ? null : { ...value.relation, row: rowHere(value.relation.row, binding) } };
    case 'function': return { ...value, env: { own: new Map(), parent: value.env, kind: 'function', through: (of) => valueHere(of, binding) }, bound: value.bound.map(inner), roots };
    case 'unit': return { ...value, self: value.self === null ? null : inner(value.self), bound: value.bound.map(inner) };
    case 'instance': return { ...value, fields: new Map([...value.fields].map(([name, field]) => [name, inner(field)])), roots };
    case 'either': return joinAll(value.of.map(inner));
    default: return value;
  }
}

/** Cells may lead to themselves: each is made once. */
function cellHere<C extends object>(cell: object, { cells }: Binding, made: (cell: C) => Value, make: () => C, fill: (cell: C) => void): Value {
  const known = cells.get(cell);
  if (known !== undefined) return known;
  const copy = make();
  const value = made(copy);
  cells.set(cell, value);
  fill(copy);
  return value;
}

function rowHere(row: RowValue, binding: Binding): RowValue {
  const known = binding.cells.get(row);
  if (known?.v === 'row') return known;
  const made: RowValue = { ...row, from: originHere(row.from, binding), roots: rootsHere(row.roots, binding), read: new Map() };
  binding.cells.set(row, made);
  return made;
}

const originHere = (from: Origin, { events }: Binding): Origin => ({ ...from, event: from.event === null ? null : (events.get(from.event) ?? null) });

function symbolHere(symbol: SymbolValue, binding: Binding, depth: number): Value {
  const known = binding.symbols.get(symbol);
  if (known !== undefined) return known;
  const found = foundHere(symbol, binding, depth);
  const value = found.v === 'unknown' && symbol.hint !== null ? withRoots(valueHere(symbol.hint, binding, depth + 1), found.roots)
    : found.v === 'symbol' && found.hint === null && symbol.hint !== null ? { ...found, hint: valueHere(symbol.hint, binding, depth + 1) } : found;
  if (symbol.form.is !== 'result') binding.symbols.set(symbol, value);
  return value;
}

function foundHere({ form, roots }: SymbolValue, binding: Binding, depth: number): Value {
  const { run } = binding;
  switch (form.is) {
    case 'param': return binding.actuals.get(form.index) ?? unknown();
    case 'attr': return silently(run, () => readAttr(run, symbolHere(form.of, binding, depth + 1), form.name, [0, 0]));
    case 'element': return elementOf(symbolHere(form.of, binding, depth + 1), form.loop === null ? null : (binding.loops.get(indexOfKey(form.loop)) ?? null));
    case 'result': return binding.results.get(form.open) ?? unknown(rootsHere(roots, binding));
  }
}

/** Roots of the callee as roots of the caller: its parameters are what was handed over, its repeaters end with it. */
export function rootsHere(roots: Roots, { actuals, loops }: Binding): Roots {
  if (!restsOnUnit(roots)) return roots;
  return mapRoots(roots, (key) => {
    if (isParam(key)) { const actual = actuals.get(indexOfKey(key)); return actual === undefined ? NONE : rootsOf(actual); }
    if (!isLoop(key)) return only(key);
    const here = loops.get(indexOfKey(key));
    return here === undefined ? NONE : only(loopKey(here));
  });
}
