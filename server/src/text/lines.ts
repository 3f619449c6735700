/** Where lines start, for turning offsets into 0-based lines and UTF-16 characters. `\n` and `\r\n` end lines; a lone `\r` does not. */
export interface LineIndex { readonly starts: readonly number[]; readonly length: number }

export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { starts, length: text.length };
}

export interface Position { readonly line: number; readonly character: number }

/** Total: offsets outside the text are clamped. */
export function positionAt(index: LineIndex, offset: number): Position {
  const at = Math.max(0, Math.min(offset, index.length));
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: at - (index.starts[low] ?? 0) };
}

/** Total: positions outside the text are clamped to it. */
export function offsetAt(index: LineIndex, position: Position): number {
  const start = index.starts[Math.max(0, position.line)];
  if (start === undefined) return index.length;
  const next = index.starts[position.line + 1] ?? index.length + 1;
  return Math.max(start, Math.min(start + position.character, next - 1));
}
