import type { ColumnRef, Expr } from '../../../facts/expr.ts';
import type { QueryFact, QueryFlag, SymbolicQuery, Unread } from '../../../facts/query.ts';
import { childrenOf } from '../../../facts/walk.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import type { AdapterInput, QueryRead } from '../../adapter.ts';
import { chainOf, type Step } from './chain.ts';
import { expand, type Expanded, grown, isFinished, isOwn } from './expand.ts';
import { localFunction } from './names.ts';
import { mutationsOf, type Reading, startReading } from './reading.ts';
import { executions, type Execution } from './executions.ts';
import { type Sending, sendingOf } from './sending.ts';
import { readStatement } from './statement.ts';
import { sliceBehind } from './slices.ts';
import { renew } from '../../../lang/work.ts';

/** A call with what it turned out to be; which of them stand on their own is known only when all are read. */
interface Candidate { readonly span: Span; readonly facts: readonly QueryFact[]; readonly unread: readonly Unread[] }

/** Every statement that a file sends through SQLAlchemy. One that is part of another (a subquery, a statement that is carried on) is told there alone. */
export function readQueries(input: AdapterInput): QueryRead {
  const reading = startReading(input);
  const context: Context = { owners: bindingsByInit(reading), changes: changedValues(reading), sent: executions(reading) };
  const candidates = inOrder(reading).flatMap((expr) => readCall(reading, expr, context));
  const consumed = new Set(reading.used.map(keyOf));
  const own = distinct(candidates.filter((candidate) => !consumed.has(keyOf(candidate.span))));
  return { queries: own.flatMap((c) => c.facts), unread: own.flatMap((c) => c.unread) };
}

/** A statement in a variable may be sent in several places, as it is: that is one query. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const sent = new Map<string, Span[]>();
  for (const fact of candidates.flatMap(({ facts }) => facts)) sent.set(sameKey(fact), [...(sent.get(sameKey(fact)) ?? []), ...(fact.sent ?? [])]);
  const seen = new Set<string>();
  const once = (fact: QueryFact): readonly QueryFact[] => {
    const key = sameKey(fact);
    if (seen.has(key)) return [];
    seen.add(key);
    return [fact.sent === undefined ? fact : { ...fact, sent: uniqueSpans(sent.get(key) ?? []) }];
  };
  return candidates.map((candidate) => ({ ...candidate, facts: candidate.facts.flatMap(once) }));
}

const sameKey = ({ sent, ...fact }: QueryFact): string => JSON.stringify([fact, sent === undefined]);
const uniqueSpans = (spans: readonly Span[]): readonly Span[] => [...new Map(spans.map((span) => [keyOf(span), span])).values()];

export const keyOf = (span: Span): string => `${span.start}:${span.end}`;

/** Every call, and `q = User.query`, which is none and may be what a variable starts as. */
function inOrder({ outline }: Reading): readonly HostExpr[] {
  const bare = outline.bindings.flatMap(({ init }): readonly HostExpr[] => (isBareQuery(init) ? [init] : []));
  return bare.length === 0 ? outline.calls : [...outline.calls, ...bare].sort((a, b) => a.span.start - b.span.start);
}

const isBareQuery = (expr: HostExpr | null): expr is Extract<HostExpr, { kind: 'member' }> => expr?.kind === 'member' && expr.property === 'query';

interface Context { readonly owners: () => ReadonlyMap<string, Binding>; readonly changes: () => ReadonlyMap<string, Binding>; readonly sent: ReadonlyMap<string, Execution> }

function readCall(reading: Reading, call: HostExpr, context: Context): readonly Candidate[] {
  renew(reading.work);
  if (isMereCall(reading, call) || isChange(reading, call, context.changes)) return [];
  const found = expand(reading, call, null);
  return found.flatMap((one) => {
    const owner = context.owners().get(keyOf(call.span));
    const ways = owner === undefined || isFinished(one.steps) ? [one] : grownFrom(reading, owner, one);
    for (const way of ways) reading.used.push(...way.used.filter((span) => keyOf(span) !== keyOf(call.span)));
    return ways.flatMap((way) => candidateOf(reading, call, way, context.sent) ?? []);
  });
}

/** A statement that starts as a variable's value, with everything that is done to it until the variable is given another. */
function grownFrom(reading: Reading, owner: Binding, start: Expanded): readonly Expanded[] {
  const from = start.used[0]?.start ?? 0;
  const end = mutationsOf(reading, owner).find((m) => m.kind === 'assign' && m.value.span.start > from && !m.conditional && !isOwn(m.value, owner))?.span.start ?? Number.POSITIVE_INFINITY;
  const [first] = grown(reading, owner, { start: [start], env: null, depth: 0 }, (m) => m.kind === 'assign' && m.value.span.start > from && m.span.start < end && isOwn(m.value, owner));
  return [first ?? start];
}

