import type { FlowExpr } from '../../facts/flow.ts';
import type { ClassRef, Meaning } from './code.ts';
import { constantRef, ownCopy, workOutConstant } from './constants.ts';
import { functionEnv } from './env.ts';
import { evaluate } from './evaluate.ts';
import { queryIndex } from './query-index.ts';
import { NONE } from './roots.ts';
import { during, type Run } from './run.ts';
import type { UnitRef } from './summary.ts';
import { listOf, moduleOf, type PlaceValue, rowOf, type UnitValue, type Value } from './values.ts';
import { MEMO } from './words.ts';
import type { FlowUnit } from '../../facts/flow.ts';

export const unitValue = (run: Run, ref: UnitRef, self: Value | null): UnitValue => ({ v: 'unit', ref, self, memoised: isMemoised(run.world.code.unit(ref)), bound: [], roots: NONE });

/** By a decorator that keeps results. */
const isMemoised = (unit: FlowUnit | null): boolean => unit?.fn.decorators.some((decorator) => MEMO.has(lastName(decorator))) === true;

/** `cache` of `functools.cache` and of `cache(60)`; empty where it is no name. */
export function lastName(expr: FlowExpr): string {
  if (expr.e === 'call') return lastName(expr.of);
  return expr.e === 'attr' || expr.e === 'name' ? expr.name : '';
}

/** What a name of a file that is bound in no function is. */
export function globalValue(run: Run, file: string, path: readonly string[]): Value | null {
  const meaning = run.world.code.meaning(file, path);
  return meaning === null ? null : meant(run, meaning);
}

export function meant(run: Run, meaning: Meaning): Value {
  switch (meaning.m) {
    case 'unit': return unitValue(run, meaning.ref, null);
    case 'class': return { v: 'class', of: meaning.of, model: null, roots: NONE };
    case 'model': return { v: 'class', of: meaning.class, model: meaning.model, roots: NONE };
    case 'module': return moduleOf(meaning.file);
    case 'outside': return outside(meaning.module, meaning.path);
    case 'value': return constantOf(run, meaning);
  }
}

const outside = (file: string, path: readonly string[]): PlaceValue => ({ v: 'place', is: 'outside', file, path, roots: NONE });

/** More constants than these, or longer ways from one to the next, are nothing that is worth following. */
const MOST_CONSTANTS = 400;
const DEEPEST = 120;

/** What a module gives one of its names: evaluated by its own names, and nothing that happens there counts here. */
function constantOf(run: Run, { file, name, expr, unit, type }: Extract<Meaning, { readonly m: 'value' }>): Value {
  const known = run.constants.get(expr);
  if (known !== undefined) return known;
  const before: Value = { v: 'unknown', roots: NONE };
  if (run.constants.size > MOST_CONSTANTS || run.depth > DEEPEST || isLongCall(expr)) return before;
  run.constants.set(expr, before);
  const worked = name === undefined ? null : run.workedOf(constantRef(file, name));
  const value = name === undefined ? elsewhere(run, unit, () => evaluate(run, functionEnv(null), expr)) : worked === null || worked === 'working' ? before : ownCopy(worked.returns);
  const best = value.v === 'unknown' && type !== undefined ? (typed(run, run.world.code.type(file, type)) ?? value) : value;
  run.constants.set(expr, best);
  return best;
}

/** What a constant comes to, for all that name it. */
export const workedConstant = (ref: UnitRef, world: Run['world'], workedOf: Run['workedOf']): ReturnType<typeof workOutConstant> => workOutConstant(ref, world, workedOf, (run, { expr }) => evaluate(run, functionEnv(null), expr));

/**
 * An application's whole configuration, say, handed to what makes something of it: what comes back is hardly ever followed, and to find that out would cost every unit that names
 * it. UTF-16 units.
 */
const LONG_CALL = 1_000;

const isLongCall = (expr: FlowExpr): boolean => expr.e === 'call' && expr.of.e === 'name' && expr.at[1] - expr.at[0] >= LONG_CALL;

/** Evaluates by the names of another unit, for the value alone. */
export function elsewhere(run: Run, unit: UnitRef, work: () => Value): Value {
  const fn = run.world.code.unit(unit)?.fn ?? run.fn;
  return during(run, { place: unit, queries: queryIndex(run.world.queriesIn(unit)), fn, loops: [], sometimes: false, below: false, memoised: false, conditions: [], silent: true, returns: [], yields: [] }, work);
}

/** Something of a type that an annotation names. */
export function typed(run: Run, type: { readonly meaning: Meaning; readonly many: boolean } | null): Value | null {
  if (type === null) return null;
  const { meaning, many } = type;
  if (meaning.m === 'model') return many ? { v: 'rows', from: rowsOf(meaning), roots: NONE } : rowOf(rowsOf(meaning), NONE);
  if (meaning.m === 'class') { const one = instanceOf(meaning.of); return many ? listOf(one) : one; }
  if (meaning.m === 'unit' || meaning.m === 'module' || meaning.m === 'value') return many ? null : meant(run, meaning);
  return null;
}

const rowsOf = ({ model }: Extract<Meaning, { readonly m: 'model' }>) => ({ query: null, event: null, model, path: '', loaded: [] });

export const instanceOf = (of: ClassRef): Value => ({ v: 'instance', of, model: null, fields: new Map(), roots: NONE });

/** The class that a unit's method belongs to: `PostService` of `PostService.list`. */
export function ownerOf(run: Run, ref: UnitRef): { readonly of: ClassRef; readonly meaning: Meaning | null } | null {
  const dot = ref.unit.lastIndexOf('.');
  if (dot < 0) return null;
  const of = { file: ref.file, name: ref.unit.slice(0, dot) };
  if (run.world.code.classOf(of) === null) return null;
  return { of, meaning: run.world.code.meaning(ref.file, of.name.split('.')) };
}
