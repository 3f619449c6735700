import { readFileSync } from 'node:fs';

declare const SARGABLE_VERSION: string | undefined;

/** The version of the bundle, or of the sources it is run from. */
export function version(): string {
  if (typeof SARGABLE_VERSION === 'string') return SARGABLE_VERSION;
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
}
