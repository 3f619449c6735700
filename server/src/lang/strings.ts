import type { OffsetMap, Span } from '../text/span.ts';
import type { StringHost } from './expression.ts';

/** A run of the value that stands unchanged in the document from there on. */
export interface Run { readonly value: number; readonly document: number }

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0' };
const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))|\r\n?/g;

/** A JavaScript string between its quotes, decoded, with the way back for every offset. `lineEnds`: whether CR LF counts as LF, as in templates. */
export function decodeString(text: string, inner: Span, span: Span, lineEnds: 'kept' | 'normalised'): StringHost {
  const raw = text.slice(inner.start, inner.end);
  if (!raw.includes('\\') && !(lineEnds === 'normalised' && raw.includes('\r'))) return { kind: 'string', value: raw, inner, span, toDocument: (offset) => inner.start + offset };
  const runs: Run[] = [{ value: 0, document: inner.start }];
  let value = '';
  let last = 0;
  for (const match of raw.matchAll(ESCAPE)) {
    if (match[0].startsWith('\r') && lineEnds === 'kept') continue;
    value += raw.slice(last, match.index);
    runs.push({ value: value.length, document: inner.start + match.index });
    value += unescaped(match);
    last = match.index + match[0].length;
    runs.push({ value: value.length, document: inner.start + last });
  }
  value += raw.slice(last);
  return { kind: 'string', value, inner, span, toDocument: mapBy(runs) };
}

function unescaped(match: RegExpMatchArray): string {
  const [whole, braced, four, two, one] = match;
  const hex = braced ?? four ?? two;
  if (hex !== undefined) return codePoint(Number.parseInt(hex, 16));
  if (whole.startsWith('\r')) return '\n';
  if (one === undefined || /[\r\n\u2028\u2029]/.test(one)) return '';
  return SIMPLE[one] ?? one;
}

const codePoint = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

/** The last run that starts at or before the offset decides; of several that start there (an empty escape), the last. */
export function mapBy(runs: readonly Run[]): OffsetMap {
  return (offset) => {
    let low = 0;
    let high = runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((runs[middle]?.value ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const run = runs[low - 1] ?? { value: 0, document: 0 };
    const next = runs[low];
    const at = run.document + (offset - run.value);
    return next === undefined ? at : Math.min(at, next.document);
  };
}
