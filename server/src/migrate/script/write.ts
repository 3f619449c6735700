import { startDraft } from '../../fix/draft.ts';
import type { Catalog } from '../../facts/catalog.ts';
import { learnStyle, type SqlStyle } from '../../sql/ddl-style.ts';
import type { WorkspaceView } from '../../text/workspace.ts';
import { creates, servesComment } from '../comments.ts';
import { freeName, inFolder, slugFor, timestamp } from '../names.ts';
import { type Build, buildOf } from '../plain/build.ts';
import { createExtension, missingExtensions } from '../extensions.ts';
import { notesOn } from '../plain/notes.ts';
import { nextNumber } from '../plain/numbering.ts';
import { type IndexToWrite, indexToWrite } from '../plain/print.ts';
import { likeName } from '../plain/wording.ts';
import type { MigrationFile, MigrationRequest, MigrationResult, PlannedIndex } from '../tool.ts';
import { type ScriptMigration, scriptMigrations } from './folder.ts';
import type { Lines, ScriptHabits, ScriptLanguage, ScriptWriting } from './habits.ts';
import { printScript } from './print.ts';
import { punctuationOf, type ScriptShape, shapeOf } from './shape.ts';

/** What a folder shows about how its next script is to be written. */
interface Manner { readonly newest: ScriptMigration | null; readonly shape: ScriptShape; readonly writing: Omit<ScriptWriting, 'build'>; readonly eol: string }

interface Batch { readonly build: Build; readonly indexes: readonly PlannedIndex[] }

/** Writes the next migration into a folder of scripts: the newest one with other statements in its functions, or the tool's own template. Built CONCURRENTLY, each index has a file of its own. */
export function writeScript(request: MigrationRequest, habits: ScriptHabits): MigrationResult {
  const draft = startDraft(request.view);
  const files: MigrationFile[] = [];
  const runner = habits.canBuildConcurrently(recentTexts(request.view, request.home.folder)) ? 'concurrently' : 'in-transactions';
  for (const batch of batchesOf(request, runner)) {
    const file = writeOne({ ...request, view: draft, indexes: batch.indexes }, batch.build, habits);
    if (file === null) return { kind: 'none', reason: `the index ${batch.indexes[0]?.spec.name ?? ''} on ${batch.indexes[0]?.spec.table ?? ''} has no form in this dialect` };
    draft.create(file.path, file.text);
    files.push(file.shown);
  }
  return { kind: 'written', edits: draft.edits(), files };
}

function batchesOf(request: MigrationRequest, runner: 'concurrently' | 'in-transactions'): readonly Batch[] {
  const built = request.indexes.map((index) => ({ index, toWrite: indexToWrite(index, request.catalog) }));
  const withBuild = built.map(({ index, toWrite }) => ({ index, build: toWrite === null ? ('plain' as const) : buildOf(toWrite, request.catalog, runner) }));
  const together = withBuild.filter(({ build }) => build !== 'concurrent');
  const alone = withBuild.filter(({ build }) => build === 'concurrent').map(({ index, build }) => ({ build, indexes: [index] }));
  const [first] = together;
  return first === undefined ? alone : [{ build: first.build, indexes: together.map(({ index }) => index) }, ...alone];
}

const recentTexts = (view: WorkspaceView, folder: string): readonly string[] => scriptMigrations(view, folder).slice(-10).reverse().map((migration) => view.text(migration.path) ?? '');

