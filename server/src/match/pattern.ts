import type { Dialect } from '../facts/dialect.ts';
import type { BoundExpr } from './bound.ts';
import { textParts } from './value.ts';

type LikeExpr = Extract<BoundExpr, { kind: 'like' }>;

/** What a LIKE, GLOB or regular expression asks for, as far as an index is concerned. */
export interface Pattern {
  readonly op: LikeExpr['op'];
  /** `exact`: no wildcard; `prefix`: a constant comes first; `wildcard`: it does not; `unknown`: known only at run time. */
  readonly shape: 'exact' | 'prefix' | 'wildcard' | 'unknown';
  /** The rest after the prefix is one `%` (or nothing more for a regular expression): the range of the prefix is the whole answer. */
  readonly whole: boolean;
  /** The prefix has letters, which ILIKE can not bound. */
  readonly letters: boolean;
  /** Long enough a piece of text for trigrams, or one that is known only at run time. */
  readonly trigram: boolean;
  /** SQLite: the constant is written as one literal or parameter; anything else is not looked into (fact 17). */
  readonly simple: boolean;
}

export function patternOf(expr: LikeExpr, dialect: Dialect): Pattern {
  const parts = textParts(expr.pattern);
  const simple = expr.pattern.kind === 'literal' || expr.pattern.kind === 'param';
  const [first] = parts;
  if (first === undefined || first === null) return { op: expr.op, shape: 'unknown', whole: false, letters: true, trigram: true, simple };
  const known = parts.every((p) => p !== null);
  const text = known ? parts.join('') : first;
  const quote = escapeOf(expr, dialect);
  const read = expr.op === 'regex' || expr.op === 'iregex' ? readRegex(text) : expr.op === 'starts-with' ? { prefix: text, rest: '' } : readLike(text, expr.op, quote);
  const shape = read.prefix === '' ? (read.rest === '' && known ? 'exact' : 'wildcard') : read.rest === '' && known && expr.op !== 'starts-with' && expr.op !== 'regex' && expr.op !== 'iregex' ? 'exact' : 'prefix';
  return { op: expr.op, shape, whole: known && (read.rest === '' || read.rest === ANY_OF[expr.op]), letters: /\p{L}/u.test(read.prefix), trigram: !known || hasTrigram(text), simple };
}

const ANY_OF: Readonly<Partial<Record<LikeExpr['op'], string>>> = { like: '%', ilike: '%', glob: '*' };

/** Three letters or digits in a row are what a trigram index looks up. */
const hasTrigram = (text: string): boolean => /[\p{L}\p{N}]{3}/u.test(text) || /[\p{L}\p{N}]{2}/u.test(text);

function escapeOf(expr: LikeExpr, dialect: Dialect): string {
  if (expr.escape !== undefined) return expr.escape.kind === 'literal' ? String(expr.escape.value ?? '') : '';
  return dialect === 'sqlite' ? '' : '\\';
}

function readLike(text: string, op: LikeExpr['op'], quote: string): { readonly prefix: string; readonly rest: string } {
  const wild = op === 'glob' ? '*?[' : op === 'similar' ? '%_|*+?{}()[]' : '%_';
  let prefix = '';
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === quote && quote !== '' && op !== 'glob') { prefix += text.charAt(++i); continue; }
    if (wild.includes(c)) return { prefix, rest: text.slice(i) };
    prefix += c;
  }
  return { prefix, rest: '' };
}

/** `^abc…`: the letters that must come first. An alternative or a quantifier after a letter takes that letter away. */
function readRegex(text: string): { readonly prefix: string; readonly rest: string } {
  if (!text.startsWith('^') || text.includes('|')) return { prefix: '', rest: text };
  const plain = /^[^\\.[\](){}*+?^$]*/.exec(text.slice(1))?.[0] ?? '';
  const rest = text.slice(1 + plain.length);
  return /^[*?{]/.test(rest) ? { prefix: plain.slice(0, -1), rest } : { prefix: plain, rest };
}
