import type { Part, TextValue } from './values.ts';

const STATEMENT = /^(?:\s|--[^\n]*\n|\()*(?:select\b[\s\S]*?\bfrom\b|with\b[\s\S]*?\bselect\b|update\b[\s\S]*?\bset\b|delete\s+from\b|create\s+(?:unique\s+|virtual\s+|temp\s+|temporary\s+)?(?:table|index)\b|insert\s+(?:or\s+\w+\s+)?into\b|replace\s+into\b|alter\s+table\b|drop\s+(?:table|index)\b)/i;
const MARK = '\uFFFC';
const LONGEST_LOOK = 4_000;

/** A text with marks for what is not known of it. */
export function previewOf(parts: readonly Part[]): string {
  let out = '';
  for (const part of parts) {
    if (out.length > LONGEST_LOOK) break;
    out += part.p === 'text' ? part.text : part.p === 'maybe' ? previewOf(part.parts) : MARK;
  }
  return out;
}

/** Whether a text is a statement: it begins as one, and says which table. */
export const looksLikeSql = ({ parts }: TextValue): boolean => STATEMENT.test(previewOf(parts));

/** Whether a text makes a table or an index. */
export const isDdl = ({ parts }: TextValue): boolean => /^\s*create\s+(?:unique\s+|virtual\s+)?(?:table|index)\b/i.test(previewOf(parts));

/** What may stand for a value: behind an operator, in a list, in quotes. */
const BEFORE_VALUE = /(?:[=<>(,'%:]|\b(?:limit|offset|in|like|values|between|glob|top))\s*$/i;

/** Whether something of a text is not known that would say which table or column is meant. */
export function isOpen(parts: readonly Part[]): boolean {
  let before = '';
  for (const part of parts) {
    if (part.p === 'unknown' && (part.name || !(BEFORE_VALUE.test(before) || insideQuotes(before)))) return true;
    if (part.p === 'maybe' && isOpen([{ p: 'text', text: before, place: null }, ...part.parts])) return true;
    before += part.p === 'text' ? part.text : part.p === 'maybe' ? previewOf(part.parts) : '?';
    if (before.length > LONGEST_LOOK) before = before.slice(-LONGEST_LOOK / 2);
  }
  return false;
}

const insideQuotes = (before: string): boolean => (before.split("'").length - 1) % 2 === 1;
