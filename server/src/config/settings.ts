import type { Dialect } from '../facts/dialect.ts';
import type { CustomModel } from '../facts/entry.ts';
import type { Severity } from '../facts/finding.ts';
import type { Span } from '../text/span.ts';

/** What one configuration file says, with defaults filled in. It holds for its folder and below, down to the next one. */
export interface Settings {
  /** Where it was read from; null when nothing is configured. */
  readonly path: string | null;
  /** The folder it governs. */
  readonly folder: string;
  readonly dialect: Dialect | null;
  /** Globs relative to `folder`; empty means everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** Names or globs of tables that are too small to matter. */
  readonly smallTables: readonly string[];
  /** Rules that are off for one table. */
  readonly tableIgnores: ReadonlyMap<string, readonly string[]>;
  /** Globs of files whose queries are read but not judged, on top of the built-in ones for tests and seeds. */
  readonly quiet: readonly string[] | null;
  /** What classes of the project's own making keep their table and indexes in. */
  readonly customModels: readonly CustomModel[];
}

export interface ConfigProblem { readonly path: string; readonly span: Span; readonly message: string }

/** Tests and seeds: run on small data by their own kind, so index rules are off there unless `quiet` says otherwise. */
export const DEFAULT_QUIET: readonly string[] = [
  '**/{test,tests,__tests__,__mocks__,spec,specs,e2e,cypress,playwright,fixtures,__fixtures__,testdata,stub,stubs,seed,seeds,seeders,testing}/**', '**/*.{test,spec,e2e,cy,bench,stories}.{ts,tsx,js,jsx,mts,cts,mjs,cjs}', '**/{seed,seeds,seeder,fixture,fixtures}.{ts,js,mjs,sql,py}', '**/*{-,_,.}{seed,seeds,test,tests,e2e}.{ts,tsx,js,mjs,sql,py}', '**/{seed,seeds}{-,_,.}*.{ts,js,mjs,sql,py}', '**/{test_*,conftest,tests}.py',
];

export const DEFAULT_SETTINGS: Settings = { path: null, folder: '', dialect: null, include: [], exclude: [], rules: new Map(), smallTables: [], tableIgnores: new Map(), quiet: null, customModels: [] };
