import type { Span } from '../../text/span.ts';
import { type Hole, HOLE, type SqlText } from '../read.ts';
import { TextBuilder } from '../text-builder.ts';
import { type Mark, marksOf } from './marks.ts';

/** A template as a text with holes. `conditional`: the outermost blocks in order, of which is not known whether or how often they are written; in the document. */
export interface TemplateText { readonly sql: SqlText; readonly conditional: readonly Span[] }

/** Blocks within blocks; deeper ones are taken as they stand. */
const DEEPEST = 16;
/** Their contents are written elsewhere. */
const ELSEWHERE = new Set(['macro', 'set', 'docs', 'define']);
const REPEATED = new Set(['for', 'range', 'each']);
const STATEMENT = /^(?:\s|--[^\n]*\n|\/\*[^*]*\*\/|\uFFFC)*(?:select|insert|update|delete|with|create|alter|drop|merge|refresh|truncate)\b/i;
const STATEMENT_START = /(?:^|;)(?:\s|--[^\n]*\n)*$/;

/**
 * A template with what it writes as holes: one condition's text is a fragment that may be missing, of alternatives and repetitions nothing
 * is known, and whole statements within a block stand by themselves. A block that never ends goes to the end.
 */
export function templateText(text: string): TemplateText {
  const conditional: Span[] = [];
  const stack: Frame[] = [frame(null)];
  let from = 0;
  const top = (): Frame => stack[stack.length - 1] ?? frame(null);
  const pop = (end: number): void => {
    const done = stack.pop();
    if (done === undefined || done.mark === null) return;
    next(done);
    if (done.mark.word !== 'raw' && stack.length === 1) conditional.push({ start: done.mark.start, end });
    putBlock(top(), done, { start: done.mark.start, end });
  };
  for (const mark of marksOf(text)) {
    copy(top(), text, from, mark.start);
    from = mark.end;
    if (mark.kind === 'output') put(top(), { kind: 'unknown' }, mark);
    else if (mark.kind === 'open' && stack.length < DEEPEST) stack.push(frame(mark));
    else if (mark.kind === 'else' && stack.length > 1) next(top());
    else if (mark.kind === 'close' && stack.length > 1) pop(mark.end);
    else top().part.builder.replace(' ', mark);
  }
  copy(top(), text, from, text.length);
  while (stack.length > 1) pop(text.length);
  return { sql: sqlOf(top().part), conditional };
}

interface Part { readonly builder: TextBuilder; readonly holes: (Hole & { readonly span: Span })[]; tail: string }
/** A block that is being read: the alternatives that are done, and the one at hand. */
interface Frame { readonly mark: Mark | null; readonly done: SqlText[]; part: Part }

const part = (): Part => ({ builder: new TextBuilder(), holes: [], tail: '' });
const frame = (mark: Mark | null): Frame => ({ mark, done: [], part: part() });

const identity = (offset: number): number => offset;

function copy(into: Frame, text: string, start: number, end: number): void {
  into.part.builder.copy(text, start, end, identity);
  into.part.tail = (into.part.tail + text.slice(Math.max(start, end - TAIL), end)).slice(-TAIL);
}

/** How far back the beginning of a statement is looked for, over comments. UTF-16 units. */
const TAIL = 400;

function put({ part: into }: Frame, hole: Hole, span: Span): void {
  into.holes.push({ ...hole, span });
  into.builder.replace(HOLE, span);
  into.tail += HOLE;
}

function sqlOf({ builder, holes }: Part): SqlText {
  return { ...builder.build(), holes };
}

function next(block: Frame): void {
  block.done.push(sqlOf(block.part));
  block.part = part();
}

function putBlock(into: Frame, { mark, done }: Frame, span: Span): void {
  const word = mark?.word ?? '';
  const [only, ...others] = done.filter((alternative) => alternative.text.trim() !== '');
  if (only === undefined) return;
  if (word === 'raw') put(into, { kind: 'fragment', text: only, optional: false }, span);
  else if ([only, ...others].every(({ text }) => STATEMENT.test(text)) && STATEMENT_START.test(into.part.tail)) for (const text of [only, ...others]) putStatements(into, text, span);
  else if (ELSEWHERE.has(word)) into.part.builder.replace(' ', span);
  else if (others.length > 0 || REPEATED.has(word)) put(into, { kind: 'unknown' }, span);
  else put(into, { kind: 'fragment', text: only, optional: true }, span);
}

/** Set off from what stands before and behind them: the last one of a block has no `;` where the program sends it by itself. */
function putStatements(into: Frame, text: SqlText, span: Span): void {
  put(into, { kind: 'fragment', text, optional: false }, span);
  into.part.builder.replace(';', { start: span.end, end: span.end });
  into.part.tail = ';';
}
