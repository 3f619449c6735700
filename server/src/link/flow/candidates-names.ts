import type { SymbolPath } from '../../facts/expr.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { FileFlow, FlowClass, FlowUnit } from '../../facts/flow.ts';
import { isEqualData } from '../../text/equal.ts';
import { languageOf } from '../../text/language.ts';

/** What is known of the names at the top of a file whose flow was read. The name '' stands for the statements of the module itself. */
export interface TopNames {
  /** Names (of this file or imported) that each name's code speaks of; of what may be a module also with the member, `service.find`. */
  readonly spokenBy: ReadonlyMap<string, readonly string[]>;
  /** Names in whose code statements stand. */
  readonly querying: readonly string[];
  /** What each class is built on or implements: paths. */
  readonly bases: ReadonlyMap<string, readonly SymbolPath[]>;
  /** What each name's code calls with a function in hand, or in Python with a name (rows, whose relations are read where they are handed to), and what it goes over (a list of another file says how often): paths of one or two names. */
  readonly hands: ReadonlyMap<string, readonly SymbolPath[]>;
  /** Classes that stand for others: interfaces, abstract ones, protocols. */
  readonly open: ReadonlySet<string>;
}

const known = new WeakMap<FileFacts, TopNames>();

/** Whether two readings of a file give the same answers about some names, and have the same names that query or stand for others. */
export function namesAlike(a: TopNames, b: TopNames, asked: ReadonlySet<string>): boolean {
  const same = (one: unknown, other: unknown): boolean => isEqualData(one, other);
  return same(a.querying, b.querying) && same([...a.open], [...b.open]) && [...asked].every((name) => same(sorted(a.spokenBy.get(name)), sorted(b.spokenBy.get(name))) && same(a.bases.get(name), b.bases.get(name)) && same(a.hands.get(name), b.hands.get(name)));
}

const sorted = (names: readonly string[] = []): readonly string[] => [...names].sort();

/** Worked out once for each reading of a file. */
export function topNames(facts: FileFacts, flow: FileFlow): TopNames {
  const names = known.get(facts) ?? namesIn(facts, flow);
  known.set(facts, names);
  return names;
}

/** The name at the top of a file that a unit's name begins with. */
export const topOf = (name: string): string => name.replace(/^exports\./, '').split('.')[0] ?? '';

function namesIn(facts: FileFacts, flow: FileFlow): TopNames {
  const mentions = new Map<string, Set<string>>();
  const hands = new Map<string, Set<string>>();
  const isPython = languageOf(facts.path) === 'python';
  const of = (name: string): Set<string> => { const list = mentions.get(name) ?? new Set<string>(); mentions.set(name, list); return list; };
  for (const unit of flow.units) {
    const top = topOf(unit.name);
    const handed = hands.get(top) ?? new Set<string>();
    hands.set(top, handed);
    const spoken = spokenIn(unit.fn, isPython);
    for (const name of spoken.names) of(top).add(name);
    for (const name of spoken.calls) handed.add(name);
  }
  for (const one of flow.classes) {
    const list = of(topOf(one.name));
    for (const base of [...one.bases, ...(one.implements ?? [])]) add(list, base);
    for (const name of spokenIn(one.fields, false).names) list.add(name);
  }
  const own = new Set([...mentions.keys(), ...facts.imports.map(({ local }) => local)]);
  const spoken = [...mentions].map(([name, list]) => [name, [...list].filter((one) => one !== name && own.has(one.split('.')[0] ?? ''))] as const);
  const imported = new Set(facts.imports.map(({ local }) => local));
  const handing = new Map([...hands].map(([name, list]) => [name, [...list].map((one) => one.split('.')).filter(([root = '']) => imported.has(root))]));
  return { hands: handing, spokenBy: turned(spoken), querying: queryingIn(facts, flow), bases: basesIn(flow), open: openIn(flow) };
}

interface Spoken { readonly names: ReadonlySet<string>; readonly calls: ReadonlySet<string> }

const spokenBefore = new WeakMap<object, Spoken>();

/** What a function or the fields of a class speak of, and what they hand things to. What does as it did is the object that it was, wherever it stands now. */
function spokenIn(piece: FlowUnit['fn'] | FlowClass['fields'], handsNames: boolean): Spoken {
  const before = spokenBefore.get(piece);
  if (before !== undefined) return before;
  const [names, calls] = [new Set<string>(), new Set<string>()];
  addMentions(piece, names, { calls, names: handsNames });
  spokenBefore.set(piece, { names, calls });
  return { names, calls };
}

