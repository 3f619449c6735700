// Where SQL begins and ends inside the strings of a host language.
export const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
/** Right behind the opening quote (`\G`), so that no other place of a string is tried, and then looks back over it. */
export const behind = (texts) => String.raw`\G(?<=${texts.join('|')})`;

export const SQL = 'meta.embedded.block.sql';

/** Deeper than this nothing stands at the start of its line. */
export const INDENTS = [...Array.from({ length: 33 }, (_, n) => ' '.repeat(n)), ...Array.from({ length: 10 }, (_, n) => '\t'.repeat(n + 1))];

/** Not `select` without `from` up to the closing quote, and no CSS: for places that only the text tells of. */
export const whole = (quote) => String.raw`(?!\s*(?i:select)\b(?:(?!\b(?i:from)\b)[^${quote}])*${quote})(?!.*\{\s*$)`;

/** @param begin taken up to nothing: it only looks */
export const region = (begin, end, body) => ({ begin, end: `(?=${end})`, contentName: SQL, patterns: [{ include: `#${body}` }] });
