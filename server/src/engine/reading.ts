import type { Catalog, Table } from '../facts/catalog.ts';
import type { Reading } from '../rules/rule.ts';
import type { CheckedFile } from './check.ts';
import type { Derived } from './project-files.ts';

/** How much of what the workspace asks was understood, for rules that rest on all of it. */
export function readingOf(catalog: Catalog, files: ReadonlyMap<string, CheckedFile>, { derived, text }: { readonly derived: Derived; readonly text: (path: string) => string | null }): Reading {
  const unread = [...files.values()].flatMap((file) => (file.quiet ? [] : file.unread.map(({ span }) => (text(file.path) ?? '').slice(span.start, span.end))));
  const words = unread.map((one) => new Set(one.toLowerCase().match(/\w+/g) ?? []));
  const namesOf = ({ name, declarations }: Table): readonly string[] => [name, ...declarations.flatMap(({ symbol }) => symbol ?? [])].map((one) => one.toLowerCase());
  const isNamed = (table: Table, said: ReadonlySet<string>): boolean => namesOf(table).some((name) => said.has(name));
  // A repository's `select(self.model)` may ask for any table.
  const anything = words.some((said) => ![...catalog.tables.values()].some((table) => isNamed(table, said)));
  return { unread: unread.length, notRead: derived.declaredBy(catalog.root), mentions: (table) => anything || words.some((said) => isNamed(table, said)) };
}
