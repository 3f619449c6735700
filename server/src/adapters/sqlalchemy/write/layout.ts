import type { ListStyle } from '../../../text/bracketed.ts';
import { indentAt, newlineOf, quoted } from '../../../text/layout.ts';

/** How a Python file is laid out. `widest`: in UTF-16 units, what a line may have. */
export interface Layout { readonly newline: string; readonly unit: string; readonly widest: number; readonly quote: string }

/** `inner` stands one step further in than `outer`: two offsets, of a class and of what is in it; no difference, and the language's usual four spaces are taken. */
export function layoutOf(text: string, { outer, inner, quote }: { readonly outer: number; readonly inner: number; readonly quote: string }): Layout {
  const [less, more] = [indentAt(text, outer), indentAt(text, inner)];
  const unit = more.length > less.length && more.startsWith(less) ? more.slice(less.length) : '    ';
  return { newline: newlineOf(text), unit, widest: widestIn(text), quote };
}

/** black's width, or that of the file's longest line of code, within reason. */
function widestIn(text: string): number {
  let widest = 88;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    if (end - start <= 120) widest = Math.max(widest, end - start);
    start = end + 1;
  }
  return widest;
}

export const listStyle = ({ widest, unit }: Layout): ListStyle => ({ comments: '#', widest, unit });

/** A string literal in the file's quotes, or in the other ones where those would have to be escaped. */
export function literal(value: string, { quote }: Layout): string {
  const other = quote === '"' ? "'" : '"';
  return quoted(value, value.includes(quote) && !value.includes(other) ? other : quote);
}

/** `callee(a, b)` on one line where there is room behind `indent`, else one argument a line. */
export function callText(callee: string, args: readonly string[], indent: string, layout: Layout): string {
  const line = `${callee}(${args.join(', ')})`;
  if (!line.includes('\n') && indent.length + line.length + 1 <= layout.widest) return line;
  const inner = layout.newline + indent + layout.unit;
  return `${callee}(${args.map((arg) => `${inner}${arg},`).join('')}${layout.newline}${indent})`;
}
