import { startDraft } from '../../fix/draft.ts';
import type { Catalog } from '../../facts/catalog.ts';
import { learnStyle, type SqlStyle } from '../../sql/ddl-style.ts';
import { creates } from '../comments.ts';
import { freeName, slugFor, timestamp } from '../names.ts';
import { createExtension, extensionNotes, missingExtensions } from '../extensions.ts';
import type { MigrationFile, MigrationRequest, MigrationResult, PlannedIndex } from '../tool.ts';
import { type Build, buildOf } from './build.ts';
import { type Content, oneFile, twoFiles } from './compose.ts';
import { type Layout, pathFor, type PlainMigration, plainMigrations } from './folder.ts';
import type { Outside, SqlHabits } from './habits.ts';
import { headerLike } from './header.ts';
import { notesOn, whatItDoes } from './notes.ts';
import { nextNumber } from './numbering.ts';
import { bothWays, indexToWrite } from './print.ts';
import { type Sections, sectionsOf } from './sections.ts';
import { likeName } from './wording.ts';

/** What a folder shows about how its next file is to be written. */
interface Manner {
  readonly newest: PlainMigration | null;
  readonly newestText: string;
  readonly layout: Layout;
  readonly style: SqlStyle;
  readonly sections: Sections | null;
  /** How its tool runs a file outside a transaction; null where it cannot, or that is not known. */
  readonly outside: Outside | null;
}

/** One file's worth: what is built CONCURRENTLY has a file of its own. */
interface Batch { readonly build: Build; readonly indexes: readonly PlannedIndex[] }

/** Writes the next migration into a folder of SQL files, as its newest file is written and as its tool wants it. */
export function writePlain(request: MigrationRequest, habits: SqlHabits): MigrationResult {
  const draft = startDraft(request.view);
  const files: MigrationFile[] = [];
  const manner = mannerOf(request, habits);
  if (manner.newest !== null && /\.(postgres|postgresql|pg|mysql|mariadb|sqlite3?|cockroach)$/i.test(manner.newest.name.rest)) return { kind: 'none', reason: `${request.home.folder} keeps one file a database engine, which cannot be imitated yet` };
  const unprintable = request.indexes.find((index) => bothWays(index, request.catalog, manner.style, 'plain') === null);
  if (unprintable !== undefined) return { kind: 'none', reason: `the index ${unprintable.spec.name ?? ''} on ${unprintable.spec.table} has no form in this dialect` };
  for (const batch of batchesOf(request, manner, habits)) {
    const file = writeOne({ ...request, view: draft, indexes: batch.indexes }, batch.build, habits);
    for (const [path, text] of file.texts) draft.create(path, text);
    files.push(file.shown);
  }
  return { kind: 'written', edits: draft.edits(), files };
}

function mannerOf(request: MigrationRequest, habits: SqlHabits): Manner {
  const migrations = plainMigrations(request.view, request.home.folder);
  const newest = migrations.at(-1) ?? null;
  const texts = migrations.slice(-20).reverse().map((migration) => request.view.text(migration.up) ?? '');
  const recent = migrations.slice(-5);
  // One file without a way back among pairs is an exception, not the manner.
  const typical = recent.filter((migration) => migration.layout.down !== null).length * 2 > recent.length ? recent.findLast((migration) => migration.layout.down !== null) : newest;
  const style = learnStyle(texts, request.catalog.dialect);
  const layout = typical?.layout ?? habits.first;
  return { newest, newestText: texts[0] ?? '', layout, style, sections: layout.down === null ? sectionsIn(texts, habits) : null, outside: newest === null ? null : outsideOf(request, habits, texts, style) };
}

/** A tool that cannot do without its markers gets its own where the project has none to imitate. */
function sectionsIn(texts: readonly string[], { markers }: SqlHabits): Sections | null {
  if (markers === undefined) return sectionsOf(texts[0] ?? '');
  return texts.map(sectionsOf).find((found) => found !== null) ?? { ...markers, gap: false, wrap: null };
}

/**
 * CONCURRENTLY only where it is known to work: where the tool has a way to run a file outside a transaction, or where the folder's own files
 * use it already. Inside a transaction it is an error; so the default is a plain CREATE INDEX, with a comment that names the other form.
 */
