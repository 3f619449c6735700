import type { Finding } from '../facts/finding.ts';
import { loud, type Report, wordsOf } from './report.ts';

/**
 * JUnit's XML as Jenkins reads it: a suite a file, a case a finding. Findings that the command fails for are failures, others pass and say what they have to
 * say as output, so that both go red together. A clean run is one case that passed: no case at all counts as an error in most services.
 */
export function junitReport(report: Report): string {
  const byFile = new Map<string, Finding[]>();
  for (const finding of loud(report)) byFile.set(finding.path, [...(byFile.get(finding.path) ?? []), finding]);
  const suites = [...byFile].map(([path, findings]) => suite(report.places.fromTop(path), findings, report));
  const clean = `  <testsuite name="sargable" tests="1" failures="0" errors="0">\n    <testcase name="no findings" classname="sargable"/>\n  </testsuite>`;
  const count = loud(report);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sargable" tests="${Math.max(1, count.length)}" failures="${count.filter(report.fails).length}" errors="0">\n${suites.length === 0 ? clean : suites.join('\n')}\n</testsuites>\n`;
}

function suite(file: string, findings: readonly Finding[], report: Report): string {
  const cases = findings.map((finding) => testcase(file, finding, report)).join('\n');
  return `  <testsuite name="${attribute(file)}" tests="${findings.length}" failures="${findings.filter(report.fails).length}" errors="0">\n${cases}\n  </testsuite>`;
}

function testcase(file: string, finding: Finding, { places, fails }: Report): string {
  const { start } = places.range(finding.path, finding.span);
  const place = `${start.line + 1}:${start.character + 1}`;
  const text = content(`${file}:${place}\n${wordsOf(finding)}`);
  const inside = fails(finding) ? `<failure type="${finding.severity}" message="${attribute(finding.message)}">${text}</failure>` : `<system-out>${text}</system-out>`;
  return `    <testcase name="${attribute(`${finding.rule} ${place}`)}" classname="${attribute(file)}">${inside}</testcase>`;
}

/** Without what XML 1.0 has no way to write. */
const printable = (text: string): string => text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
const content = (text: string): string => printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
const attribute = (text: string): string => content(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
