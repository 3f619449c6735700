import type { Settings } from '../config/settings.ts';
import { hashText } from '../text/hash.ts';

/** Equal for configurations that say the same, however they are written and wherever the project lies. */
export const configurationHash = (all: readonly Settings[]): string => hashText(JSON.stringify(all.map((settings) => JSON.stringify({ ...settings, path: null }, plain)).sort()));

/** Maps say nothing in JSON by themselves; the order of their keys does not matter. */
const plain = (_key: string, value: unknown): unknown => (value instanceof Map ? [...value].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) : value);
