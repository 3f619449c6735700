import type { SymbolicQuery } from '../../../facts/query.ts';
import type { Span } from '../../../text/span.ts';
import type { Cond, Draft } from './draft.ts';
import { type Expanded, expandInner } from './expand.ts';
import { opaque } from './literals.ts';
import type { NamedSource } from './names.ts';
import { readStatement } from './statement.ts';

const DEEPEST = 12;

/** A statement inside another; null where it cannot be read. The calls that it is made of are told there alone. */
export function nestedQuery(draft: Draft, statement: Expanded, span: Span): SymbolicQuery | null {
  draft.reading.used.push(span, ...statement.used);
  if (draft.depth > DEEPEST) return null;
  const read = readStatement(draft.reading, statement, span, draft);
  return read.kind === 'query' ? read.query : null;
}

/** The query behind a subquery or CTE that has a name. It does not see the statement that it is put into. */
export function queryOfSource(draft: Draft, source: NamedSource): SymbolicQuery | null {
  if (source.of.kind !== 'query' && source.of.kind !== 'cte') return null;
  const { expr, env } = source.of.query;
  draft.reading.used.push(source.span);
  const statement = expandInner(draft.reading, expr, env);
  return statement === undefined ? null : nestedQuery(draft, statement, expr.span);
}

/** A statement where a value or a condition stands: EXISTS, or its one value. */
export function nestedExpression(draft: Draft, statement: Expanded, span: Span): Cond {
  const query = nestedQuery(draft, statement, span);
  if (query === null) return opaque('subquery', { span });
  const exists = statement.start.kind === 'exists' || statement.steps.some((step) => step.name === 'exists');
  return { kind: 'subquery', form: exists ? 'exists' : 'scalar', negated: false, query, span };
}
