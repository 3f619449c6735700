import type { Adapter } from '../adapters/adapter.ts';
import { matches } from '../config/scope.ts';
import { DEFAULT_QUIET } from '../config/settings.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { ExportFact, FileFacts, FileProblem } from '../facts/file.ts';
import type { SchemaOp } from '../facts/schema.ts';
import { readPage } from '../lang/jinja/index.ts';
import { handedOn } from '../lang/python/handed-on.ts';
import { quickExports } from '../lang/typescript/exports.ts';
import type { Outline } from '../lang/outline.ts';
import { skimOf } from '../lang/skim.ts';
import { foreignDatabase, mayBeScriptMigration } from '../schema/migrations/index.ts';
import { calledTables } from '../sql/called.ts';
import { scriptFact } from '../sql/script.ts';
import { readSqlDocument } from '../sql/template/index.ts';
import { readSuppressions } from '../suppress/read.ts';
import { isHost, isPage, isScript, languageOf } from '../text/language.ts';
import type { Document } from '../text/span.ts';
import { readAliases } from './aliases.ts';
import { inTextOrder } from './reread-flow.ts';
import type { EngineOptions } from './options.ts';

/** Files beyond this are told as a problem and not read: at 20 MB a parser would hold everything up. UTF-16 units. */
export const MAX_SIZE = 4_000_000;
const MAX_SQL_SIZE = 64_000_000;

/** `open`: the document is being typed in. `part`: the same, with all blanked out that an edit has nothing to do with. */
export type ReadState = 'open' | 'closed' | 'part';

/** The facts of one file, by itself and a dialect. Never throws: an adapter that does is left out and told. */
export function readFile(path: string, text: string, dialect: Dialect | null, options: EngineOptions, state: ReadState = 'closed'): FileFacts {
  const document: Document = { path, languageId: languageOf(path), text };
  if (text.length > (document.languageId === 'sql' ? MAX_SQL_SIZE : MAX_SIZE)) return { ...emptyFacts(path), problems: [{ span: { start: 0, end: 0 }, message: 'the file is too large to be read' }] };
  if (document.languageId === 'sql') return readSqlFile(document, dialect ?? 'postgresql', options);
  if (isPage(path)) return readPageFile(path, text, options);
  if (!isHost(document.languageId)) return emptyFacts(path);
  return wants(options.adapters, path, text) ? readHost(document, dialect, options, state) : barrel(document);
}

export const emptyFacts = (path: string): FileFacts => ({ path, imports: [], exports: [], aliases: [], models: [], statements: [], queries: [], unread: [], suppressions: [], problems: [] });

/** The cheap question that keeps most files from being parsed. */
export const wants = (adapters: readonly Adapter[], path: string, text: string): boolean =>
  adapters.some((adapter) => adapter.languages.includes(languageOf(path)) && (adapter.wants === undefined ? adapter.triggers.some((word) => text.includes(word)) : adapter.wants(text)));

/** What a file asks besides changing tables it asks once, when a database is brought to a newer version: it is told quietly. */
const CHANGES: ReadonlySet<SchemaOp['op']> = new Set(['add-column', 'drop-column', 'rename-column', 'rename-table', 'alter-column']);

function readSqlFile(document: Document, dialect: Dialect, options: EngineOptions): FileFacts {
  const foreign = foreignDatabase(document.path, document.text);
  if (foreign !== null) return { ...emptyFacts(document.path), unread: [{ span: { start: 0, end: document.text.length }, reason: `${foreign} is not read yet` }] };
  const problems: FileProblem[] = [];
  const read = guard(options, problems, document.path, 'sql', () => readSqlDocument(document.text, dialect, options.sql));
  if (read === null) return { ...emptyFacts(document.path), problems };
  const changes = read.statements.some(({ operation }) => CHANGES.has(operation.op));
  const queries = read.queries.map(({ query, span, partly, routine }) => ({ adapter: 'sql', query, span, enclosing: routine?.name ?? '', dialect, confidence: changes && !routine ? 'low' : partly ? 'medium' : 'high', flags: [], ...(routine && { routine }) }) as const);
  const script = scriptFact(document.text, dialect);
  const called = calledTables(document.text, dialect);
  const statements = called.length === 0 ? read.statements : [...read.statements, ...called].sort((a, b) => a.span.start - b.span.start);
  return { ...emptyFacts(document.path), statements, queries, unread: read.unread, problems: [...problems, ...read.problems], suppressions: readSuppressions(document.text, document.path), ...(script === null ? {} : { script }) };
}

/** What a page does with what it is handed; one that does nothing has nothing to tell. */
function readPageFile(path: string, text: string, options: EngineOptions): FileFacts {
  const problems: FileProblem[] = [];
  const page = text.includes('{%') || text.includes('{{') ? guard(options, problems, path, 'page', () => readPage(path, text)) : null;
  return { ...emptyFacts(path), ...(page === null ? {} : page), problems, suppressions: readSuppressions(text, path) };
}

/** A file that no adapter wants may still hand on names of others, and what it imports tells whether it may lead to queries (link/flow/candidates.ts). */
function barrel(document: Document): FileFacts {
  const skim = skimOf(document.path, document.text);
  return { ...emptyFacts(document.path), ...handing(document), ...(skim === null ? {} : { skim }) };
}

