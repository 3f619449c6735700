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
import type { Asked, ListeningGround } from './linked-answers.ts';
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
export interface Memo { readonly derived: Derived; readonly settings: Settings; readonly quiet: boolean; readonly asked: Asked; readonly result: Result }

/** The same of a file. `asked` is null where a part crashed, so that it is not known what it would have asked. */
export interface FileMemo { readonly linked: Linked; readonly derived: Derived; readonly migration: boolean; readonly asked: Asked | null; readonly checked: CheckedFile }

export function checkFile(facts: FileFacts, input: CheckInput): CheckedFile {
  const { answers, files } = input.caches;
  answers.begin(input.linked);
  const known = files.get(facts);
  const migration = input.linked.migrations.has(facts.path);
  if (known !== undefined && known.derived === input.derived && known.migration === migration && (known.linked === input.linked || (known.asked !== null && answers.holds(known.asked)))) return known.checked;
  const { checked, asked } = migration ? { checked: unjudged(facts), asked: answers.together([]) } : checkAnew(facts, input);
  files.set(facts, { linked: input.linked, derived: input.derived, migration, asked, checked });
  return checked;
}

const unjudged = (facts: FileFacts): CheckedFile => ({ path: facts.path, facts, quiet: true, queries: [], unread: [], problems: facts.problems });

function checkAnew(facts: FileFacts, input: CheckInput): { readonly checked: CheckedFile; readonly asked: Asked | null } {
  const settings = settingsFor(facts.path, input.derived.settings, input.derived.outer);
  const quiet = isQuiet(settings, facts.path);
  const queries: CheckedQuery[] = [];
  const unread: Unread[] = [...facts.unread];
  const problems: FileProblem[] = [...facts.problems];
  const asked: Asked[] = [];
  for (const fact of facts.queries) {
    const found = guard(input.options, problems, facts.path, 'matching', () => checkQuery(fact, { path: facts.path, settings, quiet }, input));
    if (found !== null) asked.push(found.asked);
    if (found?.result.kind === 'checked') queries.push(found.result.query);
    if (found?.result.kind === 'unread') unread.push({ span: fact.span, reason: found.result.reason });
  }
  return { checked: { path: facts.path, facts, quiet, queries, unread, problems }, asked: asked.length < facts.queries.length ? null : input.caches.answers.together(asked) };
}

interface Place { readonly path: string; readonly settings: Settings; readonly quiet: boolean }
type Result = { readonly kind: 'checked'; readonly query: CheckedQuery } | { readonly kind: 'unread'; readonly reason: string } | { readonly kind: 'foreign' };

function checkQuery(fact: QueryFact, place: Place, input: CheckInput): Memo {
  const known = input.caches.queries.get(fact) ?? null;
  if (known !== null && stands(known, place, input)) return known;
  const fresh = movedQuery(fact, place, input) ?? judgedAnew(fact, place, known, input);
  // One that moved is known by what it was, from where it moves on.
  if (originOf(fact) === null) input.caches.queries.set(fact, fresh);
  return fresh;
}

const stands = (memo: Memo, { quiet }: Place, { derived, caches }: CheckInput): boolean => memo.derived === derived && memo.quiet === quiet && caches.answers.holds(memo.asked);

/** A query that only moved with the text before it is judged as it was, elsewhere. */
function movedQuery(fact: QueryFact, place: Place, input: CheckInput): Memo | null {
  const origin = originOf(fact);
  const known = origin === null ? undefined : input.caches.queries.get(origin.from);
  if (origin === null || known === undefined || !stands(known, place, input)) return null;
  return known.result.kind !== 'checked' ? known : { ...known, result: { kind: 'checked', query: moveChecked(known.result.query, fact, place.path, origin.move) } };
}

function judgedAnew(fact: QueryFact, place: Place, known: Memo | null, input: CheckInput): Memo {
  forgetOrigin(fact);
  const { result, asked } = input.caches.answers.listen((ground) => bindAndCheck(fact, place, known, ground, input));
  return { derived: input.derived, settings: place.settings, quiet: place.quiet, result, asked };
}

function bindAndCheck(fact: QueryFact, { path, settings, quiet }: Place, known: Memo | null, ground: ListeningGround, { caches: { answers } }: CheckInput): Result {
  const heard = bindFact(fact, { file: path, quiet, ...ground });
  if (heard.kind !== 'bound') return heard.kind === 'unread' ? { kind: 'unread', reason: heard.reason } : { kind: 'foreign' };
  const bound = { ...heard, catalog: answers.catalog(heard.catalog) };
  if (known?.result.kind === 'checked' && answers.holds(known.asked, 'tables') && memoKey(known.result.query.bound, known.settings, known.quiet) === memoKey(bound, settings, quiet)) {
    answers.repeat(known.asked);
    return { kind: 'checked', query: { ...known.result.query, fact: bound.fact, bound } };
  }
  const paths = accessPaths(bound.query, heard.catalog, { one: bound.fact.one === true });
  return { kind: 'checked', query: { fact, bound, paths, said: quiet || (fact.byProject === true && bound.doubts.length > 0) ? [] : [...paths.flatMap((p) => sayOf(p, heard, settings)), ...sayOfStatement(paths, heard, path, settings)] } };
}

/** The bound query itself is part of the key: names may have come to mean other columns. */
function memoKey(bound: Bound, settings: Settings, quiet: boolean): string {
  return `${bound.catalog.id}|${quiet}|${settings.smallTables.join()}|${settings.smallBelow}|${bound.doubts.length}|${textOf(bound.query)}`;
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

