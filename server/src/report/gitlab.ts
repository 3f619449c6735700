import type { Severity } from '../facts/finding.ts';
import { loud, type Report, wordsOf } from './report.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = { error: 'critical', warning: 'major', information: 'minor', hint: 'info' };

/** GitLab's code quality report: a list of issues, hints left out. It shows one issue a fingerprint, so that equal ones of two databases are told apart. */
export function gitlabReport(report: Report): string {
  const { places } = report;
  const seen = new Map<string, number>();
  const issues = loud(report).map((finding) => {
    const { start, end } = places.range(finding.path, finding.span);
    const before = seen.get(finding.fingerprint) ?? 0;
    seen.set(finding.fingerprint, before + 1);
    return {
      description: wordsOf(finding), check_name: finding.rule, fingerprint: before === 0 ? finding.fingerprint : `${finding.fingerprint}-${before}`, severity: SEVERITIES[finding.severity],
      location: { path: places.fromTop(finding.path), lines: { begin: start.line + 1, end: end.line + 1 } },
    };
  });
  return JSON.stringify(issues, null, 2) + '\n';
}
