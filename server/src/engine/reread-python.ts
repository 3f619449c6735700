import type { FileFacts } from '../facts/file.ts';
import type { ModelFact } from '../facts/schema.ts';
import type { PythonRegion, Region } from '../lang/regions.ts';

/** Regions of a Python file, each with what others can make of it. */
export type PythonPart = Region & { readonly python: PythonRegion };

export const arePython = <R extends Region>(regions: readonly R[]): regions is readonly (R & PythonPart)[] => regions.every(({ python }) => python !== undefined);

/** The regions that must be read: all that are not closed, the changed ones, those whose reading looks into one of these, and all that they look into themselves. */
export function partsToRead(parts: readonly PythonPart[], isChanged: (index: number) => boolean): ReadonlySet<number> {
  const needs = needsOf(parts);
  const users = new Map<number, number[]>();
  needs.forEach((list, index) => { for (const needed of list) users.set(needed, [...(users.get(needed) ?? []), index]); });
  const reached = (from: readonly number[], next: (index: number) => Iterable<number>): ReadonlySet<number> => {
    const found = new Set<number>();
    const queue = [...from];
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) if (!found.has(at)) { found.add(at); queue.push(...next(at)); }
    return found;
  };
  const changed = reached(parts.flatMap((_, index) => (isChanged(index) ? [index] : [])), (index) => users.get(index) ?? []);
  return reached(parts.flatMap((part, index) => (!part.closed || changed.has(index) ? [index] : [])), (index) => needs[index] ?? []);
}

/** Which regions the reading of each looks into. */
function needsOf(parts: readonly PythonPart[]): readonly (readonly number[])[] {
  const byName = new Map<string, number[]>();
  parts.forEach(({ names }, index) => { for (const name of names) byName.set(name, [...(byName.get(name) ?? []), index]); });
  const basesOf = (index: number): readonly number[] => [...(parts[index]?.python.bases ?? [])].flatMap((name) => byName.get(name) ?? []);
  const withBases = new Map<number, readonly number[]>();
  const lineOf = (index: number): readonly number[] => {
    const known = withBases.get(index);
    if (known !== undefined) return known;
    const line = new Set<number>();
    for (const queue = [index]; queue.length > 0;) { const at = queue.pop() ?? index; if (!line.has(at)) { line.add(at); queue.push(...basesOf(at)); } }
    withBases.set(index, [...line]);
    return [...line];
  };
  return parts.map(({ python: { words, bases, attrs } }, index) => [...words].flatMap((word) => (byName.get(word) ?? []).flatMap((named) => {
    if (named === index) return [];
    const contents = parts[named]?.python.contents;
    if (contents === 'all' || bases.has(word)) return [named];
    return lineOf(named).filter((one) => { const own = parts[one]?.python.contents; return own === 'all' ? one !== named : own !== undefined && [...own].some((name) => attrs.has(name)); });
  })));
}

/** The text with the insides of some regions taken out: their names stay bound, and every offset stays. */
export function withoutInsides(text: string, parts: readonly PythonPart[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { span, python: { header } } of parts) {
    const body = span.start + header.length;
    pieces.push(text.slice(at, body), '0', text.slice(body + 1, span.end).replace(/[^\r\n]+/g, (line) => ' '.repeat(line.length)));
    at = span.end;
  }
  return pieces.join('') + text.slice(at);
}

/** Facts one after the other that come from one region; a null owner has those that are read with every header, or come from no region. */
interface Run { readonly owner: number | null; readonly facts: ModelFact[] }

export interface Owners { readonly byName: ReadonlyMap<string, number>; readonly at: (offset: number) => number | null }

/** Null where a fact cannot be given to a region. */
function runsOf(models: readonly ModelFact[], { byName, at }: Owners): readonly Run[] | null {
  const runs: Run[] = [];
  for (const fact of models) {
    const last = runs.at(-1);
    const head = fact.kind === 'relations' || fact.kind === 'project' ? null : (fact.symbol.split(/[.:]/)[0] ?? '');
    if (fact.kind === 'relations') {
      if (last?.owner == null || (fact.fromByName !== true && byName.get(fact.from[0] ?? '') !== last.owner)) return null;
      last.facts.push(fact);
      continue;
    }
    const named = head === null ? undefined : byName.get(head);
    const owner = named ?? ('span' in fact && fact.span !== undefined && fact.span.end > 0 ? at(fact.span.start) : null);
    if (last !== undefined && last.owner === owner) last.facts.push(fact);
    else runs.push({ owner, facts: [fact] });
  }
  return runs;
}

/**
 * The models of a file some of whose regions were read without their insides: what those had before stands where they are told of now. Null where the two cannot
 * be laid over each other.
 */
export function joinedModels(old: { readonly models: FileFacts['models']; readonly owners: Owners }, fresh: { readonly models: FileFacts['models']; readonly owners: Owners }, isKept: (owner: number) => boolean): readonly ModelFact[] | null {
  const before = runsOf(old.models, old.owners);
  const now = runsOf(fresh.models, fresh.owners);
  if (before === null || now === null) return null;
  const kept = new Map<number, readonly ModelFact[]>();
  for (const { owner, facts } of before) {
    if (owner === null || !isKept(owner)) continue;
    if (kept.has(owner)) return null;
    kept.set(owner, facts);
  }
  const told = new Set<number>();
  const joined = now.flatMap(({ owner, facts }) => {
    if (owner === null || !isKept(owner)) return facts;
    if (told.has(owner)) return [];
    told.add(owner);
    return kept.get(owner) ?? [];
  });
  return [...kept.keys()].every((owner) => told.has(owner)) ? joined : null;
}
