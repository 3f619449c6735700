import type { Catalog } from '../../facts/catalog.ts';
import { servesComment } from '../comments.ts';
import { createExtension, missingExtensions } from '../extensions.ts';
import type { PlannedIndex } from '../tool.ts';
import type { KitIndex } from './kit-index.ts';
import { kitDrop, kitStatement, type KitMajor } from './statement.ts';

/**
 * The SQL of a drizzle migration. The migrator runs all pending files in one transaction, where CREATE INDEX CONCURRENTLY is an
 * error, so the statements are plain. There are no down files: the way back is the closing comment. Comments stay on
 * the statement's side of a breakpoint, since a piece of comments alone is no statement to SQLite.
 */
export function drizzleSql(indexes: readonly { readonly planned: PlannedIndex; readonly kit: KitIndex }[], catalog: Pick<Catalog, 'dialect' | 'extensions'>, major: KitMajor, breakpoints: 'marked' | 'none'): string {
  const { dialect } = catalog;
  // drizzle-kit knows nothing of extensions: a snapshot has none, and its own migrations make none.
  const extensions = missingExtensions(indexes.map((one) => one.planned), catalog).map((name) => `${createExtension(name)};`);
  const create = (kit: KitIndex): string => kitStatement(kit, dialect, major);
  const drop = (kit: KitIndex): string => kitDrop(kit, dialect, major);
  const statements = indexes.map(({ planned, kit }) => [servesComment(planned), planned.change === 'drop' ? drop(kit) : create(kit)].filter((line) => line !== null).join('\n'));
  const note = dialect === 'postgresql' && indexes.some(({ planned }) => planned.change !== 'drop') ? ['-- Blocks writes while it builds. For a large table in use: build it by hand first with CREATE INDEX CONCURRENTLY, and add IF NOT EXISTS here.'] : [];
  const back = [...indexes].reverse().map(({ planned, kit }) => `-- ${planned.change === 'drop' ? create(kit) : drop(kit)}`);
  return [[...extensions, ...statements].join(breakpoints === 'marked' ? '--> statement-breakpoint\n' : '\n'), ...note, '-- The way back:', ...back].join('\n');
}
