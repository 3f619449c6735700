import type { Severity } from '../../facts/finding.ts';
import { rules } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { pageUrl, type Report } from '../report.ts';

/** SARIF has no hint; what is one is said in the properties. */
export const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** All rules with their pages. `precision` and `problem.severity` are what GitHub shows and sorts by. */
export const ruleList = (report: Report): readonly object[] => rules.map((rule) => descriptor(rule, report.page(rule.id)));

export const ruleIndex = (): ReadonlyMap<string, number> => new Map(rules.map((rule, i) => [rule.id, i]));

function descriptor(rule: Rule, page: string | null): object {
  const url = pageUrl(rule.id);
  return {
    id: rule.id, name: pascal(rule.id), shortDescription: { text: rule.summary }, fullDescription: { text: page === null ? rule.summary : (why(page) ?? rule.summary) },
    help: { text: `${rule.summary} ${url}`, ...(page === null ? {} : { markdown: page }) }, helpUri: url,
    defaultConfiguration: { level: LEVELS[rule.defaultSeverity], enabled: rule.optIn !== true },
    properties: { tags: ['database', rule.family], precision: 'high', 'problem.severity': rule.defaultSeverity === 'error' ? 'error' : rule.defaultSeverity === 'warning' ? 'warning' : 'recommendation' },
  };
}

const pascal = (id: string): string => id.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

/** What a page says first of why, as plain text. */
function why(page: string): string | null {
  const paragraph = /^## Why\r?\n+([^#`][\s\S]*?)(?:\r?\n){2}/m.exec(page)?.[1];
  return paragraph === undefined ? null : paragraph.replace(/\s+/g, ' ').replace(/[*`]/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
}
