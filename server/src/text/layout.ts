/** The line end a text uses; the first one decides. */
export const newlineOf = (text: string): string => (/\r?\n/.exec(text)?.[0] ?? '\n');

/** White space at the start of the line that holds an offset. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start, start + 400))?.[0] ?? '';
}

export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line that holds an offset ends, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

/** Whether only white space stands before an offset on its line. */
export const startsLine = (text: string, offset: number): boolean => text.slice(lineStart(text, offset), offset).trim() === '';

/** Where the line after the one that holds an offset starts; the end of the text on the last. */
export const nextLine = (text: string, offset: number): number => Math.min(text.length, lineEnd(text, offset) + newlineOf(text).length);

/** One step of indentation, as the text has it most often at the first indented line of an object. */
export function indentUnit(text: string): string {
  const first = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  if (first.startsWith('\t')) return '\t';
  return first.length >= 8 ? '  ' : first;
}

export const quoted = (text: string, quote: string): string => quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;

/** How a host language writes comments: with slashes and stars, or with number signs. */
export type Comments = '//' | '#';

/** The offset of the first character that is neither white space nor comment, from an offset on; `end` when there is none. */
export function skipSpace(text: string, from: number, end: number, comments: Comments = '//'): number {
  let at = from;
  while (at < end) {
    if (/\s/.test(text[at] ?? '')) at++;
    else if (text.startsWith(comments, at)) at = Math.min(end, lineEnd(text, at));
    else if (comments === '//' && text.startsWith('/*', at)) {
      const close = text.indexOf('*/', at + 2);
      at = close < 0 ? end : close + 2;
    } else return at;
  }
  return end;
}

/** Whether nothing but a comment stands from an offset to the end of its line. */
export function onlyComment(text: string, from: number, comments: Comments = '//'): boolean {
  const rest = text.slice(from, lineEnd(text, from));
  return (comments === '#' ? /^[ \t]*(?:#.*)?$/ : /^[ \t]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?$/).test(rest);
}
