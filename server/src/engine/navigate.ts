import type { Place } from '../facts/finding.ts';
import { sameIndex } from '../match/index.ts';
import type { CheckedFile, CheckedQuery } from './check.ts';
import { mentionsOf } from './mentions.ts';
import type { Subject } from './subject.ts';

/** Where what SQL text names is declared: models before migrations. Empty for names of the host language, whose own tools follow them. */
export function definitionOf(subject: Subject): readonly Place[] {
  return subject.stands === 'text' ? declarationsOf(subject) : [];
}

export function declarationsOf({ table, column, index }: Subject): readonly Place[] {
  if (index !== null) return index.path === null ? [] : [{ path: index.path, span: index.span }];
  const declared = column === null ? null : (table.columns.find((c) => c.name === column)?.declared ?? null);
  if (declared !== null) return [declared];
  const [home] = [...table.declarations.filter((d) => !d.migration), ...table.declarations];
  return home === undefined ? [] : [{ path: home.path, span: home.span }];
}

/**
 * Where the workspace speaks of it: queries that name the table or the column, queries that the index serves. Asked from the host language's own name or
 * declaration, what its tools find is left to them.
 */
export function referencesOf(subject: Subject, asker: string, files: Iterable<CheckedFile>): readonly Place[] {
  const found: Place[] = [];
  const all = subject.index !== null || asker.endsWith('.sql') || subject.stands === 'text';
  for (const file of files) for (const query of file.queries) {
    if (query.bound.catalog.id !== subject.catalog.id) continue;
    const spans = subject.index === null ? named(query, subject, all) : served(query, subject);
    found.push(...spans.map((span) => ({ path: file.path, span })));
  }
  return found;
}

const named = (query: CheckedQuery, { table, column }: Subject, all: boolean): readonly Place['span'][] =>
  mentionsOf(query).filter((mention) => mention.table === table.key && mention.column === column && (all || mention.inText)).map(({ span }) => span);

/** The whole query: it is what the index serves. Indexes are told by what they are, since a judgement may be older than an edit above the index. */
function served(query: CheckedQuery, { table, index, catalog }: Subject): readonly Place['span'][] {
  if (index === null) return [];
  const { paths } = query.judged ?? query;
  const serves = paths.some((path) => path.table === table.key && path.serving.some((one) => one.name === index.name && sameIndex(one, index, catalog.dialect)));
  return serves ? [query.fact.span] : [];
}
