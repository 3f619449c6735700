import type { SymbolicQuery } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import type { Step } from './chain.ts';
import { type Draft, finish, startDraft, tableSource } from './draft.ts';
import { readEntities } from './entities.ts';
import type { Expanded } from './expand.ts';
import { readSource } from './from.ts';
import { nestedStatement } from './set-operations.ts';
import { paramAt } from './literals.ts';
import { isThis, meaningOf, ownClass } from './names.ts';
import type { Reading } from './reading.ts';
import type { Start } from './starts.ts';
import { isSession } from './starts.ts';
import { applyStep } from './steps.ts';
import { ONE_ROW, SET_OPERATIONS } from './vocabulary.ts';

/** A statement, or why it is none that can be read. `foreign`: another library's. */
export type ReadStatement =
  | { readonly kind: 'query'; readonly query: SymbolicQuery; readonly batches: readonly SymbolicQuery[]; readonly one: boolean; readonly dynamic: boolean; readonly byShape: boolean }
  | { readonly kind: 'unread'; readonly reason: string }
  | { readonly kind: 'foreign' };

const FOREIGN: ReadStatement = { kind: 'foreign' };
const DYNAMIC: ReadStatement = { kind: 'unread', reason: 'the model is known only at run time' };

/** Reads a statement that was put together, step by step. */
export function readStatement(reading: Reading, { start, steps }: Expanded, span: Span, outer: Draft | null): ReadStatement {
  const draft = startDraft(reading, outer, opOf(start));
  const problem = begin(draft, start);
  if (problem !== null) return problem;
  for (const step of steps) if (!applyStep(draft, step)) break;
  if (draft.problem !== null) return { kind: 'unread', reason: draft.problem };
  if (draft.entities.length + draft.joined.length + draft.mentions.length === 0 && draft.op === 'select' && draft.setOps.length === 0 && !hasSubquery(draft)) return start.byShape || !reading.evidence || !mayBeModel(start) ? FOREIGN : DYNAMIC;
  const query = finish(draft, span);
  const one = steps.some((step) => step.args !== null && ONE_ROW.has(step.name)) || start.kind === 'get';
  return { kind: 'query', query, batches: draft.batches, one, dynamic: false, byShape: start.byShape };
}

/** `select([1, 2])` and `select(*columns)` of another kind name nothing that could be one. */
const mayBeModel = (start: Start): boolean => (start.given.args ?? []).some((arg) => arg.kind === 'identifier' || arg.kind === 'member');

const hasSubquery = (draft: Draft): boolean => typeof draft.output !== 'string' && draft.output.some(({ expr }) => expr !== 'all' && JSON.stringify(expr).includes('"kind":"subquery"'));

const opOf = (start: Start): SymbolicQuery['op'] => (start.kind === 'update' || start.kind === 'delete' || start.kind === 'insert' ? start.kind : 'select');

/** What a statement has by its start alone; a result says why it is none. */
function begin(draft: Draft, start: Start): ReadStatement | null {
  const args = start.given.args ?? [];
  switch (start.kind) {
    case 'query': return beginQuery(draft, start, args);
    case 'select': return start.of === null ? beginSelect(draft, start, args) : beginTable(draft, start, start.of);
    case 'model': return start.of === null ? FOREIGN : beginTable(draft, start, start.of);
    case 'update': case 'delete': case 'insert': return beginWrite(draft, start, start.of ?? args[0]);
    case 'exists': return beginExists(draft, start, args);
    case 'union': return beginUnion(draft, start, args);
    case 'get': return beginGet(draft, start, args);
  }
}

/** `session.query(x)` where `x` is a parameter: the model is known only at run time. */
function beginQuery(draft: Draft, start: Start, args: readonly HostExpr[]): ReadStatement | null {
  readEntities(draft, args, start.given.env);
  if (draft.entities.length > 0 || draft.mentions.length > 0 || hasSubquery(draft)) return null;
  if (args.every((arg) => arg.kind === 'call')) return null;
  return start.of !== null && isSession(start.of) && (draft.reading.evidence || args.length === 1) ? DYNAMIC : FOREIGN;
}

