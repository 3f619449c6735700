import type { Span } from '../../text/span.ts';

/** A piece of a page that says something: what is printed, or a tag. `inner`: without its delimiters and their `-` and `+`. */
export interface Mark { readonly kind: 'print' | 'tag'; readonly span: Span; readonly inner: Span }

const ENDS: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}' };

/** The marks of a Jinja page in order; comments and what stands between `raw` and `endraw` are none. Linear in the text. */
export function marksOf(text: string): readonly Mark[] {
  const marks: Mark[] = [];
  let raw = false;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
    const opener = text.slice(at, at + 2);
    const closer = ENDS[opener];
    const close = closer === undefined ? -1 : text.indexOf(closer, at + 2);
    if (closer === undefined || close < 0) { at++; if (closer !== undefined) break; continue; }
    const span = { start: at, end: close + 2 };
    const inner = trimmed(text, at + 2, close);
    const word = /^\w+/.exec(text.slice(inner.start, Math.min(inner.end, inner.start + 12)))?.[0];
    if (opener === '{%' && word === 'endraw') raw = false;
    else if (!raw && opener !== '{#') marks.push({ kind: opener === '{{' ? 'print' : 'tag', span, inner });
    if (opener === '{%' && word === 'raw') raw = true;
    at = span.end;
  }
  return marks;
}

function trimmed(text: string, from: number, to: number): Span {
  let [start, end] = [from, to];
  if (/[-+]/.test(text[start] ?? '')) start++;
  if (end > start && /[-+]/.test(text[end - 1] ?? '')) end--;
  while (start < end && /\s/.test(text[start] ?? '')) start++;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  return { start, end };
}

/** A word, number, text or sign of an expression; offsets are the document's. */
export interface Token { readonly kind: 'name' | 'number' | 'text' | 'sign'; readonly text: string; readonly start: number; readonly end: number }

const TOKEN = /\s*(?:(?<name>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?)|(?<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<sign>==|!=|<=|>=|\/\/|\*\*|.))/gsy;

/** Longer marks say nothing that can be followed, and would be as deep. UTF-16 units, and tokens. */
const LONGEST = 4_000;
const MOST = 300;

export function tokensOf(text: string, { start, end }: Span): readonly Token[] {
  if (end - start > LONGEST) return [];
  const tokens = [...text.slice(start, end).matchAll(TOKEN)].map((match): Token => {
    const { name, number, text: quoted, sign } = match.groups ?? {};
    const written = name ?? number ?? quoted ?? sign ?? '';
    const to = start + match.index + match[0].length;
    return { kind: name !== undefined ? 'name' : number !== undefined ? 'number' : quoted !== undefined ? 'text' : 'sign', text: quoted === undefined ? written : quoted.slice(1, -1), start: to - written.length, end: to };
  });
  return tokens.length > MOST ? [] : tokens;
}
