import { isQuiet, settingsFor } from '../config/scope.ts';
import type { Settings } from '../config/settings.ts';
import type { AccessPath } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import type { Confidence } from '../facts/dialect.ts';
import type { FileFacts, FileProblem } from '../facts/file.ts';
import type { QueryFact, Unread } from '../facts/query.ts';
import { accessPaths } from '../match/index.ts';
import type { Verdict } from '../rules/rule.ts';
import { checkPath, checkStatement } from '../rules/run.ts';
import { type BoundFact, bindFact } from '../schema/bind/fact.ts';
import type { SnapshotCaches } from './caches.ts';
import type { Linked } from './link.ts';
import type { EngineOptions } from './options.ts';
import type { Derived } from './project-files.ts';
import { guard } from './read-file.ts';
import { moveChecked } from './move-checked.ts';
import { forgetOrigin, originOf } from './shifted.ts';
import { isSmallTable } from './small-tables.ts';

type Bound = Extract<BoundFact, { readonly kind: 'bound' }>;

/** One query with how each of its tables is reached, and what the rules say of it. */
export interface CheckedQuery {
  readonly fact: QueryFact;
  readonly bound: Bound;
  readonly paths: readonly AccessPath[];
  readonly said: readonly Said[];
  /** What was judged, where this only moved since. Whoever has no use for spans asks there: nothing is copied for him. */
  readonly judged?: CheckedQuery;
}

/** `path` is the one that was judged: its spans are those of then. The verdict's are those of now. */
export interface Said { readonly rule: string; readonly verdict: Verdict; readonly path: AccessPath; readonly table: Table }

/** A file's queries judged against the catalogs. */
export interface CheckedFile { readonly path: string; readonly facts: FileFacts; readonly quiet: boolean; readonly queries: readonly CheckedQuery[]; readonly unread: readonly Unread[]; readonly problems: readonly FileProblem[] }

export interface CheckInput { readonly linked: Linked; readonly derived: Derived; readonly options: EngineOptions; readonly caches: SnapshotCaches }
/** What a query's judgement rests on: if none of it changed, it stands. */
export interface Memo { readonly linked: Linked; readonly derived: Derived; readonly settings: Settings; readonly quiet: boolean; readonly checked: CheckedQuery }

export function checkFile(facts: FileFacts, input: CheckInput): CheckedFile {
  const known = input.caches.files.get(facts);
  if (known !== undefined && known.linked === input.linked && known.derived === input.derived) return known.checked;
  const checked = checkAnew(facts, input);
  input.caches.files.set(facts, { linked: input.linked, derived: input.derived, checked });
  return checked;
}

function checkAnew(facts: FileFacts, input: CheckInput): CheckedFile {
  if (input.linked.migrations.has(facts.path)) return { path: facts.path, facts, quiet: true, queries: [], unread: [], problems: facts.problems };
  const settings = settingsFor(facts.path, input.derived.settings, input.derived.outer);
  const quiet = isQuiet(settings, facts.path);
  const queries: CheckedQuery[] = [];
  const unread: Unread[] = [...facts.unread];
  const problems: FileProblem[] = [...facts.problems];
  for (const fact of facts.queries) {
    const result = guard(input.options, problems, facts.path, 'matching', () => checkQuery(fact, { path: facts.path, settings, quiet }, input));
    if (result?.kind === 'checked') queries.push(result.query);
    if (result?.kind === 'unread') unread.push({ span: fact.span, reason: result.reason });
  }
  return { path: facts.path, facts, quiet, queries, unread, problems };
}

interface Place { readonly path: string; readonly settings: Settings; readonly quiet: boolean }
type Result = { readonly kind: 'checked'; readonly query: CheckedQuery } | { readonly kind: 'unread'; readonly reason: string } | { readonly kind: 'foreign' };

function checkQuery(fact: QueryFact, place: Place, input: CheckInput): Result {
  const known = input.caches.queries.get(fact) ?? null;
  if (known !== null && sameGround(known, place, input)) return { kind: 'checked', query: known.checked };
  const moved = movedQuery(fact, place, input);
  if (moved !== null) return moved;
  const result = judgedAnew(fact, place, known, input);
  if (result.kind === 'checked') input.caches.queries.set(fact, { linked: input.linked, derived: input.derived, settings: place.settings, quiet: place.quiet, checked: result.query });
  return result;
}

