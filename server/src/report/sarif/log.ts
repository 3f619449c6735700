import type { Report } from '../report.ts';
import { notifications } from './notifications.ts';
import { allResults } from './result.ts';
import { ruleIndex, ruleList } from './rules.ts';

/**
 * A log of SARIF 2.1.0 (OASIS, errata 01) with one run. Every rule is listed, whether it spoke or not, so that a service closes what is gone. Places are
 * relative to the repository's top, which the log leaves open: nothing of the machine is told.
 */
export function sarifReport(report: Report): string {
  const problems = report.snapshot.configProblems().length + report.crashes.length;
  const run = {
    tool: { driver: { name: 'Sargable', version: report.version, semanticVersion: report.version, informationUri: 'https://github.com/sargable/sargable', rules: ruleList(report) } },
    invocations: [{ executionSuccessful: problems === 0, ...notifications(report) }],
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top folder of the repository.' } } },
    columnKind: 'utf16CodeUnits',
    results: allResults(report, ruleIndex()),
  };
  return JSON.stringify({ $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json', version: '2.1.0', runs: [run] }, null, 1) + '\n';
}
