import type { FlowUnit } from '../../facts/flow.ts';
import type { Constant } from './code-index.ts';
import { OTHER } from './roots.ts';
import { newRun, type Run, type Worked } from './run.ts';
import type { UnitRef } from './summary.ts';
import { type ListCell, type ObjectCell, unknown, type Value } from './values.ts';
import type { FlowWorld } from './world.ts';

/** No unit's name begins with this. */
const MARK = '=';

/**
 * What a module gives one of its names is worked out once for all units that name it, as if it were a unit of its own: so it is known what it rests on, and it is worked out
 * again when that has changed.
 */
export const constantRef = (file: string, name: string): UnitRef => ({ file, unit: `${MARK}${name}`, ordinal: 0 });

/** The name of the constant that a reference means; null for a unit's. */
const constantName = ({ unit }: UnitRef): string | null => (unit.startsWith(MARK) ? unit.slice(MARK.length) : null);

/** Works a constant out; null where the reference means a unit. `evaluate`: by the names of the unit in which it stands. */
export function workOutConstant(ref: UnitRef, world: FlowWorld, workedOf: Run['workedOf'], evaluate: (run: Run, constant: Constant) => Value): { readonly worked: Worked | null } | null {
  const name = constantName(ref);
  if (name === null) return null;
  const constant = world.code.constant(ref.file, name);
  const unit = constant === null ? null : world.code.unit(constant.unit);
  return { worked: constant === null || unit === null ? null : { ...NOTHING_HAPPENS, unit: ref, returns: settled(evaluate(constantRun(world, constant, unit, workedOf), constant)) } };
}

const constantRun = (world: FlowWorld, { unit }: Constant, { fn }: FlowUnit, workedOf: Run['workedOf']): Run => ({ ...newRun(world, unit, fn, workedOf), silent: true });

/** Nothing that happens where a constant is made counts for those who name it. */
const NOTHING_HAPPENS: Omit<Worked, 'unit' | 'returns'> = { happenings: [], repeaters: [], sets: new Map(), changes: null, waits: null, selfCalls: [], chains: [], listUses: [] };

/** A module makes its values once: what is not known of one is still the same in each round of a loop. */
function settled(value: Value): Value {
  if (!value.roots.has(OTHER)) return value;
  const roots = new Set([...value.roots].filter((key) => key !== OTHER));
  return { ...value, roots };
}

/** A constant's value for one run: lists, objects and rows fill up as code runs, and what one unit puts into them is nothing to the others. */
export function ownCopy(value: Value, made: Map<object, Value> = new Map(), depth = 0): Value {
  if (depth > DEEPEST) return unknown(value.roots);
  const inner = (of: Value): Value => ownCopy(of, made, depth + 1);
  switch (value.v) {
    case 'list': case 'object': case 'row': {
      const key = value.v === 'row' ? value : value.cell;
      const known = made.get(key);
      if (known !== undefined) return known;
      return value.v === 'row' ? remember(made, key, { ...value, read: new Map() }) : value.v === 'list' ? listCopy(value, made, inner) : objectCopy(value, made, inner);
    }
    case 'column': { const row = inner(value.row); return row.v === 'row' ? { ...value, row } : value; }
    case 'instance': return value.fields.size === 0 ? value : { ...value, fields: new Map([...value.fields].map(([name, field]) => [name, inner(field)])) };
    case 'unit': return value.self === null && value.bound.length === 0 ? value : { ...value, self: value.self === null ? null : inner(value.self), bound: value.bound.map(inner) };
    case 'function': return value.bound.length === 0 ? value : { ...value, bound: value.bound.map(inner) };
    case 'either': return { ...value, of: value.of.map(inner) };
    default: return value;
  }
}

/** What is nested more deeply is not followed. */
const DEEPEST = 40;

function remember<T extends Value>(made: Map<object, Value>, key: object, value: T): T {
  made.set(key, value);
  return value;
}

function listCopy(value: Extract<Value, { readonly v: 'list' }>, made: Map<object, Value>, inner: (of: Value) => Value): Value {
  const cell: ListCell = { items: null, element: null, repeater: null };
  const copy = remember(made, value.cell, { ...value, cell });
  cell.items = value.cell.items?.map(inner) ?? null;
  cell.element = value.cell.element === null ? null : inner(value.cell.element);
  return copy;
}

function objectCopy(value: Extract<Value, { readonly v: 'object' }>, made: Map<object, Value>, inner: (of: Value) => Value): Value {
  const cell: ObjectCell = { fields: new Map(), rest: null };
  const copy = remember(made, value.cell, { ...value, cell });
  for (const [name, field] of value.cell.fields) cell.fields.set(name, inner(field));
  cell.rest = value.cell.rest === null ? null : inner(value.cell.rest);
  return copy;
}
