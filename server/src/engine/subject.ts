import type { Catalog, Index, Table } from '../facts/catalog.ts';
import type { Span } from '../text/span.ts';
import type { CheckedFile } from './check.ts';
import { mentionsOf } from './mentions.ts';

/** What a place in a file speaks of: a table, one of its columns, or one of its indexes. */
export interface Subject {
  readonly catalog: Catalog;
  readonly table: Table;
  readonly column: string | null;
  readonly index: Index | null;
  readonly span: Span;
  /** `text`: SQL names it there. `symbol`: the host language does. `declaration`: it is declared there. */
  readonly stands: 'text' | 'symbol' | 'declaration';
}

/** The innermost thing at an offset (UTF-16); null where nothing known stands. */
export function subjectAt(path: string, offset: number, checked: CheckedFile | null, catalogs: readonly Catalog[]): Subject | null {
  return innermost([...mentioned(offset, checked, catalogs), ...catalogs.flatMap((catalog) => [...catalog.tables.values()].flatMap((table) => declared(path, offset, catalog, table)))]);
}

/** The same of what a query names alone. */
export const mentionAt = (offset: number, checked: CheckedFile | null, catalogs: readonly Catalog[]): Subject | null => innermost(mentioned(offset, checked, catalogs));

const innermost = (found: readonly Subject[]): Subject | null => found.reduce<Subject | null>((best, one) => (best === null || length(one.span) < length(best.span) ? one : best), null);

function mentioned(offset: number, checked: CheckedFile | null, catalogs: readonly Catalog[]): readonly Subject[] {
  return (checked?.queries ?? []).filter((query) => covers(query.fact.span, offset)).flatMap((query) => mentionsOf(query).flatMap(({ table: key, column, span, inText }): Subject[] => {
    // A query knows the catalog that it was judged with, whose declarations may have moved since.
    const catalog = catalogs.find(({ id }) => id === query.bound.catalog.id);
    const table = catalog?.tables.get(key);
    return catalog === undefined || table === undefined || !covers(span, offset) ? [] : [{ catalog, table, column, index: null, span, stands: inText ? 'text' : 'symbol' }];
  }));
}

function declared(path: string, offset: number, catalog: Catalog, table: Table): readonly Subject[] {
  const subject = (span: Span, what: { readonly column?: string; readonly index?: Index }): Subject[] =>
    (covers(span, offset) ? [{ catalog, table, column: what.column ?? null, index: what.index ?? null, span, stands: 'declaration' }] : []);
  return [
    ...table.declarations.filter((d) => d.path === path).flatMap((d) => subject(d.span, {})),
    ...table.columns.flatMap(({ name, declared: at }) => (at?.path === path ? subject(at.span, { column: name }) : [])),
    ...table.indexes.filter((index) => index.path === path && index.origin !== 'implicit').flatMap((index) => subject(index.span, { index })),
  ];
}

const covers = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
const length = (span: Span): number => span.end - span.start;
