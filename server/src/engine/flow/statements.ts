import type { FileFacts } from '../../facts/file.ts';
import type { FlowUnit } from '../../facts/flow.ts';
import type { QueryFact, SentWrite, Unread } from '../../facts/query.ts';
import { type FlowIndex, indexOf } from '../../link/flow/code-index.ts';
import type { QueryRef, UnitRef } from '../../link/flow/summary.ts';
import type { Span } from '../../text/span.ts';
import type { CheckedFile, CheckedQuery } from '../check.ts';

/** Something that sends a statement, as binding has left it: `checked` where its tables are known, `unread` where they are not. */
export interface Statement { readonly ref: QueryRef; readonly span: Span; readonly fact: QueryFact | null; readonly unread: Unread | null; readonly checked: CheckedQuery | null }

/** A statement as one unit sees it: `sent` are the spans that send it there, null where it is sent where it stands. */
export interface StatementHere { readonly statement: Statement; readonly stands: boolean; readonly sent: readonly Span[] | null }

/** The statements of one file by the units in which they stand or are sent. */
export interface FileStatements { readonly in: (unit: UnitRef) => readonly StatementHere[]; readonly at: (ref: QueryRef) => Statement | null }

const NONE: FileStatements = { in: () => [], at: () => null };
const known = new WeakMap<CheckedFile, FileStatements>();

/** Made once for each judgement of a file. What stands in no unit is nobody's. */
export function statementsOf(checked: CheckedFile | null): FileStatements {
  if (checked === null || checked.facts.flow === undefined) return NONE;
  const made = known.get(checked) ?? make(checked);
  known.set(checked, made);
  return made;
}

const keyOf = ({ unit, ordinal }: UnitRef): string => `${ordinal}:${unit}`;

function make(checked: CheckedFile): FileStatements {
  const finder = unitFinder(indexOf(checked.facts));
  const [here, places, byRef] = [new Map<string, StatementHere[]>(), new Map<string, Statement>(), new Map<QueryRef, Statement>()];
  const add = (unit: UnitRef, one: StatementHere): void => { const list = here.get(keyOf(unit)); if (list === undefined) here.set(keyOf(unit), [one]); else list.push(one); };
  for (const { span, sent, ...rest } of sentences(checked)) {
    const home = finder(span);
    if (home === null) continue;
    const statement: Statement = { ...rest, span, ref: { in: home.ref, at: [span.start - home.unit.span.start, span.end - home.unit.span.start] } };
    byRef.set(statement.ref, statement);
    places.set(`${keyOf(home.ref)}@${statement.ref.at.join()}`, statement);
    const byUnit = new Map<UnitRef, Span[]>(sent === null ? [] : [[home.ref, []]]);
    for (const one of sent ?? []) { const at = finder(one)?.ref; if (at !== undefined) byUnit.set(at, [...(byUnit.get(at) ?? []), one]); }
    if (sent === null) add(home.ref, { statement, stands: true, sent: null });
    for (const [unit, spans] of byUnit) add(unit, { statement, stands: unit === home.ref, sent: spans });
  }
  return { in: (unit) => here.get(keyOf(unit)) ?? [], at: (ref) => byRef.get(ref) ?? places.get(`${keyOf(ref.in)}@${ref.at.join()}`) ?? null };
}

interface Sentence { readonly span: Span; readonly sent: readonly Span[] | null; readonly fact: QueryFact | null; readonly unread: Unread | null; readonly checked: CheckedQuery | null }

/** All that sends statements, in document order. What binding found to be another library's is left out. */
function sentences({ facts, queries, unread }: CheckedFile): readonly Sentence[] {
  const checked = new Map(queries.map((query) => [query.fact, query]));
  const lost = new Map(unread.map((one) => [one.span, one]));
  const read = facts.queries.flatMap((fact): Sentence[] => {
    const [query, why] = [checked.get(fact) ?? null, lost.get(fact.span) ?? null];
    return query === null && why === null ? [] : [{ span: fact.span, sent: fact.sent ?? null, fact, unread: why, checked: query }];
  });
  return [...read, ...sendingUnread(facts), ...(facts.writes ?? []).map(writeOf)].sort((a, b) => a.span.start - b.span.start);
}

const sendingUnread = (facts: FileFacts): readonly Sentence[] => facts.unread.flatMap((unread) => (unread.sends === undefined ? [] : [{ span: unread.span, sent: null, fact: null, unread, checked: null }]));

const writeOf = ({ span, op, table }: SentWrite): Sentence => ({ span, sent: null, fact: null, unread: { span, reason: '', sends: { op, gives: 'nothing', name: table } }, checked: null });

/** The innermost unit around a span. Units come in the order of the text, those around others first. */
function unitFinder({ units }: FlowIndex): (span: Span) => { readonly ref: UnitRef; readonly unit: FlowUnit } | null {
  return ({ start, end }) => {
    let [low, high] = [0, units.length];
    while (low < high) { const middle = (low + high) >> 1; if ((units[middle]?.unit.span.start ?? 0) <= start) low = middle + 1; else high = middle; }
    for (let i = low - 1; i >= 0; i--) {
      const one = units[i];
      if (one !== undefined && one.unit.span.end >= end) return one;
      if (i < low - MOST_INSIDE) return null;
    }
    return null;
  };
}

/** So many units one after the other may lie in one around them: methods of an object literal. */
const MOST_INSIDE = 400;
