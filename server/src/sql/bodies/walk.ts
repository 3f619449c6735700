import type { Dialect } from '../../facts/dialect.ts';
import { nextToken, type Token, wordOf } from '../tokens.ts';

/** Where a stretch of tokens ends: at the first outside of brackets for which it is true. */
export type Stops = (word: string, token: Token) => boolean;

/** The tokens of a text, comments left out, and where one stands among them. */
export class TokenWalk {
  at = 0;
  readonly text: string;
  readonly tokens: readonly Token[];

  constructor(text: string, dialect: Dialect, start = 0, end: number = text.length) {
    this.text = text;
    const tokens: Token[] = [];
    for (let token = nextToken(text, start, dialect); token && token.start < end; token = nextToken(text, token.end, dialect)) if (token.kind !== 'comment') tokens.push(token);
    this.tokens = tokens;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  token(by = 0): Token | undefined {
    return this.tokens[this.at + by];
  }

  /** The bare word there in lower case, or nothing. */
  word(by = 0): string {
    return wordOf(this.text, this.token(by));
  }

  written(by = 0): string {
    const token = this.token(by);
    return token ? this.text.slice(token.start, token.end) : '';
  }

  /** The name there as PostgreSQL folds it; empty when there is none. */
  name(by = 0): string {
    const token = this.token(by);
    if (token?.kind === 'quoted') return this.written(by).slice(1, -1).replaceAll('""', '"');
    return token?.kind === 'word' ? this.written(by).toLowerCase() : '';
  }

  /** Goes to the first token outside of brackets and CASE … END that `stops`, or to the `;`: the range of what was passed over, and the place of its first token. */
  until(stops: Stops): { readonly start: number; readonly end: number; readonly first: number } {
    const first = this.at;
    const start = this.token()?.start ?? this.text.length;
    let depth = 0;
    for (; !this.done; this.at += 1) {
      const token = this.tokens[this.at];
      if (!token) break;
      const word = wordOf(this.text, token);
      if (depth <= 0 && stops(word, token)) break;
      if (token.kind === 'open' || word === 'case') depth += 1;
      else if (token.kind === 'close' || (word === 'end' && depth > 0)) depth -= 1;
      // What was never closed ends with its statement.
      else if (token.kind === 'semicolon') break;
    }
    return { start, end: this.tokens[this.at - 1]?.end ?? start, first };
  }
}

export const atSemicolon: Stops = (_word, token) => token.kind === 'semicolon';
