// The TextMate grammar that is injected into that of Python: SQL in strings of three quotes whose first line is `--sql`.
import { sqlBody } from './sql.mjs';

const END = `"""|'''`;

export function pythonGrammar(tags) {
  const mark = tags.filter((tag) => tag.kind === 'comment').map((tag) => tag.name).join('|');
  const body = (begin) => ({ begin, end: `(?=${END})`, contentName: 'meta.embedded.block.sql', patterns: [{ include: '#body' }] });
  return {
    name: 'SQL in Python', scopeName: 'inline.sargable.sql.python', fileTypes: [],
    injectionSelector: ['string.quoted.multi.python', 'string.quoted.docstring.multi.python', 'string.interpolated.python', 'meta.fstring.python'].map((scope) => `L:source.python ${scope} - meta.embedded.block.sql`).join(', '),
    patterns: [body(String.raw`(?<=""")(?=\s*--\s*(?i:${mark})\b)`), body(String.raw`(?<=''')(?=\s*--\s*(?i:${mark})\b)`), body(String.raw`^(?=\s*--\s*(?i:${mark})\s*$)`)],
    repository: {
      body: { patterns: sqlBody(END, ["'", '"'], [
        { name: 'constant.character.format.placeholder.other.python', match: String.raw`%\(\w+\)s|%s|\{[\w.]*\}` },
        { name: 'constant.character.escape.python', match: String.raw`\\.` },
      ]) },
    },
  };
}
