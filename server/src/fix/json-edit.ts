import { modify, type JSONPath } from 'jsonc-parser';
import type { TextEdit } from '../text/span.ts';

/**
 * Edits that set a value in a JSON document, with comments, line ends and indentation kept as they are.
 * A last path step of -1 appends to an array. Empty when the value stands there already, or the text is not JSON enough to edit.
 */
export function setInJson(text: string, path: JSONPath, value: unknown): readonly TextEdit[] {
  const formattingOptions = { ...indentationOf(text), eol: text.includes('\r\n') ? '\r\n' : '\n' };
  try {
    const edits = modify(text, path, value, { formattingOptions, isArrayInsertion: path.at(-1) === -1 }).map((edit) => ({ span: { start: edit.offset, end: edit.offset + edit.length }, newText: edit.content }));
    return edits.filter((edit) => text.slice(edit.span.start, edit.span.end) !== edit.newText);
  } catch {
    // The parser throws where a path runs through something that is no object or array.
    return [];
  }
}

function indentationOf(text: string): { readonly insertSpaces: boolean; readonly tabSize: number } {
  const indent = /^[\t ]+(?=\S)/m.exec(text)?.[0] ?? '  ';
  return indent.startsWith('\t') ? { insertSpaces: false, tabSize: 1 } : { insertSpaces: true, tabSize: indent.length };
}
