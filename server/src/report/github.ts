import type { Finding, Severity } from '../facts/finding.ts';
import { loud, type Report, wordsOf } from './report.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };
const LOUDNESS: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/**
 * Workflow commands, which GitHub's runner turns into annotations, one a line. It shows ten of each kind a step, so the loudest come first; hints are left
 * out. Paths are relative to the repository's top. Columns count from 1 and are taken only where a place lies on one line.
 */
export function githubReport(report: Report): string {
  const sorted = LOUDNESS.flatMap((severity) => loud(report).filter((finding) => finding.severity === severity));
  return sorted.map((finding) => annotation(finding, report) + '\n').join('');
}

function annotation(finding: Finding, { places }: Report): string {
  const { start, end } = places.range(finding.path, finding.span);
  const columns = start.line === end.line ? { col: start.character + 1, endColumn: Math.max(end.character, start.character + 1) } : {};
  const properties = { title: `sargable ${finding.rule}`, file: places.fromTop(finding.path), line: start.line + 1, endLine: end.line + 1, ...columns };
  return `::${COMMANDS[finding.severity]} ${Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`).join(',')}::${data(wordsOf(finding))}`;
}

/** What would end the line or the list of properties is escaped as the runner reads it back; the percent sign first. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
