import { settingsFor } from '../config/scope.ts';
import type { Suppression } from '../facts/file.ts';
import type { Site } from '../facts/finding.ts';
import { rules } from '../rules/index.ts';
import { closest } from '../config/closest.ts';
import { hashText } from '../text/hash.ts';
import type { CheckedFile } from './check.ts';
import type { Derived } from './project-files.ts';

const RULE = 'unused-ignore';

/** Ignores that silence nothing, and ignores of rules that do not exist. In files whose queries are not judged nothing is said. */
export function unusedIgnores(file: CheckedFile, used: ReadonlySet<Suppression>, derived: Derived): readonly Site[] {
  const level = settingsFor(file.path, derived.settings, derived.outer).rules.get(RULE) ?? 'information';
  if (file.quiet || level === 'off') return [];
  return file.facts.suppressions.filter((s) => !used.has(s)).map((s, i) => ({
    rule: RULE, severity: level, confidence: 'high', message: messageOf(s), advice: 'Remove the comment, or correct the name of the rule.', path: file.path, span: s.span,
    database: '', table: '', columns: [], suggestion: null, related: [], fingerprint: hashText(JSON.stringify([RULE, file.path, s.rules, i])), shape: hashText(JSON.stringify([RULE, s.rules])), within: '',
  }));
}

function messageOf(suppression: Suppression): string {
  const ids = rules.map((rule) => rule.id);
  const strange = suppression.rules.find((id) => !ids.includes(id));
  if (strange !== undefined) {
    const near = closest(strange, ids);
    return `There is no rule ${strange}${near === null ? '' : `; did you mean ${near}`}, so this comment ignores nothing.`;
  }
  return `This comment ignores ${suppression.rules.length === 0 ? 'nothing' : `${suppression.rules.join(', ')}, which says nothing here`}.`;
}
