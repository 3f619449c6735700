import { text as readAll } from 'node:stream/consumers';
import { isWanted } from '../engine/create.ts';
import type { Snapshot } from '../engine/api.ts';
import type { Finding, Severity } from '../facts/finding.ts';
import type { OpenWorkspace } from '../host/workspace.ts';
import { jsonReport } from '../report/json.ts';
import type { Fixed } from '../report/report.ts';
import { fixAll } from './fix.ts';
import { load } from './load.ts';
import { type Places, placesOf } from '../report/places.ts';
import { printConfig } from './print-config.ts';
import { type Target, targetOf, targetOfText } from './target.ts';
import { textReport } from './text-report.ts';
import { oneOf, readArgs, UsageError } from './usage.ts';

const RANK: Readonly<Record<Severity, number>> = { hint: 0, information: 1, warning: 2, error: 3 };

const OPTIONS = {
  format: { type: 'string', default: 'text' }, 'fail-on': { type: 'string', default: 'warning' }, unread: { type: 'boolean', default: false }, quiet: { type: 'boolean', default: false },
  fix: { type: 'boolean', default: false }, stdin: { type: 'boolean', default: false }, 'stdin-filename': { type: 'string' }, 'print-config': { type: 'boolean', default: false },
} as const;

/** `sargable check`: reads, fixes where it is asked to, reports, and says by its exit code whether something stands at or above `--fail-on`. */
export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, OPTIONS);
  const format = oneOf(values.format, ['text', 'json'], 'format');
  const failOn = oneOf(values['fail-on'], ['error', 'warning', 'information', 'hint', 'never'], 'fail-on');
  const stdin = stdinOf(values, positionals);
  const target = stdin === null ? targetOf(positionals) : targetOfText(stdin);
  if (values['print-config']) return show(target, positionals);
  const { workspace, snapshot: first, seconds } = await load(target.root);
  if (stdin !== null) await openText(workspace, target);
  const fixed = values.fix ? fixAll(workspace, (snapshot) => findingsIn(snapshot, target)) : null;
  const snapshot = stdin === null && fixed === null ? first : workspace.engine.snapshot();
  const places = placesOf(snapshot, target);
  const findings = stdin === null ? findingsIn(snapshot, target) : sitesIn(snapshot, target);
  const report = { snapshot, scopes: target.scopes, places, findings, seconds, fixed, unread: values.unread, quiet: values.quiet };
  if (format === 'json') process.stdout.write(jsonReport(report) + '\n');
  else textReport(report);
  tellProblems(snapshot, places, fixed);
  if (snapshot.configProblems().length > 0) return 2;
  return failOn !== 'never' && findings.some((finding: Finding) => RANK[finding.severity] >= RANK[failOn]) ? 1 : 0;
}

/** One finding a need, at its first site, where one of its sites lies in what was asked for. */
function findingsIn(snapshot: Snapshot, target: Target): readonly Finding[] {
  const { inScope } = placesOf(snapshot, target);
  return snapshot.findings().filter((finding) => finding.sites.some((site) => inScope(site.path)) || inScope(finding.path));
}

/** Of one text each site has its own, as in an editor. */
const sitesIn = (snapshot: Snapshot, target: Target): readonly Finding[] => target.scopes.flatMap((path) => snapshot.sites(path)).map((site) => ({ ...site, sites: [site] }));

/** The name that a text on stdin goes by; null when none is to be read from there. */
function stdinOf(values: { readonly stdin: boolean; readonly 'stdin-filename'?: string | undefined; readonly fix: boolean; readonly 'print-config': boolean }, positionals: readonly string[]): string | null {
  const name = values['stdin-filename'];
  if (!values.stdin && name === undefined) return null;
  if (!values.stdin || name === undefined) throw new UsageError('--stdin and --stdin-filename PATH go together.');
  if (values.fix || values['print-config'] || positionals.length > 0) throw new UsageError('--stdin judges one text: it goes with no path, --fix or --print-config.');
  return name;
}

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
