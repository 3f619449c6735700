import type { Finding, Severity } from '../facts/finding.ts';
import { toldAgainst, toldGone } from './against.ts';
import { loud, notReadIn, type Report } from './report.ts';
import { count } from './words.ts';

export type Colour = 'red' | 'yellow' | 'blue' | 'cyan' | 'grey' | 'bold' | 'underline';

/** How a stream shows text: colours or none, and how many columns there are. */
export interface Style { readonly paint: (colour: Colour, text: string) => string; readonly width: number }

/** Of a file. */
export const PLAIN: Style = { paint: (_colour, text) => text, width: 120 };

const COLOURS: Readonly<Record<Severity, Colour>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'grey' };
const WORDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note', hint: 'hint' };

/** Findings above hint, by file. */
export function textReport(report: Report, style: Style): string {
  let text = '';
  let file = '';
  for (const finding of loud(report)) {
    const name = report.places.file(finding.path);
    if (name !== file) text += `${file === '' ? '' : '\n'}${style.paint('underline', name)}\n`;
    file = name;
    text += findingText(finding, report, style);
  }
  return text;
}

/** What goes beside the findings: hints, what was fixed, what is gone, what was not understood, and the summary. */
export function textSummary(report: Report, style: Style): string {
  const hints = report.findings.filter((f) => f.severity === 'hint').map((hint) => hintText(hint, report, style));
  const lines = [...fixLines(report), ...toldGone(report), ...(report.unread ? unreadLines(report) : [])];
  return hints.join('') + lines.map((line) => line + '\n').join('') + summary(report);
}

function findingText(finding: Finding, { places }: Report, { paint: colour, width }: Style): string {
  const { start, end } = places.range(finding.path, finding.span);
  const head = `  ${start.line + 1}:${start.character + 1}  ${colour(COLOURS[finding.severity], WORDS[finding.severity])}  ${finding.message}   ${colour('grey', finding.rule)}`;
  const frame = codeFrame(places.line(finding.path, start.line), start.line, start.character, end.line === start.line ? end.character : start.character + 1, width);
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

function hintText(hint: Finding, { places }: Report, { paint }: Style): string {
  const { start } = places.range(hint.path, hint.span);
  return paint('grey', `${places.file(hint.path)}:${start.line + 1}:${start.character + 1}  hint  ${hint.message}   ${hint.rule}`) + '\n';
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

function summary(report: Report): string {
  const { snapshot, places, findings, seconds, unread } = report;
  const stats = snapshot.stats();
  const of = (severity: Severity): number => findings.filter((f) => f.severity === severity).length;
  const missed = stats.unread.filter((u) => places.inScope(u.path)).length;
  const errors = of('error') === 0 ? '' : `${count(of('error'), 'error')}, `;
  const hints = of('hint') === 0 ? '' : `, ${count(of('hint'), 'hint')}`;
  const understood = `${count(stats.queriesRead, 'query', 'queries')} read, ${missed} not understood${missed > 0 && !unread ? ' (sargable check --unread)' : ''}`;
  const lines = [`\n${errors}${count(of('warning'), 'warning')}, ${count(of('information'), 'note')}${hints} in ${new Set(loud(report).map((f) => f.path)).size} of ${count(stats.files, 'file')}. ${understood}. ${seconds.toFixed(1)} s`];
  lines.push(...toldAgainst(report));
  const tools = notReadIn(report).map(({ title, path }) => `${title} (${places.file(path)})`);
  if (tools.length > 0) lines.push(`${tools.join(', ')} found, not read yet.`);
  // `sargable migrate` writes the indexes of what is known as well.
  const indexes = report.against.length > 0 ? 0 : snapshot.openNeeds().filter((need) => need.sites.some((site) => places.inScope(site.path))).length;
  const rule = (loud(report).find(({ severity }) => severity === 'error' || severity === 'warning') ?? loud(report)[0])?.rule;
  if (indexes > 0) lines.push(`  sargable migrate                 write ${indexes === 1 ? 'this index' : `these ${indexes} indexes`} as a migration`);
  if (rule !== undefined) lines.push(`  ${`sargable rule ${rule}`.padEnd(31)}  the rule's page`);
  if (stats.files > 0 && snapshot.catalogs().length === 0) lines.push('  No tables were found: sargable schema says what was looked at.');
  return lines.join('\n') + '\n';
}
