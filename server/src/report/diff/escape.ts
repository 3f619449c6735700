/** What stands between a sign and a word so that no service takes both for a name: a joiner that is not seen. */
const JOINER = '\u2060';
const LONGEST = 300;

/** Text of code or of a message in Markdown: it looks as it is written, ends no table cell, and is nobody's name, issue or link. */
export function proseMarkdown(text: string): string {
  return tidy(text).replace(/[\\`*_{}[\]<>|~^]/g, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`)).replace(/([@#!%$&~^]|GH-|:\/\/|www\.)(?=[\w])/gi, (sign) => (sign === '&' ? '&amp;' : `${sign}${JOINER}`)).replace(/&amp;(?=(?:lt|gt);)/g, '&');
}

/** The same as code. A fence longer than any in it; a cell of a table ends at a `|` even in code. */
export function codeMarkdown(text: string): string {
  const plain = tidy(text).replaceAll('|', '\\|');
  if (plain === '') return '';
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const room = longest > 0 || plain.startsWith(' ') ? ' ' : '';
  return `${fence}${room}${plain}${room}${fence}`;
}

/** One line, without signs that are not seen. */
function tidy(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
