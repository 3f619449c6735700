import type { SymbolPath } from '../../facts/expr.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { FlowClass } from '../../facts/flow.ts';
import type { ClassRef, Meaning } from './code.ts';
import { indexOf } from './code-index.ts';
import { keyOf } from './code-lineage.ts';

/** Who is built on a class, and who has what a protocol asks for. */
export interface Families {
  /** Classes built on it, directly or not, outside of tests. */
  readonly below: (of: ClassRef) => readonly ClassRef[];
  /** The only class of the workspace that an interface, an abstract class or a protocol can stand for; the class itself where it is none of these or has several. */
  readonly standsFor: (of: ClassRef) => ClassRef;
}

interface Reach {
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly classOf: (of: ClassRef) => FlowClass | null;
  readonly meaning: (file: string, path: SymbolPath) => Meaning | null;
}

/** More classes than this built on one say no more. */
const MOST_BELOW = 200;

/** What stands in for the real thing there is no second implementation. */
const isTest = (file: string): boolean => /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|fixtures|testing|e2e|mocks?|stubs?|fakes?)\/|[._-](?:test|spec|mock|fake)s?\.[a-z]+$|(?:^|\/)(?:test_[^/]*|conftest)\.py$/.test(file);

export function familiesOf(reach: Reach): Families {
  let heirs: ReadonlyMap<string, readonly Heir[]> | null = null;
  let owners: ReadonlyMap<string, readonly ClassRef[]> | null = null;
  const [belows, standing] = [new Map<string, readonly ClassRef[]>(), new Map<string, ClassRef>()];
  const directly = (of: ClassRef): readonly ClassRef[] => {
    heirs ??= heirsIn(reach.files);
    const last = of.name.slice(of.name.lastIndexOf('.') + 1);
    return [...(heirs.get(last) ?? []), ...(heirs.get('default') ?? [])].filter(({ base, at }) => { const found = reach.meaning(at.file, base); const to = found?.m === 'class' ? found.of : found?.m === 'model' ? found.class : null; return to !== null && keyOf(to) === keyOf(of) && keyOf(at) !== keyOf(of); }).map(({ at }) => at);
  };
  const below = (of: ClassRef): readonly ClassRef[] => {
    const known = belows.get(keyOf(of)) ?? closure(of, directly);
    belows.set(keyOf(of), known);
    return known;
  };
  const alike = (of: ClassRef): readonly ClassRef[] => { owners ??= ownersIn(reach.files); return withMethods(methodsOf(reach.files, of), owners).filter((one) => keyOf(one) !== keyOf(of) && !isProtocol(reach, one)); };
  const standsFor = (of: ClassRef): ClassRef => {
    const known = standing.get(keyOf(of));
    if (known !== undefined) return known;
    // While it is looked for, it stands for itself.
    standing.set(keyOf(of), of);
    const found = onlyOne(reach, of, below, alike);
    standing.set(keyOf(of), found);
    return found;
  };
  return { below, standsFor };
}

interface Heir { readonly at: ClassRef; readonly base: SymbolPath }

const heirsOfFile = new WeakMap<FileFacts, readonly (readonly [string, Heir])[]>();

/** Every class by the names under which its bases may be declared. */
function heirsIn(files: ReadonlyMap<string, FileFacts>): ReadonlyMap<string, readonly Heir[]> {
  const found = new Map<string, Heir[]>();
  for (const facts of files.values()) {
    if (facts.flow === undefined || facts.flow.classes.length === 0 || isTest(facts.path)) continue;
    const own = heirsOfFile.get(facts) ?? heirsOf(facts, facts.flow.classes);
    heirsOfFile.set(facts, own);
    for (const [name, heir] of own) { const list = found.get(name); if (list === undefined) found.set(name, [heir]); else list.push(heir); }
  }
  return found;
}

