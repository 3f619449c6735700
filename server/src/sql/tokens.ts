import { isMysql, type Dialect } from '../facts/dialect.ts';
import { HOLE } from './read.ts';

/**
 * `word`: a bare name or keyword; `quoted`: a quoted name; `hole`: a lone U+FFFC; `param`: a placeholder of any style that can be told
 * without context (`$1`, `:id`, `@id`, `?3`); `meta`: a psql backslash command, to the end of its line.
 */
export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'param' | 'operator' | 'open' | 'close' | 'comma' | 'semicolon' | 'dot' | 'hole' | 'comment' | 'meta';

/** `open` is true for a string, name or comment that never ends. */
export interface Token { readonly kind: TokenKind; readonly start: number; readonly end: number; readonly open?: boolean }

const HOLE_CODE = HOLE.charCodeAt(0);
const OPERATOR = /[-+*/<>=~!@#%^&|?:`\\]/;
const DOLLAR_QUOTE = /\$(?:[A-Za-z_\u0080-\uFFFB\uFFFD-\uFFFF][\w\u0080-\uFFFB\uFFFD-\uFFFF]*)?\$/y;
const NUMBER = /0[xX][\da-fA-F_]+|(?:\d[\d_]*\.?(?:\d[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?/y;
/** `$1`, `$name`, `:name` (PgTyped's `!`), `@name`, `?1`, and pg-promise's `${name}` family. */
const PARAM = /\$\d+(?::\w+|~)?|\$[A-Za-z_]\w*|\$\{[^{}\n]*\}|\$\([^()\n]*\)|\$<[^<>\n]*>|\$\[[^[\]\n]*\]|\$\/[^/\n]*\/|:[A-Za-z_]\w*!?|:\d+|@[A-Za-z_]\w*|\?\d+/y;

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff || code === 0;
const isWordStart = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 0x80 && code !== HOLE_CODE && !isSpace(code));
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code) || code === 36;

const stickyEnd = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
};

const through = (text: string, needle: string, from: number): number => {
  const at = text.indexOf(needle, from);
  return at < 0 ? -1 : at + needle.length;
};

const upTo = (kind: TokenKind, text: string, start: number, end: number): Token => (end < 0 ? { kind, start, end: text.length, open: true } : { kind, start, end });

/** The end of a quoted piece that opens at `at`; a doubled quote does not end it, nor (with `escapes`) a quote behind a backslash. -1 when it never ends. */
function quoteEnd(text: string, at: number, escapes: boolean): number {
  const quote = text.charAt(at);
  let from = at + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close < 0) return -1;
    if (escapes && backslashesBefore(text, close, from) % 2 === 1) { from = close + 1; continue; }
    if (text.charAt(close + 1) !== quote) return close + 1;
    from = close + 2;
  }
}

function backslashesBefore(text: string, at: number, floor: number): number {
  let count = 0;
  while (at - count - 1 >= floor && text.charAt(at - count - 1) === '\\') count += 1;
  return count;
}

const COMMENT_MARK = /\/\*|\*\//g;

function blockCommentEnd(text: string, at: number, nested: boolean): number {
  if (!nested) return through(text, '*/', at + 2);
  COMMENT_MARK.lastIndex = at;
  let depth = 0;
  for (let found = COMMENT_MARK.exec(text); found; found = COMMENT_MARK.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return COMMENT_MARK.lastIndex;
  }
  return -1;
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

/**
 * A bare word. A hole glued to it belongs to it when the word goes on behind the hole or the hole stands behind `_`
 * (`log_${year}`, `${prefix}users`); `users${where}` is a word and a hole.
 */
function wordEnd(text: string, at: number): number {
  let end = at;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (isWordPart(code)) continue;
    if (code === HOLE_CODE && (isWordPart(text.charCodeAt(end + 1)) || text.charAt(end - 1) === '_')) continue;
    break;
  }
  return end;
}

const LONGEST_OPERATOR = 63;

/** `%s` and `%(name)s`, as Python's drivers have them: no operator of PostgreSQL's goes on into a lone `s`. */
const PYFORMAT = /%(?:\(\w+\))?s(?![\w.])/y;

/** Whether the operator of `text` that is `run` so far stops at `at`: a comment, a placeholder or a sign begins there. */
function operatorStops(run: string, text: string, at: number): boolean {
  const next = text.slice(at, at + 2);
  const char = next.charAt(0);
  if (char === '%') return stickyEnd(PYFORMAT, text, at) >= 0;
  if (next === '--' || next === '/*' || char === ':' || char === '\\' || char === '`') return true;
  if (char === '?') return !run.endsWith('@');
  // `=@name` is a placeholder, `<@name` and `@@name` are operators before a column.
  return char === '@' && isWordStart(next.charCodeAt(1)) && !/[<@]$/.test(run);
}

