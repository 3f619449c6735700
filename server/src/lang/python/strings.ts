import type { Span } from '../../text/span.ts';
import type { StringHost } from '../expression.ts';
import { endOf, type FlatTree, kindOf, NONE, startOf, textOf } from '../flat-tree.ts';
import { mapBy, type Run } from '../strings.ts';
import { childrenOf } from '../flat-tree.ts';

/** How a literal is written: what its prefix and its quotes say. */
export interface Literal { readonly raw: boolean; readonly bytes: boolean; readonly formatted: boolean; readonly inner: Span }

/** Null for a string that has no beginning, as error recovery can leave it. */
export function literalAt(tree: FlatTree, node: number): Literal | null {
  const children = childrenOf(tree, node);
  const open = children[0] ?? NONE;
  if (kindOf(tree, open) !== 'string_start') return null;
  const last = children.at(-1) ?? NONE;
  const end = kindOf(tree, last) === 'string_end' ? startOf(tree, last) : endOf(tree, node);
  const prefix = textOf(tree, open).toLowerCase();
  return { raw: /^[^'"]*r/.test(prefix), bytes: /^[^'"]*b/.test(prefix), formatted: /^[^'"]*[ft]/.test(prefix), inner: { start: endOf(tree, open), end: Math.max(endOf(tree, open), end) } };
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', '\'': '\'', '"': '"' };
const ESCAPE = /\\(?:N\{[^}]*\}|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))|\r\n?|\{\{|\}\}/g;

/** A piece of a literal, decoded as Python does it, with the way back for every offset. */
export function decodeLiteral(text: string, inner: Span, span: Span, literal: Literal): StringHost {
  const written = text.slice(inner.start, inner.end);
  const runs: Run[] = [{ value: 0, document: inner.start }];
  let value = '';
  let last = 0;
  for (const match of /[\\\r{}]/.test(written) ? written.matchAll(ESCAPE) : []) {
    const decoded = decode(match, literal);
    if (decoded === null) continue;
    value += written.slice(last, match.index);
    runs.push({ value: value.length, document: inner.start + match.index });
    value += decoded;
    last = match.index + match[0].length;
    runs.push({ value: value.length, document: inner.start + last });
  }
  value += written.slice(last);
  return { kind: 'string', value, inner, span, toDocument: mapBy(runs) };
}

/** Null for what stands as it is written: an escape that is none keeps its backslash. */
function decode([whole, four, eight, two, octal, one]: RegExpMatchArray, literal: Literal): string | null {
  if (whole.startsWith('{') || whole.startsWith('}')) return literal.formatted ? whole.charAt(0) : null;
  if (whole.startsWith('\r')) return '\n';
  if (literal.raw) return null;
  const long = four ?? eight;
  if (long !== undefined) return literal.bytes ? null : codePoint(Number.parseInt(long, 16));
  if (two !== undefined) return codePoint(Number.parseInt(two, 16));
  if (octal !== undefined) return codePoint(Number.parseInt(octal, 8));
  if (one === undefined) return literal.bytes ? null : '\ufffd';
  return /^[\r\n]/.test(one) ? '' : (SIMPLE[one] ?? null);
}

const codePoint = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
