import type { Dialect } from '../facts/dialect.ts';
import type { FileFacts } from '../facts/file.ts';
import type { FileFlow } from '../facts/flow.ts';
import type { Region } from '../lang/regions.ts';
import { revisionOf } from '../schema/migrations/index.ts';
import { readSuppressions } from '../suppress/read.ts';
import { languageOf } from '../text/language.ts';
import type { EngineOptions } from './options.ts';
import { readFile } from './read-file.ts';
import { moved, type Step } from './move.ts';
import { arePython, joinedModels, partsToRead, withoutInsides } from './reread-python.ts';
import { joinedFlow, type Parts } from './reread-flow.ts';
import { movedFact, shifted } from './shifted.ts';

/** How an open document was last read. */
export interface LastReading { readonly text: string; readonly dialect: Dialect | null; readonly facts: FileFacts; readonly regions: readonly Described[] | null }
interface Described extends Region { readonly text: string; readonly mentions: ReadonlySet<string> }

/** Below this a whole reading is as quick. UTF-16 units. */
const WORTH_IT = 12_000;

/**
 * Reads an open document again after an edit. Where the edit lies inside functions or classes, the others that have nothing to do with them are blanked
 * out before parsing and keep their facts: a keystroke in 2,000 lines then costs what its own function costs. What is kept is exactly what a whole
 * reading would give (test/engine/incremental.test.ts). A migration is read as a whole: what it does stands in the order in which it runs, which need not be the text's.
 */
export function readAgain(path: string, text: string, dialect: Dialect | null, last: LastReading | null, options: EngineOptions): LastReading {
  const regions = text.length < (options.partsFrom ?? WORTH_IT) || options.regions === undefined || revisionOf(path, text) !== null ? null : describeAll(options.regions({ path, languageId: languageOf(path), text }), text, last?.regions ?? null);
  const partly = last === null || last.dialect !== dialect || regions === null || last.regions === null ? null : readPart(path, text, dialect, { ...last, regions: last.regions }, regions, options);
  return { text, dialect, regions, facts: partly ?? readFile(path, text, dialect, options, 'open') };
}

const NO_WORDS: ReadonlySet<string> = new Set();

/** Words of an unchanged statement are not looked for again. */
function describeAll(regions: readonly Region[] | null, text: string, known: readonly Described[] | null): readonly Described[] | null {
  if (regions === null) return null;
  const byText = new Map(known?.map((region) => [region.text, region.mentions]));
  return regions.map((region) => {
    const own = text.slice(region.span.start, region.span.end);
    return { ...region, text: own, mentions: region.python === undefined ? (byText.get(own) ?? new Set(own.match(/[\w$]+/g))) : NO_WORDS };
  });
}

function readPart(path: string, text: string, dialect: Dialect | null, last: LastReading & { readonly regions: readonly Described[] }, regions: readonly Described[], options: EngineOptions): FileFacts | null {
  const change = changeOf(last.regions, regions);
  // A file whose code is followed elsewhere is read as a whole.
  if (change === null || last.facts.program !== undefined || last.facts.together === true) return null;
  const isChanged = (index: number): boolean => index >= change.from && index < change.to;
  const python = arePython(regions) ? regions : null;
  // Imports inside of functions are told of the file as a whole.
  if (python !== null && [...regions, ...last.regions].some((region, index) => isChanged(index % regions.length) && /\bimport\b/.test(region.text))) return null;
  const kept = python === null ? keptOf(regions, isChanged) : partsToRead(python, isChanged);
  const blank = regions.filter((_, i) => !kept.has(i));
  if (blank.reduce((sum, region) => sum + region.span.end - region.span.start, 0) * 2 < text.length) return null;
  const fresh = readFile(path, python === null ? blanked(text, blank) : withoutInsides(text, python.filter((_, i) => !kept.has(i))), dialect, options, 'part');
  if (fresh.problems.length > 0 || last.facts.problems.length > 0 || fresh.together === true) return null;
  return python === null ? joined(text, last.facts, fresh, blank, change) : joinedPython(text, last, fresh, { regions, blank, kept, change });
}

/** The statements between the equal beginning and the equal end, where all of them are closed and declare what they did. `delta`: how far what comes after has moved. */
interface Change { readonly from: number; readonly to: number; readonly before: number; readonly after: number; readonly delta: number }

function changeOf(old: readonly Described[], now: readonly Described[]): Change | null {
  if (old.length !== now.length) return null;
  let from = 0;
  while (from < now.length && old[from]?.text === now[from]?.text) from++;
  let to = now.length;
  while (to > from && old[to - 1]?.text === now[to - 1]?.text) to--;
  for (let i = from; i < to; i++) if (!sameFrame(old[i], now[i])) return null;
  const [first, last, lastOld] = [now[from], now[to - 1], old[to - 1]];
  if (first === undefined || last === undefined || lastOld === undefined) return null;
  return { from, to, before: first.span.start, after: lastOld.span.end, delta: last.span.end - lastOld.span.end };
}

/** The same function or class, exported as it was. */
const sameFrame = (a: Described | undefined, b: Described | undefined): boolean =>
  a !== undefined && b !== undefined && a.closed && b.closed && a.names.join() === b.names.join() && frameOf(a) === frameOf(b);

