import type { ColumnRef, Expr } from '../../facts/expr.ts';
import type { QualifiedName } from '../../facts/schema.ts';
import type { SymbolicQuery } from '../../facts/query.ts';
import type { Span } from '../../text/span.ts';
import { isDynamicName, type PreparedStatement } from '../dialect-reader.ts';
import { documentSpan } from '../text-builder.ts';
import type { Token } from './lexer.ts';
import { NO_ALIAS, RESERVED } from './words.ts';

export type SymbolicExpr = Expr<ColumnRef>;

/** The reading of one statement: its tokens, how far it has come, and how deep it is. */
export interface Reading {
  readonly statement: PreparedStatement;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  /** Folded names of all CTEs met so far. */
  readonly ctes: Set<string>;
  /** Handed in, so that operands can read what is inside them without importing the readers of expressions and queries. */
  readonly expression: (reading: Reading) => SymbolicExpr;
  readonly query: (reading: Reading) => SymbolicQuery;
}

/** What the grammar has no place for; `offset` is in the statement's text. */
export class SyntaxFailure extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Ends the reading of a statement for good: repairing its text cannot help. */
export class Unreadable extends Error {}

/** `"x"` stands where only a name can: the statement is written for ANSI_QUOTES, and is read once more that way. */
export class AnsiQuotes extends Error {}

/** People write twenty levels; a level takes a dozen frames of the stack of whoever calls. */
const DEEPEST = 250;

/** Runs one level deeper, so that no text can overflow the stack. */
export function deeper<T>(r: Reading, read: () => T): T {
  r.depth += 1;
  if (r.depth > DEEPEST) throw new Unreadable('nested too deeply');
  const result = read();
  r.depth -= 1;
  return result;
}

const END: Token = { kind: 'end', start: 0, end: 0, value: '' };

export const peek = (r: Reading, ahead = 0): Token => r.tokens[r.at + ahead] ?? r.tokens[r.tokens.length - 1] ?? END;

/** The token, which is gone past. */
export function next(r: Reading): Token {
  const token = peek(r);
  if (token.kind === 'bad') fail(r);
  if (token.kind !== 'end') r.at += 1;
  return token;
}

export function fail(r: Reading): never {
  const token = peek(r);
  throw new SyntaxFailure(token.kind === 'end' ? 'the statement ends too early' : `unexpected ${r.statement.text.slice(token.start, Math.min(token.end, token.start + 40))}`, token.start);
}

export const isWord = (r: Reading, word: string, ahead = 0): boolean => {
  const token = peek(r, ahead);
  return token.kind === 'word' && token.value === word;
};

export const isAnyWord = (r: Reading, ...words: readonly string[]): boolean => words.some((word) => isWord(r, word));

export const isSymbol = (r: Reading, symbol: string, ahead = 0): boolean => {
  const token = peek(r, ahead);
  return token.kind === 'symbol' && token.value === symbol;
};

/** Goes past all the words, or past none. */
export function takeWords(r: Reading, ...words: readonly string[]): boolean {
  if (!words.every((word, ahead) => isWord(r, word, ahead))) return false;
  r.at += words.length;
  return true;
}

/** Goes past whichever of the words comes next; null when none does. */
export function takeAny(r: Reading, ...words: readonly string[]): string | null {
  return words.find((word) => takeWords(r, word)) ?? null;
}

export function takeSymbol(r: Reading, symbol: string): boolean {
  if (!isSymbol(r, symbol)) return false;
  r.at += 1;
  return true;
}

export function wantWords(r: Reading, ...words: readonly string[]): void {
  for (const word of words) if (!takeWords(r, word)) fail(r);
}

export function wantSymbol(r: Reading, symbol: string): void {
  if (!takeSymbol(r, symbol)) fail(r);
}

/** One or more, with commas between. */
export function list<T>(r: Reading, read: () => T): T[] {
  const items = [read()];
  while (takeSymbol(r, ',')) items.push(read());
  return items;
}

/** A list in brackets. */
export function bracketed<T>(r: Reading, read: () => T): T[] {
  wantSymbol(r, '(');
  const items = list(r, read);
  wantSymbol(r, ')');
  return items;
}

/** Goes past a bracket and all in it; nothing when none opens here. */
export function skipBrackets(r: Reading): void {
  if (!isSymbol(r, '(')) return;
  let depth = 0;
  do {
    const token = next(r);
    if (token.kind === 'end') fail(r);
    if (token.kind === 'symbol') depth += token.value === '(' ? 1 : token.value === ')' ? -1 : 0;
  } while (depth > 0);
}

/** The document's span from a token's start to the end of what was last gone past. */
export function spanFrom(r: Reading, start: number): Span {
  return documentSpan(r.statement.toDocument, start, Math.max(start, lastEnd(r)));
}

export const lastEnd = (r: Reading): number => r.tokens[r.at - 1]?.end ?? 0;

export const spanOf = (r: Reading, token: Token): Span => documentSpan(r.statement.toDocument, token.start, token.end);

/** Names that live inside one statement (aliases, qualifiers, CTEs) are compared in any case; names of tables and columns stay as written, and whoever looks them up folds both sides. */
export const fold = (name: string): string => name.toLowerCase();

/** A name as written. */
const written = (r: Reading, token: Token): string => (token.kind === 'word' ? r.statement.text.slice(token.start, token.end) : token.value);

const isName = (token: Token): boolean => token.kind === 'name' || (token.kind === 'word' && !RESERVED.has(token.value));

/** A name: quoted, or a word that is not reserved. */
export function name(r: Reading): string {
  const token = peek(r);
  if (!isName(token)) fail(r);
  return written(r, next(r));
}

export const isNameNext = (r: Reading, ahead = 0): boolean => isName(peek(r, ahead));

/** Behind a dot every word is a name. */
export function member(r: Reading): string {
  const token = peek(r);
  if (token.kind !== 'word' && token.kind !== 'name') fail(r);
  return written(r, next(r));
}

/** `AS x`, `x`, `AS 'x'`, `'x'`; null when none is there. */
export function aliasOf(r: Reading, strings: boolean): string | null {
  const as = takeWords(r, 'as');
  const token = peek(r);
  if (strings && token.kind === 'string') return next(r).value;
  if (as) return name(r);
  return isName(token) && !(token.kind === 'word' && NO_ALIAS.has(token.value)) ? name(r) : null;
}

/** `t`, `db.t`, `.t`: a name that must be known as text. The database that the file itself is in is none. */
export function qualifiedName(r: Reading): QualifiedName {
  const token = peek(r);
  if (token.kind === 'string' && token.double === true) throw new AnsiQuotes();
  const first = name(r);
  const second = takeSymbol(r, '.') ? member(r) : null;
  const table = second ?? first;
  if (isDynamicName(table)) throw new Unreadable('the name is known only at run time');
  if (second === null) return { schema: r.statement.schemaOf(table), name: table };
  if (isDynamicName(first)) return { schema: null, name: table, anySchema: true };
  return { schema: r.statement.isCurrent?.(first) === true ? null : fold(first), name: table };
}
