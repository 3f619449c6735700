import { readFileSync, statSync } from 'node:fs';

/** Nothing larger is read into memory. Bytes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The text of a regular file as UTF-8 without its byte order mark; null when there is none, it is too large, or it is binary. */
export function readText(absolute: string): string | null {
  try {
    const stat = statSync(absolute);
    if (!stat.isFile() || stat.size > MAX_BYTES) return null;
    const text = readFileSync(absolute, 'utf8');
    return text.slice(0, 1000).includes('\u0000') ? null : text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  } catch {
    return null;
  }
}
