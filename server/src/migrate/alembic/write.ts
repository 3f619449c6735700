import type { Catalog } from '../../facts/catalog.ts';
import { startDraft } from '../../fix/draft.ts';
import type { Revision } from '../../schema/migrations/index.ts';
import { creates, servesComment } from '../comments.ts';
import { createExtension, missingExtensions } from '../extensions.ts';
import { freeName, inFolder } from '../names.ts';
import { type Build, buildOf } from '../plain/build.ts';
import { whatItDoes } from '../plain/notes.ts';
import { indexToWrite } from '../plain/print.ts';
import type { MigrationFile, MigrationRequest, MigrationResult, PlannedIndex } from '../tool.ts';
import { type PythonStyle, stringIn, styleOf } from './code.ts';
import { imitate } from './imitate.ts';
import { fileNameFor, nextId, slugOf } from './naming.ts';
import { type AlembicProject, engineOf, headFor, projectOf } from './project.ts';
import { createLines, dropLines, type Writing } from './statements.ts';
import { createdAt, fillTemplate, OWN_TEMPLATE, type RevisionText } from './template.ts';

/** Indexes that go into one file. */
interface Batch { readonly build: Build; readonly indexes: readonly PlannedIndex[] }

/** What every new file of a run is written by. */
interface Manner { readonly project: AlembicProject; readonly newest: string; readonly style: PythonStyle; readonly engine: string | null; readonly conventional: boolean }

/** The next revisions of a project: one for all indexes that are built plainly, and one each for those that are built CONCURRENTLY, each following the one before. */
export function writeRevisions(request: MigrationRequest): MigrationResult {
  const project = projectOf(request);
  const { view, catalog, indexes } = request;
  const first = headFor(project, indexes, catalog);
  if (first.kind === 'none') return first;
  const manner = mannerOf(request, project, first.head);
  if (manner === null) return { kind: 'none', reason: `which of the databases in ${request.home.folder} the ${indexes.length === 1 ? 'table is' : 'tables are'} of is not told` };
  const draft = startDraft(view);
  const files: MigrationFile[] = [];
  const taken = new Set(project.folder?.graph.ordered.map(({ id }) => id) ?? []);
  let [head, before] = [first.head, parentOf(first.head, project)];
  for (const batch of batchesOf(request)) {
    const made = writeOne({ ...request, view: draft, indexes: batch.indexes }, batch.build, manner, { head, before, taken });
    if ('reason' in made) return { kind: 'none', reason: made.reason };
    draft.create(made.path, made.text);
    files.push(creates(made.path, batch.indexes, nameIn(catalog)));
    taken.add(made.id);
    [before, head] = [head, { path: made.path, id: made.id, downs: [], dependsOn: [], labels: [] }];
  }
  return { kind: 'written', edits: draft.edits(), files };
}

const parentOf = (head: Revision | null, { folder }: AlembicProject): Revision | null => folder?.graph.ordered.find(({ id }) => head?.downs[0] === id) ?? null;

const nameIn = (catalog: Catalog) => (key: string): string => catalog.tables.get(key)?.name ?? key;

function batchesOf({ indexes, catalog }: MigrationRequest): readonly Batch[] {
  const built = indexes.map((index) => { const toWrite = indexToWrite(index, catalog); const build = toWrite === null ? 'plain' : buildOf(toWrite, catalog, 'concurrently'); return { index, build: build === 'concurrent' ? build : ('plain' as const) }; });
  const together = built.filter(({ build }) => build === 'plain').map(({ index }) => index);
  const alone = built.filter(({ build }) => build === 'concurrent').map(({ index, build }): Batch => ({ build, indexes: [index] }));
  return together.length === 0 ? alone : [{ build: 'plain', indexes: together }, ...alone];
}

