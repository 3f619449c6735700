/**
 * `word`: a bare name or keyword, in lower case in `value`; `name`: a quoted name; `variable`: `@x`, `@@x`; `bad`: a quote that never ends, or a
 * character that begins nothing; `end`: behind the last one.
 */
export type TokenKind = 'word' | 'name' | 'string' | 'blob' | 'number' | 'param' | 'variable' | 'symbol' | 'bad' | 'end';

/** `value` is what it means: a word in lower case, a name or string without its quotes, all others as written. */
export interface Token { readonly kind: TokenKind; readonly start: number; readonly end: number; readonly value: string; /** A string in `"`, which is a name when ANSI_QUOTES is on. */ readonly double?: true }

const SPACE = /[\s\u00a0\ufeff\0]*/y;
const WORD = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
/** A name may begin with a digit, as long as it is not all a number. */
const WORD_PART = /[\w$\u0080-\uffff]+/y;
const NUMBER = /0x[\da-fA-F]+|0b[01]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const PARAM = /\?\d*|[:$][A-Za-z_]\w*|[:$]\d+/y;
const VARIABLE = /@@?(?:[\w$.\u0080-\uffff]+|`[^`]*`|'[^']*'|"[^"]*")/y;
const SYMBOL = /<=>|->>|->|:=|<<|>>|<>|<=|>=|!=|\|\||&&|[-+*/%=<>!~&|^(),.;{}:]/y;
const PREFIXED = /[xXbB](?=')/y;

const match = (pattern: RegExp, text: string, at: number): string | null => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
};

/** Everything of a statement but white space and comments, and an `end`. Takes linear time. */
export function lex(text: string, ansiQuotes: boolean): Token[] {
  const tokens: Token[] = [];
  let at = skip(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at, ansiQuotes, tokens[tokens.length - 1]);
    tokens.push(token);
    at = skip(text, token.end);
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length, value: '' });
  return tokens;
}

function skip(text: string, from: number): number {
  let at = from;
  for (;;) {
    at += match(SPACE, text, at)?.length ?? 0;
    const end = commentEnd(text, at);
    if (end < 0) return at;
    at = end;
  }
}

/** Where the comment that begins at `at` ends; -1 when none begins there. `--` needs a space behind it: `5--3` is 8. */
function commentEnd(text: string, at: number): number {
  const two = text.slice(at, at + 2);
  if (two === '/*') {
    const close = text.indexOf('*/', at + 2);
    return close < 0 ? text.length : close + 2;
  }
  if (!two.startsWith('#') && !(two === '--' && /^(\s|$)/.test(text.slice(at + 2, at + 3)))) return -1;
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

function tokenAt(text: string, at: number, ansiQuotes: boolean, previous: Token | undefined): Token {
  const char = text.charAt(at);
  if (char === "'" || char === '"') return quoted(text, at, char === '"' && ansiQuotes ? 'name' : 'string');
  if (char === '`') return quoted(text, at, 'name');
  if (match(PREFIXED, text, at) !== null) return { ...quoted(text, at + 1, 'blob'), start: at };
  if (/[nN]/.test(char) && text.charAt(at + 1) === "'") return { ...quoted(text, at + 1, 'string'), start: at };
  const isMember = previous?.value === '.' && previous.kind === 'symbol' && previous.end === at;
  const word = match(isMember ? WORD_PART : WORD, text, at);
  if (word !== null) return { kind: 'word', start: at, end: at + word.length, value: word.toLowerCase() };
  return numberAt(text, at, previous) ?? otherAt(text, at);
}

function numberAt(text: string, at: number, previous: Token | undefined): Token | null {
  const written = match(NUMBER, text, at);
  if (written === null || (written.startsWith('.') && previous?.end === at && (previous.kind === 'word' || previous.kind === 'name'))) return null;
  const word = written.includes('.') ? null : match(WORD_PART, text, at);
  if (word !== null && word.length > written.length && !/^\d+[eE]$/.test(word)) return { kind: 'word', start: at, end: at + word.length, value: word.toLowerCase() };
  return { kind: 'number', start: at, end: at + written.length, value: written };
}

function otherAt(text: string, at: number): Token {
  for (const [kind, pattern] of OTHERS) {
    const value = match(pattern, text, at);
    if (value !== null) return { kind, start: at, end: at + value.length, value };
  }
  return { kind: 'bad', start: at, end: at + 1, value: text.charAt(at) };
}

const OTHERS: readonly (readonly [TokenKind, RegExp])[] = [['variable', VARIABLE], ['param', PARAM], ['symbol', SYMBOL]];

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', 0: '\0', Z: '\x1a' };

/** A doubled quote stands for one; a backslash hides what follows it, in names it is a plain character. `\%` and `\_` keep theirs, for LIKE. */
function quoted(text: string, at: number, kind: 'string' | 'name' | 'blob'): Token {
  const quote = text.charAt(at);
  const end = quoteEnd(text, at, kind === 'string');
  if (end < 0) return { kind: 'bad', start: at, end: text.length, value: text.slice(at) };
  const inner = text.slice(at + 1, end - 1).replaceAll(quote + quote, quote);
  const value = kind === 'string' && inner.includes('\\') ? inner.replace(/\\([\s\S])/g, (whole, char: string) => ESCAPES[char] ?? (char === '%' || char === '_' ? whole : char)) : inner;
  return { kind, start: at, end, value, ...(quote === '"' && kind === 'string' ? { double: true } : {}) };
}

function quoteEnd(text: string, at: number, escapes: boolean): number {
  const quote = text.charAt(at);
  for (let i = at + 1; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (escapes && char === '\\') i += 1;
    else if (char === quote) {
      if (text.charAt(i + 1) !== quote) return i + 1;
      i += 1;
    }
  }
  return -1;
}
