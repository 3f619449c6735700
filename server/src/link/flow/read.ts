import type { FlowSpan } from '../../facts/flow.ts';
import type { ClassRef } from './code.ts';
import { NO_ARGS } from './args.ts';
import { callUnit } from './call-unit.ts';
import { emit, emitOpen, isNewOpen } from './emit.ts';
import { functionEnv } from './env.ts';
import { evaluate } from './evaluate.ts';
import { joinAll, waysOf } from './join.ts';
import { elsewhere, globalValue, typed, unitValue } from './meanings.ts';
import { NONE } from './roots.ts';
import { during, placeOf, type Run } from './run.ts';
import type { RelationLook } from './world.ts';
import { type ClassValue, type InstanceValue, type PlaceValue, type RowValue, rowOf, type SymbolValue, unknown, type UnitValue, type Value, withRoots } from './values.ts';

/** Reading an attribute: of a row it may be an event. */
export function readAttr(run: Run, value: Value, name: string, at: FlowSpan): Value {
  switch (value.v) {
    case 'row': return readRow(run, value, name, at);
    case 'symbol': return readSymbol(run, value, name, at);
    case 'class': return readClass(run, value, name);
    case 'instance': return readInstance(run, value, name, at);
    case 'place': return readPlace(run, value, name);
    case 'object': return withRoots(value.cell.fields.get(name) ?? value.cell.rest ?? unknown(), value.roots);
    case 'either': return joinAll(waysOf(value).map((way) => readAttr(run, way, name, at)));
    default: return unknown(value.roots);
  }
}

/** A relation, a column, or what the class of the row defines. */
function readRow(run: Run, row: RowValue, name: string, at: FlowSpan): Value {
  const { model } = row.from;
  if (model === null) return { v: 'column', row, name, roots: row.roots };
  const relation = run.world.relation(model, name);
  if (relation === null) return run.world.isColumn(model, name) ? { v: 'column', row, name, roots: row.roots } : (member(run, { file: model.file, name: model.symbol }, name, row, at) ?? { v: 'column', row, name, roots: row.roots });
  if (relation.loading === 'access') return { v: 'statement', query: null, relation: { row, name, target: relation.target }, adapter: relation.adapter ?? '', roots: row.roots, receiver: null };
  const known = row.read.get(name);
  if (known !== undefined) { certain(run, known.happening); return known.value; }
  const free = isLoaded(row, name, relation);
  const event = free ? null : emit(run, { what: { kind: 'lazy', model, relation: name, query: row.from.query, loaded: row.from.loaded, opened: false, path: pathTo(row, name), read: placeOf(run, at) }, at, varies: row.roots });
  const value = behind(row, name, relation, event);
  if (free || event !== null) row.read.set(name, { happening: event ?? -1, value });
  return value;
}

const pathTo = ({ from }: RowValue, name: string): string => (from.path === '' ? name : `${from.path}.${name}`);

/** By its model or by the query, where that does not say otherwise. */
function isLoaded({ from }: RowValue, name: string, { loading }: RelationLook): boolean {
  if (from.asked?.includes(name) === true && (loading === 'join' || loading === 'batch')) return false;
  return loading !== 'lazy' || from.loaded.includes(name);
}

/** The rows behind a relation, with what was loaded of them. */
function behind(row: RowValue, name: string, { target, cardinality }: RelationLook, event: number | null): Value {
  const inner = (paths: readonly string[]): readonly string[] => paths.flatMap((one) => (one.startsWith(`${name}.`) ? [one.slice(name.length + 1)] : []));
  const from = { query: row.from.query, event: event ?? row.from.event, model: target, path: pathTo(row, name), loaded: inner(row.from.loaded), asked: inner(row.from.asked ?? []) };
  return cardinality === 'one' ? rowOf(from, row.roots) : { v: 'rows', from, roots: row.roots };
}

/** `session.refresh(row, ['items'])`: the relations that are named, else none, are loaded now. */
export function refreshed(run: Run, row: RowValue, names: readonly string[]): void {
  for (const name of names) {
    const relation = row.from.model === null ? null : run.world.relation(row.from.model, name);
    if (relation !== null && relation.loading !== 'access') row.read.set(name, { happening: -1, value: behind(row, name, relation, null) });
  }
}

