import type { Span } from '../../../text/span.ts';
import { type LogicalLine, logicalLines } from './lines.ts';

/**
 * What a function does, statement by statement. An outline tells of calls and names; of what is done under which condition, again and again, or within which `with`,
 * a migration's reader has to know more: it follows the indentation.
 */
export type Block =
  | { readonly kind: 'statement'; readonly span: Span }
  | { readonly kind: 'return'; readonly span: Span }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }
  /** `for target in iterable`. */
  | { readonly kind: 'for'; readonly target: string; readonly iterable: Span; readonly body: readonly Block[] }
  | { readonly kind: 'with'; readonly head: Span; readonly body: readonly Block[] }
  | { readonly kind: 'try'; readonly body: readonly Block[]; readonly then: readonly Block[] }
  /** A loop whose turns nobody can count. */
  | { readonly kind: 'while'; readonly body: readonly Block[] };

/** `test` is null for `else`. */
export interface Branch { readonly test: Span | null; readonly body: readonly Block[] }

/** The statements of a function's body; functions inside it are left out, since they run when they are called. */
export function blocksIn(text: string, body: Span): readonly Block[] {
  const lineStart = text.lastIndexOf('\n', body.start - 1) + 1;
  const isInline = text.slice(lineStart, body.start).trim() !== '';
  return new Reader(text, logicalLines(text, { start: isInline ? body.start : lineStart, end: body.end })).block(isInline ? 0 : null);
}

/** Nesting beyond this is no migration that people write. */
const DEEPEST = 60;

class Reader {
  readonly #text: string;
  readonly #lines: readonly LogicalLine[];
  #at = 0;
  #depth = 0;

  constructor(text: string, lines: readonly LogicalLine[]) {
    this.#text = text;
    this.#lines = lines;
  }

  /** Everything at one indentation; null for that of the next line. */
  block(wanted: number | null): readonly Block[] {
    const indent = wanted ?? this.#lines[this.#at]?.indent ?? 0;
    const blocks: Block[] = [];
    this.#depth++;
    for (let line = this.#lines[this.#at]; line !== undefined && line.indent >= indent; line = this.#lines[this.#at]) blocks.push(...this.#statement(line));
    this.#depth--;
    return blocks;
  }

  #statement(line: LogicalLine): readonly Block[] {
    this.#at++;
    const word = /^(?:async\s+)?(\w+)/.exec(this.#text.slice(line.span.start, line.span.start + 60))?.[1] ?? '';
    switch (word) {
      case 'if': return [this.#branches(line)];
      case 'for': return this.#loop(line);
      case 'while': return [{ kind: 'while', body: this.#body(line) }];
      case 'with': return [{ kind: 'with', head: this.#head(line, 'with'), body: this.#body(line) }];
      case 'try': return [this.#attempt(line)];
      case 'def': case 'class': this.#body(line); return [];
      // What hangs on no `if`: half-typed.
      case 'elif': case 'else': case 'except': case 'finally': this.#body(line); return [];
      case 'match': case 'case': return line.colon === null ? simple(line, word) : [{ kind: 'while', body: this.#body(line) }];
      default: return simple(line, word);
    }
  }

  #branches(first: LogicalLine): Block {
    const branches: Branch[] = [{ test: this.#head(first, 'if'), body: this.#body(first) }];
    for (let line = this.#next(first, /^(?:elif|else)\b/); line !== null; line = this.#next(first, /^(?:elif|else)\b/)) {
      this.#at++;
      const isElse = this.#text.startsWith('else', line.span.start);
      branches.push({ test: isElse ? null : this.#head(line, 'elif'), body: this.#body(line) });
    }
    return { kind: 'if', branches };
  }

  #loop(line: LogicalLine): readonly Block[] {
    const head = this.#head(line, 'for');
    const [whole, target = ''] = /^([^()[\]{}]*?|\([^()]*\))\s+in\s+/.exec(this.#text.slice(head.start, head.end)) ?? [];
    const body = this.#body(line);
    return [whole === undefined ? { kind: 'while', body } : { kind: 'for', target: target.replace(/[()\s]/g, ''), iterable: { start: head.start + whole.length, end: head.end }, body }];
  }

  /** `else` and `finally` run when nothing goes wrong; what is done when something does is left out. */
  #attempt(first: LogicalLine): Block {
    const body = this.#body(first);
    const then: Block[] = [];
    for (let line = this.#next(first, /^(?:except|else|finally)\b/); line !== null; line = this.#next(first, /^(?:except|else|finally)\b/)) {
      this.#at++;
      const rest = this.#body(line);
      if (!this.#text.startsWith('except', line.span.start)) then.push(...rest);
    }
    return { kind: 'try', body, then };
  }

  #next(first: LogicalLine, words: RegExp): LogicalLine | null {
    const line = this.#lines[this.#at];
    return line !== undefined && line.indent === first.indent && words.test(this.#text.slice(line.span.start, line.span.start + 10)) ? line : null;
  }

  /** What stands between the word and the colon. */
  #head(line: LogicalLine, word: string): Span {
    const start = line.span.start + (this.#text.startsWith('async', line.span.start) ? this.#text.indexOf(word, line.span.start) - line.span.start : 0) + word.length;
    return { start, end: line.colon ?? line.span.end };
  }

  /** Behind the colon, or the lines that stand deeper. */
  #body(line: LogicalLine): readonly Block[] {
    const rest = line.colon === null ? '' : this.#text.slice(line.colon + 1, line.span.end);
    const inline = rest.replace(/#.*$/s, '').trim();
    if (inline !== '') {
      const start = (line.colon ?? 0) + 1 + rest.search(/\S/);
      return simple({ indent: line.indent, span: { start, end: line.span.end }, colon: null }, /^\w+/.exec(inline)?.[0] ?? '');
    }
    const next = this.#lines[this.#at];
    if (next === undefined || next.indent <= line.indent) return [];
    if (this.#depth < DEEPEST) return this.block(next.indent);
    while ((this.#lines[this.#at]?.indent ?? -1) > line.indent) this.#at++;
    return [];
  }
}

const simple = ({ span }: LogicalLine, word: string): readonly Block[] => [{ kind: word === 'return' || word === 'raise' ? 'return' : 'statement', span }];
