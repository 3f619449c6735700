import type { Limit } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { argumentOf, keywordOf, type Step } from './chain.ts';
import { readList } from './conditions.ts';
import type { Cond, Draft } from './draft.ts';
import { readOptions } from './eager.ts';
import { readEntities } from './entities.ts';
import { ELSEWHERE } from './expand.ts';
import { readJoin, readJoinFrom, readSelectFrom } from './joins.ts';
import { keywordConditions } from './keywords.ts';
import { isNone, opaque, optional, paramAt } from './literals.ts';
import { readKeys } from './order.ts';
import { nestedStatement } from './set-operations.ts';
import { followed, readOperand } from './values.ts';
import { NEUTRAL, SET_OPERATIONS, TERMINALS } from './vocabulary.ts';

const MANY: Limit = { kind: 'param' };
const ONE: Limit = { kind: 'const', value: 1 };

type Apply = (draft: Draft, step: Step) => void;

const filter: Apply = (draft, step) => { draft.where.push(...sent(step, readList(draft, step.args ?? [], step.env))); };

const STEPS: Readonly<Record<string, Apply>> = {
  where: filter, filter,
  filter_by: (draft, step) => { draft.where.push(...sent(step, keywordConditions(draft, step.keywords, step.env))); },
  having: (draft, step) => { draft.having.push(...sent(step, readList(draft, step.args ?? [], step.env))); },
  join: readJoin, outerjoin: readJoin, join_from: readJoinFrom, outerjoin_from: readJoinFrom, select_from: readSelectFrom, select_entity_from: readSelectFrom,
  order_by: order, group_by: (draft, step) => { draft.groupBy.push(...groupKeys(draft, step)); },
  limit: (draft, step) => { bound(draft, step, limitOf(draft, step, 0)); }, fetch: (draft, step) => { bound(draft, step, limitOf(draft, step, 0)); },
  offset: (draft, step) => { draft.offset = limitOf(draft, step, 0); },
  slice: (draft, step) => { bound(draft, step, MANY); draft.offset = step.args?.[0]?.kind === 'number' && step.args[0].value === 0 ? null : MANY; },
  '[]': (draft, step) => { bound(draft, step, step.args?.[0]?.kind === 'number' ? ONE : MANY); },
  distinct: (draft, step) => { draft.distinct = step.args === null || step.args.length === 0 ? true : groupKeys(draft, step); },
  options: (draft, step) => { readOptions(draft, step); },
  with_entities: (draft, step) => { replaceEntities(draft, step); }, with_only_columns: (draft, step) => { replaceEntities(draft, step); },
  add_columns: (draft, step) => { readEntities(draft, step.args ?? [], step.env); }, add_column: (draft, step) => { readEntities(draft, step.args ?? [], step.env); }, add_entity: (draft, step) => { readEntities(draft, step.args ?? [], step.env); }, column: (draft, step) => { readEntities(draft, step.args ?? [], step.env); },
  with_for_update: (draft) => { draft.locks = true; },
  from_statement: (draft) => { draft.problem = 'the statement is text'; },
  from_select: (draft, step) => { fromSelect(draft, step); },
  // What is correlated away is the query's around this one, and that one may be elsewhere.
  correlate: (draft, step) => { draft.where.push(opaque('correlate', step)); }, correlate_except: (draft, step) => { draft.where.push(opaque('correlate_except', step)); },
  with_parent: (draft, step) => { draft.where.push(opaque('with_parent', step)); },
  first: (draft) => { draft.limit = ONE; }, first_or_404: (draft) => { draft.limit = ONE; }, first_or_abort: (draft) => { draft.limit = ONE; }, fetchone: (draft) => { draft.limit ??= null; },
  get: byKey, get_or_404: byKey, get_or_abort: byKey, get_one: byKey,
  count: (draft, step) => { draft.output = [{ name: 'count', expr: { kind: 'call', name: 'count', args: [], aggregate: true, span: step.span } }]; draft.orderBy = []; },
  paginate: (draft) => { draft.limit = MANY; draft.offset = MANY; },
  delete: (draft) => { write(draft, 'delete'); }, update: (draft) => { write(draft, 'update'); },
  exists: (draft) => { draft.orderBy = []; },
};

