import type { Catalog } from '../facts/catalog.ts';
import { isIncluded, isQuiet, settingsFor } from '../config/scope.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { EntryStyle } from '../facts/entry.ts';
import type { Site } from '../facts/finding.ts';
import type { FileFacts } from '../facts/file.ts';
import type { FileConfiguration, Snapshot, Stats } from './api.ts';
import type { SnapshotCaches } from './caches.ts';
import { checkFile, type CheckedFile } from './check.ts';
import { explainAt } from './explain.ts';
import { fixesOf, planOf, workbench } from './fixes.ts';
import type { FlowTold } from './flow/state.ts';
import type { Linked } from './link.ts';
import { declarationsOf, definitionOf, referencesOf } from './navigate.ts';
import { indexMapOf } from './index-map.ts';
import { lazy } from './lazy.ts';
import type { EngineOptions } from './options.ts';
import type { Derived } from './project-files.ts';
import { resultIdOf } from './result-id.ts';
import type { MovedSpans } from './same-structure.ts';
import { servedUses, tableCounts } from './served.ts';
import { type Subject, subjectAt } from './subject.ts';
import { tell, type Told } from './tell.ts';

export interface SnapshotInput {
  readonly revision: number;
  readonly complete: boolean;
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** Of declarations that may stand elsewhere by now, as `moved` tells. */
  readonly linked: Linked;
  readonly moved: ReadonlyMap<string, MovedSpans>;
  /** The same with all tables at their places of now. */
  readonly exact: () => Linked;
  readonly derived: Derived;
  readonly options: EngineOptions;
  readonly caches: SnapshotCaches;
  /** When it was begun, in ms. */
  readonly started: number;
  readonly text: (path: string) => string | null;
  readonly paths: () => readonly string[];
  readonly dialectOf: (path: string) => Dialect | null;
  /** How a class keeps its indexes in a list of its own. */
  readonly entryStyle: (path: string, symbol: string) => EntryStyle | null;
  /** What the code asks of its databases, by queries that were judged. */
  readonly flow: (checked: ReadonlyMap<string, CheckedFile>) => FlowTold;
  /** Tools that no adapter reads, by the file that tells of them. */
  readonly notRead: ReadonlyMap<string, readonly string[]>;
}

const NOTHING: Told = { sites: new Map(), findings: [], needs: [], suppressed: () => [] };

/** A view of one revision. Everything is computed when first asked for; queries whose ground did not change keep their judgement by `caches`. */
export function makeSnapshot(input: SnapshotInput): Snapshot {
  const { linked, derived, facts } = input;
  const checked = lazy(() => checkedFiles(input));
  // An index not seen yet would be a false alarm, so nothing is said before everything was read (invariant 8).
  const flow = lazy(() => input.flow(checked()));
  const told = lazy(() => (input.complete ? tell(input, checked(), flow()) : NOTHING));
  const stats = lazy(() => statsOf(input, checked(), input.complete ? flow().problems : new Map()));
  const sites = (path: string): readonly Site[] => told().sites.get(path) ?? [];
  // Findings are told of tables as they were linked, moved; who asks what stands at a place, or changes it, is answered from tables at their places of now.
  const exact = lazy(input.exact);
  const catalogs = (): readonly Catalog[] => exact().universe.catalogs;
  const at = (path: string, offset: number): Subject | null => subjectAt(path, offset, checked().get(path) ?? null, catalogs());
  const map = lazy(() => indexMapOf({ files: checked(), facts, catalogs: linked.universe.catalogs, told: told(), moved: input.moved }));
  const bench = lazy(() => workbench({ ...input, linked: exact() }, checked, () => told().needs, (site) => flow().asked(site)));
  return {
    revision: input.revision, complete: input.complete, catalogRevision: linked.universe.revision,
    resultId: (path) => resultIdOf(input.complete, sites(path)),
    sites, findings: () => told().findings, suppressed: () => told().suppressed(), paths: () => [...told().sites.keys()], files: () => [...facts.keys()], catalogs: () => tellingOf(catalogs().filter((c) => c.quiet !== true)),
    explain: (path, offset) => explainAt(path, offset, { files: checked(), facts: facts.get(path) ?? null, catalogs: catalogs() }),
    definition: (path, offset) => { const subject = at(path, offset); return subject === null ? [] : definitionOf(subject); },
    references: (path, offset, { declaration }) => { const subject = at(path, offset); return subject === null ? [] : [...(declaration ? declarationsOf(subject) : []), ...referencesOf(subject, path, checked().values())]; },
    served: (path) => (input.complete ? servedUses(checked().get(path), input.moved) : []), tables: (path) => tableCounts(path, { catalogs: linked.universe.catalogs, files: checked(), facts: facts.get(path), moved: input.moved, sites }),
    fixes: (_path, site) => fixesOf(site, bench()), plan: (needs) => planOf(needs, bench()),
    budgets: (path) => (input.complete ? flow().budgets(path) : []), openNeeds: () => told().needs, indexMap: map, stats, configProblems: () => derived.configProblems, configuration: (path) => configurationOf(input, path), settings: () => [derived.outer, ...derived.settings.values()], text: input.text,
  };
}

const checkedFiles = ({ facts, linked, derived, options, caches }: SnapshotInput): ReadonlyMap<string, CheckedFile> =>
  new Map([...facts].flatMap(([path, f]) => (f.queries.length + f.unread.length + f.suppressions.length + f.problems.length === 0 ? [] : [[path, checkFile(f, { linked, derived, options, caches })] as const])));

function statsOf(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>, crashed: FlowTold['problems']): Stats {
  const files = [...checked.values()];
  const failed = [...crashed].flatMap(([path, problems]) => problems.map(({ span, message }) => ({ span, reason: message, path })));
  const unread = [...files.flatMap((file) => [...file.unread, ...file.problems.map((p) => ({ span: p.span, reason: p.message }))].map((u) => ({ ...u, path: file.path }))), ...failed];
  return { files: input.facts.size, queriesRead: files.reduce((sum, file) => sum + file.queries.length, 0), unread, notRead: notReadOf(input), milliseconds: input.options.now().getTime() - input.started };
}

/** Each tool once, by the first file that tells of it; what stands in tests, examples of them and left-out files is not the project's own. */
function notReadOf(input: SnapshotInput): Stats['notRead'] {
  const own = [...input.notRead].filter(([path]) => { const { included, quiet } = configurationOf(input, path); return included && !quiet; });
  const found = own.sort(([a], [b]) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1)).flatMap(([path, titles]) => titles.map((title) => ({ title, path })));
  return found.filter(({ title }, at) => found.findIndex((other) => other.title === title) === at);
}

function configurationOf({ derived, dialectOf }: Pick<SnapshotInput, 'derived' | 'dialectOf'>, path: string): FileConfiguration {
  const settings = settingsFor(path, derived.settings, derived.outer);
  return { settings, dialect: dialectOf(path), included: isIncluded(settings, path), quiet: isQuiet(settings, path) };
}

/** Databases that have tables; where there is none, what is known of why. */
function tellingOf(catalogs: readonly Catalog[]): readonly Catalog[] {
  const found = catalogs.filter((catalog) => catalog.tables.size > 0);
  return found.length > 0 ? found : catalogs.filter((catalog) => catalog.problems.length > 0);
}
