import type { QueryFact, QueryFlag, SymbolicQuery, Unread } from '../../../facts/query.ts';
import type { SchemaStatement } from '../../../facts/schema.ts';
import type { CallHost } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import { contains, type Span } from '../../../text/span.ts';
import type { AdapterInput, QueryRead } from '../../adapter.ts';
import { chainOf, type Step } from '../chain.ts';
import { localFunction } from '../names/names.ts';
import { renew } from '../../../lang/work.ts';
import { startReading, type Reading } from '../reading.ts';
import { CONDITION_FUNCTIONS } from '../vocabulary.ts';
import { expand, isExecute, withMutations, type Expanded } from './expand.ts';
import { isDynamic, isOptional } from './flags.ts';
import { loadsOf } from './loads.ts';
import { readRaw } from './raw.ts';
import type { Scope } from './scope.ts';
import { ownSteps, sendingOf, unreadSenders } from './sending.ts';
import { nestedReader, readStatement, readUnion } from './statement.ts';
import { rawGives, rawOp, sentUnread } from './unread.ts';

/** A call with what it turned out to be; which of them stand on their own is known only when all are read. */
interface Candidate { readonly span: Span; readonly facts: readonly QueryFact[]; readonly unread: readonly Unread[]; readonly statements: readonly SchemaStatement[]; /** The statement's own links and where they end, where it may be sent elsewhere. */ readonly made?: { readonly steps: readonly Step[]; readonly at: Span }; /** The links of one that is not understood. */ readonly steps?: readonly Step[] }

/** Every statement that a file sends through Drizzle. A query that is part of another (a subquery, a CTE, a builder that is carried on) is told there alone. */
export function readQueries(input: AdapterInput): QueryRead {
  const reading = startReading(input);
  const used: Span[] = [];
  const scope: Scope = { reading, sources: [], outer: null, nested: nestedReader(reading, used) };
  const byInit = bindingsByInit(reading);
  const candidates = reading.names.outline.calls.flatMap((call) => readCall(scope, call, byInit, used) ?? []);
  const consumed = new Set(used.map(keyOf));
  const own = candidates.filter((candidate) => !consumed.has(keyOf(candidate.span)));
  return { queries: own.flatMap((c) => sentFacts(reading, c)), unread: own.flatMap((c) => sentUnreads(reading, c)), statements: own.flatMap((c) => c.statements) };
}

/** How each is sent is told last: whether a function's query is carried on by its callers is known when all are read. */
function sentFacts(reading: Reading, { facts, made, span }: Candidate): readonly QueryFact[] {
  if (made === undefined) return facts;
  const { outline, extended } = reading.names;
  return facts.map((fact) => {
    const elsewhere = [...extended].some((fn) => contains(fn.bodySpan, span) && fn.returns.some((returned) => returned.span.start === span.start && returned.span.end === span.end));
    return { ...fact, ...sendingOf(outline, { span: fact.span, query: fact.query, ...made, elsewhere }) };
  });
}

/** One that is built there and sent by one other place is seen in that place. */
function sentUnreads(reading: Reading, { unread, span, steps }: Candidate): readonly Unread[] {
  if (steps === undefined) return unread;
  return unread.map((one) => {
    if (one.sends === undefined) return one;
    const senders = unreadSenders(reading.names.outline, one.span, steps);
    const { sends, ...bare } = one;
    const [only, ...others] = senders === 'here' ? [span] : senders.map((sender) => sender.span);
    if (only === undefined || others.length > 0) return bare;
    return senders === 'here' ? one : { ...one, span: only };
  });
}

const keyOf = (span: Span): string => `${span.start}:${span.end}`;

function readCall(scope: Scope, call: CallHost, byInit: () => ReadonlyMap<string, Binding>, used: Span[]): Candidate | null {
  const { names } = scope.reading;
  renew(names.work);
  const union = readUnion(scope, call, null);
  if (union !== null) return union.kind === 'query' ? candidate(scope.reading, call, union.query, { steps: ownSteps(chainOf(call, null).steps), at: call.span }) : null;
  const found = expand(names, call, null);
  // What is done with awaited rows: the statement is a call of its own.
  if (found === null || ownSpan(scope.reading, ownSteps(found.steps), call.span).start > call.span.start) return null;
  if (isMereCall(scope.reading, call, found) || isChange(scope.reading, call)) return null;
  const owner = byInit().get(keyOf(call.span));
  const whole = owner === undefined ? found : withMutations(names, found, owner, () => true, null);
  used.push(...whole.used.filter((span) => keyOf(span) !== keyOf(call.span)));
  const [first] = whole.steps;
  if (first !== undefined && (isExecute(first.name) || /^(all|get|run|values)$/.test(first.name))) return rawCandidate(scope, call, first);
  return statementCandidate(scope, call, whole);
}

