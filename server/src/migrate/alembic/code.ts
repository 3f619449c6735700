/** How a file writes Python. */
export interface PythonStyle { readonly quote: "'" | '"'; readonly indent: string; readonly eol: '\n' | '\r\n' }

/** A text as a string of that style; as Python itself would show it where it has the quote in it. */
export function stringIn({ quote }: Pick<PythonStyle, 'quote'>, text: string): string {
  const other = quote === "'" ? '"' : "'";
  const used = text.includes(quote) && !text.includes(other) ? other : quote;
  return used + text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(used, `\\${used}`) + used;
}

export const listIn = (style: PythonStyle, items: readonly string[]): string => `[${items.map((item) => stringIn(style, item)).join(', ')}]`;

/** None, one text, or a tuple, as a revision names what it follows. */
export const valueIn = (style: PythonStyle, values: readonly string[]): string =>
  (values.length === 0 ? 'None' : values.length === 1 ? stringIn(style, values[0] ?? '') : `(${values.map((value) => stringIn(style, value)).join(', ')})`);

/** A call on one line, or with an argument a line where that would be long. */
export function callIn({ indent }: PythonStyle, name: string, args: readonly string[], column: number): readonly string[] {
  const line = `${name}(${args.join(', ')})`;
  return line.length + column <= WIDTH ? [line] : [`${name}(`, ...args.map((arg) => `${indent}${arg},`), ')'];
}

const WIDTH = 100;

/** As the revisions of a project are written, newest first. */
export function styleOf(texts: readonly string[]): PythonStyle {
  const [newest = ''] = texts;
  // SQL is often in the other quotes: the identifiers show which ones names are in.
  const quoted = texts.slice(0, 5).flatMap((text) => /^revision[ \t]*(?::[^=\n]*)?=[ \t]*(['"])/m.exec(text)?.[1] ?? []);
  return { quote: quoted[0] === '"' ? '"' : "'", indent: /^def upgrade[^\n]*\n(?:[ \t]*\n|[ \t]*#[^\n]*\n)*([ \t]+)\S/m.exec(newest)?.[1] ?? '    ', eol: newest.includes('\r\n') ? '\r\n' : '\n' };
}
