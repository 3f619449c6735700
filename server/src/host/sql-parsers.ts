import { loadModule, parseSync, scanSync } from 'libpg-query';
import type { SqlParsers } from '../sql/read.ts';

/**
 * Loads PostgreSQL's own parser. The library starts itself on import and looks for `libpg-query.wasm` in the folder of its own file: inside
 * the package when run from source, beside the bundle when bundled, as long as the bundle has `__dirname`, `__filename` and `require`.
 */
export async function loadSqlParsers(): Promise<SqlParsers> {
  await loadModule();
  return { pgParse: parseSync, pgScan: scanSync };
}
