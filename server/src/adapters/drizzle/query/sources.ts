import type { ColumnRef, TableRef } from '../../../facts/expr.ts';
import type { JoinKind, Source } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { stringOf } from '../literals.ts';
import type { Env } from '../names/env.ts';
import { meaningOf } from '../names/names.ts';
import type { Scope, ScopeSource } from './scope.ts';
import { sqlTemplate } from './template.ts';

export type SymbolicSource = Source<TableRef, ColumnRef>;

/** A source with how conditions name it; `unread` says why there is none. `foreign`: another library's table. */
export type ReadSource =
  | { readonly kind: 'source'; readonly source: SymbolicSource; readonly entry: ScopeSource }
  | { readonly kind: 'unread'; readonly reason: string }
  | { readonly kind: 'foreign' };

/** What stands in `.from(…)`, `.leftJoin(…)`, `.update(…)`: a table, an alias of one, a subquery, a CTE, a piece of SQL. */
export function readSource(scope: Scope, expr: HostExpr, env: Env | null, join: JoinKind, id: number): ReadSource {
  if (stringOf(expr) !== null || expr.kind === 'template' && expr.tag === null || expr.kind === 'object' || expr.kind === 'function') return { kind: 'foreign' };
  const made = (alias: string, relation: SymbolicSource['relation'], entry: ScopeSource): ReadSource => ({ kind: 'source', source: { id, alias, relation, join, on: null, span: expr.span }, entry });
  const meaning = meaningOf(scope.reading.names, expr, env);
  if (meaning.kind === 'path') return made('', { kind: 'table', table: { by: 'symbol', path: meaning.path } }, { alias: '', path: meaning.path, key: null });
  if (meaning.kind === 'source') return ofSource(scope, meaning, expr, made);
  const template = sqlTemplate(scope, expr, env);
  if (template !== null) return ofTemplate(scope, template, expr, join, id, made);
  if (expr.kind === 'conditional') return { kind: 'unread', reason: 'the table is chosen at run time' };
  if (expr.kind === 'subscript') return { kind: 'unread', reason: 'the table is looked up at run time' };
  return { kind: 'unread', reason: 'the table is not known here' };
}

type Made = (alias: string, relation: SymbolicSource['relation'], entry: ScopeSource) => ReadSource;

function ofSource(scope: Scope, meaning: Extract<ReturnType<typeof meaningOf>, { kind: 'source' }>, expr: HostExpr, made: Made): ReadSource {
  const { alias, of } = meaning;
  const entry: ScopeSource = { alias, path: null, key: null };
  switch (of.kind) {
    case 'table': return made(alias, { kind: 'table', table: { by: 'symbol', path: of.path } }, entry);
    // Until linking a CTE is a plain name.
    case 'cte': return made(alias, { kind: 'table', table: { by: 'name', schema: null, name: alias } }, entry);
    case 'query': {
      const query = scope.nested(of.expr, of.env, scope);
      return query === null ? made(alias, { kind: 'unknown', name: alias }, entry) : made(alias, { kind: 'subquery', query }, entry);
    }
    case 'given': return { kind: 'unread', reason: `${expr.kind} is not a table` };
  }
}

/** `` .from(sql`${users}`) `` is the table; any other SQL is a relation nothing is known of. */
function ofTemplate(scope: Scope, found: NonNullable<ReturnType<typeof sqlTemplate>>, expr: HostExpr, join: JoinKind, id: number, made: Made): ReadSource {
  const [hole] = found.template.holes;
  const alone = found.template.holes.length === 1 && found.template.quasis.every((q) => q.value.trim() === '');
  if (alone && hole !== undefined) return readSource(scope, hole, found.env, join, id);
  const alias = expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.property === 'as' ? (stringOf(expr.args[0]) ?? '') : '';
  return made(alias, { kind: 'unknown', name: alias }, { alias, path: null, key: null });
}
