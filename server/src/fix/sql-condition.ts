import type { Expr } from '../facts/expr.ts';
import { childrenOf } from '../facts/walk.ts';
import type { Outline } from '../lang/outline.ts';
import { textsOf } from '../lang/texts.ts';
import type { Piece, Rewrite } from '../rules/rewrite/index.ts';
import { quotesAround } from '../text/host-quotes.ts';
import { contains, type Span } from '../text/span.ts';

/** The place where a template puts a value in: the value, and all from `${` to `}`. */
interface Hole { readonly inner: Span; readonly outer: Span }

/** The SQL that stands around a condition in code: its quote, and where values are put in. A SQL file has neither. */
export interface SqlAround { readonly quote: string | null; readonly holes: readonly Hole[] }

export const BARE: SqlAround = { quote: null, holes: [] };

/** Null where the condition is no text but calls of the host language. */
export function sqlAround(outline: Outline, source: string, span: Span): SqlAround | null {
  for (const { text } of textsOf(outline)) {
    if (!contains(text.span, span)) continue;
    if (text.kind === 'string') return { quote: quotesAround(source, text.span, text.inner.start).quote, holes: [] };
    const holes = text.holes.map((hole, i) => ({ inner: hole.span, outer: { start: text.quasis[i]?.inner.end ?? hole.span.start, end: text.quasis[i + 1]?.inner.start ?? hole.span.end } }));
    const whole = whereWritten(span, holes);
    if (!holes.some(({ outer }) => outer.start < whole.start && whole.end < outer.end)) return { quote: quotesAround(source, text.span, text.quasis[0]?.inner.start ?? text.span.start).quote, holes };
  }
  return null;
}

/** Spans of what stands in a hole begin with the value and may end behind the bracket: this is the span with the brackets on both ends. */
export function whereWritten(span: Span, holes: readonly Hole[]): Span {
  const first = holes.find(({ inner }) => inner.start === span.start);
  const last = holes.find(({ inner, outer }) => inner.end <= span.end && span.end <= outer.end);
  return { start: first?.outer.start ?? span.start, end: last?.outer.end ?? span.end };
}

/** The same for code around it: the value alone. */
export function valueSpan(span: Span, outline: Outline): Span {
  for (const { text } of textsOf(outline)) {
    const hole = text.kind === 'template' && contains(text.span, span) ? text.holes.find((h) => h.span.start === span.start && h.span.end <= span.end) : undefined;
    if (hole !== undefined) return hole.span;
  }
  return span;
}

/** The new condition as SQL: the column and the values as they are written in the text, everything else quoted for the string around it. */
export function newCondition(rewrite: Rewrite, text: string, around: SqlAround): string {
  const written = (span: Span): string => { const whole = whereWritten(span, around.holes); return text.slice(whole.start, whole.end); };
  const column = written(rewrite.column.span);
  const tests = rewrite.tests.map(({ op, value }) => `${column} ${op} ${value.map((piece) => (typeof piece === 'string' ? quotedFor(piece, around) : written(piece.span))).join('')}`).join(' AND ');
  return rewrite.orNull ? `(${tests} OR ${column} IS NULL)` : tests;
}

const quotedFor = (sql: string, { quote }: SqlAround): string => (quote === null || quote === '`' ? sql : sql.replaceAll(quote, `\\${quote}`));

/** Whether values that are now used twice may be: one of a list of question marks can not, and one that code computes is computed twice. */
export function usesOf(rewrite: Rewrite, text: string): 'fine' | 'positional' | 'computed' {
  const uses = rewrite.tests.flatMap((test) => test.value).filter((piece): piece is Exclude<Piece, string> => typeof piece !== 'string');
  const twice = uses.filter((piece, i) => uses.findIndex((other) => other.span.start === piece.span.start) !== i).flatMap(paramsIn).map((span) => text.slice(span.start, span.end));
  if (twice.some((source) => source === '?' || source === '%s')) return 'positional';
  return twice.some((source) => /[\w)]\s*\(|\bawait\b|\+\+|--/.test(source)) ? 'computed' : 'fine';
}

const paramsIn = (expr: Expr<unknown>): readonly Span[] => (expr.kind === 'param' ? [expr.span] : childrenOf(expr).flatMap(paramsIn));
