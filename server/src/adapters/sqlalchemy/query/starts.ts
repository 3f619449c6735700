import type { HostExpr } from '../../../lang/expression.ts';
import type { Chain, Step } from './chain.ts';
import type { Env } from './env.ts';
import { expand } from './expand.ts';
import { functionName } from './functions.ts';
import { isThis, meaningOf } from './names.ts';
import type { Reading } from './reading.ts';
import { QUERY_METHODS, SET_OPERATIONS } from './vocabulary.ts';

/** Where a statement begins, and what it is given there. `of`: the model whose `.query` it is, or the table. `byShape`: only its shape says that it is SQLAlchemy's. */
export interface Start {
  readonly kind: 'query' | 'model' | 'select' | 'update' | 'delete' | 'insert' | 'exists' | 'union' | 'get';
  /** The name as written (`union_all`, `get_or_404`). */
  readonly name: string;
  readonly given: Pick<Step, 'args' | 'keywords' | 'env' | 'span'>;
  readonly of: HostExpr | null;
  readonly byShape: boolean;
  /** Nothing but SQLAlchemy has such a method behind `.query`. */
  readonly sure?: true;
}

export interface Started { readonly start: Start; readonly steps: readonly Step[] }

const WRITES: ReadonlySet<string> = new Set(['select', 'update', 'delete', 'insert']);
const GETS: ReadonlySet<string> = new Set(['get', 'get_one', 'get_or_404', 'get_or_abort']);

/** Whether an expression is a statement under construction. */
export const isStatement = (reading: Reading, expr: HostExpr, env: Env | null): boolean => expand(reading, expr, env).length > 0;

/** The start of a chain that is one; null for a variable that is carried on, and for everything else. */
export function startOf(reading: Reading, chain: Chain, env: Env | null): Started | null {
  return ofFunction(reading, chain, env) ?? ofMethod(reading, chain);
}

/** `select(…)`, `exists(…)`, `union(a, b)`. */
function ofFunction(reading: Reading, { base, steps }: Chain, env: Env | null): Started | null {
  // `sa.select(…)` is a link of its chain, and still no method.
  const at = steps.findIndex((step) => step.args !== null);
  const link = at < 0 ? undefined : steps[at];
  const called = base.kind === 'call' ? { callee: base.callee, given: { args: base.args, keywords: base.keywords ?? [], env, span: base.span }, rest: steps } : null;
  // What is written to must be called by its name: `db.delete(row)` is a session's.
  const name = called === null ? (link === undefined || link.name === '[]' ? null : functionName(reading, memberOf(link), env)) : functionName(reading, called.callee, env);
  const kind = name === null ? null : kindOf(name);
  if (name === null || kind === null) return null;
  const given = called === null ? link : called.given;
  if (called === null && link !== undefined && (kind === 'update' || kind === 'delete' || kind === 'insert') && (link.args?.[0] === undefined || meaningOf(reading, link.args[0], env).kind !== 'path')) return null;
  return given === undefined ? null : { start: { kind, name, given, of: null, byShape: false }, steps: called === null ? steps.slice(at + 1) : called.rest };
}

const memberOf = (step: Step): HostExpr => ({ kind: 'member', object: step.object, property: step.name, propertySpan: step.nameSpan, span: step.span });

function kindOf(name: string): Start['kind'] | null {
  if (name === 'select' || name === 'update' || name === 'delete' || name === 'insert' || name === 'exists') return name;
  return Object.hasOwn(SET_OPERATIONS, name) ? 'union' : null;
}

/** `session.query(…)`, `User.query`, `users.select()`, `session.get(User, 1)`. */
function ofMethod(reading: Reading, { steps }: Chain): Started | null {
  for (const [i, step] of steps.entries()) {
    const start = step.name === 'query' ? ofQuery(reading, step, steps[i + 1]) : WRITES.has(step.name) ? ofTable(reading, step, steps[i + 1]) : GETS.has(step.name) ? ofGet(reading, step) : null;
    if (start !== null) return { start, steps: steps.slice(i + 1) };
    // Behind a call there is what it gave.
    if (step.args !== null) return null;
  }
  return null;
}

function ofQuery(reading: Reading, step: Step, next: Step | undefined): Start | null {
  const { name, object } = step;
  if (step.args !== null) {
    const [first] = step.args;
    if (first === undefined || first.kind === 'string' || first.kind === 'template' || first.kind === 'number' || first.kind === 'object' || first.kind === 'function') return null;
    return { kind: 'query', name, given: step, of: object, byShape: !isSession(object) && !reading.evidence };
  }
  if (next !== undefined && !QUERY_METHODS.has(next.name)) return null;
  if (next?.args === null || (!isThis(object) && next === undefined && meaningOf(reading, object, step.env).kind !== 'path')) return null;
  return { kind: 'model', name, given: step, of: object, byShape: true, ...(reading.evidence && next !== undefined && /^(?:filter|filter_by|order_by|outerjoin|options|group_by|with_entities|get_or_404|first_or_404|one_or_none|paginate|select_from)$/.test(next.name) ? { sure: true } : {}) };
}

function ofTable(reading: Reading, step: Step, next: Step | undefined): Start | null {
  const table = step.args === null ? null : meaningOf(reading, step.object, step.env);
  // A model has no such methods; what has is called like a variable, or is a model's table.
  if (step.args === null || table?.kind !== 'path' || /^[A-Z]\w*[a-z]/.test(table.path.at(-1) ?? '')) return null;
  const built = next !== undefined && /^(?:where|values|order_by|select_from|join|limit|returning|filter|filter_by|group_by|on_conflict_do_update|on_conflict_do_nothing|from_select|with_only_columns)$/.test(next.name);
  const kind = step.name;
  if (kind !== 'select' && kind !== 'update' && kind !== 'delete' && kind !== 'insert') return null;
  return built || (step.args.length === 0 && step.keywords.length === 0 && kind !== 'insert') ? { kind, name: kind, given: step, of: step.object, byShape: true } : null;
}

/** `session.get(User, 1)`: others have such methods too, so the receiver must be called a session, and the first argument be a name that may be a model. */
function ofGet(reading: Reading, step: Step): Start | null {
  const [model] = step.args ?? [];
  if (model === undefined || (step.args?.length ?? 0) < 2 || !(isSession(step.object) || step.name !== 'get')) return null;
  return meaningOf(reading, model, step.env).kind === 'path' ? { kind: 'get', name: step.name, given: step, of: null, byShape: true } : null;
}

/** Whether something is called a session, by its last name. */
export function isSession(expr: HostExpr): boolean {
  const name = expr.kind === 'identifier' ? expr.name : expr.kind === 'member' ? expr.property : expr.kind === 'call' ? (expr.callee.kind === 'identifier' ? expr.callee.name : expr.callee.kind === 'member' ? expr.callee.property : '') : expr.kind === 'await' ? '' : '';
  return /session|(?:^|_)(?:sess|db|database|conn|connection|tx|s)$/i.test(name);
}
