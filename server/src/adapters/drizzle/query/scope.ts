import type { SymbolPath } from '../../../facts/expr.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Env } from '../names/env.ts';
import type { Reading } from '../reading.ts';

/** A source that conditions may name. `path` is the table's symbol, `key` its key in the schema object. */
export interface ScopeSource { readonly alias: string; readonly path: SymbolPath | null; readonly key: string | null }

/** What is read, and the sources around it, innermost first. `query` reads a nested query, so that conditions need not know how. */
export interface Scope {
  readonly reading: Reading;
  readonly sources: readonly ScopeSource[];
  readonly outer: Scope | null;
  readonly nested: (expr: HostExpr, env: Env | null, scope: Scope) => NestedQuery | null;
}

export type NestedQuery = import('../../../facts/query.ts').SymbolicQuery;

/**
 * Whether a path is a column of a source in sight, rather than a value of the program (`config.limit`). A table of this file is always in sight;
 * a namespace and a named import of the same table are told to be one by the table's own name.
 */
export function isColumnPath(scope: Scope, path: SymbolPath): boolean {
  const table = path.slice(0, -1);
  if (table.length === 0) return false;
  if (scope.reading.names.known.has(table[0] ?? '') && table.length === 1) return true;
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    if (at.sources.some((source) => isSame(source, table))) return true;
  }
  return false;
}

const isSame = (source: ScopeSource, table: SymbolPath): boolean => source.key === table.at(-1) || (source.path !== null && source.path.at(-1) === table.at(-1));

/** Whether a path is a table in sight. */
export function isTablePath(scope: Scope, path: SymbolPath): boolean {
  if (path.length === 1 && scope.reading.names.known.has(path[0] ?? '')) return true;
  for (let at: Scope | null = scope; at !== null; at = at.outer) if (at.sources.some((source) => source.path !== null && source.path.join('.') === path.join('.'))) return true;
  return false;
}
