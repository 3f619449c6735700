import type { Dialect } from '../facts/dialect.ts';
import type { CustomModel } from '../facts/entry.ts';
import type { Severity } from '../facts/finding.ts';
import type { Span } from '../text/span.ts';
import type { ConfigNode } from './node.ts';

/** What holds for a file: what the nearest configuration says, with what it extends below it, the overrides that fit the file above it, and defaults filled in. */
export interface Settings {
  /** Where it was read from; null when nothing is configured. */
  readonly path: string | null;
  /** The folder it governs. */
  readonly folder: string;
  /** What says something of it, nearest first: overrides, the file itself, what it extends. */
  readonly sources: readonly ConfigSource[];
  readonly dialect: Dialect | null;
  /** The oldest version of the database that has to be served: `[14]`, `[8, 0, 36]`. Null for any. */
  readonly version: readonly number[] | null;
  /** Without patterns: everything. */
  readonly include: Globs;
  readonly exclude: Globs;
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** Names or globs of tables that are too small to matter. */
  readonly smallTables: readonly string[];
  /** A table of fewer rows (`tables.….rows`) is too small to matter. */
  readonly smallBelow: number;
  /** What holds for one table, by its name in small letters. */
  readonly tables: ReadonlyMap<string, TableSettings>;
  /** Files whose queries are read but not judged, in place of the built-in ones for tests and seeds; `true` or `false` for this very file. */
  readonly quiet: Globs | boolean | null;
  /** What classes of the project's own making keep their table and indexes in. */
  readonly customModels: readonly CustomModel[];
  readonly overrides: readonly Override[];
}

/** Globs with the folder that they are relative to: that of the file which says them. `within`: where the workspace folder lies from there, for a file above it. */
export interface Globs { readonly folder: string; readonly within?: string; readonly patterns: readonly string[] }

/** What a configuration says, where that is written down. `node` is null where nothing is. `keys`: the way to it from the file's top. */
export interface ConfigSource { readonly path: string; readonly node: ConfigNode | null; readonly keys: readonly string[] }

/** What is known of a table that its schema does not tell. */
export interface TableSettings {
  readonly rows: number | null;
  readonly writeHeavy: boolean;
  /** Rules that are off for it, and why. */
  readonly ignore: readonly string[];
  readonly reason: string;
  /** By the column's name in small letters. */
  readonly columns: ReadonlyMap<string, ColumnSettings>;
}

/** `fewValues`: the column holds one of a handful, whatever its type. `ignore`: rules that are off for what is said of this column alone. */
export interface ColumnSettings { readonly fewValues: boolean; readonly ignore: readonly string[]; readonly reason: string }

/** What holds for some files alone. */
export interface Override { readonly files: Globs; readonly said: Said }

/** What one configuration says itself; what it says nothing of is left out. */
export interface Said {
  readonly source: ConfigSource;
  readonly dialect?: Dialect;
  readonly version?: readonly number[];
  readonly include?: Globs;
  readonly exclude?: Globs;
  readonly quiet?: Globs | boolean;
  readonly rules?: ReadonlyMap<string, Severity | 'off'>;
  readonly smallTables?: readonly string[];
  readonly smallBelow?: number;
  readonly tables?: ReadonlyMap<string, TableSettings>;
  readonly customModels?: readonly CustomModel[];
  readonly overrides?: readonly Override[];
}

export interface ConfigProblem { readonly path: string; readonly span: Span; readonly message: string }

/** Tests and seeds: run on small data by their own kind, so index rules are off there unless `quiet` says otherwise. */
export const DEFAULT_QUIET: readonly string[] = [
  '**/{test,tests,__tests__,__mocks__,spec,specs,e2e,cypress,playwright,fixtures,__fixtures__,testdata,stub,stubs,seed,seeds,seeders,testing}/**', '**/*.{test,spec,e2e,cy,bench,stories}.{ts,tsx,js,jsx,mts,cts,mjs,cjs}', '**/{seed,seeds,seeder,fixture,fixtures}.{ts,js,mjs,sql,py}', '**/*{-,_,.}{seed,seeds,test,tests,e2e}.{ts,tsx,js,mjs,sql,py}', '**/{seed,seeds}{-,_,.}*.{ts,js,mjs,sql,py}', '**/{test_*,conftest,tests}.py',
];

const NO_GLOBS: Globs = { folder: '', patterns: [] };

export const DEFAULT_SETTINGS: Settings = {
  path: null, folder: '', sources: [], dialect: null, version: null, include: NO_GLOBS, exclude: NO_GLOBS, rules: new Map(), smallTables: [], smallBelow: 1000, tables: new Map(), quiet: null, customModels: [], overrides: [],
};

export const NO_COLUMN: ColumnSettings = { fewValues: false, ignore: [], reason: '' };
export const NO_TABLE: TableSettings = { rows: null, writeHeavy: false, ignore: [], reason: '', columns: new Map() };
