import { settingsFor } from '../../config/scope.ts';
import type { FileProblem } from '../../facts/file.ts';
import type { FlowUnit } from '../../facts/flow.ts';
import type { Place } from '../../facts/finding.ts';
import type { Code } from '../../link/flow/code.ts';
import type { QueryRef, Summary, UnitPlace, UnitRef } from '../../link/flow/summary.ts';
import type { FlowContext, RelationSeen, SentQuery } from '../../rules/rule.ts';
import { checkFlow, type SpokenOfFlow } from '../../rules/run.ts';
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

/** What was said of a unit, on which answers it rests, and the crashes of rules. */
export interface Judged { readonly summary: Summary; readonly derived: Derived; readonly role: FlowContext['role']; readonly handler: boolean; readonly rests: readonly Answer[]; readonly spoken: readonly SpokenOfFlow[]; readonly problems: readonly FileProblem[] }
interface Answer { readonly again: (ground: JudgeGround) => readonly unknown[]; readonly was: readonly unknown[] }

/** What the flow rules say of a unit; what they said before stands for as long as all that they asked has the same answer. */
export function judgeUnit(asked: UnitAsked, ground: JudgeGround, before: Judged | undefined): Judged {
  if (before !== undefined && before.summary === asked.summary && before.derived === ground.derived && before.role === asked.role && before.handler === asked.handler && before.rests.every(({ again, was }) => isSame(again(ground), was))) return before;
  const rests: Answer[] = [];
  const problems: FileProblem[] = [];
  const note = (again: Answer['again']): void => { rests.push({ again, was: again(ground) }); };
  const spoken = checkFlow(asked.summary, contextOf(asked, ground, note), (rule, run) => guard(ground.options, problems, asked.ref.file, rule, run) ?? []);
  return { summary: asked.summary, derived: ground.derived, role: asked.role, handler: asked.handler, rests, spoken, problems };
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);

function contextOf({ ref, role, handler }: UnitAsked, ground: JudgeGround, note: (again: Answer['again']) => void): FlowContext {
  const settings = settingsFor(ref.file, ground.derived.settings, ground.derived.outer);
  return {
    path: ref.file, role, handler, language: languageOf(ref.file) === 'python' ? 'python' : 'typescript', settings: { isSmall: (table) => isSmallTable(table, settings) },
    queryOf: (query) => { note((now) => queryAnswer(query, now)); return queryOf(query, ground); },
    relationOf: (model, name) => { note((now) => relationAnswer(seeRelation(now.linked, model, name))); return seeRelation(ground.linked, model, name); },
    placeOf: (place) => { note(({ code }) => [code.unit(place.in)?.span.start]); return placeOf(place, ground.code); },
  };
}

export function queryOf(ref: QueryRef, { statement }: Pick<JudgeGround, 'statement'>): SentQuery | null {
  const found = statement(ref);
  return found === null ? null : sentQuery(found);
}

function queryAnswer(ref: QueryRef, ground: JudgeGround): readonly unknown[] {
  const query = queryOf(ref, ground);
  return query === null ? [] : [query.place.span.start, query.place.span.end, ...standing(query)];
}

const relationAnswer = (seen: RelationSeen | null): readonly unknown[] => (seen === null ? [] : [JSON.stringify(seen.entry), seen.owner?.revision, seen.target?.revision, seen.place?.span.start]);

/** The place in its file as it is now; of a unit that is gone its beginning. */
export function placeOf({ in: unit, at: [start, end] }: UnitPlace, code: Code): Place {
  const from = code.unit(unit)?.span.start ?? 0;
  return { path: unit.file, span: { start: from + start, end: from + end } };
}