function outsideOf(request: MigrationRequest, habits: SqlHabits, texts: readonly string[], style: SqlStyle): Outside | null {
  const usual = style.concurrently && style.transaction === 'none';
  return habits.outside(request, texts) ?? (usual ? { kind: 'alone' } : null);
}

function batchesOf(request: MigrationRequest, manner: Manner, habits: SqlHabits): readonly Batch[] {
  const alone = habits.statements?.(request.catalog.dialect) === 'one';
  const batches: Batch[] = [];
  for (const index of request.indexes) {
    const toWrite = indexToWrite(index, request.catalog);
    const build = toWrite === null ? 'plain' : buildOf(toWrite, request.catalog, manner.outside === null ? 'in-transactions' : 'concurrently');
    const last = batches.at(-1);
    if (last !== undefined && last.build === build && build !== 'concurrent' && !alone) batches.splice(-1, 1, { build, indexes: [...last.indexes, index] });
    else batches.push({ build, indexes: [index] });
  }
  return batches;
}

interface Written { readonly texts: readonly (readonly [string, string])[]; readonly shown: MigrationFile }

function writeOne(request: MigrationRequest, build: Build, habits: SqlHabits): Written {
  const manner = mannerOf(request, habits);
  const { layout, style, sections } = manner;
  const stem = freeName(stemFor(request, manner), (name) => [layout.up, ...(layout.down === null ? [] : [layout.down])].map((pattern) => pathFor(request.home.folder, pattern, name)), request.view);
  const content = contentOf(request, manner, { stem, build, habits });
  const up = pathFor(request.home.folder, layout.up, stem);
  const reminders = remindersOn(request, habits);
  const done = creates(up, request.indexes, nameIn(request.catalog));
  const shown = { ...done, what: [done.what, ...reminders].join('; ') };
  const beside = content.outside?.kind === 'beside' ? [[content.outside.path(up), content.outside.text] as const] : [];
  if (layout.down === null) return { texts: [[up, oneFile(content, style, sections)], ...beside], shown };
  const texts = twoFiles(content, style);
  return { texts: [[up, texts.up], [pathFor(request.home.folder, layout.down, stem), texts.down], ...beside], shown };
}

const remindersOn = (request: MigrationRequest, { reminder }: SqlHabits): readonly string[] => (reminder === undefined ? [] : request.indexes.flatMap((index) => reminder(index, request) ?? []));

function stemFor(request: MigrationRequest, manner: Manner): string {
  const slug = slugFor(request.indexes, nameIn(request.catalog));
  if (manner.newest === null) return `${timestamp(request.now)}_${slug}`;
  const { prefix, number, separator, rest } = manner.newest.name;
  return prefix + nextNumber(number, request.now) + (rest === '' ? '' : separator + likeName(slug, rest, separator));
}

function contentOf(request: MigrationRequest, manner: Manner, { stem, build, habits }: { readonly stem: string; readonly build: Build; readonly habits: SqlHabits }): Content {
  const labels = /^-- (?:Create|Alter|Drop)[A-Z]\w*\r?$/m.test(manner.newestText);
  const header = manner.newest === null || labels ? null : headerLike(manner.newestText, manner.newest.stem, stem, whatItDoes(request.indexes, nameIn(request.catalog)));
  const statements = request.indexes.flatMap((index) => {
    const ways = bothWays(index, request.catalog, manner.style, build);
    return ways === null ? [] : [{ ...ways, label: labels ? (habits.label?.(index) ?? null) : null }];
  });
  // What is built CONCURRENTLY stands alone in its file, and some tools take one statement a file.
  const hasRoom = build !== 'concurrent' && habits.statements?.(request.catalog.dialect) !== 'one';
  const notes = [...remindersOn(request, habits), ...(hasRoom ? [] : extensionNotes(request)), ...notesOn(request, build, habits.blocking)];
  return { header, notes: notes.map((note) => `-- ${note}`), before: hasRoom ? missingExtensions(request.indexes, request.catalog).map(createExtension) : [], statements, build, outside: build === 'concurrent' ? manner.outside : null };
}

const nameIn = (catalog: Catalog) => (key: string): string => catalog.tables.get(key)?.name ?? key;
