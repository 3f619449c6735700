import type { Finding, Severity } from '../facts/finding.ts';
import { jsonReport } from './json-report.ts';
import { load } from './load.ts';
import { placesOf } from './places.ts';
import { targetOf } from './target.ts';
import { textReport } from './text-report.ts';
import { oneOf, readArgs } from './usage.ts';

const RANK: Readonly<Record<Severity, number>> = { hint: 0, information: 1, warning: 2, error: 3 };

/** `sargable check`: reads, reports, and says by its exit code whether something stands at or above `--fail-on`. */
export async function check(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { format: { type: 'string', default: 'text' }, 'fail-on': { type: 'string', default: 'warning' }, unread: { type: 'boolean', default: false }, quiet: { type: 'boolean', default: false } });
  const format = oneOf(values.format, ['text', 'json'], 'format');
  const failOn = oneOf(values['fail-on'], ['error', 'warning', 'information', 'hint', 'never'], 'fail-on');
  const target = targetOf(positionals);
  const { snapshot, seconds } = await load(target.root);
  const places = placesOf(snapshot, target);
  const findings = snapshot.findings().filter((finding) => finding.sites.some((site) => places.inScope(site.path)) || places.inScope(finding.path));
  const report = { snapshot, places, findings, seconds, unread: values.unread, quiet: values.quiet };
  if (format === 'json') process.stdout.write(jsonReport(report) + '\n');
  else textReport(report);
  for (const problem of snapshot.configProblems()) {
    const { start } = places.range(problem.path, problem.span);
    process.stderr.write(`${places.file(problem.path)}:${start.line + 1}:${start.character + 1} ${problem.message}\n`);
  }
  if (snapshot.configProblems().length > 0) return 2;
  return failOn !== 'never' && findings.some((finding: Finding) => RANK[finding.severity] >= RANK[failOn]) ? 1 : 0;
}
