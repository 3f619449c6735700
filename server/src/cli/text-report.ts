import type { Finding, Severity } from '../facts/finding.ts';
import { type Colour, paint, widthOf } from './style.ts';
import { notReadIn, type Report } from '../report/report.ts';

const COLOURS: Readonly<Record<Severity, Colour>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'grey' };
const WORDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note', hint: 'hint' };

/** Findings above hint on stdout, by file; hints, what was not read, and the summary on stderr. */
export function textReport(report: Report): void {
  const loud = report.findings.filter((f) => f.severity !== 'hint');
  let file = '';
  for (const finding of loud) {
    const name = report.places.file(finding.path);
    if (name !== file) process.stdout.write(`${file === '' ? '' : '\n'}${paint(process.stdout)('underline', name)}\n`);
    file = name;
    process.stdout.write(findingText(finding, report, process.stdout));
  }
  if (report.quiet) return;
  for (const hint of report.findings.filter((f) => f.severity === 'hint')) process.stderr.write(hintText(hint, report));
  for (const line of fixLines(report)) process.stderr.write(line + '\n');
  if (report.unread) for (const line of unreadLines(report)) process.stderr.write(line + '\n');
  process.stderr.write(summary(report, loud));
}

function findingText(finding: Finding, { places }: Report, stream: NodeJS.WriteStream): string {
  const colour = paint(stream);
  const { start, end } = places.range(finding.path, finding.span);
  const head = `  ${start.line + 1}:${start.character + 1}  ${colour(COLOURS[finding.severity], WORDS[finding.severity])}  ${finding.message}   ${colour('grey', finding.rule)}`;
  const frame = codeFrame(places.line(finding.path, start.line), start.line, start.character, end.line === start.line ? end.character : start.character + 1, widthOf(stream));
  const advice = finding.advice === '' ? [] : [`         ${finding.advice}`];
  const related = finding.related.map((r) => `${places.file(r.path)}:${places.range(r.path, r.span).start.line + 1}`);
  const where = related.length === 0 ? [] : [`         ${colour('grey', related.slice(0, 6).join(' · ') + (related.length > 6 ? ` and ${related.length - 6} more` : ''))}`];
  return [head, ...frame.map((line) => colour('grey', line)), ...advice, ...where].join('\n') + '\n';
}

/** The line with the place marked; a long line is cut around it. */
function codeFrame(line: string, number: number, from: number, to: number, width: number): string[] {
  const gutter = `  ${String(number + 1).padStart(4)} | `;
  const room = Math.max(20, width - gutter.length);
  const indent = line.length - line.trimStart().length;
  const cut = Math.min(from, Math.max(indent, to - room + 10));
  const shown = line.slice(cut, cut + room).replaceAll('\t', ' ');
  const marks = '^'.repeat(Math.max(1, Math.min(to, cut + room) - from));
  return [gutter + shown, ' '.repeat(gutter.length - 2) + '| ' + ' '.repeat(from - cut) + marks];
}

function hintText(hint: Finding, { places }: Report): string {
  const { start } = places.range(hint.path, hint.span);
  return paint(process.stderr)('grey', `${places.file(hint.path)}:${start.line + 1}:${start.character + 1}  hint  ${hint.message}   ${hint.rule}`) + '\n';
}

function unreadLines({ snapshot, places }: Report): string[] {
  return snapshot.stats().unread.filter((u) => places.inScope(u.path)).map((u) => `${places.file(u.path)}:${places.range(u.path, u.span).start.line + 1}  not understood: ${u.reason}`);
}

/** What `--fix` did, and what it left for someone to look at. */
function fixLines({ fixed, places }: Report): string[] {
  if (fixed === null) return [];
  const place = ({ path, span }: Finding): string => `${places.file(path)}:${places.range(path, span).start.line + 1}`;
  const models = fixed.applied.some(({ paths }) => paths.some((path) => !path.endsWith('.sql')));
  return [
    '', ...fixed.applied.map(({ title, paths }) => `fixed  ${paths.map(places.file).join(', ')}  ${title}`),
    ...fixed.left.map(({ finding, title, why }) => `${why === 'review' ? 'to look at' : 'takes a migration (sargable migrate)'}  ${place(finding)}  ${title}`),
    ...(models ? ['The models changed: let your migration tool write what follows from it.'] : []),
    ...(fixed.applied.length + fixed.left.length === 0 ? ['Nothing to fix.'] : []),
  ];
}

const count = (n: number, one: string, many = one + 's'): string => `${n} ${n === 1 ? one : many}`;

function summary(report: Report, loud: readonly Finding[]): string {
  const { snapshot, places, findings, seconds, unread } = report;
  const stats = snapshot.stats();
  const of = (severity: Severity): number => findings.filter((f) => f.severity === severity).length;
  const missed = stats.unread.filter((u) => places.inScope(u.path)).length;
  const errors = of('error') === 0 ? '' : `${count(of('error'), 'error')}, `;
  const hints = of('hint') === 0 ? '' : `, ${count(of('hint'), 'hint')}`;
  const understood = `${count(stats.queriesRead, 'query', 'queries')} read, ${missed} not understood${missed > 0 && !unread ? ' (sargable check --unread)' : ''}`;
  const lines = [`\n${errors}${count(of('warning'), 'warning')}, ${count(of('information'), 'note')}${hints} in ${new Set(loud.map((f) => f.path)).size} of ${count(stats.files, 'file')}. ${understood}. ${seconds.toFixed(1)} s`];
  const tools = notReadIn(report).map(({ title, path }) => `${title} (${places.file(path)})`);
  if (tools.length > 0) lines.push(`${tools.join(', ')} found, not read yet.`);
  const indexes = snapshot.openNeeds().filter((need) => need.sites.some((site) => places.inScope(site.path))).length;
  const rule = (loud.find(({ severity }) => severity === 'error' || severity === 'warning') ?? loud[0])?.rule;
  if (indexes > 0) lines.push(`  sargable migrate                 write ${indexes === 1 ? 'this index' : `these ${indexes} indexes`} as a migration`);
  if (rule !== undefined) lines.push(`  ${`sargable rule ${rule}`.padEnd(31)}  the rule's page`);
  if (stats.files > 0 && snapshot.catalogs().length === 0) lines.push('  No tables were found: sargable schema says what was looked at.');
  return lines.join('\n') + '\n';
}