function statementCandidate(scope: Scope, call: CallHost, found: Expanded): Candidate | null {
  // A query in a variable is told where it starts, since its conditions stand there.
  const first = found.used[0] ?? call.span;
  const own = ownSteps(found.steps);
  const span = ownSpan(scope.reading, own, first);
  const read = readStatement(scope, found, span);
  if (read.kind === 'query') return candidate(scope.reading, call, read.query, { steps: own, at: keyOf(first) === keyOf(call.span) ? span : ownSpan(scope.reading, own, call.span) });
  const sends = read.kind === 'unread' ? sentUnread(scope.reading, found, own) : undefined;
  if (read.kind === 'foreign' || !(sends !== undefined || hasEvidence(scope.reading) || found.steps[0]?.name.startsWith('find') === true)) return null;
  return { span: call.span, facts: [], unread: [{ span, reason: read.reason, ...(sends && { sends }) }], statements: [], steps: own };
}

/** What of a call is the statement: `(await db.select()…).map(…)` ends before its rows are taken. */
function ownSpan({ document }: Reading, own: readonly Step[], whole: Span): Span {
  const isOfIt = ({ span }: Step): boolean => contains(whole, span) && /^[\s(]*(?:await\s+)?$/.test(document.text.slice(whole.start, span.start));
  return own.findLast(isOfIt)?.span ?? whole;
}

function rawCandidate(scope: Scope, call: CallHost, step: Step): Candidate | null {
  const raw = readRaw(scope, step);
  if (raw === null) return null;
  const one = step.name === 'get';
  const sent = [step.span];
  const facts = raw.queries.map(({ query, span, partly, routine }): QueryFact => ({ sent, gives: rawGives(step.name, query), ...factOf(scope.reading, query, span, [...(partly ? ['dynamic-identifier' as const] : [])]), dialect: raw.dialect, ...(one ? { one } : {}), ...(routine && { routine }) }));
  const op = rawOp(scope.reading, step);
  const unread = op === null ? raw.unread : raw.unread.map((one) => ({ ...one, span: step.span, sends: { op } }));
  return { span: call.span, facts, unread, statements: raw.statements };
}

function candidate(reading: Reading, call: CallHost, query: SymbolicQuery, made: NonNullable<Candidate['made']>): Candidate {
  const { steps } = made;
  const one = steps.some((step) => step.args !== null && (step.name === 'get' || step.name === 'findFirst'));
  const prepared: readonly QueryFlag[] = steps.some((step) => step.name === 'prepare') ? ['prepared'] : [];
  const loads = loadsOf(query);
  return { span: call.span, facts: [{ ...factOf(reading, query, query.span, prepared), ...(one ? { one } : {}), ...(loads.length > 0 ? { loads } : {}) }], unread: [], statements: [], made };
}

function factOf(reading: Reading, query: SymbolicQuery, span: Span, flags: readonly QueryFlag[]): QueryFact {
  const all: QueryFlag[] = [...flags, ...(isOptional(query) ? ['optional-predicates' as const] : []), ...(isDynamic(query) && !flags.includes('dynamic-identifier') ? ['dynamic-identifier' as const] : [])];
  return { adapter: 'drizzle', query, span, enclosing: reading.names.outline.enclosing(span.start), dialect: null, confidence: 'high', flags: all };
}

/** `byId(1)`: what a function of this file sends is told once, where it is written; `page(query, 1)` only adds to what it is given. */
function isMereCall(reading: Reading, call: CallHost, found: Expanded): boolean {
  if (chainOf(call, null).steps.length > 0) return false;
  const fn = localFunction(reading.names, call.callee, null);
  return fn !== null && found.receiver !== null && contains(fn.span, found.receiver.span);
}

/** `q = q.where(…)` changes a query and is none itself. */
function isChange(reading: Reading, call: CallHost): boolean {
  const { base } = chainOf(call, null);
  const { outline } = reading.names;
  const names = [base, ...(base.kind === 'call' ? base.args : [])].flatMap((expr) => (expr.kind === 'identifier' ? [expr] : []));
  return names.some((name) => {
    const binding = outline.resolve(name.name, name.span.start);
    return binding !== null && binding.kind !== 'import' && outline.mutationsOf(binding).some((m) => contains(m.span, call.span)) && binding.init !== null && expand(reading.names, binding.init, null) !== null;
  });
}

/** Variables by the call they start as; made when the first query is found. */
function bindingsByInit(reading: Reading): () => ReadonlyMap<string, Binding> {
  let made: ReadonlyMap<string, Binding> | null = null;
  return () => {
    made ??= new Map(reading.names.outline.bindings.flatMap((binding) => (binding.init?.kind === 'call' && reading.names.outline.mutationsOf(binding).length > 0 ? [[keyOf(binding.init.span), binding] as const] : [])));
    return made;
  };
}

/** Whether a file has anything of Drizzle about it: then what looks like a query and cannot be read is worth telling. */
const hasEvidence = (reading: Reading): boolean => reading.names.outline.imports.some((i) => i.module.includes('drizzle') || CONDITION_FUNCTIONS.has(i.imported));
