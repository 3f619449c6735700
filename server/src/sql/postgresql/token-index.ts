import { nextToken, type Token, wordOf } from '../tokens.ts';

/**
 * The tokens of one statement, with brackets (and CASE … END) matched. The parse tree knows only where nodes start, and of index keys not
 * even that: all ends come from here.
 */
export interface TokenIndex {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** For an opening token the place of its closing one and the other way round; -1 for the others. */
  readonly partner: Int32Array;
  readonly deepest: number;
}

export function indexTokens(text: string, most: number): TokenIndex | null {
  const tokens: Token[] = [];
  for (let token = nextToken(text, 0, 'postgresql'); token; token = nextToken(text, token.end, 'postgresql')) {
    if (token.kind !== 'comment') tokens.push(token);
    if (tokens.length > most) return null;
  }
  return matched(text, tokens);
}

function matched(text: string, tokens: readonly Token[]): TokenIndex {
  const partner = new Int32Array(tokens.length).fill(-1);
  const stack: number[] = [];
  let deepest = 0;
  for (let place = 0; place < tokens.length; place += 1) {
    const opener = stack[stack.length - 1] ?? -1;
    if (closes(text, tokens, place, opener)) {
      partner[place] = opener;
      partner[opener] = place;
      stack.pop();
    }
    if (opens(text, tokens, place)) stack.push(place);
    deepest = Math.max(deepest, stack.length);
  }
  return { text, tokens, partner, deepest };
}

const afterDot = (tokens: readonly Token[], place: number): boolean => tokens[place - 1]?.kind === 'dot';

function opens(text: string, tokens: readonly Token[], place: number): boolean {
  const token = tokens[place];
  return token?.kind === 'open' || (wordOf(text, token) === 'case' && !afterDot(tokens, place));
}

function closes(text: string, tokens: readonly Token[], place: number, opener: number): boolean {
  const token = tokens[place];
  const open = tokens[opener];
  if (!token || !open) return false;
  if (token.kind === 'close') return open.kind === 'open';
  return wordOf(text, token) === 'end' && open.kind === 'word' && !afterDot(tokens, place);
}

/** The place of the token that starts at or behind an offset. */
export function placeOf(index: TokenIndex, offset: number): number {
  let low = 0;
  let high = index.tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((index.tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const wordAt = (index: TokenIndex, place: number): string => wordOf(index.text, index.tokens[place]);
export const kindAt = (index: TokenIndex, place: number): Token['kind'] | null => index.tokens[place]?.kind ?? null;
export const startAt = (index: TokenIndex, place: number): number => index.tokens[place]?.start ?? index.text.length;
export const endAt = (index: TokenIndex, place: number): number => index.tokens[Math.min(place, index.tokens.length - 1)]?.end ?? 0;

/** The place behind a name with dots (`a.b.c`, `t.*`) that begins at `place`. */
export function behindName(index: TokenIndex, place: number): number {
  let at = place + 1;
  while (kindAt(index, at) === 'dot') at += 2;
  return at;
}

/** The place of the token that closes the bracket at `place`, or `place` itself. */
export const closerOf = (index: TokenIndex, place: number): number => Math.max(place, index.partner[place] ?? -1);

/** A range grown over the brackets that stand right around it. */
export function withBrackets(index: TokenIndex, start: number, end: number): { start: number; end: number } {
  let first = placeOf(index, start);
  let last = placeOf(index, end) - 1;
  while (kindAt(index, first - 1) === 'open' && index.partner[first - 1] === last + 1) {
    first -= 1;
    last += 1;
  }
  return { start: startAt(index, first), end: endAt(index, last) };
}

/** Places of the members of a bracketed list, split at its own commas: `[first, last]` of each. */
export function membersOf(index: TokenIndex, open: number): readonly (readonly [number, number])[] {
  const close = closerOf(index, open);
  const out: [number, number][] = [];
  let first = open + 1;
  for (let at = open + 1; at <= close; at += 1) {
    if (at === close || kindAt(index, at) === 'comma') {
      if (at > first) out.push([first, at - 1]);
      first = at + 1;
    } else if ((index.partner[at] ?? -1) > at) at = index.partner[at] ?? at;
  }
  return out;
}
