import type { Span } from '../../text/span.ts';
import { HOLE } from '../read.ts';

/**
 * One mark of a template. `output`: something is written here; `nothing`: comments, settings, assignments; `open`, `else`, `close`: a
 * block's. `word` is what the block is called: `if`, `for`, `macro`; of Handlebars' sections `#` for those without a known word.
 */
export interface Mark extends Span { readonly kind: 'output' | 'nothing' | 'open' | 'else' | 'close'; readonly word: string }

/** Longer than any that a person writes: an opening without an end is no mark. UTF-16 units. */
const LONGEST = 10_000;
const OPENINGS = /\{\{\{|\{\{!--|\{\{|\{%|\{#|\$\{|\uFFFC/g;
const CLOSINGS: Readonly<Record<string, string>> = { '{{{': '}}}', '{{!--': '--}}', '{{': '}}', '{%': '%}', '{#': '#}', '${': '}' };

/** All marks of Jinja (dbt), Handlebars and Mustache, Go's templates, and `${name}` in the place of a name; in order, none within another. Linear in the text. */
export function marksOf(text: string): readonly Mark[] {
  const found: Mark[] = [];
  const closings = new Closings(text);
  const speech: Speech = { ends: new Set([...text.matchAll(/\{%[-~+]?\s*end(\w+)/g)].map((end) => end[1] ?? '')), go: /\{\{-?\s*end\s*-?\}\}/.test(text) };
  OPENINGS.lastIndex = 0;
  for (let opening = OPENINGS.exec(text); opening !== null; opening = OPENINGS.exec(text)) {
    const mark = markAt(text, opening.index, opening[0], { speech, closings });
    if (mark === null) continue;
    found.push(mark);
    OPENINGS.lastIndex = mark.end;
  }
  return found;
}

/** What tells one template language from another: the blocks that have an `{% endX %}`, and whether there is Go's `{{ end }}`. */
interface Speech { readonly ends: ReadonlySet<string>; readonly go: boolean }

/** Where the next closing of each kind stands. What is not there is looked for once. */
class Closings {
  private readonly known = new Map<string, number>();
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** -1 when there is none. `from` never falls from one question to the next. */
  next(closing: string, from: number): number {
    const known = this.known.get(closing);
    if (known !== undefined && (known < 0 || known >= from)) return known;
    const found = this.text.indexOf(closing, from);
    this.known.set(closing, found);
    return found;
  }
}

function markAt(text: string, start: number, opening: string, { speech, closings }: { readonly speech: Speech; readonly closings: Closings }): Mark | null {
  if (opening === HOLE) return { kind: 'output', word: '', start, end: start + 1 };
  const closing = CLOSINGS[opening] ?? '}}';
  const at = closings.next(closing, start + opening.length);
  if (at < 0 || at - start > LONGEST) return null;
  const end = at + closing.length;
  if (opening === '${') return isName(text.slice(start + 2, end - 1)) && namesAt(text, start, end) ? { kind: 'output', word: '', start, end } : null;
  const inner = text.slice(start + opening.length, at).replace(/^[-~+]|[-~+]$/g, '').trim();
  return { ...meaning(opening, inner, speech), start, end };
}

const isName = (inner: string): boolean => /^[\w.]+$/.test(inner);

const NAME_BEFORE = /[\w"'`.]$|\b(?:from|join|into|update|table|exists|on|only|references|schema|index|view)\s+$/i;
/** Whether what stands there is in quotes or a part of a name: a `${value}` by itself is a placeholder as good as any. */
export const namesAt = (text: string, start: number, end: number): boolean => NAME_BEFORE.test(text.slice(Math.max(0, start - 24), start)) || /^[\w"`.]/.test(text.slice(end, end + 1));

type Meaning = Pick<Mark, 'kind' | 'word'>;

const NOTHING: Meaning = { kind: 'nothing', word: '' };
const OUTPUT: Meaning = { kind: 'output', word: '' };

function meaning(opening: string, inner: string, speech: Speech): Meaning {
  if (opening === '{#' || opening === '{{!--') return NOTHING;
  if (opening === '{%') return tag(inner, speech);
  return opening === '{{{' ? OUTPUT : braces(inner, speech);
}

/** `{% … %}` */
function tag(inner: string, { ends }: Speech): Meaning {
  const word = /^\w+/.exec(inner)?.[0] ?? '';
  if (/^(?:else|elif|elsif|elseif)$/.test(word)) return { kind: 'else', word };
  if (word.startsWith('end') && ends.has(word.slice(3))) return { kind: 'close', word: word.slice(3) };
  if (word === 'set' && /=/.test(inner)) return NOTHING;
  if (ends.has(word)) return { kind: 'open', word };
  return word === 'include' ? OUTPUT : NOTHING;
}

/** `{{ … }}` of any of them. */
function braces(inner: string, { go }: Speech): Meaning {
  if (inner.startsWith('!') || inner.startsWith('/*')) return NOTHING;
  // dbt's settings write nothing.
  if (/^config\s*\(/.test(inner)) return NOTHING;
  const section = /^[#^]\s*(\w*)/.exec(inner);
  if (section !== null) return inner === '^' ? { kind: 'else', word: 'else' } : { kind: 'open', word: /^(?:if|unless|each|with)$/.test(section[1] ?? '') ? (section[1] ?? '') : '#' };
  if (inner.startsWith('/')) return { kind: 'close', word: inner.slice(1).trim() };
  if (/^else\b/.test(inner)) return { kind: 'else', word: 'else' };
  if (go && inner === 'end') return { kind: 'close', word: 'end' };
  const block = go ? /^(if|range|with|define|block)\s+\S/.exec(inner) : null;
  if (block !== null) return { kind: 'open', word: block[1] ?? '' };
  return go && /^\$\w+\s*:?=/.test(inner) ? NOTHING : OUTPUT;
}
