import type { FileFacts } from '../../facts/file.ts';
import type { FileFlow, FlowClass, FlowExpr, FlowStep, FlowTarget, FlowUnit } from '../../facts/flow.ts';
import { asRun, unwritten } from './code-framework.ts';
import type { UnitRef } from './summary.ts';

/** A module's own constant: what it is given and in which unit that stands. */
export interface Constant { readonly expr: FlowExpr; readonly unit: UnitRef; readonly type: string | null }

/** What one file's flow declares, by name. Names are dotted as units and classes have them. */
export interface FlowIndex {
  readonly units: readonly { readonly ref: UnitRef; readonly unit: FlowUnit }[];
  readonly all: ReadonlyMap<string, readonly FlowUnit[]>;
  readonly refs: ReadonlyMap<FlowUnit, UnitRef>;
  readonly classes: ReadonlyMap<string, FlowClass>;
  /** Null for a name that is given several things. */
  readonly constants: ReadonlyMap<string, Constant | null>;
}

const EMPTY: FlowIndex = { units: [], all: new Map(), refs: new Map(), classes: new Map(), constants: new Map() };
const known = new WeakMap<FileFlow, FlowIndex>();

/** Made once for each flow: flows are never changed. */
export function indexOf(facts: FileFacts | undefined): FlowIndex {
  const flow = facts?.flow;
  if (facts === undefined || flow === undefined) return EMPTY;
  const index = known.get(flow) ?? makeIndex(facts, flow);
  known.set(flow, index);
  return index;
}

function makeIndex({ path: file, models }: FileFacts, flow: FileFlow): FlowIndex {
  const mapped = new Set(models.flatMap((model) => (model.kind === 'table' ? [model.symbol] : [])));
  const all = new Map<string, FlowUnit[]>();
  const constants = new Map<string, Constant | null>();
  const units = flow.units.map((unit) => {
    const same = all.get(unit.name) ?? [];
    const ref: UnitRef = { file, unit: unit.name, ordinal: same.length };
    all.set(unit.name, [...same, unit]);
    if (isStatement(unit)) for (const step of unit.fn.body) addConstants(constants, step, ref, 0);
    return { ref, unit };
  });
  const classes = new Map(flow.classes.map((one) => [one.name, one]));
  const ground = { units: flow.units, classes, constants, path: file };
  const run = units.map(({ ref, unit }) => ({ ref, unit: asRun(unit, ground) }));
  for (const { ref, unit } of run) all.set(ref.unit, (all.get(ref.unit) ?? []).map((one, index) => (index === ref.ordinal ? unit : one)));
  const refs = new Map(run.map(({ ref, unit }) => [unit, ref]));
  // What nobody wrote is found by its name alone: it is no unit of its own.
  for (const unit of unwritten(flow.classes, mapped, new Set(all.keys()), file)) if (!all.has(unit.name)) { all.set(unit.name, [unit]); refs.set(unit, { file, unit: unit.name, ordinal: 0 }); }
  return { units: run, all, refs, classes, constants };
}

/** A statement of the module itself, which may bear the name of the constant that it gives a value. */
export function isStatement({ name, fn }: FlowUnit): boolean {
  if (name === '') return true;
  const [only, ...others] = fn.body.filter((step) => step.s !== 'loop' || step.role === undefined);
  return others.length === 0 && only?.s === 'let' && fn.params.length === 0 && fn.flags.length === 0 && only.target.t === 'name' && only.target.name === name;
}

/** Statements under `if` and `try` of the module give its names values too. */
const DEEPEST = 8;

function addConstants(constants: Map<string, Constant | null>, step: FlowStep, unit: UnitRef, depth: number): void {
  if (depth > DEEPEST) return;
  const inside = (steps: readonly FlowStep[]): void => { for (const one of steps) addConstants(constants, one, unit, depth + 1); };
  if (step.s === 'let') addTarget(constants, step.target, { expr: step.value, unit, type: step.type });
  else if (step.s === 'if') { inside(step.yes); inside(step.no); }
  else if (step.s === 'try') { inside(step.body); for (const handler of step.handlers) inside(handler); inside(step.last); }
  else if (step.s === 'block') inside(step.body);
}

function addTarget(constants: Map<string, Constant | null>, target: FlowTarget, given: Constant): void {
  const { expr } = given;
  if (target.t === 'name') add(constants, target.name, given);
  if (target.t === 'object') for (const { key, target: inner } of target.entries) addTarget(constants, inner, { ...given, type: null, expr: { e: 'attr', of: expr, name: key, at: expr.at } });
  if (target.t === 'list') target.items.forEach((inner, index) => { if (inner !== null) addTarget(constants, inner, { ...given, type: null, expr: itemOf(expr, index) }); });
}

const itemOf = (expr: FlowExpr, index: number): FlowExpr =>
  (expr.e === 'list' && !expr.items.some(({ e }) => e === 'spread') ? expr.items[index] : undefined) ?? { e: 'index', of: expr, index: { e: 'literal', value: index, at: expr.at }, at: expr.at };

const isNothing = ({ expr }: Constant): boolean => (expr.e === 'literal' && expr.value === null) || (expr.e === 'name' && expr.name === 'undefined') || expr.e === 'unknown';

/** `engine = None` before it is made is no value of its own. */
function add(constants: Map<string, Constant | null>, name: string, given: Constant): void {
  const before = constants.get(name);
  if (before === undefined || (before !== null && isNothing(before))) constants.set(name, before?.type != null && given.type === null ? { ...given, type: before.type } : given);
  else if (!isNothing(given)) constants.set(name, null);
}

/** The function of that name that holds: the last of several, a getter before its setter. Null where there is none. */
export function functionNamed(index: FlowIndex, name: string): UnitRef | null {
  const found = chosen((index.all.get(name) ?? []).filter((unit) => !isStatement(unit)));
  return found === undefined ? null : (index.refs.get(found) ?? null);
}

function chosen(units: readonly FlowUnit[]): FlowUnit | undefined {
  if (units.length < 2) return units[0];
  const real = units.filter(({ fn }) => !fn.decorators.some((decorator) => (decorator.e === 'attr' && (decorator.name === 'setter' || decorator.name === 'deleter')) || (decorator.e === 'name' && decorator.name === 'overload')));
  return real.find(({ fn }) => fn.flags.includes('property') && fn.params.length <= 1) ?? real.at(-1);
}