const sameGround = (memo: Memo, { quiet }: Place, input: CheckInput): boolean => memo.linked === input.linked && memo.derived === input.derived && memo.quiet === quiet;

/** A query that only moved with the text before it is judged as it was, elsewhere. */
function movedQuery(fact: QueryFact, place: Place, input: CheckInput): Result | null {
  const origin = originOf(fact);
  const known = origin === null ? undefined : input.caches.queries.get(origin.from);
  if (origin === null || known === undefined || !sameGround(known, place, input)) return null;
  return { kind: 'checked', query: moveChecked(known.checked, fact, place.path, origin.move) };
}

function judgedAnew(fact: QueryFact, place: Place, known: Memo | null, input: CheckInput): Result {
  forgetOrigin(fact);
  return bindAndCheck(fact, place, known, input);
}

function bindAndCheck(fact: QueryFact, { path, settings, quiet }: Place, known: Memo | null, input: CheckInput): Result {
  const bound = bindFact(fact, { file: path, quiet, universe: input.linked.universe, symbols: input.linked.symbols, relations: input.linked.relations });
  if (bound.kind !== 'bound') return bound.kind === 'unread' ? { kind: 'unread', reason: bound.reason } : { kind: 'foreign' };
  if (known !== null && memoKey(known.checked.bound, known.settings, known.quiet) === memoKey(bound, settings, quiet)) return { kind: 'checked', query: onNewGround(known.checked, bound) };
  const paths = accessPaths(bound.query, bound.catalog, { one: bound.fact.one === true });
  return { kind: 'checked', query: { fact, bound, paths, said: quiet || (fact.byProject === true && bound.doubts.length > 0) ? [] : [...paths.flatMap((p) => sayOf(p, bound, settings)), ...sayOfStatement(paths, bound, path, settings)] } };
}

/** Equal ground may be another object: what is kept must speak of the catalog that is there now. */
function onNewGround(checked: CheckedQuery, bound: Bound): CheckedQuery {
  const { tables } = bound.catalog;
  return { fact: bound.fact, bound, paths: checked.paths, said: checked.said.map((said) => ({ ...said, table: tables.get(said.table.key) ?? said.table })) };
}

/** The bound query itself is part of the key: names may have come to mean other columns. */
function memoKey(bound: Bound, settings: Settings, quiet: boolean): string {
  return `${bound.catalog.id}|${bound.catalog.revision}|${quiet}|${settings.smallTables.join()}|${settings.smallBelow}|${bound.doubts.length}|${textOf(bound.query)}`;
}

const texts = new WeakMap<object, string>();

/** Written out once: a key in a model has every query that was judged compared with what it is bound to now. */
function textOf(query: Bound['query']): string {
  const text = texts.get(query) ?? JSON.stringify(query);
  texts.set(query, text);
  return text;
}

function sayOf(path: AccessPath, bound: Bound, settings: Settings): Said[] {
  const table = bound.catalog.tables.get(path.table);
  if (table === undefined || table.unclaimed === true) return [];
  const spoken = checkPath(path, { catalog: bound.catalog, settings: { isSmall: (t) => isSmallTable(t, settings) }, table, confidence: confidenceOf(bound), callSpan: bound.fact.span });
  return spoken === null ? [] : [{ rule: spoken.rule, verdict: spoken.verdict, path, table }];
}

const confidenceOf = ({ fact, doubts }: Bound): Confidence => (doubts.length > 0 && fact.confidence === 'high' ? 'medium' : fact.confidence);

function sayOfStatement(paths: readonly AccessPath[], bound: Bound, path: string, settings: Settings): readonly Said[] {
  const { tables } = bound.catalog;
  const isSmall = (table: Table): boolean => isSmallTable(table, settings);
  const tableOf = (key: string): Table | null => { const table = tables.get(key); return table === undefined || isSmall(table) ? null : table; };
  const spoken = checkStatement(bound.query, { catalog: bound.catalog, settings: { isSmall }, path, fact: bound.fact, confidence: confidenceOf(bound), paths, tableOf });
  return spoken.flatMap(({ rule, verdict, access }) => { const table = tables.get(access.table); return table === undefined || table.unclaimed === true ? [] : [{ rule, verdict, path: access, table }]; });
}