/** Applies one step; false once the statement is sent and what follows is its result. */
export function applyStep(draft: Draft, step: Step): boolean {
  if (step.name === ELSEWHERE) { draft.where.push(opaque('conditions made elsewhere', step)); return true; }
  if (step.args === null) return NEUTRAL.has(step.name) || step.name === 'where';
  const set = Object.hasOwn(SET_OPERATIONS, step.name) ? SET_OPERATIONS[step.name] : undefined;
  const apply = Object.hasOwn(STEPS, step.name) ? STEPS[step.name] : undefined;
  if (set !== undefined) setOperation(draft, step, set);
  else if (apply !== undefined) apply(draft, step);
  else if (!NEUTRAL.has(step.name) && !TERMINALS.has(step.name)) draft.where.push(opaque(`conditions made by ${step.name}()`, step));
  return !isLast(step);
}

const isLast = ({ name }: Step): boolean => TERMINALS.has(name) || name === 'delete' || name === 'update' || name === 'subquery' || name === 'cte' || name === 'exists' || name === 'scalar_subquery' || name === 'as_scalar';

const sent = (step: Step, conds: readonly Cond[]): readonly Cond[] => (step.optional ? conds.map(optional) : conds);

/** `order_by(None)` takes every key back. Keys of several calls follow each other. */
function order(draft: Draft, step: Step): void {
  const [first] = step.args ?? [];
  if (isNone(first) || (first?.kind === 'boolean' && !first.value)) { draft.orderBy = []; return; }
  const keys = (step.args ?? []).flatMap((arg) => readKeys(draft, arg, step.env));
  draft.orderBy.push(...(step.optional ? keys.map((key) => ({ ...key, optional: true })) : keys));
}

const groupKeys = (draft: Draft, step: Step): readonly Cond[] =>
  (step.args ?? []).flatMap((arg): readonly Cond[] => { const at = arg.kind === 'spread' ? followed(draft, arg.arg, step.env) : arg; return at.kind === 'string' ? readKeys(draft, at, step.env).map((key) => key.expr) : at.kind === 'array' ? at.items.map((item) => readOperand(draft, item, step.env)) : [readOperand(draft, at, step.env)]; });

/** A row count: a literal or a constant of this file, else one that is known only at run time; null for None. */
function limitOf(draft: Draft, step: Step, place: number): Limit | null {
  const given: HostExpr | null = argumentOf(step, place, step.name);
  const at = given === null ? null : followed(draft, given, step.env);
  if (at === null || isNone(at)) return null;
  return at.kind === 'number' ? { kind: 'const', value: at.value } : MANY;
}

/** A limit that is set only sometimes bounds nothing. */
function bound(draft: Draft, step: Step, limit: Limit | null): void {
  if (!step.optional) draft.limit = limit;
}

/** What is selected instead. Where it names no table, FROM stays. */
function replaceEntities(draft: Draft, step: Step): void {
  const before = draft.entities;
  draft.entities = [];
  draft.output = [];
  readEntities(draft, step.args?.[0]?.kind === 'array' ? step.args[0].items : (step.args ?? []), step.env);
  if (draft.entities.length === 0 || draft.joined.some((source) => source.join !== 'from')) draft.entities = [...before, ...draft.entities.map((source) => ({ ...source, implied: 'entity' as const, join: 'cross' as const }))];
}

function byKey(draft: Draft, step: Step): void {
  const [key] = step.args ?? [];
  if (key === undefined || draft.last === null) return;
  draft.where.push({ kind: 'compare', op: '=', left: { kind: 'column', column: { by: 'attr', source: draft.last, attr: '', primaryKey: true }, span: step.nameSpan }, right: paramAt(key.span), span: step.span });
}

function write(draft: Draft, op: 'update' | 'delete'): void {
  draft.op = op;
  draft.output = [];
  draft.orderBy = [];
}

function setOperation(draft: Draft, step: Step, op: Draft['setOps'][number]['op']): void {
  for (const arg of step.args ?? []) {
    const query = nestedStatement(draft, arg, step.env);
    if (query === null) draft.problem = 'an arm of a set operation is made elsewhere';
    else draft.setOps.push({ op, query });
  }
}

/** `insert(A).from_select(['x'], select(B.x))` reads what its SELECT reads. */
function fromSelect(draft: Draft, step: Step): void {
  const arg = step.args?.[1] ?? keywordOf(step.keywords, 'select');
  const query = arg === null ? null : nestedStatement(draft, arg, step.env);
  if (query === null) return;
  draft.entities = [...query.sources];
  if (query.where !== null) draft.where.push(query.where);
}
