import { closest } from '../config/closest.ts';
import type { Suppression } from '../facts/file.ts';
import type { Severity, Site } from '../facts/finding.ts';
import { defaultLevel, ruleById, rules } from '../rules/index.ts';
import type { UsedSuppressions } from '../suppress/apply.ts';
import { hashText } from '../text/hash.ts';
import type { Span } from '../text/span.ts';
import type { CheckedFile } from './check.ts';
import { levelAt } from './level.ts';
import type { Derived } from './project-files.ts';

const UNUSED = 'unused-ignore';
const WITHOUT_REASON = 'ignore-without-reason';
const ids = rules.map((rule) => rule.id);

interface Told { readonly rule: string; readonly span: Span; readonly message: string; readonly advice: string; readonly about: readonly string[] }

/** What is wrong with the ignores of a file: those that silence nothing, name a rule that there is not, have no end, or (where that is asked for) no reason. In files whose queries are not judged nothing is said. */
export function ignoreSites(file: CheckedFile, used: UsedSuppressions, derived: Derived): readonly Site[] {
  if (file.quiet || file.facts.suppressions.length === 0) return [];
  const told = file.facts.suppressions.flatMap((one) => [...wrongIn(one, used.get(one)), ...reasonless(one)]);
  return told.flatMap((one, i) => siteOf(one, i, file.path, derived));
}

function siteOf({ rule, span, message, advice, about }: Told, i: number, path: string, derived: Derived): Site[] {
  const known = ruleById(rule);
  const severity: Severity | 'off' = levelAt({ rule, path, table: '', columns: [] }, derived) ?? (known === null ? 'off' : defaultLevel(known));
  if (severity === 'off') return [];
  return [{ rule, severity, confidence: 'high', message, advice, path, span, database: '', table: '', columns: [], suggestion: null, related: [], fingerprint: hashText(JSON.stringify([rule, path, about, i])), shape: hashText(JSON.stringify([rule, about])), within: '' }];
}

function wrongIn(suppression: Suppression, silenced: ReadonlySet<string> | undefined): readonly Told[] {
  const { rules: named, span, problem } = suppression;
  const told = (message: string, advice: string, at: Span = span): Told => ({ rule: UNUSED, span: at, message, advice, about: named });
  if (problem === 'no-start') return [told('No sargable-ignore-start stands above this end.', 'Remove the comment, or name the rules of the start that it ends.')];
  const open = problem === 'unclosed' ? [told('No sargable-ignore-end follows, so that the block goes on to the end of the file.', 'Write sargable-ignore-end where it ends, or say sargable-ignore-file.')] : [];
  const strange = named.flatMap((rule, i) => (ids.includes(rule) ? [] : [told(`There is no rule ${rule}${meant(rule)}, so this comment ignores nothing${named.length > 1 ? ' by it' : ''}.`, 'Correct the name of the rule, or remove it.', suppression.at[i])]));
  const idle = named.filter((rule) => ids.includes(rule) && silenced?.has(rule) !== true);
  if (silenced === undefined && strange.length === 0) return [...open, told(`This comment ignores ${named.length === 0 ? 'nothing' : `${named.join(', ')}, which says nothing here`}.`, 'Remove the comment, or correct the name of the rule.')];
  return [...open, ...strange, ...(idle.length === 0 ? [] : [told(`This comment ignores ${idle.join(', ')} too, which says nothing here.`, `Remove ${idle.join(', ')} from the comment.`, suppression.at[named.indexOf(idle[0] ?? '')])])];
}

function meant(rule: string): string {
  const near = closest(rule, ids);
  return near === null ? '' : `; did you mean ${near}`;
}

const reasonless = ({ reason, span, problem, rules: named }: Suppression): readonly Told[] =>
  (reason.trim() !== '' || problem === 'no-start' ? [] : [{ rule: WITHOUT_REASON, span, message: 'This comment does not say why.', advice: 'Put the reason after a colon, such as ": a hundred rows at most".', about: named }]);