/** Who speaks of a name, for every name. */
function turned(spoken: readonly (readonly [string, readonly string[]])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [speaker, names] of spoken) for (const name of names) { const list = found.get(name); if (list === undefined) found.set(name, [speaker]); else list.push(speaker); }
  return found;
}

const add = (list: Set<string>, path: readonly string[]): void => { const [root = '', member] = path; list.add(root); if (member !== undefined) list.add(`${root}.${member}`); };

const WORDS = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)?/g;
/** Keys under which an annotation stands as it is written. */
const TYPES: ReadonlySet<string> = new Set(['type', 'returns']);
/** The flow of a file is no deeper: its makers see to that. */
const DEEPEST = 400;

/** Every name that a piece of flow speaks of, whatever its form: what a form means is not asked here. */
function addMentions(piece: unknown, list: Set<string>, handed: Handed, depth = 0): void {
  if (typeof piece !== 'object' || piece === null || depth > DEEPEST) return;
  if (Array.isArray(piece)) { for (const one of piece) addMentions(one, list, handed, depth + 1); return; }
  const node: Piece = piece;
  if (node.e === 'name' && typeof node.name === 'string') { list.add(node.name); return; }
  if (node.e === 'attr' && typeof node.name === 'string') { const root = nameOf(node.of); if (root !== null) list.add(`${root}.${node.name}`); }
  if (node.e === 'call' && Array.isArray(node.args) && node.args.some((arg) => isInHand(arg, handed.names))) { const path = calledPath(node.of); if (path !== null) handed.calls.add(path); }
  if (node.s === 'loop' || node.target !== undefined) addGoneOver(node.of, handed.calls, depth);
  for (const [key, value] of Object.entries(piece)) {
    if (key === 'at' || key === 'head') continue;
    if (typeof value === 'object') addMentions(value, list, handed, depth + 1);
    else if (typeof value === 'string' && TYPES.has(key)) for (const [word] of value.matchAll(WORDS)) add(list, word.split('.'));
  }
}

/** `NAMES`, `config.NAMES`, `enumerate(NAMES)`, `Object.keys(NAMES)`. */
function addGoneOver(piece: unknown, calls: Set<string>, depth: number): void {
  const path = calledPath(piece);
  if (path !== null) { calls.add(path); return; }
  const node: Piece | null = typeof piece === 'object' ? piece : null;
  if (node?.e !== 'call' || depth > DEEPEST) return;
  for (const one of [node.of, ...(Array.isArray(node.args) ? node.args : [])]) addGoneOver(one, calls, depth + 1);
}

/** A piece of flow, of whose form only this is asked. */
interface Piece { readonly s?: unknown; readonly target?: unknown; readonly e?: unknown; readonly name?: unknown; readonly of?: unknown; readonly args?: unknown }

interface Handed { readonly calls: Set<string>; readonly names: boolean }

const isInHand = (arg: unknown, names: boolean): boolean => { const node: Piece | null = typeof arg === 'object' ? arg : null; return (names && node?.e === 'name') || node?.e === 'function'; };

function calledPath(piece: unknown): string | null {
  const node: Piece | null = typeof piece === 'object' ? piece : null;
  if (node?.e === 'attr' && typeof node.name === 'string') { const root = nameOf(node.of); return root === null ? null : `${root}.${node.name}`; }
  return nameOf(piece);
}

function nameOf(piece: unknown): string | null {
  const node: Piece | null = typeof piece === 'object' ? piece : null;
  return node?.e === 'name' && typeof node.name === 'string' ? node.name : null;
}

function queryingIn(facts: FileFacts, { units }: FileFlow): readonly string[] {
  const places = [...facts.queries, ...facts.unread.filter(({ sends }) => sends !== undefined)].map(({ span }) => span.start);
  const found = new Set<string>();
  for (const at of places) { const unit = unitAround(units, at); if (unit !== null) found.add(topOf(unit.name)); }
  return [...found];
}

/** The innermost unit around an offset; units stand in the order of the text. */
function unitAround(units: readonly FlowUnit[], at: number): FlowUnit | null {
  return units.findLast(({ span }) => span.start <= at && at < span.end) ?? null;
}

const basesIn = ({ classes }: FileFlow): ReadonlyMap<string, readonly SymbolPath[]> => new Map(classes.map(({ name, bases, implements: given = [] }) => [topOf(name), [...bases, ...given].filter((path) => path.length > 0)]));

const openIn = ({ classes }: FileFlow): ReadonlySet<string> =>
  new Set(classes.filter(({ kind, bases }) => kind !== undefined || bases.some((path) => ABSTRACT.has(path.at(-1) ?? ''))).map(({ name }) => topOf(name)));
const ABSTRACT: ReadonlySet<string> = new Set(['ABC', 'Protocol']);
