import { isPage, isScript, languageOf } from '../text/language.ts';
import type { Span } from '../text/span.ts';

/** A comment with its marks (`//`, `--`) in `span`, and what stands between them in `inner`. `within`: the string of the host language whose SQL it is a comment of. */
export interface Comment { readonly span: Span; readonly inner: Span; readonly within: Span | null }

/** The comments of a text, and the strings that are none of its code; both in document order. */
export interface Lexed { readonly comments: readonly Comment[]; readonly strings: readonly Span[] }

/** Templates in holes of templates, deeper than anybody writes: what stands there is passed over. */
const DEEPEST = 100;

interface Lexer { readonly text: string; readonly comments: Comment[]; readonly strings: Span[]; at: number; depth: number }

/** Reads comments and strings, far enough to tell one from the other: no parser is at hand where ignores are read. */
export function lexComments(text: string, path: string): Lexed {
  const lexer: Lexer = { text, comments: [], strings: [], at: 0, depth: 0 };
  const language = languageOf(path);
  if (isScript(language)) lexScript(lexer, '');
  else if (language === 'python') lexPython(lexer);
  else commentsOfSql(lexer, { start: 0, end: text.length }, null, isPage(path) ? PAGE : SQL);
  const byStart = (a: Span, b: Span): number => a.start - b.start;
  return { comments: lexer.comments.sort((a, b) => byStart(a.span, b.span)), strings: lexer.strings.sort(byStart) };
}

/** Where comments of SQL begin, and its strings, in which none does. In templates of SQL a comment may be the template language's. */
const SQL = /--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\{#[\s\S]*?(?:#\}|$)|'(?:[^']|'')*'/g;
/** In a host's string: its quotes may end what only looks like a string of SQL, so that none is skipped. `#` there is an operator of PostgreSQL more often than a comment. */
const IN_STRING = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\{#[\s\S]*?(?:#\}|$)/g;
const PAGE = /\{#[\s\S]*?(?:#\}|$)|<!--[\s\S]*?(?:-->|$)/g;

function commentsOfSql(lexer: Lexer, { start, end }: Span, within: Span | null, pattern: RegExp): void {
  for (const match of lexer.text.slice(start, end).matchAll(pattern)) {
    const span = { start: start + match.index, end: start + match.index + match[0].length };
    if (match[0].startsWith("'")) lexer.strings.push(span);
    else addComment(lexer, span, within);
  }
}

function addComment(lexer: Lexer, span: Span, within: Span | null): void {
  const whole = lexer.text.slice(span.start, span.end);
  const open = /^(?:\/\/+|--+|#+|\/\*+|\{#-?|<!--)/.exec(whole)?.[0].length ?? 0;
  const close = /(?:\*+\/|-?#\}|-->)$/.exec(whole)?.[0].length ?? 0;
  lexer.comments.push({ span, inner: { start: span.start + open, end: Math.max(span.start + open, span.end - close) }, within });
}

const TOKEN_OF_SCRIPT = /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?|`|[{}]|\/(?![/*])/g;
/** After these a slash begins a pattern, not a division. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};+\-*%~^<>\n]|\b(?:return|typeof|case|in|of|delete|void|throw|new|else|do|await))\s*$/;
const PATTERN = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//y;

/** Code up to the brace that closes it (`until`), or to the end of the text. */
function lexScript(lexer: Lexer, until: '' | '}'): void {
  let depth = 0;
  for (;;) {
    TOKEN_OF_SCRIPT.lastIndex = lexer.at;
    const match = TOKEN_OF_SCRIPT.exec(lexer.text);
    if (match === null) { lexer.at = lexer.text.length; return; }
    const [token] = match;
    const span = { start: match.index, end: match.index + token.length };
    lexer.at = span.end;
    if (token === '{') depth++;
    else if (token === '}') { if (depth-- === 0 && until === '}') return; if (depth < 0) depth = 0; }
    else if (token === '`') lexTemplate(lexer, span.start);
    else if (token === '/') skipPattern(lexer, span.start);
    else if (token.startsWith('/')) addComment(lexer, span, null);
    else { lexer.strings.push(span); commentsOfSql(lexer, { start: span.start + 1, end: span.end }, span, IN_STRING); }
  }
}

function skipPattern(lexer: Lexer, start: number): void {
  if (!BEFORE_PATTERN.test(lexer.text.slice(Math.max(0, start - 20), start))) return;
  PATTERN.lastIndex = start;
  if (PATTERN.test(lexer.text)) lexer.at = PATTERN.lastIndex;
}

/** A template with the code in its holes. The string is told as a whole, so that code in its holes is none of the statement around it. */
function lexTemplate(lexer: Lexer, start: number): void {
  const part = /(?:\\[\s\S]|[^`\\$]|\$(?!\{))*(`|\$\{)?/y;
  const quasis: Span[] = [];
  for (;;) {
    part.lastIndex = lexer.at;
    const from = lexer.at;
    const close = part.exec(lexer.text)?.[1];
    lexer.at = Math.max(part.lastIndex, from);
    quasis.push({ start: from, end: lexer.at - (close?.length ?? 0) });
    if (close !== '${') break;
    if (++lexer.depth > DEEPEST) { lexer.at = lexer.text.length; return; }
    lexScript(lexer, '}');
    lexer.depth--;
  }
  const whole = { start, end: lexer.at };
  lexer.strings.push(whole);
  for (const quasi of quasis) commentsOfSql(lexer, quasi, whole, IN_STRING);
}

const TOKEN_OF_PYTHON = /#[^\n]*|"""(?:\\[\s\S]|[^\\])*?(?:"""|$)|'''(?:\\[\s\S]|[^\\])*?(?:'''|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g;

function lexPython(lexer: Lexer): void {
  for (const match of lexer.text.matchAll(TOKEN_OF_PYTHON)) {
    const [token] = match;
    const span = { start: match.index, end: match.index + token.length };
    if (token.startsWith('#')) { addComment(lexer, span, null); continue; }
    lexer.strings.push(span);
    if (!isDocstring(lexer, span.start)) commentsOfSql(lexer, { start: span.start + 1, end: span.end }, span, IN_STRING);
  }
}

/** A string that is a statement of its own: nothing comes before it on its line, and what comes before that line does not go on with it. */
function isDocstring({ text, comments }: Lexer, start: number): boolean {
  let line = text.lastIndexOf('\n', start - 1) + 1;
  if (!/^[ \t]*[rRuU]?$/.test(text.slice(line, start))) return false;
  for (; line > 0; line = text.lastIndexOf('\n', line - 2) + 1) {
    const above = text.slice(text.lastIndexOf('\n', line - 2) + 1, line - 1);
    const comment = comments.findLast(({ span }) => span.start >= line - 1 - above.length && span.start < line);
    const code = (comment === undefined ? above : above.slice(0, Math.max(0, comment.span.start - (line - 1 - above.length)))).trim();
    if (code !== '') return !/[([{,=+%\\]$/.test(code);
  }
  return true;
}
