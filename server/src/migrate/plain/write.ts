import { startDraft } from '../../fix/draft.ts';
import type { Catalog } from '../../facts/catalog.ts';
import { creates } from '../comments.ts';
import { freeName, slugFor, timestamp } from '../names.ts';
import type { MigrationFile, MigrationRequest, MigrationResult, PlannedIndex } from '../tool.ts';
import { type Content, oneFile, twoFiles } from './compose.ts';
import { type Layout, pathFor, type PlainMigration, plainMigrations } from './folder.ts';
import { headerLike } from './header.ts';
import { nextNumber } from './numbering.ts';
import { bothWays } from './print.ts';
import { type Sections, sectionsOf } from './sections.ts';
import { learnStyle, type SqlStyle } from '../../sql/ddl-style.ts';
import { likeName } from './wording.ts';

/** What a folder shows about how its next file is to be written. */
interface Manner {
  readonly newest: PlainMigration | null;
  readonly newestText: string;
  readonly layout: Layout;
  readonly style: SqlStyle;
  readonly sections: Sections | null;
}

/**
 * Writes the next migration into a folder of SQL files, as its newest file is written; `first` is the layout where the folder is
 * still empty. Built CONCURRENTLY, each index has a file of its own.
 */
export function writePlain(request: MigrationRequest, first: Layout): MigrationResult {
  const draft = startDraft(request.view);
  const files: MigrationFile[] = [];
  const manner = mannerOf(request, first);
  if (manner.newest !== null && /\.(postgres|postgresql|pg|mysql|mariadb|sqlite3?|cockroach)$/i.test(manner.newest.name.rest)) return { kind: 'none', reason: `${request.home.folder} keeps one file a database engine, which cannot be imitated yet` };
  const build = buildOf(manner, request.catalog);
  const unprintable = request.indexes.find((index) => bothWays(index, request.catalog, manner.style, build) === null);
  if (unprintable !== undefined) return { kind: 'none', reason: `the index ${unprintable.spec.name ?? ''} on ${unprintable.spec.table} has no form in this dialect` };
  const batches = build === 'concurrent' ? request.indexes.map((index) => [index]) : [request.indexes];
  for (const batch of batches) {
    const file = writeOne({ ...request, view: draft, indexes: batch }, build, first);
    for (const [path, text] of file.texts) draft.create(path, text);
    files.push(file.shown);
  }
  return { kind: 'written', edits: draft.edits(), files };
}

function mannerOf(request: MigrationRequest, first: Layout): Manner {
  const migrations = plainMigrations(request.view, request.home.folder);
  const newest = migrations.at(-1) ?? null;
  const texts = migrations.slice(-20).reverse().map((migration) => request.view.text(migration.up) ?? '');
  const recent = migrations.slice(-5);
  // One file without a way back among pairs is an exception, not the manner.
  const typical = recent.filter((migration) => migration.layout.down !== null).length * 2 > recent.length ? recent.findLast((migration) => migration.layout.down !== null) : newest;
  return { newest, newestText: texts[0] ?? '', layout: typical?.layout ?? first, style: learnStyle(texts, request.catalog.dialect), sections: sectionsOf(texts[0] ?? '') };
}

/**
 * CONCURRENTLY only where it is known to work: on PostgreSQL, where the tool has a way to run a file outside a transaction (goose,
 * dbmate, sql-migrate), or where the folder's own files use it already. Nothing else is known about who runs plain files, and inside
 * a transaction it is an error; so the default is a plain CREATE INDEX, with a comment that names the other form.
 */
function buildOf(manner: Manner, catalog: Catalog): Content['build'] {
  if (catalog.dialect !== 'postgresql' || manner.newest === null) return 'plain';
  const usual = manner.style.concurrently && manner.style.transaction === 'none';
  return usual || (manner.sections !== null && manner.sections.outside !== null) ? 'concurrent' : 'plain';
}

function writeOne(request: MigrationRequest, build: Content['build'], first: Layout): { readonly texts: readonly (readonly [string, string])[]; readonly shown: MigrationFile } {
  const manner = mannerOf(request, first);
  const { layout, style, sections } = manner;
  const stem = freeName(stemFor(request, manner), (name) => [layout.up, ...(layout.down === null ? [] : [layout.down])].map((pattern) => pathFor(request.home.folder, pattern, name)), request.view);
  const content = contentOf(request, manner, stem, build);
  const up = pathFor(request.home.folder, layout.up, stem);
  const shown = creates(up, request.indexes, nameIn(request.catalog));
  if (layout.down === null) return { texts: [[up, oneFile(content, style, sections)]], shown };
  const texts = twoFiles(content, style);
  return { texts: [[up, texts.up], [pathFor(request.home.folder, layout.down, stem), texts.down]], shown };
}

function stemFor(request: MigrationRequest, manner: Manner): string {
  const slug = slugFor(request.indexes, nameIn(request.catalog));
  if (manner.newest === null) return `${timestamp(request.now)}_${slug}`;
  const { prefix, number, separator, rest } = manner.newest.name;
  return prefix + nextNumber(number, request.now) + (rest === '' ? '' : separator + likeName(slug, rest, separator));
}

function contentOf(request: MigrationRequest, manner: Manner, stem: string, build: Content['build']): Content {
  const nameOf = nameIn(request.catalog);
  const header = manner.newest === null ? null : headerLike(manner.newestText, manner.newest.stem, stem, whatItDoes(request.indexes, nameOf));
  const statements = request.indexes.flatMap((index) => bothWays(index, request.catalog, manner.style, build) ?? []);
  return { header, notes: notesOn(request, build), statements, build };
}

function notesOn({ catalog, indexes }: MigrationRequest, build: Content['build']): readonly string[] {
  if (catalog.dialect !== 'postgresql') return [];
  if (indexes.every((index) => index.change === 'drop')) return build === 'concurrent' ? [] : ['-- Locks the table for a moment, once all that uses it is done. For a busy one: DROP INDEX CONCURRENTLY IF EXISTS, by itself and outside a transaction.'];
  if (build === 'concurrent') return ['-- A concurrent build that fails leaves an INVALID index, which IF NOT EXISTS then passes over: drop it before running this again.'];
  return ['-- Blocks writes while it builds. For a large table in use: CREATE INDEX CONCURRENTLY IF NOT EXISTS, by itself and outside a transaction.'];
}

function whatItDoes(indexes: readonly PlannedIndex[], nameOf: (key: string) => string): string {
  const [only] = indexes;
  const tables = [...new Set(indexes.map((index) => nameOf(index.spec.table)))].join(', ');
  const [verb, towards] = indexes.every((index) => index.change === 'drop') ? ['Drop', 'from'] : indexes.some((index) => index.change === 'drop') ? ['Change', 'of'] : ['Add', 'to'];
  return indexes.length === 1 && only !== undefined && only.spec.name !== null ? `${verb} index ${only.spec.name} ${towards} ${tables}` : `${verb} indexes ${towards} ${tables}`;
}

const nameIn = (catalog: Catalog) => (key: string): string => catalog.tables.get(key)?.name ?? key;