function operatorEnd(text: string, at: number): number {
  const two = text.slice(at, at + 2);
  if (two === '::' || two === ':=') return at + 2;
  const limit = Math.min(text.length, at + LONGEST_OPERATOR);
  let end = at + 1;
  while (end < limit && OPERATOR.test(text.charAt(end)) && !operatorStops(text.slice(at, end), text, end)) end += 1;
  // PostgreSQL's rule: a sign ends an operator of several characters only if one of these is in it (`=-1` is `=` and `-1`).
  while (end > at + 1 && /[-+]/.test(text.charAt(end - 1)) && !/[~!@#%^&|`?]/.test(text.slice(at, end))) end -= 1;
  return end;
}

function stringStart(text: string, at: number, dialect: Dialect): Token | null {
  const prefix = text.charAt(at);
  if (!/[eEbBxXnN]/.test(prefix) || text.charAt(at + 1) !== "'") return null;
  return upTo('string', text, at, quoteEnd(text, at + 1, dialect !== 'sqlite' && /[eE]/.test(prefix)));
}

function quotedToken(text: string, at: number, dialect: Dialect): Token | null {
  const char = text.charAt(at);
  const mysql = isMysql(dialect);
  if (char === "'") return upTo('string', text, at, quoteEnd(text, at, mysql));
  // MySQL's `"` makes a string, as long as ANSI_QUOTES is off.
  if (char === '"') return upTo(mysql ? 'string' : 'quoted', text, at, quoteEnd(text, at, mysql));
  if (char === '`' && dialect !== 'postgresql') return upTo('quoted', text, at, quoteEnd(text, at, false));
  if (char === '[' && dialect === 'sqlite') return upTo('quoted', text, at, through(text, ']', at));
  return null;
}

/** MySQL's `--` begins a comment only with a space behind it: `5--3` is 8. */
const isSigns = (text: string, at: number, dialect: Dialect): boolean => isMysql(dialect) && at + 2 < text.length && !isSpace(text.charCodeAt(at + 2));

function commentToken(text: string, at: number, dialect: Dialect): Token | null {
  const two = text.slice(at, at + 2);
  if (two === '--' && !isSigns(text, at, dialect)) return { kind: 'comment', start: at, end: lineEnd(text, at) };
  if (two === '/*') return upTo('comment', text, at, blockCommentEnd(text, at, dialect === 'postgresql'));
  if (two.startsWith('#') && isMysql(dialect)) return { kind: 'comment', start: at, end: lineEnd(text, at) };
  return null;
}

const FARTHEST_TAG = 1 << 20;

function within(text: string, tag: string, from: number): number {
  const found = text.slice(from, from + FARTHEST_TAG).indexOf(tag);
  return found < 0 ? -1 : from + found + tag.length;
}

function dollarToken(text: string, at: number, dialect: Dialect): Token | null {
  const tagEnd = dialect === 'postgresql' ? stickyEnd(DOLLAR_QUOTE, text, at) : -1;
  if (tagEnd >= 0) {
    const tag = text.slice(at, tagEnd);
    // Without its other end `$$` is still a quote; `$a$` could be a placeholder, and is not looked for over a whole dump.
    const end = tag === '$$' ? through(text, tag, tagEnd) : within(text, tag, tagEnd);
    if (end >= 0 || tag === '$$') return upTo('string', text, at, end);
  }
  return paramToken(text, at);
}

function paramToken(text: string, at: number): Token | null {
  const end = stickyEnd(PARAM, text, at);
  return end < 0 ? null : { kind: 'param', start: at, end };
}

const SINGLE: Readonly<Record<string, TokenKind>> = { '(': 'open', '[': 'open', '{': 'open', ')': 'close', ']': 'close', '}': 'close', ',': 'comma', ';': 'semicolon' };

function symbolToken(text: string, at: number, dialect: Dialect): Token {
  const char = text.charAt(at);
  const single = SINGLE[char];
  if (single) return { kind: single, start: at, end: at + 1 };
  if (char === '\\' && dialect === 'postgresql') return { kind: 'meta', start: at, end: lineEnd(text, at) };
  const param = char === ':' && text.charAt(at + 1) === ':' ? null : /[:@?]/.test(char) ? paramToken(text, at) : null;
  return param ?? { kind: 'operator', start: at, end: operatorEnd(text, at) };
}

/** The token at or behind `from`, null at the end. Takes time in proportion to the token, except that an unclosed quote reads to the end. */
export function nextToken(text: string, from: number, dialect: Dialect): Token | null {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  if (at >= text.length) return null;
  const code = text.charCodeAt(at);
  if (isWordStart(code)) return stringStart(text, at, dialect) ?? { kind: 'word', start: at, end: wordEnd(text, at) };
  if (code === HOLE_CODE) {
    const end = isWordPart(text.charCodeAt(at + 1)) ? wordEnd(text, at + 1) : at + 1;
    return { kind: end > at + 1 ? 'word' : 'hole', start: at, end };
  }
  if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) return { kind: 'number', start: at, end: Math.max(at + 1, stickyEnd(NUMBER, text, at)) };
  if (code === 46) return { kind: 'dot', start: at, end: at + 1 };
  return quotedToken(text, at, dialect) ?? commentToken(text, at, dialect) ?? (code === 36 ? dollarToken(text, at, dialect) : null) ?? symbolToken(text, at, dialect);
}

/** All tokens of a text, comments included. */
export function tokenize(text: string, dialect: Dialect): Token[] {
  const out: Token[] = [];
  for (let token = nextToken(text, 0, dialect); token; token = nextToken(text, token.end, dialect)) out.push(token);
  return out;
}

/** A word or name in lower case; quotes stay. */
export const wordOf = (text: string, token: Token | undefined): string => (token && token.kind === 'word' ? text.slice(token.start, token.end).toLowerCase() : '');