function candidateOf(reading: Reading, call: HostExpr, found: Expanded, sent: ReadonlyMap<string, Execution>): Candidate | null {
  // A statement in a variable is told where it starts, since its conditions stand there.
  const span = found.used[0] ?? call.span;
  const execution = sent.get(keyOf(call.span)) ?? sent.get(keyOf(span)) ?? null;
  const steps: readonly Step[] = [...found.steps, ...sliceBehind(reading, call), ...(execution?.steps ?? [])];
  const read = readStatement(reading, { ...found, steps }, span, null);
  if (read.kind === 'foreign') return null;
  if (read.kind === 'unread') return { span: call.span, facts: [], unread: [{ span: call.span, reason: read.reason }] };
  const one = read.one || execution?.one === true;
  const fact = (query: SymbolicQuery, isOne: boolean, sending: Sending): QueryFact => factOf(reading, query, query.span, { one: isOne, byShape: read.byShape, sending });
  const sending = sendingOf(reading, { start: found.start, steps }, span, execution);
  const { under: _under, entity: _entity, ...beside } = sending;
  const whole: Sending = { ...beside, gives: 'value' };
  // What is loaded beside the rows is a part of the statement that asks for them: nothing else sends it.
  return { span: call.span, facts: [fact(read.query, one, sending), ...counted(read.query, steps).map((query) => fact(query, false, whole)), ...read.batches.map((query) => fact(query, false, { sent: [], gives: 'rows' }))], unread: [] };
}

/** A page is asked for together with the number of all rows. */
function counted(query: SymbolicQuery, steps: readonly Step[]): readonly SymbolicQuery[] {
  if (!steps.some((step) => step.name === 'paginate')) return [];
  return [{ ...query, orderBy: [], limit: null, offset: null, output: [{ name: 'count', expr: { kind: 'call', name: 'count', args: [], aggregate: true, span: query.span } }] }];
}

function factOf(reading: Reading, query: SymbolicQuery, span: Span, { one, byShape, sending }: { readonly one: boolean; readonly byShape: boolean; readonly sending: Sending }): QueryFact {
  const flags: QueryFlag[] = [...(some(query, (expr) => expr.optional === true) || query.orderBy.some((key) => key.optional === true) ? ['optional-predicates' as const] : []), ...(some(query, (expr) => expr.kind === 'opaque' && expr.reason === 'dynamic column') ? ['dynamic-identifier' as const] : [])];
  return { adapter: 'sqlalchemy', query, span, enclosing: reading.outline.enclosing(span.start), dialect: null, confidence: 'high', flags, ...(one ? { one } : {}), ...(byShape ? { byShape } : {}), ...sending };
}

function some(query: SymbolicQuery, test: (expr: Expr<ColumnRef>) => boolean): boolean {
  const stack = [query.where, query.having, ...query.sources.map((s) => s.on), ...query.orderBy.map((key) => key.expr)].flatMap((expr) => expr ?? []);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (test(next)) return true;
    stack.push(...childrenOf(next));
  }
  return false;
}

/** `find_user(1)`: what a function of this file sends is told once, where it is written. */
function isMereCall(reading: Reading, call: HostExpr): boolean {
  if (call.kind !== 'call') return false;
  const { base, steps } = chainOf(call, null);
  if (base.kind === 'call') return steps.length === 0 && localFunction(reading, base.callee, null) !== null;
  return steps.at(-1)?.object === base && localFunction(reading, call.callee, null) !== null;
}

/** `query = query.filter(…)` changes a statement and is none itself; so does `query = paged(query)`. */
function isChange(reading: Reading, call: HostExpr, changes: Context['changes']): boolean {
  const { base, steps } = chainOf(call, null);
  const changed = isFinished(steps) ? undefined : changes().get(keyOf(call.span));
  if (changed === undefined) return false;
  const names: readonly HostExpr[] = base.kind === 'call' ? base.args : [base];
  return names.some((name) => {
    const at = chainOf(name, null).base;
    return at.kind === 'identifier' && reading.outline.resolve(at.name, at.span.start) === changed;
  });
}

/** The calls that variables are given after their first value; made when the first statement is found. */
function changedValues(reading: Reading): () => ReadonlyMap<string, Binding> {
  let made: ReadonlyMap<string, Binding> | null = null;
  return () => {
    made ??= new Map(reading.outline.bindings.flatMap((binding) => mutationsOf(reading, binding).flatMap((m) => (m.kind === 'assign' ? [[keyOf(m.value.span), binding] as const] : []))));
    return made;
  };
}

/** Variables by the call that they start as; made when the first statement is found. */
function bindingsByInit(reading: Reading): () => ReadonlyMap<string, Binding> {
  let made: ReadonlyMap<string, Binding> | null = null;
  return () => {
    made ??= new Map(reading.outline.bindings.flatMap((binding) => {
      const changes = mutationsOf(reading, binding);
      if (changes.length === 0) return [];
      const values = [binding.init, ...changes.flatMap((m) => (m.kind === 'assign' ? [m.value] : []))];
      return values.flatMap((value) => (value?.kind === 'call' || isBareQuery(value) ? [[keyOf(value.span), binding] as const] : []));
    }));
    return made;
  };
}