function mannerOf(request: MigrationRequest, habits: ScriptHabits): Manner | null {
  const newest = scriptMigrations(request.view, request.home.folder).at(-1) ?? null;
  const recent = recentTexts(request.view, request.home.folder);
  const text = recent[0] ?? '';
  const shape = shapeOf(text, habits.module, habits.runs) ?? templateShape(newest, text, habits);
  if (shape === null) return null;
  const sql = recent.flatMap((one) => one.match(/(?:create|alter)\s+(?:unique\s+)?(?:table|index)\b[^`]{0,2000}/gi) ?? []);
  return { newest, shape, writing: { shape, style: learnStyle(sql, request.catalog.dialect), dialect: request.catalog.dialect, recent }, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

/** The tool's own template, punctuated as the newest file is. */
function templateShape(newest: ScriptMigration | null, text: string, habits: ScriptHabits): ScriptShape | null {
  const shape = shapeOf(habits.template(languageOf(newest, text)), habits.module, habits.runs);
  return shape === null || text === '' ? shape : { ...shape, ...punctuationOf(text) };
}

function languageOf(newest: ScriptMigration | null, text: string): ScriptLanguage {
  if (newest === null || /ts$/.test(newest.extension)) return 'ts';
  return newest.extension === '.mjs' || (newest.extension === '.js' && /^\s*(?:import|export)\b/m.test(text)) ? 'esm' : 'cjs';
}

interface Written { readonly path: string; readonly text: string; readonly shown: MigrationFile }

function writeOne(request: MigrationRequest, build: Build, habits: ScriptHabits): Written | null {
  const manner = mannerOf(request, habits);
  if (manner === null) return null;
  const body = bodyOf(request, { ...manner.writing, build }, habits);
  if (body === null) return null;
  const extension = manner.newest?.extension ?? '.ts';
  const stem = freeName(stemFor(request, manner.newest), (name) => [inFolder(request.home.folder, name + extension)], request.view);
  const path = inFolder(request.home.folder, stem + extension);
  const config = build === 'concurrent' ? habits.outside.config : null;
  const text = printScript({ shape: manner.shape, up: body.up, down: body.down, config, module: habits.module }).replaceAll('\n', manner.eol);
  return { path, text, shown: creates(path, request.indexes, nameIn(request.catalog)) };
}

function stemFor(request: MigrationRequest, newest: ScriptMigration | null): string {
  const slug = slugFor(request.indexes, nameIn(request.catalog));
  if (newest === null) return `${timestamp(request.now)}_${slug}`;
  const { prefix, number, separator, rest } = newest.name;
  return prefix + nextNumber(number, request.now) + (rest === '' ? '' : separator + likeName(slug, rest, separator));
}

/** What the two functions do; null where an index has no form in this dialect. */
function bodyOf(request: MigrationRequest, writing: ScriptWriting, habits: ScriptHabits): { readonly up: Lines; readonly down: Lines } | null {
  const up: string[] = notesOn(request, writing.build, habits.blocking).map((note) => `// ${note}`);
  // A script sends its statements one by one, so that this one is in nobody's way. It stays when the index goes.
  for (const name of missingExtensions(request.indexes, request.catalog)) up.push(...habits.send(cased(createExtension(name), writing.style), writing), '');
  const downs: Lines[] = [];
  for (const index of request.indexes) {
    const ways = waysOf(index, indexToWrite(index, request.catalog), writing, habits);
    if (ways === null) return null;
    const serves = servesComment(index);
    up.push(...(downs.length === 0 ? [] : ['']), ...(serves === null ? [] : [`//${serves.slice(2)}`]), ...ways.up);
    downs.unshift(ways.down);
  }
  const first = writing.build === 'concurrent' && habits.outside.line !== null ? [habits.outside.line(writing.shape)] : [];
  return { up: [...first, ...up], down: [...first, ...downs.flat()] };
}

function waysOf(index: PlannedIndex, toWrite: IndexToWrite | null, writing: ScriptWriting, habits: ScriptHabits): { readonly up: Lines; readonly down: Lines } | null {
  const make = toWrite === null ? null : habits.make(toWrite, writing);
  if (toWrite === null || make === null) return null;
  const drop = habits.drop(toWrite, writing);
  return index.change === 'drop' ? { up: drop, down: make } : { up: make, down: drop };
}

const nameIn = (catalog: Catalog) => (key: string): string => catalog.tables.get(key)?.name ?? key;

const cased = (sql: string, style: SqlStyle): string => (style.keywords === 'lower' ? sql.toLowerCase() : sql);
