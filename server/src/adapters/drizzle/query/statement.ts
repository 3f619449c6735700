import type { HostExpr } from '../../../lang/expression.ts';
import type { SymbolicQuery } from '../../../facts/query.ts';
import type { Span } from '../../../text/span.ts';
import { chainOf, type Step } from '../chain.ts';
import type { Env } from '../names/env.ts';
import { functionName } from '../names/names.ts';
import type { Reading } from '../reading.ts';
import { readCondition } from './conditions.ts';
import { EMPTY } from './empty.ts';
import { expand, type Expanded, noteExtended } from './expand.ts';
import { readRelational } from './relational.ts';
import type { Scope } from './scope.ts';
import { joinConditions, readSelect, readSources, readTail, setOperation, type ReadStatement } from './select.ts';
import { readDelete, readInsert, readUpdate } from './writes.ts';

const FOREIGN: ReadStatement = { kind: 'foreign' };

/** Reads a statement that was put together. The first method says which; `with(…)` may stand before it. */
export function readStatement(scope: Scope, found: Expanded, span: Span): ReadStatement {
  if (found.steps.some(isForeign)) return FOREIGN;
  const main = found.steps.find((step) => step.name !== 'with' && step.name !== 'withRecursive');
  switch (main?.name) {
    case 'select': case 'selectDistinct': case 'selectDistinctOn': return readSelect(scope, found.steps, span);
    case 'update': return readUpdate(scope, found.steps, span);
    case 'delete': return readDelete(scope, found.steps, span, receiverName(found));
    case 'insert': return readInsert(scope, found.steps, span);
    case 'findMany': case 'findFirst': return readRelational(scope, found, span);
    case '$count': return readCount(scope, found, span);
    default: return FOREIGN;
  }
}

/** Drizzle's conditions are made by functions; other query builders take text or an object. */
const isForeign = (step: Step): boolean => step.name === 'where' && (step.args?.[0]?.kind === 'string' || step.args?.[0]?.kind === 'object');

/** The last name before the first method: `tx` of `tx.delete(…)`, `db` of `this.db.delete(…)`. */
function receiverName(found: Expanded): string {
  const last = found.before.at(-1);
  return last?.name ?? (found.receiver?.kind === 'identifier' ? found.receiver.name : '');
}

/** `db.$count(users, eq(…))`. */
function readCount(around: Scope, found: Expanded, span: Span): ReadStatement {
  const [step] = found.steps;
  const sources = readSources(around, found.steps.slice(0, 1), ['$count']);
  const condition = step?.args?.[1];
  if (sources.kind !== 'sources') return sources;
  if (sources.sources.length === 0) return FOREIGN;
  const where = condition === undefined ? null : readCondition(sources.scope, condition, step?.env ?? null);
  return { kind: 'query', query: { ...EMPTY, op: 'select', span, sources: joinConditions(sources), where, output: [{ name: 'count', expr: { kind: 'call', name: 'count', args: [], aggregate: true, span } }] } };
}

/** `union(a, b).orderBy(…)` with the function of a core module; null for another call. */
export function readUnion(scope: Scope, expr: HostExpr, env: Env | null): ReadStatement | null {
  const chain = chainOf(expr, env);
  if (chain.base.kind !== 'call') return null;
  const op = setOperation(functionName(scope.reading.names, chain.base.callee, env));
  const [first, ...others] = chain.base.args;
  if (op === null || first === undefined) return null;
  const query = scope.nested(first, env, scope);
  const arms = others.map((arm) => scope.nested(arm, env, scope)).flatMap((arm) => (arm === null ? [] : [{ op, query: arm }]));
  if (query === null || arms.length !== others.length) return { kind: 'unread', reason: 'an arm of a set operation is made elsewhere' };
  const { orderBy, limit, offset } = readTail(scope, chain.steps);
  return { kind: 'query', query: { ...query, orderBy, limit, offset, setOps: [...query.setOps, ...arms], span: expr.span } };
}

/** Reads queries inside others, and notes in `used` which calls they were made of. */
export function nestedReader(reading: Reading, used: Span[]): Scope['nested'] {
  let depth = 0;
  return (expr, env, scope): SymbolicQuery | null => {
    if (depth > 12) return null;
    depth++;
    try {
      const union = readUnion({ ...scope, reading }, expr, env);
      const found = union === null ? expand(reading.names, expr, env) : null;
      const read = union ?? (found === null ? FOREIGN : readStatement(scope, found, expr.span));
      if (read.kind === 'query') {
        used.push(expr.span, ...(found?.used ?? []));
        noteExtended(reading.names, chainOf(expr, env).base, env);
      }
      return read.kind === 'query' ? read.query : null;
    } finally { depth--; }
  };
}