/** `select(A, B)`, of old `select([A.x], cond)`. */
function beginSelect(draft: Draft, start: Start, args: readonly HostExpr[]): ReadStatement | null {
  const [first, condition] = args;
  if (first?.kind === 'array') {
    readEntities(draft, first.items, start.given.env);
    if (condition !== undefined) applyStep(draft, whereStep(start, condition));
  } else readEntities(draft, args, start.given.env);
  return null;
}

const whereStep = (start: Start, condition: HostExpr): Step => ({ name: 'where', nameSpan: condition.span, args: [condition], keywords: [], env: start.given.env, object: condition, span: condition.span, optional: false });

/** `User.query`, `users.select()`, `update(User)`. */
function beginTable(draft: Draft, start: Start, of: HostExpr): ReadStatement | null {
  const env = start.given.env;
  const own = isThis(of) ? ownClass(draft.reading, of.span.start) : null;
  const source = own?.kind === 'path' ? tableSource(own.path, of.span) : readSource(draft, of, env, 'from');
  if (source === null || source.relation.kind === 'unknown') return start.kind === 'model' && !start.sure ? FOREIGN : DYNAMIC;
  if (draft.op === 'insert' && source.relation.kind === 'table') { draft.into = source.relation.table; return null; }
  draft.entities.push(source);
  draft.output = start.kind === 'select' || start.kind === 'model' ? [{ name: null, expr: 'all' }] : [];
  draft.last = source.alias;
  return null;
}

/** `delete(User)`; `db.delete(user)` of a session that is called so takes one row. */
function beginWrite(draft: Draft, start: Start, target: HostExpr | undefined): ReadStatement | null {
  if (target === undefined || (!draft.reading.evidence && meaningOf(draft.reading, target, start.given.env).kind === 'value')) return FOREIGN;
  return beginTable(draft, start, target);
}

/** `exists().where(…)`, `exists(select(…))`, `exists(A.id)`. */
function beginExists(draft: Draft, start: Start, args: readonly HostExpr[]): ReadStatement | null {
  const inner = args.length === 1 && args[0] !== undefined ? nestedStatement(draft, args[0], start.given.env) : null;
  if (inner !== null) return { kind: 'query', query: inner, batches: [], one: true, dynamic: false, byShape: false };
  readEntities(draft, args[0]?.kind === 'array' ? args[0].items : args, start.given.env);
  return null;
}

/** `union(a, b)`. */
function beginUnion(draft: Draft, start: Start, args: readonly HostExpr[]): ReadStatement | null {
  const arms = args.flatMap((arg) => nestedStatement(draft, arg, start.given.env) ?? []);
  const [first, ...others] = arms;
  if (first === undefined || arms.length !== args.length) return draft.reading.evidence ? { kind: 'unread', reason: 'an arm of a set operation is made elsewhere' } : FOREIGN;
  const op = SET_OPERATIONS[start.name] ?? 'union';
  draft.entities.push(...first.sources);
  if (first.where !== null) draft.where.push(first.where);
  draft.output = typeof first.output === 'string' ? 'unknown' : [...first.output];
  draft.setOps.push(...first.setOps, ...others.map((query) => ({ op, query })));
  return null;
}

/** `session.get(User, 1)`. */
function beginGet(draft: Draft, start: Start, args: readonly HostExpr[]): ReadStatement | null {
  const [model, key] = args;
  const source = model === undefined ? null : readSource(draft, model, start.given.env, 'from');
  if (source === null || key === undefined) return FOREIGN;
  draft.entities.push(source);
  draft.output = [{ name: null, expr: 'all' }];
  draft.where.push({ kind: 'compare', op: '=', left: { kind: 'column', column: { by: 'attr', source: source.alias, attr: '', primaryKey: true }, span: key.span }, right: paramAt(key.span), span: start.given.span });
  return null;
}
