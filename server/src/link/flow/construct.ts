import type { FlowSpan } from '../../facts/flow.ts';
import { actualsOf } from './args.ts';
import { applied } from './call-unit.ts';
import { type Args, type Run, step } from './run.ts';
import type { UnitRef } from './summary.ts';
import { rootsOf, type ClassValue, type InstanceValue, type Value } from './values.ts';
import { NONE, unionAll } from './roots.ts';

/** A new instance of a class: its constructor is run, and what it gives its fields is known. */
export function construct(run: Run, { of, model }: ClassValue, args: Args, at: FlowSpan): Value {
  const fields = new Map<string, Value>();
  const roots = unionAll([...args.list, ...args.keywords.values()].map((value) => rootsOf(value)));
  const instance: InstanceValue = { v: 'instance', of, model, fields, roots: model === null ? NONE : roots };
  const known = of ?? (model === null ? null : { file: model.file, name: model.symbol });
  const ref = known === null ? null : constructorOf(run, known.file, known);
  if (ref === null) { for (const [name, value] of args.keywords) fields.set(name, value); return instance; }
  for (const [name, value] of fieldsGiven(run, ref, instance, args, at)) fields.set(name, value);
  return instance;
}

const constructorOf = (run: Run, file: string, of: { readonly file: string; readonly name: string }): UnitRef | null => run.world.code.method(of, file.endsWith('.py') ? '__init__' : 'constructor');

function fieldsGiven(run: Run, ref: UnitRef, instance: InstanceValue, args: Args, at: FlowSpan): ReadonlyMap<string, Value> {
  const unit = run.world.code.unit(ref);
  const worked = unit === null || !step(run) ? null : run.workedOf(ref);
  if (unit === null || worked === null || worked === 'working') return new Map();
  const actuals = actualsOf(run, ref, unit.fn, instance, args);
  const fields = new Map(applied(run, worked, { run, actuals, results: new Map(), loops: new Map(), events: new Map(), cells: new Map(), symbols: new Map() }, at, false).sets);
  unit.fn.params.forEach((param, index) => { const value = actuals.get(index); if (param.property === true && param.target.t === 'name' && value !== undefined) fields.set(param.target.name, value); });
  return fields;
}
