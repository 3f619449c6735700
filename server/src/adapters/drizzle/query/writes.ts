import type { TableRef } from '../../../facts/expr.ts';
import type { SymbolicQuery } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import type { Step } from '../chain.ts';
import { stringOf } from '../literals.ts';
import { meaningOf } from '../names/names.ts';
import { readCtes } from './ctes.ts';
import { EMPTY } from './empty.ts';
import type { Scope } from './scope.ts';
import { joinConditions, readSources, readTail, readWhere, type ReadStatement } from './select.ts';

const named = (steps: readonly Step[], name: string): Step | undefined => steps.find((step) => step.name === name && step.args !== null);

/** `update(t).set(…)`, with FROM and joins; without `.set` it is another library's. */
export function readUpdate(around: Scope, steps: readonly Step[], span: Span): ReadStatement {
  return named(steps, 'set') === undefined ? { kind: 'foreign' } : readWrite(around, steps, span, 'update');
}

/** `delete(t)`: a Map has that method too, so the argument must be a table by name, and without `.where` the receiver a database by its. */
export function readDelete(around: Scope, steps: readonly Step[], span: Span, receiver: string): ReadStatement {
  const where = named(steps, 'where');
  if (where === undefined && !(steps.length > 1 || /^(db|tx|trx|database|conn|client)$/i.test(receiver))) return { kind: 'foreign' };
  const [table] = steps[0]?.args ?? [];
  if (where === undefined && (table === undefined || meaningOf(around.reading.names, table, steps[0]?.env ?? null).kind !== 'path')) return { kind: 'foreign' };
  return readWrite(around, steps, span, 'delete');
}

function readWrite(around: Scope, steps: readonly Step[], span: Span, op: 'update' | 'delete'): ReadStatement {
  const found = readSources(around, steps, [op, 'from']);
  if (found.kind !== 'sources') return found;
  if (found.sources.length === 0) return { kind: 'foreign' };
  const { orderBy, limit } = readTail(found.scope, steps);
  return { kind: 'query', query: { ...EMPTY, op, span, ctes: readCtes(around, steps), sources: joinConditions(found), where: readWhere(found.scope, steps, 'where'), orderBy, limit, output: [] } };
}

/** `insert(t).values(…)` reads nothing; `insert(t).select(…)` reads what its SELECT reads. */
export function readInsert(around: Scope, steps: readonly Step[], span: Span): ReadStatement {
  const [table] = steps[0]?.args ?? [];
  const meaning = table === undefined ? null : meaningOf(around.reading.names, table, steps[0]?.env ?? null);
  const select = named(steps, 'select');
  const [from] = select?.args ?? [];
  if (table === undefined || meaning?.kind !== 'path') return table === undefined || stringOf(table) !== null || (named(steps, 'values') ?? select) === undefined ? { kind: 'foreign' } : { kind: 'unread', reason: 'the table is not known here' };
  const into: TableRef = { by: 'symbol', path: meaning.path };
  if (from === undefined) return named(steps, 'values') === undefined ? { kind: 'foreign' } : { kind: 'query', query: { ...EMPTY, op: 'insert', span, ctes: readCtes(around, steps), output: [], into } };
  const query = around.nested(bodyOf(from), select?.env ?? null, around);
  return query === null ? { kind: 'unread', reason: 'the rows to insert are selected elsewhere' } : { kind: 'query', query: { ...inserted(query, readCtes(around, steps), span), into } };
}

const bodyOf = (expr: HostExpr): HostExpr => (expr.kind === 'function' ? (expr.returns[0] ?? expr) : expr);

const inserted = (query: SymbolicQuery, ctes: SymbolicQuery['ctes'], span: Span): SymbolicQuery => ({ ...query, op: 'insert', ctes: [...ctes, ...query.ctes], span });
