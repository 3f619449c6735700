import type { AccessPath } from '../facts/access.ts';
import type { Catalog, Table } from '../facts/catalog.ts';
import type { BoundQuery, Cte } from '../facts/query.ts';
import { mapExpr } from '../facts/walk.ts';
import { type BoundExpr, sourcesIn } from './bound.ts';
import type { Ground } from './ground.ts';
import type { MatchOptions } from './options.ts';
import type { Outputs } from './outputs.ts';
import { largestId } from './relocate.ts';

/** A CTE where it is declared, with the CTEs it can see itself. */
export interface CteEntry { readonly cte: Cte<{ readonly table: string }, { readonly source: number; readonly column: string }>; readonly scope: CteScope; uses: number }
export type CteScope = ReadonlyMap<string, CteEntry>;

/** What goes through the matching of one statement. */
export interface Analysis {
  readonly root: BoundQuery;
  readonly catalog: Catalog;
  readonly ground: Ground;
  readonly options: MatchOptions;
  readonly tables: Map<number, Table>;
  /** Derived tables that were dissolved: what their columns stand for. */
  readonly dissolved: Map<number, Outputs>;
  readonly paths: AccessPath[];
  readonly doneCtes: Set<CteEntry>;
  nextId: number | null;
}

export function startAnalysis(root: BoundQuery, catalog: Catalog, options: MatchOptions): Analysis {
  const tables = new Map<number, Table>();
  return {
    root, catalog, options, tables, ground: { dialect: catalog.dialect, version: catalog.version, tableOf: (id) => tables.get(id) ?? null },
    dissolved: new Map(), paths: [], doneCtes: new Set(), nextId: null,
  };
}

/** Room for the ids of a copied query (a view, a CTE's second use); gives the shift. Finding the first free id is left until one is needed. */
export function takeIds(analysis: Analysis, copied: BoundQuery): number {
  const shift = analysis.nextId ?? largestId(analysis.root) + 1;
  analysis.nextId = shift + largestId(copied) + 1;
  return shift;
}

const DEEPEST = 30;

/** An expression with the columns of dissolved derived tables replaced by what they stand for. */
export function rewritten(expr: BoundExpr, analysis: Analysis, depth = 0): BoundExpr {
  if (analysis.dissolved.size === 0 || depth > DEEPEST || !sourcesIn(expr).some((id) => analysis.dissolved.has(id))) return expr;
  return mapExpr<{ source: number; column: string }, { source: number; column: string }>(expr, {
    column: (node) => {
      const outputs = analysis.dissolved.get(node.column.source);
      if (outputs === undefined) return node;
      const inner = outputs(node.column.column);
      if (inner === null) return { kind: 'opaque', reason: `column ${node.column.column} of a derived table`, args: [], span: node.span };
      return { ...rewritten(inner, analysis, depth + 1), span: node.span };
    },
    query: (query) => query,
  });
}
