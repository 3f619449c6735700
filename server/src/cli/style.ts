import type { Colour, Style } from '../report/text.ts';

const codes: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, blue: 34, cyan: 36, grey: 90, bold: 1, underline: 4 };

/** Colours only for a terminal, and never against NO_COLOR (no-color.org). */
export const paint = (stream: NodeJS.WriteStream): Style['paint'] => {
  const on = stream.isTTY === true && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';
  return (colour, text) => (on ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
};

/** The columns of the terminal; 120 where there is none, so that logs stay readable. */
export const styleOf = (stream: NodeJS.WriteStream): Style => ({ paint: paint(stream), width: Math.max(40, stream.isTTY ? stream.columns : 120) });
