import { settingsFor } from '../../config/scope.ts';
import type { FileProblem } from '../../facts/file.ts';
import type { FlowUnit } from '../../facts/flow.ts';
import type { Place } from '../../facts/finding.ts';
import type { Code } from '../../link/flow/code.ts';
import type { ModelRef, QueryRef, Summary, UnitPlace, UnitRef } from '../../link/flow/summary.ts';
import type { FlowContext, RelationSeen, SentQuery } from '../../rules/rule.ts';
import { checkFlow, type SpokenOfFlow } from '../../rules/run.ts';
import { isEqualData } from '../../text/equal.ts';
import { languageOf } from '../../text/language.ts';
import type { Linked } from '../link.ts';
import type { EngineOptions } from '../options.ts';
import type { Derived } from '../project-files.ts';
import { guard } from '../read-file.ts';
import { isSmallTable } from '../small-tables.ts';
import { seeRelation } from './relations.ts';
import { sentQuery, standing } from './sent.ts';
import type { Statement } from './statements.ts';

/** What rules may ask while they look at a unit. */
export interface JudgeGround { readonly code: Code; readonly linked: Linked; readonly derived: Derived; readonly options: EngineOptions; readonly statement: (ref: QueryRef) => Statement | null }
/** A unit to be judged. */
export interface UnitAsked { readonly ref: UnitRef; readonly unit: FlowUnit; readonly summary: Summary; readonly role: FlowContext['role']; readonly handler: boolean }

/** What was said of a unit, on which answers it rests (of which files), and the crashes of rules. */
export interface Judged { readonly unit: FlowUnit; readonly files: readonly string[]; readonly summary: Summary; readonly derived: Derived; readonly role: FlowContext['role']; readonly handler: boolean; readonly rests: Answers; readonly spoken: readonly SpokenOfFlow[]; readonly problems: readonly FileProblem[] }

/** What rules were told, each once: statements, relations by model and name, and where units begin. */
interface Answers {
  readonly queries: ReadonlyMap<QueryRef, SentQuery | null>;
  readonly relations: ReadonlyMap<string, { readonly model: ModelRef; readonly name: string; readonly seen: RelationSeen | null }>;
  readonly starts: ReadonlyMap<UnitRef, number>;
}

/** What the flow rules say of a unit; what they said before stands for as long as all that they asked has the same answer. */
export function judgeUnit(asked: UnitAsked, ground: JudgeGround, before: Judged | undefined): Judged {
  if (before !== undefined && before.summary === asked.summary && before.derived === ground.derived && before.role === asked.role && before.handler === asked.handler && stands(before.rests, ground)) return before.unit === asked.unit ? before : { ...before, unit: asked.unit };
  const problems: FileProblem[] = [];
  const { context, rests } = listening(asked, ground);
  const spoken = checkFlow(asked.summary, context, (rule, run) => guard(ground.options, problems, asked.ref.file, rule, run) ?? []);
  const files = [...new Set([...rests.queries.keys(), ...rests.starts.keys()].map((one) => ('in' in one ? one.in.file : one.file)))];
  return { unit: asked.unit, files, summary: asked.summary, derived: ground.derived, role: asked.role, handler: asked.handler, rests, spoken, problems };
}

function stands({ queries, relations, starts }: Answers, ground: JudgeGround): boolean {
  for (const [unit, start] of starts) if (startOf(unit, ground.code) !== start) return false;
  for (const [ref, was] of queries) if (!sameQuery(was, queryOf(ref, ground))) return false;
  for (const { model, name, seen } of relations.values()) if (!sameRelation(seen, seeRelation(ground.linked, model, name))) return false;
  return true;
}

/** What rules ask, and what they were told. */
export function listening({ ref, role, handler }: Pick<UnitAsked, 'ref' | 'role' | 'handler'>, ground: JudgeGround): { readonly context: FlowContext; readonly rests: Answers } {
  const settings = settingsFor(ref.file, ground.derived.settings, ground.derived.outer);
  const queries = new Map<QueryRef, SentQuery | null>();
  const relations = new Map<string, { readonly model: ModelRef; readonly name: string; readonly seen: RelationSeen | null }>();
  const starts = new Map<UnitRef, number>();
  const context: FlowContext = {
    path: ref.file, role, handler, language: languageOf(ref.file) === 'python' ? 'python' : 'typescript', settings: { isSmall: (table) => isSmallTable(table, settings) },
    queryOf: (query) => kept(queries, query, () => queryOf(query, ground)),
    relationOf: (model, name) => kept(relations, `${model.file}\n${model.symbol}\n${name}`, () => ({ model, name, seen: seeRelation(ground.linked, model, name) })).seen,
    placeOf: ({ in: unit, at: [start, end] }) => { const from = kept(starts, unit, () => startOf(unit, ground.code)); return { path: unit.file, span: { start: from + start, end: from + end } }; },
    inBulk: (id) => ground.options.adapters.find((adapter) => adapter.id === id)?.inBulk ?? null,
    inProcess: (id) => ground.options.adapters.some((adapter) => adapter.id === id && adapter.inProcess === true),
  };
  return { context, rests: { queries, relations, starts } };
}

function kept<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  known.set(key, found);
  return found;
}

/** Of a unit that is gone: the beginning of its file. */
const startOf = (unit: UnitRef, code: Code): number => code.unit(unit)?.span.start ?? 0;

/** A place of a unit as it is now. */
export function placeOf({ in: unit, at: [start, end] }: UnitPlace, code: Code): Place {
  const from = startOf(unit, code);
  return { path: unit.file, span: { start: from + start, end: from + end } };
}

/** The statement that a reference means; null where it was lost. */
export function queryOf(ref: QueryRef, { statement }: Pick<JudgeGround, 'statement'>): SentQuery | null {
  const found = statement(ref);
  return found === null ? null : sentQuery(found);
}

function sameQuery(a: SentQuery | null, b: SentQuery | null): boolean {
  if (a === null || b === null) return a === b;
  const [left, right] = [standing(a), standing(b)];
  return a.place.span.start === b.place.span.start && a.place.span.end === b.place.span.end && left.every((item, i) => item === right[i]);
}

const sameRelation = (a: RelationSeen | null, b: RelationSeen | null): boolean =>
  a === b || (a !== null && b !== null && a.owner?.revision === b.owner?.revision && a.target?.revision === b.target?.revision && a.place?.path === b.place?.path && a.place?.span.start === b.place?.span.start && isEqualData(a.entry, b.entry));