const frameOf = (region: Described): string => region.python?.header ?? scriptFrame(region);

const scriptFrame = (region: Described): string => /^(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*((?:export|default|async|abstract|function|class|const|\s)*)/.exec(region.text)?.[1]?.trim().replace(/\s+/g, ' ') ?? '';

/** What must be read with the change: all that is not closed, what kept statements name, and what names a changed one. */
function keptOf(regions: readonly Described[], isChanged: (index: number) => boolean): ReadonlySet<number> {
  const kept = new Set<number>();
  const changed = new Set(regions.flatMap((region, i) => (isChanged(i) ? region.names : [])));
  const byName = new Map<string, number[]>();
  regions.forEach((region, i) => { for (const name of region.names) byName.set(name, [...(byName.get(name) ?? []), i]); });
  const queue = regions.flatMap((region, i) => (!region.closed || isChanged(i) || [...changed].some((name) => region.mentions.has(name)) ? [i] : []));
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    if (kept.has(i)) continue;
    kept.add(i);
    for (const [name, at] of byName) if (regions[i]?.mentions.has(name) === true) queue.push(...at);
  }
  return kept;
}

/** Blanks for everything but line ends, so that every offset stays. */
function blanked(text: string, blank: readonly Region[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { span } of blank) {
    parts.push(text.slice(at, span.start), text.slice(span.start, span.end).replace(/[^\r\n]+/g, (line) => ' '.repeat(line.length)));
    at = span.end;
  }
  return parts.join('') + text.slice(at);
}

/** Facts of the statements that were read, with those of the others as they were, moved to where they now stand. */
function joined(text: string, old: FileFacts, fresh: FileFacts, blank: readonly Region[], change: Change): FileFacts {
  const both = bothOf(blank, change);
  const step: Step = { from: change.after, by: change.delta };
  const hidden = old.models.some((model) => 'span' in model && model.span !== undefined && !wasIn(change, model.span.start) && isIn(blank, moved(model.span.start, [step])));
  return { ...withoutFlow(old), models: hidden ? old.models.map((model) => shifted(model, [step])) : fresh.models, ...both(old, fresh), suppressions: readSuppressions(text, old.path) };
}

/** Where the changed regions stood before: what was there is read again, wherever its offset lies now. */
const wasIn = (change: Change, at: number): boolean => at >= change.before && at < change.after;
const isIn = (regions: readonly Region[], at: number): boolean => regions.some(({ span }) => span.start <= at && at < span.end);

interface Joining { readonly regions: readonly Described[]; readonly blank: readonly Region[]; readonly kept: ReadonlySet<number>; readonly change: Change }

/** The same for Python, where a file's models stand in its closed regions too. Null where they cannot be joined. */
function joinedPython(text: string, last: LastReading, fresh: FileFacts, { regions, blank, kept, change }: Joining): FileFacts | null {
  const step: Step = { from: change.after, by: change.delta };
  const byName = new Map(regions.flatMap(({ names }, index) => names.map((name) => [name, index] as const)));
  const owners = { byName, at: (offset: number): number | null => { const index = regions.findIndex(({ span }) => span.start <= offset && offset < span.end); return index < 0 || regions[index]?.closed === false ? null : index; } };
  const models = joinedModels({ models: last.facts.models.map((model) => shifted(model, [step])), owners }, { models: fresh.models, owners }, (owner) => !kept.has(owner));
  return models === null ? null : { ...withoutFlow(last.facts), models, ...bothOf(blank, change)(last.facts, fresh), suppressions: readSuppressions(text, last.facts.path) };
}

type Placed = Pick<FileFacts, 'statements' | 'queries' | 'unread' | 'flow'>;

/** What stands in blank regions as it was before, and what stands in the others as it was read. */
function bothOf(blank: readonly Region[], change: Change): (old: FileFacts, fresh: FileFacts) => Placed {
  const step: Step = { from: change.after, by: change.delta };
  const both = <T extends { readonly span: { readonly start: number } }>(from: readonly T[], read: readonly T[]): readonly T[] =>
    [...from.filter((one) => !wasIn(change, one.span.start) && isIn(blank, moved(one.span.start, [step]))).map((one) => (one.span.start < change.before ? one : movedFact(one, step))), ...read.filter((one) => !isIn(blank, one.span.start))].sort((a, b) => a.span.start - b.span.start);
  const parts: Parts = { step, stays: ({ start }) => !wasIn(change, start) && isIn(blank, moved(start, [step])), isFresh: ({ start }) => !isIn(blank, start) };
  return (old, fresh) => ({ statements: both(old.statements, fresh.statements), queries: both(old.queries, fresh.queries), unread: both(old.unread, fresh.unread), ...flowOf(joinedFlow(old.flow, fresh.flow, parts)) });
}

/** What is left of facts whose flow is told anew: it may be gone. */
function withoutFlow({ flow: _flow, ...rest }: FileFacts): FileFacts {
  return rest;
}

const flowOf = (flow: FileFlow | undefined): Pick<FileFacts, 'flow'> => (flow === undefined ? {} : { flow });
