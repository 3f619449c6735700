import type { SymbolPath } from '../../../facts/expr.ts';
import type { QueryFact } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { contains, type Span } from '../../../text/span.ts';
import type { Step } from './chain.ts';
import type { Env } from './env.ts';
import type { Execution } from './executions.ts';
import type { Expanded } from './expand.ts';
import { loadsOf } from './loads.ts';
import { isThis, meaningOf, ownClass } from './names.ts';
import type { Reading } from './reading.ts';
import type { Start } from './starts.ts';
import { CONVERSIONS, TERMINALS } from './vocabulary.ts';

/** Where a statement is sent, and what comes of it. */
export type Sending = Pick<QueryFact, 'sent' | 'gives' | 'under' | 'awaited' | 'entity' | 'loads' | 'exactly'>;

/** The same for a statement as it was put together; `span` is where it is told. */
export function sendingOf(reading: Reading, { start, steps }: Pick<Expanded, 'start' | 'steps'>, span: Span, execution: Execution | null): Sending {
  const end = steps.find((step) => isSending(step, start) || CONVERSIONS.has(step.name));
  const terminal = end !== undefined && isSending(end, start) ? end : null;
  const entity = isWrite(start, steps) ? null : entityOf(reading, start, steps);
  const gives = givesOf(start, steps, terminal, { execution, entity: entity !== null });
  const loads = loadsOf(reading, steps);
  const sender = terminal?.span ?? (start.kind === 'get' ? start.given.span : execution?.sent[0]);
  return { ...whereSent(start, terminal, span, execution), ...(sender !== undefined && isAwaited(reading, sender) ? { awaited: true } : {}), ...((terminal === null ? (execution?.asked ?? []) : [terminal.name]).some((name) => EXACT.has(name)) ? { exactly: true } : {}), gives, ...(entity === null ? {} : { entity }), ...(loads.length === 0 ? {} : { loads }), ...(terminal?.name === 'paginate' || execution?.asked[0] === 'paginate' ? { under: 'items' } : {}) };
}

/** `.all()` and its kind, `query[0]`, and the writes of a query of old. */
const isSending = (step: Step, { kind }: Start): boolean =>
  step.args !== null && (TERMINALS.has(step.name) || ((step.name === '[]' || step.name === 'update' || step.name === 'delete') && (kind === 'query' || kind === 'model')));

function whereSent({ kind }: Start, terminal: Step | null, span: Span, execution: Execution | null): Pick<QueryFact, 'sent'> {
  if (kind === 'get') return {};
  if (terminal !== null) return contains(span, terminal.span) || touches(span, terminal.span) ? {} : { sent: [terminal.span] };
  return { sent: execution?.sent ?? [] };
}

/** `await session.execute(…)`, `(await session.scalars(…)).all()`: the session's own call is what is awaited. */
const isAwaited = ({ document }: Reading, { start }: Span): boolean => /\bawait\s*\(?\s*$/.test(document.text.slice(Math.max(0, start - 40), start));

/** The brackets of a slice stand behind the call that they belong to. */
const touches = (one: Span, other: Span): boolean => one.end === other.start;

const ROW: ReadonlySet<string> = new Set(['first', 'one', 'one_or_none', 'get', 'get_one', 'get_or_404', 'first_or_404', 'one_or_404', 'get_or_abort', 'first_or_abort', 'fetchone', 'fetch_one']);
/** Two rows are an error. */
const EXACT: ReadonlySet<string> = new Set(['one', 'one_or_none', 'one_or_404', 'scalar_one', 'scalar_one_or_none']);
const VALUE: ReadonlySet<string> = new Set(['scalar', 'scalar_one', 'scalar_one_or_none', 'fetch_val']);

interface Asked { readonly execution: Execution | null; readonly entity: boolean }

function givesOf(start: Start, steps: readonly Step[], terminal: Step | null, { execution, entity }: Asked): NonNullable<QueryFact['gives']> {
  const asked = terminal === null ? (execution?.asked ?? []) : [terminal.name];
  const one = entity ? 'row' : 'value';
  if (isWrite(start, steps) && !steps.some((step) => step.name === 'returning')) return 'nothing';
  if (start.kind === 'get') return 'row';
  if (terminal?.name === 'count' || (start.kind === 'exists' && execution === null)) return 'value';
  if (terminal?.name === '[]') return terminal.args?.[0]?.kind === 'number' ? 'row' : 'rows';
  if (asked.some((name) => VALUE.has(name))) return one;
  if (!asked.some((name) => ROW.has(name))) return 'rows';
  return asked.includes('scalars') ? one : 'row';
}

const isWrite = ({ kind }: Start, steps: readonly Step[]): boolean =>
  kind === 'update' || kind === 'delete' || kind === 'insert' || ((kind === 'query' || kind === 'model') && steps.some((step) => step.args !== null && (step.name === 'delete' || step.name === 'update')));

/** Steps after which other things are selected than at the start. */
const REPLACES: ReadonlySet<string> = new Set(['with_entities', 'with_only_columns', 'add_columns', 'add_column', 'add_entity', 'column', 'count', 'from_statement', 'select_entity_from']);

/** The one model whose objects come back; null for columns, several at once, and what is none by its name. */
function entityOf(reading: Reading, start: Start, steps: readonly Step[]): SymbolPath | null {
  if (steps.some((step) => step.args !== null && REPLACES.has(step.name))) return null;
  switch (start.kind) {
    case 'model': return start.of === null ? null : ofModel(reading, start.of, start.given.env);
    case 'query': case 'select': return start.of !== null && start.kind === 'select' ? null : onlyModel(reading, start);
    case 'get': return start.given.args?.[0] === undefined ? null : ofModel(reading, start.given.args[0], start.given.env);
    default: return null;
  }
}

function onlyModel(reading: Reading, { given }: Start): SymbolPath | null {
  const [first, ...others] = given.args?.[0]?.kind === 'array' ? given.args[0].items : (given.args ?? []);
  return first === undefined || others.length > 0 ? null : ofModel(reading, first, given.env);
}

function ofModel(reading: Reading, expr: HostExpr, env: Env | null): SymbolPath | null {
  const meaning = isThis(expr) ? ownClass(reading, expr.span.start) : meaningOf(reading, expr, env);
  const path = meaning.kind === 'path' ? meaning.path : meaning.kind === 'source' && meaning.source.of.kind === 'table' ? meaning.source.of.path : null;
  // A column is called by a small letter, and so is a table that is no model.
  return path !== null && /^_*[A-Z]/.test(path.at(-1) ?? '') ? path : null;
}
