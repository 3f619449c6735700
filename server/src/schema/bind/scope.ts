import type { Table } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';

/** What a name in one FROM clause stands for. */
export interface ScopeSource {
  readonly id: number;
  readonly alias: string;
  /** True where the alias is the table's own name and not one given to it. */
  readonly plain: boolean;
  readonly table: Table | null;
  /** Output names of a derived source; null when they are not known. */
  readonly outputs: readonly string[] | null;
  /** Attributes of a derived source that hands on all columns of a model's table. */
  readonly attrs?: ReadonlyMap<string, string>;
}

/** One level of FROM; `outer` is that of the enclosing query. */
export interface Scope { readonly sources: readonly ScopeSource[]; readonly outer: Scope | null }

export type Found = { readonly kind: 'found'; readonly source: number; readonly column: string } | { readonly kind: 'missing' } | { readonly kind: 'unsure' };

const MISSING: Found = { kind: 'missing' };
const UNSURE: Found = { kind: 'unsure' };

/** The column that a name means, searched from the innermost FROM outwards as SQL does. */
export function findColumn(scope: Scope | null, qualifier: string | null, name: string, dialect: Dialect): Found {
  for (let level = scope; level !== null; level = level.outer) {
    const found = qualifier === null ? inLevel(level, name, dialect) : inSource(level, qualifier, name, dialect);
    if (found.kind !== 'missing') return found;
  }
  return MISSING;
}

function inLevel(level: Scope, name: string, dialect: Dialect): Found {
  const hits = level.sources.map((source) => columnOf(source, name, dialect));
  const found = hits.filter((hit) => hit.kind === 'found');
  if (found.length === 1 && found[0] !== undefined) return found[0];
  // Several are either a mistake or a USING column: the first is as good as any.
  if (found.length > 1) return found[0] ?? MISSING;
  return hits.some((hit) => hit.kind === 'unsure') ? UNSURE : MISSING;
}

function inSource(level: Scope, qualifier: string, name: string, dialect: Dialect): Found {
  const source = level.sources.find((s) => same(s.alias, qualifier, dialect)) ?? level.sources.find((s) => s.plain && s.table !== null && same(s.table.name, qualifier, dialect));
  if (source === undefined) return MISSING;
  const found = columnOf(source, name, dialect);
  return found.kind === 'missing' ? UNSURE : found;
}

export function columnOf(source: ScopeSource, name: string, dialect: Dialect): Found {
  if (source.table === null) return outputOf(source, name, dialect);
  const table = source.table;
  const column = table.columns.find((c) => same(c.name, name, dialect));
  if (column !== undefined) return { kind: 'found', source: source.id, column: column.name };
  if (dialect === 'sqlite' && table.rowid && /^(rowid|oid|_rowid_)$/i.test(name)) return { kind: 'found', source: source.id, column: table.rowidAlias ?? 'rowid' };
  return table.confidence === 'high' ? MISSING : UNSURE;
}

function outputOf(source: ScopeSource, name: string, dialect: Dialect): Found {
  if (source.outputs === null) return UNSURE;
  const output = source.outputs.find((o) => same(o, name, dialect));
  return output === undefined ? MISSING : { kind: 'found', source: source.id, column: output };
}

/** PostgreSQL's parser has folded already; the others compare without case. */
export const same = (a: string, b: string, dialect: Dialect): boolean => a === b || (dialect !== 'postgresql' && a.toLowerCase() === b.toLowerCase());