/** What was read under a condition before is read here without one. */
function certain(run: Run, happening: number): void {
  const before = run.happenings[happening];
  if (before !== undefined && !run.silent && !run.sometimes && before.loops.join() === run.loops.join()) [before.sometimes, before.below] = [false, false];
}

/** A method or property, a field: of a class by its bases too. Null where it has none of that name. */
function member(run: Run, of: ClassRef, name: string, self: Value, at: FlowSpan): Value | null {
  const method = run.world.code.method(of, name);
  if (method !== null) return methodOf(run, method, self, at);
  const field = run.world.code.field(of, name);
  if (field === null) return null;
  const value = field.value === null ? null : elsewhere(run, { file: field.value.file, unit: '', ordinal: 0 }, () => (field.value === null ? unknown() : evaluate(run, functionEnv(null), field.value.expr)));
  if (value !== null && value.v !== 'unknown' && value.v !== 'constant') return value;
  return (field.type === null ? null : typed(run, { meaning: field.type, many: false })) ?? unknown(self.roots);
}

/** A property is read by running it. */
function methodOf(run: Run, method: UnitValue['ref'], self: Value, at: FlowSpan): Value {
  const fn = run.world.code.unit(method)?.fn;
  if (fn?.flags.includes('static') === true) return unitValue(run, method, null);
  const value = unitValue(run, method, self);
  return fn?.flags.includes('property') === true ? callUnit(run, value, NO_ARGS, at) : value;
}

function readInstance(run: Run, value: InstanceValue, name: string, at: FlowSpan): Value {
  const given = value.fields.get(name);
  if (given !== undefined) return given;
  if (value.model !== null) { const relation = run.world.relation(value.model, name); if (relation !== null) return unknown(value.roots); }
  const of = value.of ?? (value.model === null ? null : { file: value.model.file, name: value.model.symbol });
  return (of === null ? null : member(run, of, name, value, at)) ?? unknown(value.roots);
}

/** A method of a class by its name: its first argument is the class, or is still to be given. */
function readClass(run: Run, value: ClassValue, name: string): Value {
  const of = value.of ?? (value.model === null ? null : { file: value.model.file, name: value.model.symbol });
  if (of === null) return unknown();
  const method = run.world.code.method(of, name);
  if (method === null) return value.model === null ? fieldOf(run, of, name) : unknown();
  const flags = run.world.code.unit(method)?.fn.flags ?? [];
  return unitValue(run, method, flags.includes('classmethod') || (flags.includes('static') && !method.file.endsWith('.py')) ? value : null);
}

function fieldOf(run: Run, of: ClassRef, name: string): Value {
  const value = run.world.code.field(of, name)?.value ?? null;
  return value === null ? unknown() : elsewhere(run, { file: value.file, unit: '', ordinal: 0 }, () => evaluate(run, functionEnv(null), value.expr));
}

function readPlace(run: Run, value: PlaceValue, name: string): Value {
  const path = [...value.path, name];
  if (value.is === 'outside') return { ...value, path };
  const found = globalValue(run, value.file, path);
  return found ?? { v: 'place', is: 'dotted', file: value.file, path, roots: NONE };
}

/** Only a caller may know what this is: it reads it again. */
function readSymbol(run: Run, of: SymbolValue, name: string, at: FlowSpan): Value {
  const { hint } = of;
  const matters = hint === null || hint.v === 'row' || hint.v === 'unknown' || hint.v === 'symbol' || hint.v === 'either';
  if (matters && isNewOpen(run, of, name)) emitOpen(run, at, { op: 'attr', on: of, name, args: NO_ARGS });
  const value = hint === null ? null : during(run, { guess: run.guess || matters }, () => readAttr(run, hint, name, at));
  if (value !== null && (value.v === 'unit' || value.v === 'class' || value.v === 'function')) return value.v === 'unit' && value.self === hint ? { ...value, self: of } : value;
  return { v: 'symbol', form: { is: 'attr', of, name }, hint: value, roots: of.roots };
}

