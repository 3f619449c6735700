import type { FileFacts } from '../../facts/file.ts';
import type { Program, ProgramAttr, ProgramFunction } from '../../facts/program.ts';
import type { ModuleResolver } from '../modules.ts';
import { type ClassValue, UNKNOWN, type Value } from './values.ts';

/** The programs of all files, and what a name at the top level of one of them stands for. */
export interface World {
  readonly programs: ReadonlyMap<string, Program>;
  /** What is assigned to a name, is worked out by whoever can follow expressions. */
  readonly global: (file: string, name: string) => Global | null;
  /** The bases of a class in the order in which Python asks them, itself first. */
  readonly lineage: (of: ClassValue) => readonly ClassValue[];
  /** Kept for as long as the programs stay: values of names, and objects made with arguments that are not known. */
  readonly names: Map<string, Value>;
  readonly made: WeakMap<ClassValue['decl'], Value>;
}

export type Global = { readonly kind: 'value'; readonly value: Value } | { readonly kind: 'name'; readonly file: string; readonly name: string };

const MOST_STEPS = 20;

export function worldOf(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver): World {
  const programs = new Map([...files].flatMap(([path, { program }]) => (program === undefined ? [] : [[path, program] as const])));
  const scopes = new Map<string, ReadonlyMap<string, Global>>();
  const global = (file: string, name: string, steps = MOST_STEPS): Global | null => {
    const scope = scopes.get(file) ?? scopeOf(file, programs.get(file));
    scopes.set(file, scope);
    return scope.get(name) ?? (steps > 0 ? imported(files.get(file), name, { modules, global: (path, inner) => global(path, inner, steps - 1), has: (path) => files.has(path) }) : null);
  };
  const lineages = new WeakMap<ClassValue['decl'], readonly ClassValue[]>();
  const lineage = (of: ClassValue): readonly ClassValue[] => {
    const known = lineages.get(of.decl) ?? ancestorsOf(of, global);
    lineages.set(of.decl, known);
    return known;
  };
  return { programs, global, lineage, names: new Map(), made: new WeakMap() };
}

function scopeOf(file: string, program: Program | undefined): ReadonlyMap<string, Global> {
  const out = new Map<string, Global>();
  for (const { name } of program?.names ?? []) out.set(name, { kind: 'name', file, name });
  for (const decl of program?.classes ?? []) out.set(decl.name, { kind: 'value', value: { v: 'class', file, decl } });
  for (const fn of program?.functions ?? []) out.set(fn.name, { kind: 'value', value: { v: 'function', file, fn, self: null, owner: null } });
  return out;
}

interface Reach { readonly modules: ModuleResolver; readonly global: (file: string, name: string) => Global | null; readonly has: (path: string) => boolean }

function imported(facts: FileFacts | undefined, name: string, reach: Reach): Global | null {
  if (facts === undefined) return null;
  const found = facts.imports.find((fact) => fact.local === name);
  if (found === undefined) return starred(facts, name, reach);
  const target = reach.modules(facts.path, found.module);
  if (found.imported === '*') return target === null ? null : { kind: 'value', value: { v: 'module', file: target } };
  const member = target === null ? null : reach.global(target, found.imported);
  if (member !== null) return member;
  const submodule = reach.modules(facts.path, found.module.endsWith('.') ? `${found.module}${found.imported}` : `${found.module}.${found.imported}`);
  return submodule === null ? null : { kind: 'value', value: { v: 'module', file: submodule } };
}

function starred(facts: FileFacts, name: string, reach: Reach): Global | null {
  for (const { local, module } of facts.imports) {
    const target = local === '*' ? reach.modules(facts.path, module) : null;
    const found = target === null ? null : reach.global(target, name);
    if (found !== null) return found;
  }
  return null;
}

function ancestorsOf(of: ClassValue, global: World['global']): readonly ClassValue[] {
  const out: ClassValue[] = [];
  const visit = (one: ClassValue, depth: number): void => {
    if (depth > MOST_STEPS || out.some((known) => known.decl === one.decl)) return;
    out.push(one);
    for (const base of one.decl.bases) { const found = classAt(one.file, base, global); if (found !== null) visit(found, depth + 1); }
  };
  visit(of, 0);
  return out;
}

type Expr = ClassValue['decl']['bases'][number];

/** `Base`, `base.Base`, `Base[Job]`. */
function classAt(file: string, expr: Expr, global: World['global']): ClassValue | null {
  if (expr.e === 'index') return classAt(file, expr.of, global);
  const found = expr.e === 'name' ? global(file, expr.name) : expr.e === 'attr' && expr.of.e === 'name' ? memberOf(global(file, expr.of.name), expr.name, global) : null;
  return found?.kind === 'value' && found.value.v === 'class' ? found.value : null;
}

const memberOf = (module: Global | null, name: string, global: World['global']): Global | null =>
  module?.kind === 'value' && module.value.v === 'module' ? global(module.value.file, name) : null;

/** What a class or one of its bases has under a name, and which of them. */
export function memberIn(world: World, of: ClassValue, name: string, after: ClassValue | null = null): { readonly owner: ClassValue; readonly attr: ProgramAttr | null; readonly method: ProgramFunction | null } | null {
  const lineage = world.lineage(of);
  const from = after === null ? 0 : lineage.findIndex(({ decl }) => decl === after.decl) + 1;
  for (const owner of lineage.slice(from)) {
    const method = owner.decl.methods.findLast((one) => one.name === name);
    if (method !== undefined) return { owner, attr: null, method };
    const attr = owner.decl.attrs.findLast((one) => one.name === name && one.value !== null);
    if (attr !== undefined) return { owner, attr, method: null };
  }
  return null;
}

/** The class that an annotation names: the first of its words that is one (`JobRepository | None`, `Optional[Repo]`). */
export function classOfType(world: World, file: string, type: string | null): ClassValue | null {
  if (type === null || /^(?:type|Type)\[/.test(type)) return null;
  for (const [word] of type.matchAll(/[A-Za-z_]\w*/g)) {
    const found = world.global(file, word);
    if (found?.kind === 'value' && found.value.v === 'class') return found.value;
  }
  return null;
}

export const isUnknown = (value: Value): boolean => value === UNKNOWN || value.v === 'unknown';