const heirsOf = ({ path, imports }: FileFacts, classes: readonly FlowClass[]): readonly (readonly [string, Heir])[] =>
  classes.flatMap(({ name, bases, implements: given = [] }) => [...bases, ...given].flatMap((base): (readonly [string, Heir])[] => {
    const heir: Heir = { at: { file: path, name }, base };
    const imported = base.length === 1 ? imports.filter(({ local }) => local === base[0]).map((one) => one.imported) : [];
    return [...new Set([base.at(-1) ?? '', ...imported])].map((one) => [one, heir] as const);
  }));

function closure(of: ClassRef, directly: (of: ClassRef) => readonly ClassRef[]): readonly ClassRef[] {
  const found = new Map<string, ClassRef>();
  const open = [of];
  for (let one = open.pop(); one !== undefined && found.size < MOST_BELOW; one = open.pop()) {
    for (const heir of directly(one)) if (!found.has(keyOf(heir)) && keyOf(heir) !== keyOf(of)) { found.set(keyOf(heir), heir); open.push(heir); }
  }
  return [...found.values()];
}

const basesNamed = ({ classOf, meaning }: Reach, of: ClassRef, names: readonly string[]): boolean =>
  (classOf(of)?.bases ?? []).some((path) => { const found = meaning(of.file, path); return names.includes((found?.m === 'outside' ? (found.path.at(-1) ?? found.module) : path.at(-1)) ?? ''); });

const isProtocol = (reach: Reach, of: ClassRef): boolean => basesNamed(reach, of, ['Protocol']);

function isAbstract(reach: Reach, of: ClassRef): boolean {
  if (reach.classOf(of)?.kind !== undefined || basesNamed(reach, of, ['ABC', 'ABCMeta', 'Protocol'])) return true;
  return indexOf(reach.files.get(of.file)).units.some(({ unit }) => unit.name.startsWith(`${of.name}.`) && unit.fn.decorators.some((decorator) => (decorator.e === 'name' || decorator.e === 'attr') && decorator.name === 'abstractmethod'));
}

function onlyOne(reach: Reach, of: ClassRef, below: Families['below'], alike: (of: ClassRef) => readonly ClassRef[]): ClassRef {
  if (!isAbstract(reach, of)) return of;
  const concrete = below(of).filter((one) => !isAbstract(reach, one));
  const [only, ...others] = concrete.length === 0 && isProtocol(reach, of) ? alike(of) : concrete;
  return only === undefined || others.length > 0 ? of : only;
}

const methodsOf = (files: ReadonlyMap<string, FileFacts>, { file, name }: ClassRef): readonly string[] => {
  const names = indexOf(files.get(file)).units.flatMap(({ unit }) => (unit.name.startsWith(`${name}.`) ? [unit.name.slice(name.length + 1)] : []));
  return [...new Set(names)].filter((one) => !one.startsWith('_') && !one.includes('.'));
};

const ownersOfFile = new WeakMap<FileFacts, readonly (readonly [string, ClassRef])[]>();

/** The classes that have a method of a name. */
function ownersIn(files: ReadonlyMap<string, FileFacts>): ReadonlyMap<string, readonly ClassRef[]> {
  const found = new Map<string, ClassRef[]>();
  for (const facts of files.values()) {
    if (facts.flow === undefined || facts.flow.classes.length === 0 || isTest(facts.path)) continue;
    const own = ownersOfFile.get(facts) ?? facts.flow.classes.flatMap(({ name }) => methodsOf(files, { file: facts.path, name }).map((method) => [method, { file: facts.path, name }] as const));
    ownersOfFile.set(facts, own);
    for (const [method, of] of own) { const list = found.get(method); if (list === undefined) found.set(method, [of]); else list.push(of); }
  }
  return found;
}

function withMethods(methods: readonly string[], owners: ReadonlyMap<string, readonly ClassRef[]>): readonly ClassRef[] {
  const [rarest = [], ...others] = methods.map((method) => owners.get(method) ?? []).sort((a, b) => a.length - b.length);
  return methods.length === 0 ? [] : rarest.filter((one) => others.every((list) => list.some((other) => keyOf(other) === keyOf(one))));
}
