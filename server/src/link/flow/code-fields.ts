import type { FlowClass, FlowExpr, FlowFunction, FlowParam, FlowStep, FlowUnit } from '../../facts/flow.ts';
import type { ClassRef, Meaning } from './code.ts';
import { closed, localsOf, stepsIn } from './code-expressions.ts';
import type { FlowIndex } from './code-index.ts';
import { type Ancestor, keyOf, mayHave } from './code-lineage.ts';
import type { Types } from './code-types.ts';
import type { UnitRef } from './summary.ts';

/** What a field of an instance is given: by the names of the file's top level, at a place of `unit`. */
export interface FieldValue { readonly file: string; readonly expr: FlowExpr; readonly unit: UnitRef }
export interface Field { readonly type: Meaning | null; readonly many: boolean; readonly value: FieldValue | null }

interface Reach {
  readonly lineage: (of: ClassRef) => readonly Ancestor[];
  readonly index: (file: string) => FlowIndex;
  readonly types: Types;
}

/** How a field of one class is given something: by its body, by a parameter that is a field too, or in a function. */
interface Giving { readonly unit: UnitRef; readonly type: string | null; readonly value: FlowExpr | null; readonly param: FlowParam | null; readonly inConstructor: boolean }

/** What an instance has under a name, by the nearest class that says it. Worked out once for each class and name. */
export function fieldsOf(reach: Reach): (of: ClassRef, name: string) => Field | null {
  const givings = new Map<string, ReadonlyMap<string, readonly Giving[]>>();
  const own = (of: ClassRef, one: FlowClass): ReadonlyMap<string, readonly Giving[]> => {
    const known = givings.get(keyOf(of)) ?? givingsOf(of, one, reach.index(of.file));
    givings.set(keyOf(of), known);
    return known;
  };
  return (of, name) => {
    for (const one of reach.lineage(of)) {
      if ('strange' in one) { if (mayHave(one.strange, name)) return null; continue; }
      const given = own(one.of, one.class).get(name);
      const field = given === undefined ? null : fieldFrom(reach, one.of.file, given);
      if (field !== null) return field;
    }
    return null;
  };
}

function fieldFrom({ types }: Reach, file: string, given: readonly Giving[]): Field | null {
  const typed = given.flatMap(({ type }) => (type === null ? [] : (types.ofText(file, type) ?? [])))[0] ?? given.flatMap(({ param }) => (param === null ? [] : (types.given(file, param) ?? [])))[0] ?? null;
  const inside = given.filter(({ inConstructor }) => inConstructor);
  const values = (inside.some(({ value }) => isSomething(value)) ? inside : given).filter(({ value }) => isSomething(value));
  const [only, ...others] = values;
  const value = only?.value == null || others.length > 0 ? null : { file, expr: only.value, unit: only.unit };
  const type = typed ?? (value === null ? null : types.ofExpr(file, value.expr));
  return type === null && value === null ? null : { type: type?.meaning ?? null, many: type?.many === true, value };
}

/** A field that is only emptied, or is given what is not known, has no value. */
const isSomething = (expr: FlowExpr | null): boolean => expr !== null && expr.e !== 'unknown' && !(expr.e === 'literal' && expr.value === null) && !(expr.e === 'name' && expr.name === 'undefined');

function givingsOf(of: ClassRef, { name, fields }: FlowClass, index: FlowIndex): ReadonlyMap<string, readonly Giving[]> {
  const found = new Map<string, Giving[]>();
  const add = (field: string, giving: Giving): void => { const list = found.get(field); if (list === undefined) found.set(field, [giving]); else list.push(giving); };
  const body: UnitRef = { file: of.file, unit: name, ordinal: 0 };
  for (const { name: field, type, value } of fields) add(field, { unit: body, type, value: madeBy(value), param: null, inConstructor: true });
  for (const { ref, unit } of index.units) if (unit.name.startsWith(`${name}.`) && !unit.name.includes('.', name.length + 1)) addGiven(unit, ref, add);
  return found;
}

function addGiven({ fn }: FlowUnit, unit: UnitRef, add: (field: string, giving: Giving) => void): void {
  const inConstructor = fn.flags.includes('constructor');
  for (const param of fn.params) if (param.property === true && param.target.t === 'name') add(param.target.name, { unit, type: null, value: null, param, inConstructor });
  if (fn.flags.includes('static') || fn.flags.includes('classmethod')) return;
  const steps = [...stepsIn(fn.body)].filter((step) => step.s === 'let');
  let locals: ReadonlyMap<string, FlowExpr | null> | null = null;
  for (const step of steps) {
    const field = selfField(step, fn);
    if (field === null || step.op !== null) continue;
    locals ??= localsOf(fn, steps);
    add(field, { unit, type: step.type, value: closed(step.value, locals), param: paramBehind(step.value, fn), inConstructor });
  }
}

/** `self.repo = …`, `this.repo = …`. */
function selfField(step: FlowStep, fn: FlowFunction): string | null {
  if (step.s !== 'let' || step.target.t !== 'attr' || step.target.of.e !== 'name') return null;
  const [first] = fn.params;
  const self = step.target.of.name;
  return self === 'this' || (first?.target.t === 'name' && first.target.name === self && fn.flags.includes('method')) ? step.target.name : null;
}

/** The parameter that a field is given as it is, or unless it is left out (`repo or Repo()`). */
function paramBehind(value: FlowExpr, fn: FlowFunction): FlowParam | null {
  const from = value.e === 'either' && value.op !== '&&' ? value.left : value;
  return from.e === 'name' ? (fn.params.find(({ target }) => target.t === 'name' && target.name === from.name) ?? null) : null;
}

/** `field(default_factory=Repo)` makes what it is told. */
function madeBy(value: FlowExpr | null): FlowExpr | null {
  const factory = value?.e === 'call' ? value.keywords.find(({ name }) => name === 'default_factory')?.value : undefined;
  return factory === undefined || value === null ? value : { e: 'call', of: factory, args: [], keywords: [], isNew: false, at: value.at };
}
