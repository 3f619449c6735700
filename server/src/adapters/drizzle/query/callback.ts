import type { HostExpr } from '../../../lang/expression.ts';
import type { Env, Meaning } from '../names/env.ts';
import { callbackEnv, type Given } from '../names/params.ts';

/** The operators that Drizzle hands to a callback. */
const OPERATORS: Given = { whole: { kind: 'operators' }, key: (name): Meaning => ({ kind: 'operator', name }) };

/** The parameter that stands for the columns of a source. */
export const columnsGiven = (alias: string): Given => ({ whole: { kind: 'source', alias, of: { kind: 'given' } }, key: (name): Meaning => ({ kind: 'column', source: alias, attr: name }) });

/** `(t, { eq }) => …` about the source `alias`: every result of it is read with its parameters known. Other expressions are read as they are. */
export function inTableCallback<T>(expr: HostExpr, env: Env | null, alias: string, read: (expr: HostExpr, env: Env | null) => T): T {
  if (expr.kind !== 'function' || expr.returns.length === 0) return read(expr, env);
  const inner = callbackEnv(expr, [columnsGiven(alias), OPERATORS], env);
  const [only, ...more] = expr.returns;
  // Several results are a choice between them.
  const body = only === undefined ? expr : more.reduce<HostExpr>((choice, other) => ({ kind: 'binary', op: '||', left: choice, right: other, span: expr.bodySpan }), only);
  return read(body, inner);
}
