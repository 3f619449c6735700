import type { ProgramFunction } from '../../facts/program.ts';
import { TABLE_ATTR } from '../../lang/model-names.ts';
import { literalOf, type ClassValue, type FunctionValue, type Value } from './values.ts';
import { madeOf, unknownArguments, invoke } from './calls.ts';
import { evaluated } from './expressions.ts';
import { newFrame, type Run, startRun, type Statement } from './run.ts';
import { memberIn, type World } from './world.ts';

/** Every class of the workspace with those that are built on it. */
export interface Hierarchy { readonly classes: readonly ClassValue[]; readonly below: (of: ClassValue) => readonly ClassValue[] }

export function hierarchyOf(world: World): Hierarchy {
  const classes = [...world.programs].flatMap(([file, program]) => program.classes.map((decl): ClassValue => ({ v: 'class', file, decl })));
  const below = new Map<ClassValue['decl'], ClassValue[]>();
  for (const one of classes) for (const base of world.lineage(one).slice(1)) { const list = below.get(base.decl) ?? []; list.push(one); below.set(base.decl, list); }
  return { classes, below: (of) => below.get(of.decl) ?? [] };
}

/** The table that a class says it is bound to. */
export function tableOf(world: World, of: ClassValue): string | null {
  for (const owner of world.lineage(of)) {
    for (const attr of owner.decl.attrs) {
      if (!TABLE_ATTR.test(attr.name) || attr.value === null) continue;
      const name = literalOf(evaluated(newFrame(startRun(world, 200), owner.file, { owner }), attr.value));
      if (name !== null && name !== '') return name;
      if (owner === of || owner.decl === of.decl) break;
    }
  }
  return null;
}

/** Whether a class is there to be built upon: others are, and it names no table itself. */
export const isAbstract = (world: World, hierarchy: Hierarchy, of: ClassValue): boolean => hierarchy.below(of).length > 0 && tableOf(world, of) === null;

/** A method as it is called on a class or an object of it. */
export function methodOf(run: Run, of: ClassValue, owner: ClassValue, fn: ProgramFunction): FunctionValue {
  const self: Value | null = fn.decorators.includes('staticmethod') ? null : fn.decorators.includes('classmethod') ? of : madeOf(run, of);
  return { v: 'function', file: owner.file, fn, self, owner };
}

/** What a function runs and gives when nothing is known of its arguments. */
export function followed(world: World, budget: number, make: (run: Run) => FunctionValue): { readonly statements: readonly Statement[]; readonly gives: Value; /** How many were taken. */ readonly steps: number } {
  const run = startRun(world, budget);
  const value = make(run);
  const gives = invoke(run, value, unknownArguments(run, value));
  return { statements: run.statements, gives, steps: budget - Math.max(0, run.budget) };
}

/** The methods that a class has, its own and inherited, each once. */
export function methodsOf(world: World, of: ClassValue): readonly { readonly owner: ClassValue; readonly fn: ProgramFunction }[] {
  const names = new Set(world.lineage(of).flatMap(({ decl }) => decl.methods.map(({ name }) => name)));
  return [...names].flatMap((name) => { const found = memberIn(world, of, name); return found?.method ? [{ owner: found.owner, fn: found.method }] : []; });
}
