import type { Binding, Outline } from '../../../lang/outline.ts';
import { lineEnd, lineStart, skipSpace } from '../../../text/layout.ts';
import type { Span } from '../../../text/span.ts';

/** `from module import …` at the left edge of a file. `items`: what it imports, each with its `as`. */
export interface FromImport {
  readonly module: string;
  /** From `from` to the end of what it imports, the bracket included. */
  readonly span: Span;
  /** The names alone, without brackets around them. */
  readonly inner: Span;
  readonly bracketed: boolean;
  readonly items: readonly Item[];
}
export interface Item extends Span { readonly binding: Binding }

/** The statements that import names of a module, in document order; those under a condition are left out, since they may not run. */
export function fromImports(text: string, outline: Outline): readonly FromImport[] {
  const groups = new Map<number, { readonly head: Head; readonly bindings: Binding[] }>();
  for (const binding of outline.bindings) {
    if (!binding.topLevel || binding.import === null) continue;
    const head = headBefore(text, binding.span.start);
    if (head === null || head.module !== binding.import.module) continue;
    const group = groups.get(head.start) ?? { head, bindings: [] };
    group.bindings.push(binding);
    groups.set(head.start, group);
  }
  return [...groups.values()].map(({ head, bindings }) => statement(text, head, bindings));
}

interface Head { readonly start: number; readonly module: string; readonly inner: number; readonly bracketed: boolean }

const HEAD = /^from[ \t]+([.\w]+)[ \t]+import\b[ \t]*(\()?/;

/** The statement that a name is in: a bracketed one is at most so many lines above it. */
function headBefore(text: string, offset: number): Head | null {
  let start = lineStart(text, offset);
  for (let lines = 0; lines < MOST_LINES; lines++) {
    const found = HEAD.exec(text.slice(start, start + 400));
    if (found !== null) return reaches(text, start + found[0].length, offset, found[2] !== undefined) ? { start, module: found[1] ?? '', inner: start + found[0].length, bracketed: found[2] !== undefined } : null;
    if (start === 0) return null;
    start = lineStart(text, start - 1);
  }
  return null;
}

const MOST_LINES = 200;

/** Whether a statement goes on to an offset: to its closing bracket, else over lines that end in a backslash. */
function reaches(text: string, inner: number, offset: number, bracketed: boolean): boolean {
  return bracketed ? closing(text, inner - 1) >= offset : !/(?<!\\)\r?\n/.test(text.slice(inner, offset));
}

function statement(text: string, head: Head, bindings: readonly Binding[]): FromImport {
  const last = bindings.reduce((end, binding) => Math.max(end, binding.span.end), head.inner);
  const close = head.bracketed ? closing(text, last) : last;
  const starts = bindings.map((binding) => itemStart(text, head.inner, binding));
  return {
    module: head.module, span: { start: head.start, end: head.bracketed ? close + 1 : close }, inner: { start: head.inner, end: close }, bracketed: head.bracketed,
    items: bindings.map((binding, i) => ({ start: starts[i] ?? binding.span.start, end: binding.span.end, binding })),
  };
}

/** A bracket that is not closed within so many characters is no import that a person wrote. */
const LONGEST = 20_000;

function closing(text: string, from: number): number {
  const end = Math.min(text.length, from + LONGEST);
  let at = from;
  while (at < end && text[at] !== ')') at = skipSpace(text, at + 1, end, '#');
  return at;
}

/** `a as b` binds `b`; the item starts at `a`. */
function itemStart(text: string, inner: number, binding: Binding): number {
  if (binding.import === null || binding.import.imported === binding.name) return binding.span.start;
  const before = /[\w.]+[ \t]+as[ \t]+$/.exec(text.slice(Math.max(inner, lineStart(text, binding.span.start)), binding.span.start));
  return before === null ? binding.span.start : binding.span.start - before[0].length;
}

/** Where the logical line of an import ends: behind a comment, in front of the line end. */
export const endOfStatement = (text: string, { span }: FromImport): number => lineEnd(text, span.end);
