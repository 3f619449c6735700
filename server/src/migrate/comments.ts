import type { IndexChange, MigrationFile, PlannedIndex } from './tool.ts';

/** `-- serves ScenesController.list, exportScenes`, or why an index can go; null where no query is known. Names are cut to one short line. */
export function servesComment(index: PlannedIndex): string | null {
  if (index.change === 'drop') return index.because === undefined ? null : `-- ${index.because.replace(/\s+/g, ' ')}`;
  const names = [...new Set(index.serves.map((name) => name.replace(/\s+/g, ' ').trim()).filter((name) => name !== ''))];
  if (names.length === 0) return null;
  const shown = names.slice(0, SHOWN).join(', ');
  return `-- serves ${names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown}`;
}

const SHOWN = 5;

/** What a file does, for people: `creates idx_a on scenes, idx_b on shots`; `drops idx_a on scenes`. */
export function creates(path: string, indexes: readonly PlannedIndex[], tableName: (key: string) => string): MigrationFile {
  const named = (change: IndexChange): readonly string[] => indexes.filter((index) => (index.change ?? 'create') === change).map((index) => `${index.spec.name ?? 'an index'} on ${tableName(index.spec.table)}`);
  const parts = [['creates', named('create')], ['drops', named('drop')]] as const;
  return { path, what: parts.flatMap(([verb, names]) => (names.length === 0 ? [] : [`${verb} ${names.join(', ')}`])).join(', ') };
}
