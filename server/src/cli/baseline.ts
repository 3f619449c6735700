import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { compare, type Comparison } from '../baseline/compare.ts';
import { configurationOf, isOther } from '../baseline/configuration.ts';
import { type Baseline, type Entry, entryOf } from '../baseline/entry.ts';
import { BASELINE_NAME, readBaseline, writeBaseline } from '../baseline/text.ts';
import type { Snapshot } from '../engine/api.ts';
import { readText } from '../host/files.ts';
import { count } from '../report/words.ts';
import { allSites } from './since.ts';
import { UsageError } from './usage.ts';
import { version } from './version.ts';

/** A baseline's file and the folder that was read. Entries of other folders of the same file are none of this run's business, and stay. */
export interface BaselineFile {
  /** Absolute. */
  readonly path: string;
  /** As it is called in what is told. */
  readonly name: string;
  readonly root: string;
}

/** The file that was named; else the nearest one from the folder that is read up to the repository's top; else one beside what is read. */
export function baselineFile(given: string, root: string): BaselineFile {
  if (given !== '') return { path: resolve(given), name: given, root };
  for (let folder = root; ; folder = dirname(folder)) {
    const path = join(folder, BASELINE_NAME);
    if (existsSync(path)) return { path, name: relative(process.cwd(), path), root };
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return { path: join(root, BASELINE_NAME), name: relative(process.cwd(), join(root, BASELINE_NAME)), root };
  }
}

/** What of the project's findings a baseline knows. `gone` has files as sites have. */
export interface AgainstBaseline extends Comparison { readonly changed: readonly ('version' | 'configuration')[] }

/** @throws UsageError when there is no such file, or it is none */
export function againstBaseline(file: BaselineFile, snapshot: Snapshot): AgainstBaseline {
  if (!existsSync(file.path)) throw new UsageError(`${file.name} does not exist; sargable check --update-baseline writes it.`);
  const baseline = read(file);
  const { own } = split(file, baseline);
  const { known, gone } = compare(own, allSites(snapshot), naming(file));
  return { known, gone: gone.map((entry) => ({ ...entry, file: slashed(relative(file.root, resolve(dirname(file.path), entry.file))) })), changed: changes(file, baseline, snapshot) };
}

/** Writes what stands now. Gives a line that says what became of the entries. @throws UsageError when it cannot be written, or what is there is no baseline */
export function updateBaseline(file: BaselineFile, snapshot: Snapshot): string {
  const before = existsSync(file.path) && readText(file.path)?.trim() !== '' ? readForUpdate(file) : null;
  const { own, others } = split(file, before);
  const sites = allSites(snapshot);
  const { known, gone } = compare(own, sites, naming(file));
  write(file, writeBaseline({ sargable: version(), configuration: configuration(file, snapshot), sites: [...others, ...sites.map((site) => entryOf(site, naming(file)))] }));
  return `${file.name}: ${count(sites.length, 'site')}, ${sites.length - known.size} added, ${gone.length} taken out.`;
}

function changes(file: BaselineFile, baseline: Baseline, snapshot: Snapshot): AgainstBaseline['changed'] {
  // What another version makes of the same configuration may have another hash.
  if (baseline.sargable !== version()) return ['version'];
  return isOther(baseline.configuration, configuration(file, snapshot)) ? ['configuration'] : [];
}

const configuration = (file: BaselineFile, snapshot: Snapshot): string => configurationOf(slashed(relative(dirname(file.path), file.root)), snapshot.settings());

function read(file: BaselineFile): Baseline {
  const text = readText(file.path);
  const baseline = text === null ? 'cannot be read' : readBaseline(text);
  if (typeof baseline === 'string') throw new UsageError(`${file.name} ${baseline}.`);
  return baseline;
}

/** Two branches' entries, with a conflict between them, are written anew; nothing else that is no baseline is overwritten. */
function readForUpdate(file: BaselineFile): Baseline | null {
  return /^[<>]{7} /m.test(readText(file.path) ?? '') ? null : read(file);
}

function split(file: BaselineFile, baseline: Baseline | null): { readonly own: readonly Entry[]; readonly others: readonly Entry[] } {
  const sites = baseline?.sites ?? [];
  const isOwn = (entry: Entry): boolean => resolve(dirname(file.path), entry.file).startsWith(file.root === sep ? sep : file.root + sep);
  return { own: sites.filter(isOwn), others: sites.filter((entry) => !isOwn(entry)) };
}

/** A site's file from the baseline's folder. */
const naming = (file: BaselineFile) => (path: string): string => slashed(relative(dirname(file.path), join(file.root, path)));

const slashed = (path: string): string => path.split(sep).join('/');

function write(file: BaselineFile, text: string): void {
  try {
    writeFileSync(file.path, text);
  } catch (error) {
    throw new UsageError(`${basename(file.path)} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
