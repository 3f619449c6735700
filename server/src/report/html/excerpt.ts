import { esc } from '../map/escape.ts';
import type { ShownPlace } from '../map/shown.ts';
import type { Places } from '../places.ts';

/** Lines around the place that are shown. */
const around = 1;
const longestLine = 160;

/** The code at a place, its line marked; a line that is too long is cut. */
export function excerptHtml({ path, line }: ShownPlace, places: Places): string {
  const first = Math.max(1, line - around);
  const lines = Array.from({ length: line + around - first + 1 }, (_, i) => ({ number: first + i, text: places.line(path, first + i - 1) })).filter(({ number, text }) => number === line || text.trim() !== '');
  const margin = Math.min(...lines.filter(({ text }) => text.trim() !== '').map(({ text }) => text.length - text.trimStart().length));
  const rows = lines.map(({ number, text }) => `<span class="line${number === line ? ' here' : ''}"><span class="ln">${number}</span><span>${esc(cut(text.slice(Number.isFinite(margin) ? margin : 0)))}</span></span>`);
  return `<pre class="code">${rows.join('')}</pre>`;
}

const cut = (text: string): string => (text.length <= longestLine ? text : `${text.slice(0, longestLine - 1)}…`);