function mannerOf({ view, indexes, catalog }: MigrationRequest, project: AlembicProject, head: Revision | null): Manner | null {
  const ordered = project.folder?.graph.ordered ?? [];
  // A merge has nothing in its functions that could be imitated.
  const recent = [...(head === null ? [] : [head]), ...[...ordered].reverse()].slice(0, 10).map(({ path }) => view.text(path) ?? '');
  const newest = recent[0] ?? '';
  const engine = engineOf(project, newest, indexes, catalog, view);
  return engine === 'unknown' ? null : { project, newest, style: styleOf(recent), engine, conventional: recent.some((text) => /create_index\((?:op|batch_op)\.f\(/.test(text)) };
}

interface Place { readonly head: Revision | null; readonly before: Revision | null; readonly taken: ReadonlySet<string> }

function writeOne(request: MigrationRequest, build: Build, manner: Manner, place: Place): { readonly path: string; readonly text: string; readonly id: string } | { readonly reason: string } {
  const { indexes, catalog, home, view, now } = request;
  const ways = waysOf(request, build, manner);
  if (ways === null) return { reason: `the index ${indexes[0]?.spec.name ?? ''} on ${indexes[0]?.spec.table ?? ''} has no form in this dialect` };
  const message = messageLike(whatItDoes(indexes, nameIn(catalog)), manner.newest);
  const id = nextId(place.head, place.before, place.taken, `${message}\n${ways.up.join('\n')}`);
  const revision: RevisionText = { message, id, downs: place.head === null ? [] : [place.head.id], created: createdAt(now), ...ways };
  const text = textOf(revision, manner);
  if (text === null) return { reason: `the newest revision in ${home.folder} has a form that cannot be imitated` };
  const name = fileNameFor(manner.project.settings, recentOf(place, manner), { id, slug: slugOf(message, manner.project.settings.slugLength), now });
  const stem = freeName(name, (one) => [inFolder(folderFor(place.head, home.folder), `${one}.py`)], view);
  return { path: inFolder(folderFor(place.head, home.folder), `${stem}.py`), text, id };
}

/** Names are learnt from files that were there, not from those of this run. */
function recentOf({ head }: Place, { project }: Manner): readonly Revision[] {
  const there = project.folder?.graph.ordered ?? [];
  return [...there.filter((revision) => revision === head), ...there.slice(-10).reverse()];
}

/** A project with several folders of revisions keeps a branch in one of them. */
const folderFor = (head: Revision | null, folder: string): string => (head === null || !head.path.includes('/') ? folder : head.path.slice(0, head.path.lastIndexOf('/')));

/** The project's template, else its newest file with other words in it, else Alembic's template. Of several databases only the file shows which there are. */
function textOf(revision: RevisionText, { project, newest, style, engine }: Manner): string | null {
  const filled = project.template === null || engine !== null ? null : fillTemplate(project.template, revision, style);
  const text = filled ?? (newest === '' ? null : imitate(newest, revision, style, engine)) ?? (engine === null ? fillTemplate(OWN_TEMPLATE, revision, style) : null);
  return text === null ? null : text.replace(/[ \t]+$/gm, '').replaceAll('\n', style.eol);
}

/** In small letters where the project's own messages begin so. */
function messageLike(message: string, newest: string): string {
  const own = /^(?:\s*#[^\n]*\n)*\s*(?:"""|''')\s*(\S)/.exec(newest)?.[1];
  return own === undefined || own === own.toUpperCase() ? message : message.charAt(0).toLowerCase() + message.slice(1);
}

function waysOf({ indexes, catalog }: MigrationRequest, build: Build, { style, conventional, project }: Manner): Pick<RevisionText, 'up' | 'down'> | null {
  const writing: Writing = { style, dialect: catalog.dialect, build, conventional };
  const up: string[] = notesOn({ indexes, catalog }, build, project).map((note) => `# ${note}`);
  for (const name of missingExtensions(indexes, catalog)) up.push(`op.execute(${stringIn(style, createExtension(name))})`);
  const downs: (readonly string[])[] = [];
  for (const index of indexes) {
    const toWrite = indexToWrite(index, catalog);
    const make = toWrite === null ? null : createLines(toWrite, writing);
    if (toWrite === null || make === null) return null;
    const drop = dropLines(toWrite, writing);
    const serves = servesComment(index);
    up.push(...(serves === null ? [] : [`#${serves.slice(2)}`]), ...(index.change === 'drop' ? drop : make));
    downs.unshift(index.change === 'drop' ? make : drop);
  }
  return { up, down: downs.flat() };
}

/** What has to be known of it on PostgreSQL. */
function notesOn({ indexes, catalog }: Pick<MigrationRequest, 'indexes' | 'catalog'>, build: Build, { env }: AlembicProject): readonly string[] {
  if (catalog.dialect !== 'postgresql') return [];
  if (build !== 'concurrent') return indexes.some(({ change }) => change !== 'drop') ? ['Blocks writes while it builds: a partitioned table has no other way but to build CONCURRENTLY on each of its partitions.'] : [];
  const commits = /transaction_per_migration/.test(env) ? [] : ['Commits what earlier revisions of the same run have done: set transaction_per_migration=True in env.py.'];
  return [...(indexes.every(({ change }) => change === 'drop') ? [] : ['A concurrent build that fails leaves an INVALID index: drop it before running this again.']), ...commits];
}
