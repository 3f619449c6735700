import type { Dialect } from '../facts/dialect.ts';
import type { Span } from '../text/span.ts';
import { nextToken, type Token, wordOf } from './tokens.ts';

/**
 * A stretch of a SQL text. The pieces of a text lie end to end and cover it. `statement` runs from its first token to its last, its
 * closing `;` left out; `data` is a COPY block; `gap` is everything else (white space, `;`, comments, client commands).
 */
export interface Piece extends Span {
  readonly kind: 'statement' | 'gap' | 'data';
  /** The first words of a statement in lower case, up to the first that is no bare word: what it is. */
  readonly head: readonly string[];
}

const HEAD_WORDS = 6;
const STATEMENT_WORDS = 'select|insert|update|delete|with|create|alter|drop|merge|grant|revoke|comment|copy|truncate|begin|commit|rollback|set|explain|do|replace|pragma|values|refresh|reindex|vacuum|analyze';
/** Where the next statement most likely begins when a quote never ends: behind `;` and a new line, or behind an empty line. */
const FRESH_START = new RegExp(`(?:;[ \\t]*\\r?\\n|\\r?\\n[ \\t]*\\r?\\n)\\s*(?=(?:${STATEMENT_WORDS})\\b)`, 'i');
/** Resuming reads the rest of the text again each time; a text with more broken quotes than this is read as it stands. */
const MOST_RESUMES = 40;

/** Splits a text into statements. Lossless, in linear time; a quote that never ends costs its own statement only. */
export function split(text: string, dialect: Dialect): readonly Piece[] {
  const plain = new Splitter(text, dialect, 0);
  const pieces = plain.run();
  return plain.broken ? new Splitter(text, dialect, MOST_RESUMES).run() : pieces;
}

/** Ends of the statement being read: how deep it is in BEGIN … END, and what kind of body it may have. */
interface Body { depth: number; compound: boolean }

class Splitter {
  broken = false;
  private readonly pieces: Piece[] = [];
  private at = 0;
  private done = 0;
  private start = -1;
  private end = 0;
  private head: string[] = [];
  private headOpen = true;
  private lastWord = '';
  private body: Body = { depth: 0, compound: false };
  /** The first `;` inside a body: where the statement ends if the body never does. */
  private firstInner: { at: number; end: number } | null = null;
  private delimiter: string | null = null;
  private readonly text: string;
  private readonly dialect: Dialect;
  private resumes: number;

  constructor(text: string, dialect: Dialect, resumes: number) {
    this.text = text;
    this.dialect = dialect;
    this.resumes = resumes;
  }

  run(): readonly Piece[] {
    while (this.step());
    this.close();
    this.push('gap', this.done, this.text.length, []);
    return this.pieces;
  }

  private step(): boolean {
    const token = nextToken(this.text, this.at, this.dialect);
    if (!token) return this.reopen();
    this.at = token.end;
    if (token.open === true) return this.unclosed(token);
    if (this.resumes > 0 && this.resume(token)) return true;
    if (token.kind === 'comment') return true;
    if (token.kind === 'meta' || this.clientLine(token)) this.close();
    else if (token.kind === 'semicolon' && this.delimiter === null) this.semicolon(token);
    else if (this.delimiter !== null && this.text.startsWith(this.delimiter, token.start)) this.delimited(token);
    else this.take(token);
    return true;
  }

  /** A trigger body without its END would swallow the file: such a statement ends at its first `;` after all. */
  private reopen(): boolean {
    const inner = this.firstInner;
    if (this.start < 0 || this.body.depth === 0 || !inner || this.resumes < 0) return false;
    this.resumes -= 1;
    this.end = inner.end;
    this.close();
    this.at = inner.at;
    return true;
  }

  private unclosed(token: Token): boolean {
    this.broken = true;
    if (this.resumes > 0 && this.resume(token)) return true;
    if (token.kind !== 'comment') this.take(token);
    return true;
  }

  /** In a text with a quote that never ends, a quote that runs over what looks like the next statement is taken to be broken there. */
  private resume(token: Token): boolean {
    if (!/string|quoted|comment/.test(token.kind) || this.text.charAt(token.start) === '-' || this.text.charAt(token.start) === '$') return false;
    const found = FRESH_START.exec(this.text.slice(token.start, token.end));
    if (!found) return false;
    this.resumes -= 1;
    this.take({ kind: token.kind, start: token.start, end: token.start + found.index });
    this.close();
    this.at = token.start + found.index + found[0].length;
    return true;
  }

