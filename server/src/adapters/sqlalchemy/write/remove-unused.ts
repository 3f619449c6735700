import type { Outline } from '../../../lang/outline.ts';
import { removeItem } from '../../../text/bracketed.ts';
import { lineEnd, lineStart, nextLine, onlyComment } from '../../../text/layout.ts';
import type { TextEdit } from '../../../text/span.ts';
import { type FromImport, fromImports, type Item } from './statements.ts';

/** Edits that take out of the imports what stands in the text that goes and nowhere else. A name that is still written anywhere, be it in a comment, stays. */
export function removeUnused(text: string, outline: Outline, gone: readonly TextEdit[]): readonly TextEdit[] {
  const removed = gone.map(({ span, newText }) => text.slice(span.start, span.end).replace(newText, '')).join('\n');
  return fromImports(text, outline).filter(({ module }) => /^(?:sqlalchemy|sqlmodel)\b/.test(module)).flatMap((statement) => {
    const unused = statement.items.filter(({ binding }) => {
      const here = times(removed, binding.name);
      return here > 0 && times(text, binding.name) - here === times(text.slice(binding.span.start, binding.span.end), binding.name);
    });
    return unused.length === 0 ? [] : without(text, statement, unused);
  });
}

/** How often an identifier is written, in code or not. */
const times = (text: string, name: string): number => [...text.matchAll(new RegExp(`(?<!\\w)${name}(?!\\w)`, 'g'))].length;

function without(text: string, statement: FromImport, unused: readonly Item[]): readonly TextEdit[] {
  const { inner, items, span, bracketed } = statement;
  const left = items.filter((item) => !unused.includes(item));
  if (left.length === 0) return onlyComment(text, span.end, '#') ? [{ span: { start: lineStart(text, span.start), end: nextLine(text, lineEnd(text, span.end)) }, newText: '' }] : [];
  const written = text.slice(inner.start, inner.end);
  if (!/[\n#\\]/.test(written)) return [{ span: inner, newText: left.map((item) => text.slice(item.start, item.end)).join(', ') + (bracketed && /,\s*$/.test(written) ? ',' : '') }];
  const list = { span: { start: inner.start - 1, end: inner.end + 1 }, items };
  return unused.map((item) => removeItem(text, list, items.indexOf(item), { comments: '#', widest: Number.MAX_SAFE_INTEGER }));
}
