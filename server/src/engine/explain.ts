import type { Catalog } from '../facts/catalog.ts';
import type { FileFacts } from '../facts/file.ts';
import type { Span } from '../text/span.ts';
import type { Explanation } from './api.ts';
import type { CheckedFile } from './check.ts';
import { referencesOf } from './navigate.ts';
import { mentionAt, subjectAt } from './subject.ts';

/** What an explanation is taken from: everything that was judged, and what the file itself says. */
export interface Known { readonly files: ReadonlyMap<string, CheckedFile>; readonly facts: FileFacts | null; readonly catalogs: readonly Catalog[] }

/** What stands at an offset: the innermost query there, an index or a table where it is declared, or something that was not understood. */
export function explainAt(path: string, offset: number, { files, facts, catalogs }: Known): Explanation | null {
  const checked = files.get(path) ?? null;
  const query = smallest((checked?.queries ?? []).filter((q) => covers(q.fact.span, offset)), (q) => q.fact.span);
  const unread = smallest((checked?.unread ?? []).filter((u) => covers(u.span, offset)), (u) => u.span);
  if (query !== null && (unread === null || length(query.fact.span) <= length(unread.span))) return { kind: 'query', span: query.fact.span, paths: query.paths, catalog: catalogs.find(({ id }) => id === query.bound.catalog.id) ?? query.bound.catalog, column: columnAt(offset, checked, catalogs) };
  if (unread !== null) return { kind: 'unread', span: unread.span, reason: unread.reason };
  return indexAt(path, offset, files, catalogs) ?? (facts === null ? null : tableAt(path, offset, facts, catalogs));
}

function columnAt(offset: number, checked: CheckedFile | null, catalogs: readonly Catalog[]): Extract<Explanation, { kind: 'query' }>['column'] {
  const subject = mentionAt(offset, checked, catalogs);
  const column = subject?.table.columns.find((c) => c.name === subject.column);
  return subject === null || column === undefined ? null : { table: subject.table, column };
}

function indexAt(path: string, offset: number, files: ReadonlyMap<string, CheckedFile>, catalogs: readonly Catalog[]): Explanation | null {
  const subject = subjectAt(path, offset, null, catalogs);
  return subject === null || subject.index === null ? null : { kind: 'index', span: subject.span, index: subject.index, table: subject.table, serves: referencesOf(subject, path, files.values()) };
}

const covers = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
const length = (span: Span): number => span.end - span.start;

function smallest<T>(items: readonly T[], spanOf: (item: T) => Span): T | null {
  return items.reduce<T | null>((best, item) => (best === null || length(spanOf(item)) < length(spanOf(best)) ? item : best), null);
}

function tableAt(path: string, offset: number, facts: FileFacts, catalogs: readonly Catalog[]): Explanation | null {
  const spans = [...facts.models.flatMap((m) => (m.kind === 'table' ? [m.span] : [])), ...facts.statements.filter((s) => s.operation.op === 'create-table').map((s) => s.span)];
  const span = smallest(spans.filter((s) => covers(s, offset)), (s) => s);
  if (span === null) return null;
  for (const catalog of catalogs) {
    const table = [...catalog.tables.values()].find((t) => t.declarations.some((d) => d.path === path && span.start <= d.span.start && d.span.end <= span.end));
    if (table !== undefined) return { kind: 'table', span, table: table.key, catalog };
  }
  return null;
}
