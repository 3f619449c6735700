import type { MigrationFile, PlannedIndex } from './tool.ts';

/** `-- serves ScenesController.list, exportScenes`; null where no query is known. Names are cut to one short line. */
export function servesComment(index: PlannedIndex): string | null {
  const names = [...new Set(index.serves.map((name) => name.replace(/\s+/g, ' ').trim()).filter((name) => name !== ''))];
  if (names.length === 0) return null;
  const shown = names.slice(0, SHOWN).join(', ');
  return `-- serves ${names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown}`;
}

const SHOWN = 5;

/** What a file does, for people: `creates idx_a on scenes, idx_b on shots`. */
export function creates(path: string, indexes: readonly PlannedIndex[], tableName: (key: string) => string): MigrationFile {
  return { path, what: `creates ${indexes.map((index) => `${index.spec.name ?? 'an index'} on ${tableName(index.spec.table)}`).join(', ')}` };
}