function handing(document: Document): Partial<FileFacts> {
  if (document.languageId === 'python') return handedOn(document.path, document.text) ?? {};
  if (!isScript(document.languageId) || !document.text.includes('export')) return {};
  const { imports, exports } = quickExports(document.text);
  const passing = exports.some((e: ExportFact) => 'module' in e || imports.some((i) => 'local' in e && e.local[0] === i.local));
  return passing ? { imports, exports } : {};
}

function readHost(document: Document, dialect: Dialect | null, options: EngineOptions, state: ReadState): FileFacts {
  const problems: FileProblem[] = [];
  const outline = guard(options, problems, document.path, 'outline', () => outlineOf(document, state, options));
  if (outline === null) return { ...emptyFacts(document.path), problems };
  const parts = options.adapters.filter((adapter) => adapter.languages.includes(document.languageId)).map((adapter) => readWith(adapter, document, outline, dialect, options, problems));
  const facts: FileFacts = {
    path: document.path, imports: outline.imports, exports: outline.exports, aliases: guard(options, problems, document.path, 'aliases', () => readAliases(outline)) ?? [],
    ...schemaOf(parts), queries: parts.flatMap((p) => p.queries), unread: parts.flatMap((p) => p.unread),
    suppressions: readSuppressions(document.text, document.path), problems, ...(scriptOf(parts) ?? spokenOf(document)), ...programOf(parts), ...flowOf(outline, document, options, problems), ...(parts.some(({ together }) => together) ? { together: true } : {}),
  };
  return facts;
}

/** Whoever speaks of CONCURRENTLY in a migration has thought of it. The statements of a script are not laid out as those of a SQL file. */
const spokenOf = ({ path, text }: Document): Pick<FileFacts, 'script'> => (mayBeScriptMigration(path) && /\bconcurrently\b/i.test(text) ? { script: { statements: [], outside: false } } : {});

/** How often tests and seeds ask is nobody's concern, whatever else is told of them, and a third of a workspace's code can be theirs. */
function flowOf(outline: Outline, document: Document, options: EngineOptions, problems: FileProblem[]): Pick<FileFacts, 'flow'> {
  if (matches(DEFAULT_QUIET, document.path)) return {};
  const flow = guard(options, problems, document.path, 'flow', () => outline.flow?.()) ?? null;
  return flow === null || flow.units.length === 0 ? {} : { flow: inTextOrder(flow) };
}

/** Blanked-out versions of an open document are much alike from one keystroke to the next, and unlike the document itself: they have a tree of their own. */
const outlineOf = (document: Document, state: ReadState, options: EngineOptions): Outline =>
  options.outline(state === 'part' ? { ...document, path: partOf(document.path) } : document, state === 'closed' ? 'closed' : 'open');

export const partOf = (path: string): string => `${path}#part`;

type Part = Pick<FileFacts, 'models' | 'statements' | 'queries' | 'unread' | 'script' | 'program'> & { readonly whole: boolean; readonly together: boolean };

/** What a migration's own adapter tells stands alone. */
const schemaOf = (parts: readonly Part[]): Pick<FileFacts, 'models' | 'statements'> => {
  const migration = parts.find(({ whole }) => whole);
  return { models: (migration === undefined ? parts : [migration]).flatMap((p) => p.models), statements: (migration === undefined ? parts : [migration]).flatMap((p) => p.statements) };
};

const scriptOf = (parts: readonly Part[]): Pick<FileFacts, 'script'> | null => {
  const migration = parts.find(({ whole }) => whole);
  return migration === undefined ? null : migration.script === undefined ? {} : { script: migration.script };
};

const programOf = (parts: readonly Part[]): Pick<FileFacts, 'program'> => { const program = parts.find((part) => part.program !== undefined)?.program; return program === undefined ? {} : { program }; };

function readWith(adapter: Adapter, document: Document, outline: Outline, dialect: Dialect | null, options: EngineOptions, problems: FileProblem[]): Part {
  const input = { document, outline, sql: options.sql, dialect };
  const schema = guard(options, problems, document.path, adapter.id, () => adapter.readSchema?.(input));
  const queries = guard(options, problems, document.path, adapter.id, () => adapter.readQueries?.(input));
  return { models: schema?.models ?? [], statements: [...(schema?.statements ?? []), ...(queries?.statements ?? [])], queries: queries?.queries ?? [], unread: queries?.unread ?? [], whole: schema?.whole === true, together: queries?.together === true, ...(schema?.script === undefined ? {} : { script: schema.script }), ...(schema?.program === undefined ? {} : { program: schema.program }) };
}

/** Invariant 4: what crashes is left out, told, and the rest still answers. */
export function guard<T>(options: Pick<EngineOptions, 'report'>, problems: FileProblem[], path: string, part: string, run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    const message = `${part} failed on ${path}: ${error instanceof Error ? error.message : String(error)}`;
    problems.push({ span: { start: 0, end: 0 }, message });
    options.report?.(message);
    return null;
  }
}
