import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

declare const SARGABLE_BUNDLED: boolean | undefined;

/** Where a rule's page lies on this machine: beside the bundle, or among the sources. Null when there is none. */
export function pageFile(id: string): string | null {
  if (!/^[a-z-]+$/.test(id)) return null;
  const folder = typeof SARGABLE_BUNDLED === 'boolean' && SARGABLE_BUNDLED ? './rules/' : '../rules/';
  const file = fileURLToPath(new URL(`${folder}${id}.md`, import.meta.url));
  return existsSync(file) ? file : null;
}

/** A rule's page as Markdown; null when there is none. */
export function pageOf(id: string): string | null {
  const file = pageFile(id);
  try {
    return file === null ? null : readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
