import type { Binding, Outline } from '../../../lang/outline.ts';
import type { Span, TextEdit } from '../../../text/span.ts';
import { lineEnd, lineStart, newlineOf, startsLine } from '../../../text/layout.ts';

/** Edits that take out of the imports what stands in `gone` and nowhere else. A name that is still written anywhere, be it in a comment, stays. */
export function removeUnused(text: string, outline: Outline, gone: Span): readonly TextEdit[] {
  const removed = text.slice(gone.start, gone.end);
  const rest = text.slice(0, gone.start) + ' '.repeat(removed.length) + text.slice(gone.end);
  const imported = outline.bindings.filter((b) => b.topLevel && b.kind === 'import' && b.import !== null && b.import.imported !== '*' && b.import.imported !== 'default');
  const unused = imported.filter((b) => names(removed, b.name) > 0 && names(rest, b.name) === names(text.slice(b.span.start, b.span.end), b.name));
  return [...groupByBraces(text, unused)].flatMap(([open, bindings]) => editsFor(text, open, imported, bindings));
}

/** How often an identifier is written, in code or not. */
function names(text: string, name: string): number {
  const escaped = name.replaceAll('$', '\\$');
  return [...text.matchAll(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, 'g'))].length;
}

function groupByBraces(text: string, bindings: readonly Binding[]): ReadonlyMap<number, readonly Binding[]> {
  const groups = new Map<number, Binding[]>();
  for (const binding of bindings) {
    const open = text.lastIndexOf('{', binding.span.start);
    if (open >= 0) groups.set(open, [...(groups.get(open) ?? []), binding]);
  }
  return groups;
}

function editsFor(text: string, open: number, imported: readonly Binding[], unused: readonly Binding[]): readonly TextEdit[] {
  const close = text.indexOf('}', open);
  const all = imported.filter((b) => b.span.start > open && b.span.end <= close);
  const statement = all.length === unused.length ? statementAround(text, open, close) : null;
  if (statement !== null) return [{ span: statement, newText: '' }];
  return all.length === unused.length ? [] : unused.map((binding) => ({ span: specifierSpan(text, open, close, binding), newText: '' }));
}

/** `import { … } from '…';` that is on lines of its own and imports nothing else. */
function statementAround(text: string, open: number, close: number): Span | null {
  const start = lineStart(text, open);
  const end = lineEnd(text, close);
  const isWhole = /^import\s*$/.test(text.slice(start, open)) && /^\}\s*from\s*(['"])[^'"\n]*\1\s*;?\s*$/.test(text.slice(close, end));
  return isWhole ? { start, end: Math.min(text.length, end + newlineOf(text).length) } : null;
}

/** The name with what renames it, its comma, and its line where it has one. */
function specifierSpan(text: string, open: number, close: number, binding: Binding): Span {
  const before = Math.max(text.lastIndexOf(',', binding.span.start - 1), open) + 1;
  const start = before + (/^\s*/.exec(text.slice(before, binding.span.start))?.[0].length ?? 0);
  const comma = /^\s*,/.exec(text.slice(binding.span.end, close))?.[0].length;
  if (comma === undefined) return { start: text[before - 1] === ',' ? before - 1 : start, end: binding.span.end };
  const after = binding.span.end + comma;
  if (startsLine(text, start) && /^[ \t]*$/.test(text.slice(after, lineEnd(text, after)))) return { start: lineStart(text, start), end: lineEnd(text, after) + newlineOf(text).length };
  return { start, end: after + (/^[ \t]*/.exec(text.slice(after, close))?.[0].length ?? 0) };
}
