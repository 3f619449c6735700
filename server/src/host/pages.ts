import { readFileSync } from 'node:fs';

declare const SARGABLE_BUNDLED: boolean | undefined;

/** A rule's page as Markdown; null when there is none. From beside the bundle, or from the sources. */
export function pageOf(id: string): string | null {
  if (!/^[a-z-]+$/.test(id)) return null;
  const folder = typeof SARGABLE_BUNDLED === 'boolean' && SARGABLE_BUNDLED ? './rules/' : '../rules/';
  try {
    return readFileSync(new URL(`${folder}${id}.md`, import.meta.url), 'utf8');
  } catch {
    return null;
  }
}
