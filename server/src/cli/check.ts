import { basename, resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { findingOf } from '../advice/advise.ts';
import type { Comparison } from '../baseline/compare.ts';
import type { Snapshot } from '../engine/api.ts';
import { isWanted } from '../engine/create.ts';
import type { Finding, Site } from '../facts/finding.ts';
import { pageOf } from '../host/pages.ts';
import type { OpenWorkspace } from '../host/workspace.ts';
import { type Places, placesOf } from '../report/places.ts';
import type { Against, Fixed, Report } from '../report/report.ts';
import { againstBaseline, baselineFile, updateBaseline } from './baseline.ts';
import { type CheckOptions, checkOptions } from './check-options.ts';
import { fixAll } from './fix.ts';
import { load, type Loaded } from './load.ts';
import { writeReports } from './outputs.ts';
import { printConfig } from './print-config.ts';
import { loadSince } from './since.ts';
import { type Target, targetOf, targetOfText } from './target.ts';
import { UsageError } from './usage.ts';
import { version } from './version.ts';

/** `sargable check`: reads, fixes where it is asked to, reports, and says by its exit code whether something stands that it fails for. */
export async function check(args: readonly string[]): Promise<number> {
  const options = checkOptions(args);
  const target = options.stdin === null ? targetOf(options.paths) : targetOfText(options.stdin);
  if (options.printConfig) return show(target, options.paths);
  const read = await readProject(options, target);
  const report = reportOf(options, target, read);
  // A configuration with mistakes is not what the baseline is to be of.
  const mistaken = read.snapshot.configProblems().length > 0;
  if (options.updateBaseline && !mistaken) process.stdout.write(updateBaseline(baselineFile(options.baseline ?? '', target.root), read.snapshot) + '\n');
  else await writeReports(options.outputs, report);
  tellProblems(read.snapshot, report.places, read.fixed);
  if (mistaken) return 2;
  return options.updateBaseline || !report.findings.some(report.fails) ? 0 : 1;
}

interface Project extends Loaded { readonly fixed: Fixed | null; /** What findings are compared with, and its name. */ readonly since: { readonly name: string; readonly comparison: Comparison } | null }

async function readProject({ since, stdin, fix }: CheckOptions, target: Target): Promise<Project> {
  if (since !== null) {
    const loaded = await loadSince(target.root, since);
    return { ...loaded, fixed: null, since: loaded };
  }
  const { workspace, ...loaded } = await load(target.root);
  if (stdin !== null) await openText(workspace, target);
  const fixed = fix ? fixAll(workspace, (snapshot) => findingsIn(snapshot, target)) : null;
  return { ...loaded, fixed, since: null, snapshot: stdin === null && fixed === null ? loaded.snapshot : workspace.engine.snapshot() };
}

function reportOf(options: CheckOptions, target: Target, { snapshot, since, fixed, seconds, crashes }: Project): Report {
  const file = options.baseline === null || options.updateBaseline ? null : baselineFile(options.baseline, target.root);
  const baseline = file === null ? null : againstBaseline(file, snapshot);
  const places = placesOf(snapshot, target);
  const compared = [...(since === null ? [] : [{ kind: 'commit' as const, name: since.name, changed: [], ...since.comparison }]), ...(baseline === null || file === null ? [] : [{ kind: 'baseline' as const, name: file.name, ...baseline }])];
  const isKnown = (site: Site): boolean => compared.some(({ known }) => known.has(site));
  const all = options.stdin === null ? findingsIn(snapshot, target) : sitesIn(snapshot, target);
  const only = (wanted: (site: Site) => boolean): readonly Finding[] => all.flatMap((finding) => findingOf(finding, wanted) ?? []).filter((finding) => isAsked(finding, places));
  const findings = only((site) => !isKnown(site));
  const failing = options.fails(findings);
  return {
    snapshot, project: basename(resolve(target.root, target.base)), scopes: target.scopes, places, findings, seconds, fixed, crashes, unread: options.unread, quiet: options.quiet, suppressed: options.suppressed, version: version(), page: pageOf,
    known: only(isKnown), against: compared.map((one) => against(one, places)), fails: (finding) => failing.has(finding),
  };
}

const against = ({ known, gone, ...one }: Comparison & Pick<Against, 'kind' | 'name' | 'changed'>, { inScope }: Places): Against =>
  ({ ...one, known: [...known].filter(({ path }) => inScope(path)).length, gone: gone.filter(({ file }) => inScope(file)) });

/** One finding a need, at its first site, where one of its sites lies in what was asked for. */
function findingsIn(snapshot: Snapshot, target: Target): readonly Finding[] {
  const places = placesOf(snapshot, target);
  return snapshot.findings().filter((finding) => isAsked(finding, places));
}

const isAsked = (finding: Finding, { inScope }: Places): boolean => finding.sites.some((site) => inScope(site.path));

/** Of one text each site has its own, as in an editor. */
const sitesIn = (snapshot: Snapshot, target: Target): readonly Finding[] => target.scopes.flatMap((path) => snapshot.sites(path)).map((site) => ({ ...site, sites: [site] }));

/** The text stands for the file of its name, as an editor's unsaved document does. */
async function openText(workspace: OpenWorkspace, { scopes: [path = ''] }: Target): Promise<void> {
  if (!isWanted(path)) throw new UsageError(`${path} is no file that sargable reads.`);
  const text = await readAll(process.stdin);
  if (workspace.inSight(path)) workspace.engine.open(path, text.replace(/^\uFEFF/, ''), 1);
  else process.stderr.write(`${path} is left out: by .gitignore, or as build output.\n`);
}

async function show(target: Target, positionals: readonly string[]): Promise<number> {
  if (positionals.length > 1) throw new UsageError('--print-config takes one path.');
  const { snapshot } = await load(target.root);
  process.stdout.write(printConfig(snapshot, target.scopes[0] ?? '', placesOf(snapshot, target)) + '\n');
  tellProblems(snapshot, placesOf(snapshot, target), null);
  return snapshot.configProblems().length > 0 ? 2 : 0;
}

function tellProblems(snapshot: Snapshot, places: Places, fixed: Fixed | null): void {
  for (const { path, reason } of fixed?.refused ?? []) process.stderr.write(`${places.file(path)} was left as it is: ${reason}.\n`);
  for (const problem of snapshot.configProblems()) {
    const { start } = places.range(problem.path, problem.span);
    process.stderr.write(`${places.file(problem.path)}:${start.line + 1}:${start.character + 1} ${problem.message}\n`);
  }
}
