/** Colours only for a terminal, and never against NO_COLOR (no-color.org). */
const codes = { red: 31, yellow: 33, blue: 34, cyan: 36, grey: 90, bold: 1, underline: 4 } as const;
export type Colour = keyof typeof codes;

export const paint = (stream: NodeJS.WriteStream) => {
  const on = stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
  return (colour: Colour, text: string): string => (on ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
};

/** Columns of the terminal; 120 where there is none, so that logs stay readable. */
export const widthOf = (stream: NodeJS.WriteStream): number => Math.max(40, stream.isTTY ? stream.columns : 120);
