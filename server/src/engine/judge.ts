import type { AdviceInput } from '../advice/input.ts';
import { settingsFor } from '../config/scope.ts';
import type { Catalog, Table } from '../facts/catalog.ts';
import type { Suppression } from '../facts/file.ts';
import type { TableUse, Verdict } from '../rules/rule.ts';
import { checkCatalog, checkTable } from '../rules/run.ts';
import { applySuppressions, type UsedSuppressions } from '../suppress/apply.ts';
import { lineIndex, positionAt } from '../text/lines.ts';
import type { CheckedFile } from './check.ts';
import { ignoredBecause, levelAt } from './level.ts';
import type { Derived } from './project-files.ts';
import { lazy } from './lazy.ts';
import { readingOf } from './reading.ts';
import { type MovedSpans, spanKey } from './same-structure.ts';
import { isSmallTable } from './small-tables.ts';
import type { TableUses } from './table-uses.ts';

/** A verdict at its place, before advice. `statement` is where the query around it starts, since an ignore may stand there. */
export interface Placed { readonly rule: string; readonly input: AdviceInput; readonly catalog: Catalog; readonly statement: number }

/** A verdict that is not told: a comment of its file says so, or the configuration does for its table. */
export interface HiddenVerdict { readonly placed: Placed; readonly by: Suppression | 'configuration'; readonly reason: string }

/** The verdicts of one file that are to be told, those that are not, and which of its suppressions did something. */
export interface JudgedFile { readonly kept: readonly Placed[]; readonly hidden: readonly HiddenVerdict[]; readonly used: UsedSuppressions }

export interface JudgeInput { readonly derived: Derived; readonly moved: ReadonlyMap<string, MovedSpans>; readonly text: (path: string) => string | null }

/** What the query rules say of one file, with the severities and silences of configuration and comments applied. */
export function judgeQueries(file: CheckedFile, input: JudgeInput): JudgedFile {
  const placed = file.queries.flatMap((query) => query.said.map((said): Placed => ({
    rule: said.rule, catalog: query.bound.catalog, statement: query.fact.span.start,
    input: { path: file.path, rule: said.rule, verdict: said.verdict, table: said.table.key, access: said.path, query: (query.judged ?? query).bound.query, enclosing: query.fact.enclosing },
  })));
  return silenced(placed, file, input);
}

/** What the table rules say of a catalog, by the file it is said in. Tables of tests' own databases are nobody's concern. */
export function judgeTables(catalog: Catalog, uses: TableUses, files: ReadonlyMap<string, CheckedFile>, input: JudgeInput): readonly JudgedFile[] {
  if (catalog.quiet === true) return [];
  const byPath = new Map<string, Placed[]>();
  for (const placed of [...placedTables(catalog, uses, files, input), ...placedCatalog(catalog, files, input.derived)]) {
    push(byPath, placed.input.path, atItsPlace(placed, input.moved));
  }
  return [...byPath].map(([path, placed]) => silenced(placed, files.get(path) ?? null, input));
}

/** A declaration that moved since it was linked. */
function atItsPlace(placed: Placed, moved: ReadonlyMap<string, MovedSpans>): Placed {
  const { verdict, path } = placed.input;
  const span = moved.get(path)?.get(spanKey(verdict.span));
  return span === undefined ? placed : { ...placed, statement: span.start, input: { ...placed.input, verdict: { ...verdict, span } } };
}

function placedTables(catalog: Catalog, uses: TableUses, files: ReadonlyMap<string, CheckedFile>, input: JudgeInput): readonly Placed[] {
  const { derived } = input;
  const reading = lazy(() => readingOf(catalog, files, input));
  return [...catalog.tables.values()].filter((table) => table.unclaimed !== true).flatMap((table) => {
    const settings = settingsFor(table.declarations[0]?.path ?? '', derived.settings, derived.outer);
    const spoken = checkTable(table, { catalog, settings: { isSmall: (t) => isSmallTable(t, settings) }, paths: uses.paths.get(table.key) ?? [], deletedFrom: uses.deleted, ...((settings.rules.get('unused-index') ?? 'off') !== 'off' && { reading: reading() }) });
    return spoken.map(({ rule, verdict }): Placed => ({ rule, catalog, statement: verdict.span.start, input: { path: verdict.path, rule, verdict, table: table.key, access: null, enclosing: '' } }));
  });
}

function placedCatalog(catalog: Catalog, files: ReadonlyMap<string, CheckedFile>, derived: Derived): readonly Placed[] {
  const isSmall = (table: Table): boolean => isSmallTable(table, settingsFor(table.declarations[0]?.path ?? '', derived.settings, derived.outer));
  const spoken = checkCatalog({ catalog, settings: { isSmall }, usesOf: (table) => usesOf(table, catalog, files) });
  return spoken.filter(({ verdict }) => catalog.tables.get(verdict.table)?.unclaimed !== true).map(({ rule, verdict }): Placed => ({ rule, catalog, statement: verdict.span.start, input: { path: verdict.path, rule, verdict, table: verdict.table, access: null, enclosing: '' } }));
}

/** Looked for when asked: hardly any rule wants to know. */
const usesOf = (table: string, catalog: Catalog, files: ReadonlyMap<string, CheckedFile>): readonly TableUse[] =>
  [...files.values()].flatMap((file) => (file.quiet ? [] : file.queries.flatMap(({ bound, paths, fact }) => (bound.catalog.id !== catalog.id ? [] : paths.filter((access) => access.table === table).map((access) => ({ access, place: { path: file.path, span: fact.span }, enclosing: fact.enclosing }))))));

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function silenced(placed: readonly Placed[], file: CheckedFile | null, input: JudgeInput): JudgedFile {
  const levelled = placed.map((one) => configured(one, input.derived));
  const standing = levelled.flatMap((one) => one.kept);
  const byConfiguration = levelled.flatMap((one) => one.hidden);
  const suppressions = file?.facts.suppressions ?? [];
  const text = suppressions.length === 0 || file === null ? null : input.text(file.path);
  if (text === null) return { kept: standing, hidden: byConfiguration, used: new Map() };
  const index = lineIndex(text);
  const { kept, hidden, used } = applySuppressions(standing, suppressions, (p) => [positionAt(index, p.input.verdict.span.start).line, positionAt(index, p.statement).line]);
  return { kept, used, hidden: [...byConfiguration, ...hidden.map(({ item, by }) => ({ placed: item, by, reason: by.reason }))] };
}

/** Off rules drop out, ignored tables hide; a configured severity replaces the rule's. */
function configured(placed: Placed, derived: Derived): Pick<JudgedFile, 'kept' | 'hidden'> {
  const asked = { rule: placed.rule, path: placed.input.path, table: placed.input.table, columns: placed.input.verdict.columns };
  const level = levelAt(asked, derived);
  const reason = level === 'off' ? ignoredBecause(asked, derived) : null;
  if (level === 'off') return { kept: [], hidden: reason === null ? [] : [{ placed, by: 'configuration', reason }] };
  if (level === undefined) return { kept: [placed], hidden: [] };
  const verdict: Verdict = { ...placed.input.verdict, severity: level };
  return { kept: [{ ...placed, input: { ...placed.input, verdict } }], hidden: [] };
}
