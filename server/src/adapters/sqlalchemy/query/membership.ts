import type { HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import type { Cond, Draft } from './draft.ts';
import type { Env } from './env.ts';
import { expandInner } from './expand.ts';
import { paramAt } from './literals.ts';
import { meaningOf } from './names.ts';
import { nestedQuery, queryOfSource } from './nested.ts';
import { followed, readOperand, readSql } from './values.ts';

interface Of { readonly env: Env | null; readonly depth: number; readonly negated: boolean; readonly span: Span }

/** `arg IN (…)`: items that are written out, a subquery, or a list known only at run time. */
export function readMembers(draft: Draft, arg: Cond, given: HostExpr, { env, depth, negated, span }: Of): Cond {
  const subquery = subqueryOf(draft, given, env);
  if (subquery !== null) return { kind: 'subquery', form: 'in', negated, arg, query: subquery, span };
  const at = followed(draft, given, env);
  if (at.kind === 'array' && !at.items.some((item) => item.kind === 'spread')) return { kind: 'in', negated, arg, items: at.items.map((item) => itemOf(draft, item, env, depth)), span };
  const read = readSql(draft, given, env, depth);
  if (read?.kind === 'subquery') return { ...read, form: 'in', negated, arg, span };
  return { kind: 'in', negated, arg, items: [paramAt(given.span, true)], span };
}

function subqueryOf(draft: Draft, given: HostExpr, env: Env | null): ReturnType<typeof nestedQuery> {
  const meaning = meaningOf(draft.reading, given, env);
  if (meaning.kind === 'source') return queryOfSource(draft, meaning.source);
  const statement = expandInner(draft.reading, given, env);
  return statement === undefined ? null : nestedQuery(draft, statement, given.span);
}

/** An item of a list: `(1, 2)` of rows. */
function itemOf(draft: Draft, item: HostExpr, env: Env | null, depth: number): Cond {
  return item.kind === 'array' ? { kind: 'row', items: item.items.map((part) => readOperand(draft, part, env, depth)), span: item.span } : readOperand(draft, item, env, depth);
}
