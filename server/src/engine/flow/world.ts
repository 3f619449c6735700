import type { SendingWords } from '../../adapters/adapter.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { Code } from '../../link/flow/code.ts';
import type { ModelRef, UnitRef } from '../../link/flow/summary.ts';
import type { FlowWorld, UnitQuery } from '../../link/flow/world.ts';
import type { Span } from '../../text/span.ts';
import type { CheckedFile } from '../check.ts';
import type { Linked } from '../link.ts';
import type { EngineOptions } from '../options.ts';
import { isColumnOf, lookAt } from './relations.ts';
import { type FileStatements, type StatementHere, statementsOf } from './statements.ts';

/** What the flow of a workspace rests on. `checked`: the judged queries of a file; null where it has none. */
export interface FlowGround { readonly code: Code; readonly linked: Linked; readonly options: EngineOptions; readonly checked: (file: string) => CheckedFile | null }

/** Answers of the workspace as it is now, for running its units. */
export function flowWorld({ code, linked, options, checked }: FlowGround): FlowWorld {
  const words = new Map(options.adapters.flatMap(({ id, sends }) => (sends === undefined ? [] : [[id, sends] as const])));
  const all: readonly SendingWords[] = [...words.values()];
  return {
    code, sending: (adapter) => words.get(adapter) ?? null, senders: () => all,
    queriesIn: (unit) => queriesIn(unit, { code, linked, statements: statementsOf(checked(unit.file)) }),
    relation: (model, name) => lookAt(linked, model, name),
    isColumn: (model, name) => isColumnOf(linked, model, name),
  };
}

interface Around { readonly code: Code; readonly linked: Linked; readonly statements: FileStatements }

function queriesIn(unit: UnitRef, { code, linked, statements }: Around): readonly UnitQuery[] {
  const here = statements.in(unit);
  const start = here.length === 0 ? 0 : (code.unit(unit)?.span.start ?? 0);
  return here.map((one) => unitQuery(one, start, linked));
}

function unitQuery({ statement: { ref, fact, unread, span }, stands, sent }: StatementHere, start: number, linked: Linked): UnitQuery {
  const chosen = unread?.sends?.chosenBy;
  const relative = (at: Span) => [at.start - start, at.end - start] as const;
  return {
    ref, adapter: fact?.adapter ?? '', at: stands ? relative(span) : null, sent: sent === null ? 'here' : sent.map(relative), op: fact?.query.op ?? unread?.sends?.op ?? 'select',
    gives: fact?.gives ?? unread?.sends?.gives ?? null, one: fact?.one === true, under: fact?.under ?? null, model: fact?.entity === undefined ? null : modelAt(linked, ref.in.file, fact.entity), loads: fact?.loads ?? [], ...(chosen === undefined ? {} : { chosenBy: relative({ start: span.start + chosen[0], end: span.start + chosen[1] }) }),
  };
}

function modelAt(linked: Linked, file: string, path: NonNullable<NonNullable<FileFacts['queries'][number]>['entity']>): ModelRef | null {
  const found = linked.symbols.resolve(file, path);
  return found?.fact.kind === 'table' && found.rest.length === 0 ? { file: found.file, symbol: found.fact.symbol } : null;
}
