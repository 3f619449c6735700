import type { JoinKind } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { chainOf } from './chain.ts';
import { type Draft, hasAlias, namedSource, sourcesOf, type SymbolicSource, tableSource } from './draft.ts';
import type { Env } from './env.ts';
import { expandInner } from './expand.ts';
import { meaningOf, type NamedSource } from './names.ts';
import { nestedQuery, queryOfSource } from './nested.ts';

/** A source under a name of its own is in FROM when one of its columns is named, unless it is there, or around, already. */
export function noteSource(draft: Draft, source: NamedSource, span: Span): void {
  if (!hasAlias(draft, source.alias)) draft.mentions.push(namedSource(draft, source, span, 'cross', queryOfSource));
}

/** What stands in `select_from(…)`, `join(…)` or as what is updated: a model, a table, an alias, a subquery. Null for what is none of these. */
export function readSource(draft: Draft, expr: HostExpr, env: Env | null, join: JoinKind): SymbolicSource | null {
  const meaning = meaningOf(draft.reading, expr, env);
  if (meaning.kind === 'path') return tableSource(meaning.path, expr.span, { join });
  if (meaning.kind === 'source') return namedSource(draft, meaning.source, expr.span, join, queryOfSource);
  const statement = expandInner(draft.reading, expr, env);
  if (statement === undefined) return null;
  const alias = `select@${expr.span.start}`;
  const query = nestedQuery(draft, statement, expr.span);
  return { id: 0, alias, relation: query === null ? { kind: 'unknown', name: alias } : { kind: 'subquery', query }, join, on: null, span: expr.span };
}

/** Takes a source back that is in FROM in a better place now. */
export function place(draft: Draft, source: SymbolicSource): void {
  const at = draft.mentions.findIndex((one) => one.alias === source.alias);
  if (at >= 0) draft.mentions.splice(at, 1);
  // A subquery that is selected from and joined is joined.
  const entity = draft.entities.findIndex((one, i) => i > 0 && one.alias === source.alias);
  if (entity >= 0) draft.entities.splice(entity, 1);
  draft.joined.push(source);
}

/** Where the statement starts: what a join without a left side hangs on. */
export const firstSource = (draft: Draft): SymbolicSource | null => sourcesOf(draft)[0] ?? null;

/** `a.join(b, cond).outerjoin(c)` inside `select_from`: the links and what they stand on; null for no join. */
export function joinLinks(expr: HostExpr, env: Env | null): { readonly base: HostExpr; readonly links: readonly ReturnType<typeof chainOf>['steps'][number][] } | null {
  const { steps } = chainOf(expr, env);
  const from = steps.findIndex((step) => step.args !== null && /^(?:join|outerjoin)$/.test(step.name));
  const first = steps[from];
  if (first === undefined || !steps.slice(from).every((step) => /^(?:join|outerjoin)$/.test(step.name))) return null;
  return { base: first.object, links: steps.slice(from) };
}
