import type { Settings } from '../config/settings.ts';
import { hashText } from '../text/hash.ts';

/** Equal for configurations that say the same, however and wherever they are written. `root`: what was read, since another folder has other configurations. */
export const configurationOf = (root: string, all: readonly Settings[]): string => `${root === '' ? '.' : root} ${hashText(JSON.stringify(all.map((settings) => JSON.stringify(settings, plain)).sort()))}`;

/** Whether a configuration is another one than when the baseline was written, as far as that can be told: both are of the same folder. */
export function isOther(before: string, now: string): boolean {
  const [folder, other] = [before, now].map((text) => text.slice(0, text.lastIndexOf(' ')));
  return folder === other && before !== now;
}

/** Where something is said. */
const PLACES = new Set(['path', 'source', 'sources']);

/** Maps say nothing in JSON by themselves; the order of their keys does not matter. */
function plain(key: string, value: unknown): unknown {
  if (PLACES.has(key)) return null;
  return value instanceof Map ? [...value].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) : value;
}
