import type { ColumnRef, Expr, SymbolPath, TableRef } from '../../../facts/expr.ts';
import type { JoinKind, Limit, OrderKey, OutputColumn, Source, SymbolicQuery } from '../../../facts/query.ts';
import type { Span } from '../../../text/span.ts';
import type { NamedSource } from './names.ts';
import type { Reading } from './reading.ts';

export type Cond = Expr<ColumnRef>;
export type Key = OrderKey<ColumnRef>;
export type SymbolicSource = Source<TableRef, ColumnRef>;

/** A statement while its steps are read one after the other. It is also what names in its conditions are looked up in, `outer` being the statement around a subquery. */
export interface Draft {
  readonly reading: Reading;
  readonly outer: Draft | null;
  op: SymbolicQuery['op'];
  /** What an INSERT fills. */
  into: TableRef | null;
  /** What the statement selects or changes, in order. */
  entities: SymbolicSource[];
  /** `select_from` and joins, in order. */
  readonly joined: SymbolicSource[];
  /** What is in FROM only because something names it. */
  readonly mentions: SymbolicSource[];
  readonly ctes: SymbolicQuery['ctes'][number][];
  readonly where: Cond[];
  readonly having: Cond[];
  readonly groupBy: Cond[];
  orderBy: Key[];
  limit: Limit | null;
  offset: Limit | null;
  distinct: SymbolicQuery['distinct'];
  output: OutputColumn<ColumnRef>[] | 'unknown';
  readonly setOps: SymbolicQuery['setOps'][number][];
  locks: boolean;
  /** The source that `filter_by` is about: what was joined last, else what is selected first. */
  last: string | null;
  /** Rows that are loaded by queries of their own. */
  readonly batches: SymbolicQuery[];
  /** Why it cannot be read after all. */
  problem: string | null;
  /** How many statements it is inside of. */
  readonly depth: number;
}

export const startDraft = (reading: Reading, outer: Draft | null, op: SymbolicQuery['op']): Draft => ({
  reading, outer, op, into: null, entities: [], joined: [], mentions: [], ctes: [], where: [], having: [], groupBy: [], orderBy: [], limit: null, offset: null, distinct: false, output: [], setOps: [], locks: false, last: null, batches: [], problem: null, depth: (outer?.depth ?? 0) + 1,
});

/** How a source that is a model or table by its name is called in a statement. */
export const aliasOf = (path: SymbolPath): string => path.join('.');

export const tableSource = (path: SymbolPath, span: Span, rest: Partial<SymbolicSource> = {}): SymbolicSource => ({ id: 0, alias: aliasOf(path), relation: { kind: 'table', table: { by: 'symbol', path } }, join: 'from', on: null, span, ...rest });

/** Notes that a column of a model was named. */
export function mention(draft: Draft, path: SymbolPath, span: Span): void {
  const alias = aliasOf(path);
  if (draft.mentions.some((source) => source.alias === alias)) return;
  draft.mentions.push(tableSource(path, span, { implied: 'mention', join: 'cross' }));
}

/** Whether an alias is in FROM here or around. */
export function hasAlias(draft: Draft, alias: string): boolean {
  for (let at: Draft | null = draft; at !== null; at = at.outer) if (sourcesOf(at).some((source) => source.alias === alias)) return true;
  return false;
}

export const sourcesOf = (draft: Draft): readonly SymbolicSource[] => [...draft.entities, ...draft.joined, ...draft.mentions];

/** A source under a name of its own as one of FROM. `read` reads the query behind it. */
export function namedSource(draft: Draft, source: NamedSource, span: Span, join: JoinKind, read: (draft: Draft, source: NamedSource) => SymbolicQuery | null): SymbolicSource {
  const made = (relation: SymbolicSource['relation'], lateral = false): SymbolicSource => ({ id: 0, alias: source.alias, relation, join, on: null, span, ...(lateral ? { lateral: true } : {}) });
  const { of } = source;
  if (of.kind === 'table') return made({ kind: 'table', table: { by: 'symbol', path: of.path } });
  const query = of.kind === 'unknown' ? null : read(draft, source);
  if (query === null || of.kind === 'unknown') return made({ kind: 'unknown', name: source.alias });
  if (of.kind === 'query') return made({ kind: 'subquery', query }, of.lateral);
  rootOf(draft).ctes.push({ name: source.alias, query, recursive: of.recursive, materialized: null });
  // Until linking a CTE is a plain name.
  return made({ kind: 'table', table: { by: 'name', schema: null, name: source.alias } });
}

/** CTEs stand at the head of the whole statement. */
function rootOf(draft: Draft): Draft {
  let at = draft;
  while (at.outer !== null) at = at.outer;
  return at;
}

/** The statement as it stands now. */
export function finish(draft: Draft, span: Span): SymbolicQuery {
  // What is selected from or joined is no source of its own beside that.
  const [first, ...others] = draft.joined[0]?.join === 'from' ? draft.entities.filter((one) => !draft.joined.some((source) => source.alias === one.alias)) : draft.entities;
  const leading = draft.joined[0]?.join === 'from' || first === undefined ? draft.joined : [first, ...others.filter(isExplicit), ...draft.joined];
  const implied = draft.joined[0]?.join === 'from' || first === undefined ? [...(first === undefined ? [] : [first]), ...others] : others.filter((source) => !isExplicit(source));
  const stated = [...leading, ...implied.filter((source, i) => ![...leading, ...implied.slice(0, i)].some((other) => sameTable(source, other)))];
  const all = [...stated, ...draft.mentions.filter((source, i) => ![...stated, ...draft.mentions.slice(0, i)].some((other) => sameTable(source, other)))];
  const sources = all.map((source, i): SymbolicSource => ({ ...source, id: i, join: i === 0 ? 'from' : source.join === 'from' ? 'cross' : source.join }));
  const where = conjunction(draft.where, span);
  const having = conjunction(draft.having, span);
  return {
    op: draft.op, span, ctes: uniqueByName(draft.ctes), sources, where, groupBy: draft.groupBy, having, distinct: draft.distinct, orderBy: draft.orderBy, limit: draft.limit, offset: draft.offset,
    output: draft.output === 'unknown' ? 'unknown' : draft.output, setOps: draft.setOps, ...(draft.locks ? { locks: true } : {}), ...(draft.into === null ? {} : { into: draft.into }),
  };
}

/** Whether a column that was named is surely one of a source that is there: linking finds out about all others. */
function sameTable(mentioned: SymbolicSource, other: SymbolicSource): boolean {
  const [column, path] = [pathOf(mentioned), pathOf(other)];
  if (column === null || path === null || column.length < 2) return false;
  const table = column.slice(0, -1).join('.');
  return table === path.join('.') || table === path.slice(0, -1).join('.');
}

const pathOf = (source: SymbolicSource): SymbolPath | null => (source.relation.kind === 'table' && source.relation.table.by === 'symbol' && source.alias === aliasOf(source.relation.table.path) ? source.relation.table.path : null);

const isExplicit = (source: SymbolicSource): boolean => source.implied === undefined;

const conjunction = (conds: readonly Cond[], span: Span): Cond | null => (conds.length > 1 ? { kind: 'and', args: conds, span } : (conds[0] ?? null));

const uniqueByName = (ctes: SymbolicQuery['ctes']): SymbolicQuery['ctes'] => ctes.filter((cte, i) => ctes.findIndex((other) => other.name === cte.name) === i);
