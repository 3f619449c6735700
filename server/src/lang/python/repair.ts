import type { Span } from '../../text/span.ts';
import { codeOf, type Part, partsOf } from './layout.ts';

/** A text that parses better, of the same length, and what was taken out of it. */
export interface Repaired { readonly text: string; readonly errors: readonly Span[] }

/** Where a text is broken; none where it parses. */
export type FindErrors = (text: string) => readonly Span[];

/** So many statements are taken out of one part before all of it is. */
const ROUNDS = 4;

/**
 * Takes what is half-typed out of a text that does not parse, part by part: a class then hides neither its other members nor the classes below it. What is taken
 * out of a part rests on that part alone, so that reading the parts of a file one by one gives what reading all of it does.
 */
export function repair(text: string, find: FindErrors): Repaired {
  const errors: Span[] = [];
  const pieces = partsOf(codeOf(text)).map((part) => {
    const own = text.slice(part.span.start, part.span.end);
    const repaired = repairPart(own, part, find);
    for (const { start, end } of repaired.errors) errors.push({ start: start + part.span.start, end: end + part.span.start });
    return repaired.text;
  });
  return { text: pieces.join(''), errors };
}

/** While one types in one part the others stay as they are. */
const known = new Map<string, Repaired>();
const KNOWN = 400;

function repairPart(text: string, part: Part, find: FindErrors): Repaired {
  const before = known.get(text);
  if (before !== undefined) return before;
  const repaired = !mayMislead(text) && find(text).length === 0 ? { text, errors: [] } : withoutBroken(text, part, find);
  if (known.size >= KNOWN) known.clear();
  known.set(text, repaired);
  return repaired;
}

function withoutBroken(text: string, part: Part, find: FindErrors): Repaired {
  const code = codeOf(text);
  const misleading = openStatements(code, bodyIndent(code, { ...part, body: part.body === null ? null : part.body - part.span.start, span: { start: 0, end: text.length } }));
  const broken: Span[] = misleading.map(({ start, end }) => ({ start, end }));
  let rest = withoutAll(text, misleading);
  let left = find(rest);
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    const taken = lessBroken(rest, left, find);
    if (taken === null) break;
    rest = without(rest, taken.span, taken.by);
    broken.push(taken.span);
    left = find(rest);
  }
  if (left.length === 0) return { text: rest, errors: broken };
  const body = part.body === null ? 0 : part.body - part.span.start;
  const all = { start: body, end: text.length };
  const stub = without(text, all);
  return find(stub).length === 0 ? { text: stub, errors: [all] } : { text: blank(text), errors: [{ start: 0, end: text.length }] };
}

/** What is taken out next: the smallest error alone where that helps, else the statement that it is in. Null where nothing is left of that. */
function lessBroken(text: string, errors: readonly Span[], find: FindErrors): { readonly span: Span; readonly by: '0' | ' ' } | null {
  const smallest = [...errors].sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start)[0];
  if (smallest === undefined) return null;
  const span = statementAt(text, smallest.start);
  const statement = text.slice(span.start, span.end).trim();
  const own = text.slice(smallest.start, smallest.end);
  if (own !== '' && own.length < statement.length && !own.includes('\n') && find(without(text, smallest, ' ')).length < errors.length) return { span: smallest, by: ' ' };
  return statement === '0' ? null : { span, by: '0' };
}

const STATEMENT = /^(?:@|(?:async|def|class|return|if|for|while|with|try|import|from|pass|raise|yield|del|assert|global)\b|[A-Za-z_]\w*[ \t]*(?::|=(?!=)))/;

/** What is not finished at the end of its line: to the grammar the next line's statement is the rest of it. */
const DANGLING = /(?:(?:^|[^=!<>:])=|[A-Za-z_)\]]\.)[ \t]*$/;

const UNFINISHED = /(?:[^=!<>:]=|[A-Za-z_)\]]\.)[ \t]*\r?\n/;

/**
 * Whether a text may be broken where the grammar takes it all the same: a line that ends in the middle, or one that stands further left than the body it is in, after which the
 * rest of a class would count as the module's.
 */
export function mayMislead(text: string): boolean {
  const code = codeOf(text);
  return UNFINISHED.test(code) || partsOf(code).some((part) => leftOf(bodyIndent(code, part))?.test(code.slice(part.span.start, part.span.end)) === true);
}

/** How far in the first line of a body stands that begins on a line of its own; 0 for others. */
function bodyIndent(code: string, { body, span }: Part): number {
  const line = body === null || body <= span.start ? '' : code.slice(code.lastIndexOf('\n', body - 1) + 1, body);
  return line.trim() === '' ? line.length : 0;
}

const leftOf = (indent: number): RegExp | null => (indent < 2 ? null : new RegExp(`^[ \\t]{1,${indent - 1}}[^\\s)\\]}]`, 'm'));

/** `by` is what stands in its place. */
interface Broken extends Span { readonly by: '0' | ' ' }

/**
 * Statements whose brackets are still open where the next statement begins, at their own depth or further left, those that end in the middle, and lines that stand
 * further left than the body.
 */
function openStatements(code: string, bodyIndent: number): readonly Broken[] {
  const found: Broken[] = [];
  let open: { readonly start: number; readonly indent: number } | null = null;
  let depth = 0;
  let at = 0;
  for (const line of code.split('\n')) {
    const indent = line.search(/\S/);
    if (indent >= 0) {
      const begins: boolean = depth === 0 || open === null || (indent <= open.indent && STATEMENT.test(line.slice(indent)));
      if (begins) {
        if (depth > 0 && open !== null) found.push({ start: open.start, end: at, by: '0' });
        open = { start: at, indent };
        depth = 0;
        if (indent > 0 && indent < bodyIndent) { found.push({ start: at, end: at + line.length, by: ' ' }); open = null; at += line.length + 1; continue; }
      }
      for (const sign of line) if ('([{'.includes(sign)) depth++; else if (')]}'.includes(sign)) depth = Math.max(0, depth - 1);
      if (depth === 0 && open !== null && DANGLING.test(line.trimEnd())) { found.push({ start: open.start, end: at + line.length, by: '0' }); open = null; }
    }
    at += line.length + 1;
  }
  if (depth > 0 && open !== null) found.push({ start: open.start, end: code.length, by: '0' });
  return found;
}

/** The line at an offset with all that is indented further below it. */
function statementAt(text: string, offset: number): Span {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0;
  const next = new RegExp(`\\n(?=[ \\t]{0,${indent}}[^\\s)\\]}])`, 'g');
  next.lastIndex = offset;
  const found = next.exec(text);
  return { start, end: found === null ? text.length : found.index + 1 };
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

const without = (text: string, { start, end }: Span, by: '0' | ' ' = '0'): string => text.slice(0, start) + nothing(text.slice(start, end), by) + text.slice(end);

/** `spans` in document order. */
function withoutAll(text: string, spans: readonly Broken[]): string {
  let at = 0;
  const pieces = spans.map(({ start, end, by }) => { const piece = text.slice(at, start) + nothing(text.slice(start, end), by); at = end; return piece; });
  return pieces.join('') + text.slice(at);
}

/** Blanks, or a statement that says nothing (`0`) in the place of one, so that a block does not stand empty. */
function nothing(taken: string, by: '0' | ' '): string {
  const first = by === '0' ? taken.search(/\S/) : -1;
  return first < 0 ? blank(taken) : `${taken.slice(0, first)}0${blank(taken.slice(first + 1))}`;
}
