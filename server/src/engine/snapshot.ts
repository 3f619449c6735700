import { type Advice, advise } from '../advice/advise.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { Finding, IndexSpec, Need, Site } from '../facts/finding.ts';
import type { FileFacts } from '../facts/file.ts';
import type { QueryFact } from '../facts/query.ts';
import { hashText } from '../text/hash.ts';
import type { Snapshot, Stats } from './api.ts';
import { checkFile, type CheckedFile, type Memo } from './check.ts';
import { explainAt } from './explain.ts';
import { fixesOf, planOf, workbench } from './fixes.ts';
import { judge, type Judged } from './judge.ts';
import type { Linked } from './link.ts';
import { lazy } from './lazy.ts';
import type { EngineOptions } from './options.ts';
import type { Derived } from './project-files.ts';
import { unusedIgnores } from './unused-ignores.ts';

export interface SnapshotInput {
  readonly revision: number;
  readonly complete: boolean;
  readonly facts: ReadonlyMap<string, FileFacts>;
  readonly linked: Linked;
  readonly derived: Derived;
  readonly options: EngineOptions;
  readonly memo: WeakMap<QueryFact, Memo>;
  /** When it was begun, in ms. */
  readonly started: number;
  readonly text: (path: string) => string | null;
  readonly paths: () => readonly string[];
  readonly dialectOf: (path: string) => Dialect | null;
}

/** What the whole workspace says, by file. */
export interface Told { readonly sites: ReadonlyMap<string, readonly Site[]>; readonly findings: readonly Finding[]; readonly needs: readonly Need[] }

const NOTHING: Told = { sites: new Map(), findings: [], needs: [] };

/** A view of one revision. Everything is computed when first asked for; queries whose ground did not change keep their judgement by `memo`. */
export function makeSnapshot(input: SnapshotInput): Snapshot {
  const { linked, derived, facts, options, memo } = input;
  const checked = lazy(() => new Map([...facts].flatMap(([path, f]) => (f.queries.length + f.unread.length + f.suppressions.length + f.problems.length === 0 ? [] : [[path, checkFile(f, { linked, derived, options, memo })] as const]))));
  // An index not seen yet would be a false alarm, so nothing is said before everything was read (invariant 8).
  const told = lazy(() => (input.complete ? tell(input, checked()) : NOTHING));
  const stats = lazy(() => statsOf(input, checked()));
  const sites = (path: string): readonly Site[] => told().sites.get(path) ?? [];
  const bench = lazy(() => workbench(input, () => told().needs));
  return {
    revision: input.revision, complete: input.complete, catalogRevision: linked.universe.revision,
    resultId: (path) => hashText(`${input.complete}|${JSON.stringify(sites(path))}`),
    sites, findings: () => told().findings, paths: () => [...told().sites.keys()], catalogs: () => linked.universe.catalogs.filter((c) => c.quiet !== true && c.tables.size > 0),
    explain: (path, offset) => explainAt(path, offset, checked().get(path) ?? null, facts.get(path) ?? null, linked.universe.catalogs),
    fixes: (_path, site) => fixesOf(site, bench()), plan: (needs) => planOf(needs, bench()),
    openNeeds: () => told().needs, stats, configProblems: () => derived.configProblems, text: input.text,
  };
}

function tell(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>): Told {
  const judged = judge({ files: checked, catalogs: input.linked.universe.catalogs, derived: input.derived, text: input.text });
  const advice = [...judged.byCatalog].map(([catalog, inputs]) => advise(inputs, { catalog, nameIndex: (spec) => nameOf(spec, catalog, input.options) }));
  return collect(advice, ignores(input, checked, judged));
}

const ignores = (input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>, judged: Judged): readonly Site[] =>
  [...checked.values()].flatMap((file) => unusedIgnores(file, judged.used, input.derived));

function collect(advice: readonly Advice[], extra: readonly Site[]): Told {
  const sites = new Map<string, Site[]>();
  for (const site of [...advice.flatMap((a) => a.sites), ...extra]) sites.set(site.path, [...(sites.get(site.path) ?? []), site]);
  for (const list of sites.values()) list.sort((a, b) => a.span.start - b.span.start || (a.rule < b.rule ? -1 : 1));
  const findings = [...advice.flatMap((a) => a.findings), ...extra.map((site): Finding => ({ ...site, sites: [site] }))];
  findings.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start));
  return { sites, findings, needs: advice.flatMap((a) => a.needs) };
}

/** The name that the ORM which declares the table would give. */
function nameOf(spec: IndexSpec, catalog: Catalog, options: EngineOptions): string | null {
  const table = catalog.tables.get(spec.table);
  const home = table?.declarations.find((d) => !d.migration);
  const adapter = options.adapters.find((a) => a.id === home?.adapter);
  return table === undefined || adapter?.nameIndex === undefined ? null : adapter.nameIndex({ ...spec, table: table.name });
}

function statsOf(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>): Stats {
  const files = [...checked.values()];
  const unread = files.flatMap((file) => [...file.unread, ...file.problems.map((p) => ({ span: p.span, reason: p.message }))].map((u) => ({ ...u, path: file.path })));
  return { files: input.facts.size, queriesRead: files.reduce((sum, file) => sum + file.queries.length, 0), unread, milliseconds: input.options.now().getTime() - input.started };
}