  /** `GO` (T-SQL clients) and `DELIMITER //` (MySQL's) stand on a line of their own. */
  private clientLine(token: Token): boolean {
    if (token.kind !== 'word') return false;
    const word = wordOf(this.text, token);
    if (word !== 'go' && (word !== 'delimiter' || this.start >= 0)) return false;
    const from = this.text.lastIndexOf('\n', token.start - 1) + 1;
    const newline = this.text.indexOf('\n', token.end);
    const to = newline < 0 ? this.text.length : newline;
    const rest = this.text.slice(token.end, to).trim();
    if (this.text.slice(from, token.start).trim() !== '' || (word === 'go') !== (rest === '')) return false;
    if (word === 'delimiter') this.delimiter = rest === ';' ? null : rest;
    this.at = to;
    return true;
  }

  private delimited(token: Token): void {
    this.close();
    this.at = token.start + (this.delimiter?.length ?? 0);
  }

  private semicolon(token: Token): void {
    if (this.body.depth > 0) {
      this.lastWord = '';
      this.firstInner ??= { at: token.end, end: this.end };
      this.end = token.end;
      return;
    }
    const copies = this.head[0] === 'copy' && /\bfrom\s+stdin\b/i.test(this.text.slice(this.start, this.end));
    this.close();
    if (copies) this.copyData(token.end);
  }

  /** The rows behind COPY … FROM stdin, to a line that holds only `\.`, or to the end. */
  private copyData(from: number): void {
    const newline = this.text.indexOf('\n', from);
    if (newline < 0) return;
    const stop = this.text.startsWith('\\.', newline + 1) ? newline : this.text.indexOf('\n\\.', newline);
    const end = stop < 0 ? this.text.length : this.text.indexOf('\n', stop + 1);
    this.push('gap', this.done, newline + 1, []);
    this.push('data', newline + 1, end < 0 ? this.text.length : end + 1, []);
    this.at = this.done;
  }

  private take(token: Token): void {
    if (this.start < 0) this.start = token.start;
    this.end = token.end;
    if (token.kind !== 'word') {
      this.headOpen = false;
      return;
    }
    const long = token.end - token.start > 24;
    const word = long ? '' : wordOf(this.text, token);
    if (this.headOpen && this.head.length < HEAD_WORDS) this.head.push(long ? this.text.slice(token.start, token.end).toLowerCase() : word);
    if (this.head[0] === 'create') this.nest(word);
  }

  /** Triggers (SQLite), routines with BEGIN ATOMIC (PostgreSQL) and all stored programs of MySQL hold statements of their own. */
  private nest(word: string): void {
    const body = this.body;
    if (word === 'trigger') body.compound ||= this.dialect !== 'postgresql';
    else if (word === 'procedure' || word === 'function' || word === 'event') body.compound ||= this.dialect !== 'sqlite' && body.depth === 0;
    else if (word === 'begin' && body.compound && body.depth === 0) body.depth = 1;
    // MySQL closes IF, LOOP and their kind with END and the word once more.
    else if (body.compound && this.lastWord === 'end' && /^(if|loop|while|repeat|case)$/.test(word) && this.dialect !== 'sqlite') body.depth += word === 'case' ? 0 : 1;
    else if (body.depth > 0 && (word === 'case' || (word === 'begin' && this.dialect !== 'sqlite'))) body.depth += 1;
    else if (body.depth > 0 && word === 'end') body.depth -= 1;
    this.lastWord = word;
  }

  private close(): void {
    if (this.start >= 0) {
      this.push('gap', this.done, this.start, []);
      this.push('statement', this.start, this.end, this.head);
    }
    this.start = -1;
    this.head = [];
    this.headOpen = true;
    this.body = { depth: 0, compound: false };
    this.firstInner = null;
  }

  private push(kind: Piece['kind'], start: number, end: number, head: readonly string[]): void {
    if (end > start) this.pieces.push({ kind, start, end, head });
    this.done = Math.max(this.done, end);
  }
}
