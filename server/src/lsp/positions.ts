import type { Position, Range } from 'vscode-languageserver/node';
import type { Span } from '../text/span.ts';

/** How the client counts characters within a line; offsets inside the server are UTF-16 always. */
export type PositionEncoding = 'utf-16' | 'utf-8' | 'utf-32';

/** A text with its lines, to go between offsets and the client's positions. */
export interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
  readonly encoding: PositionEncoding;
}

export const linesOf = (text: string, encoding: PositionEncoding): Lines => ({ text, starts: lineStarts(text), encoding });

export function positionAt(lines: Lines, offset: number): Position {
  const clamped = Math.max(0, Math.min(offset, lines.text.length));
  const line = lineOf(lines.starts, clamped);
  return { line, character: units(lines.text.slice(lines.starts[line] ?? 0, clamped), lines.encoding) };
}

export const rangeOf = (lines: Lines, span: Span): Range => ({ start: positionAt(lines, span.start), end: positionAt(lines, span.end) });

/** A position past the end of its line means the line's end, and past the last line the text's end, as the protocol has it. */
export function offsetAt(lines: Lines, position: Position): number {
  const start = lines.starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : lines.text.length;
  const line = lines.text.slice(start, lines.starts[position.line + 1] ?? lines.text.length);
  const end = line.endsWith('\r\n') ? line.length - 2 : /[\r\n]$/.test(line) ? line.length - 1 : line.length;
  return start + Math.min(end, codeUnits(line, Math.max(0, position.character), lines.encoding));
}

export const spanOf = (lines: Lines, range: Range): Span => {
  const start = offsetAt(lines, range.start);
  return { start, end: Math.max(start, offsetAt(lines, range.end)) };
};

/** The length of a piece of a line in the client's units. */
function units(piece: string, encoding: PositionEncoding): number {
  if (encoding === 'utf-16') return piece.length;
  let count = 0;
  for (const character of piece) count += encoding === 'utf-32' ? 1 : utf8Length(character);
  return count;
}

/** How many UTF-16 code units the first `count` of the client's units take; a position inside a character means its start. */
function codeUnits(line: string, count: number, encoding: PositionEncoding): number {
  if (encoding === 'utf-16') return Math.min(count, line.length);
  let left = count;
  let length = 0;
  for (const character of line) {
    left -= encoding === 'utf-32' ? 1 : utf8Length(character);
    if (left < 0) break;
    length += character.length;
  }
  return length;
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Where lines begin. The protocol ends a line at a lone `\r` too, which editors' own line counts do not. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
