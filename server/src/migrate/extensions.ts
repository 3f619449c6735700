import { extensionOf } from '../advice/extension.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { PlannedIndex } from './tool.ts';

/** The extensions that these indexes need and that nothing seen in the project creates, each once. */
export function missingExtensions(indexes: readonly PlannedIndex[], catalog: Pick<Catalog, 'dialect' | 'extensions'>): readonly string[] {
  if (catalog.dialect !== 'postgresql') return [];
  const needed = indexes.flatMap((index) => (index.change === 'drop' ? [] : (extensionOf(index.spec) ?? [])));
  return [...new Set(needed)].filter((name) => catalog.extensions?.includes(name) !== true);
}

/** Without a closing `;`. It does nothing where the extension is there already, so a migration that says it can not be wrong. */
export const createExtension = (name: string): string => `CREATE EXTENSION IF NOT EXISTS ${name}`;

/** For migrations that have no room for a second statement. */
export const extensionNotes = ({ indexes, catalog }: { readonly indexes: readonly PlannedIndex[]; readonly catalog: Pick<Catalog, 'dialect' | 'extensions'> }): readonly string[] =>
  missingExtensions(indexes, catalog).map((name) => `Needs the extension ${name}, which nothing here creates: run ${createExtension(name)} first.`);
