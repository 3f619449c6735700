import type { WorkspaceView } from '../text/workspace.ts';
import type { PlannedIndex } from './tool.ts';

/** What the migration is about, in snake case: `add_scenes_index`, `add_scenes_indexes`, `add_indexes` for several tables; `drop_scenes_index`. */
export function slugFor(indexes: readonly PlannedIndex[], tableName: (key: string) => string): string {
  const tables = new Set(indexes.map((index) => index.spec.table));
  const [only] = tables;
  const verb = indexes.every((index) => index.change === 'drop') ? 'drop' : indexes.some((index) => index.change === 'drop') ? 'change' : 'add';
  if (tables.size !== 1 || only === undefined) return `${verb}_indexes`;
  const name = tableName(only).toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return [verb, name, indexes.length === 1 ? 'index' : 'indexes'].filter((part) => part !== '').join('_');
}

/** `yyyymmddhhmmss` in UTC, as most tools number by time. */
export const timestamp = (date: Date): string => date.toISOString().replace(/\D/g, '').slice(0, 14);

/** The date a `yyyymmddhhmmss` stamp stands for; null for one that is no date. */
export function fromTimestamp(stamp: string): Date | null {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp) ?? [];
  if (y === undefined) return null;
  const time = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
  return Number.isNaN(time) ? null : new Date(time);
}

/** A stamp for `now` that sorts after `newest` (or null), even when the newest was made by a clock that is ahead. */
export function timestampAfter(newest: string | null, now: Date): string {
  const stamp = timestamp(now);
  if (newest === null || stamp > newest) return stamp;
  const date = fromTimestamp(newest);
  return date === null ? String(BigInt(newest) + 1n).padStart(newest.length, '0') : timestamp(new Date(date.getTime() + 1000));
}

/** The first of `stem`, `stem_2`, `stem_3`, … for which no path of `pathsFor` exists. */
export function freeName(stem: string, pathsFor: (stem: string) => readonly string[], view: WorkspaceView): string {
  const taken = new Set(view.paths);
  for (let count = 1; ; count++) {
    const name = count === 1 ? stem : `${stem}_${count}`;
    if (pathsFor(name).every((path) => !taken.has(path) && view.text(path) === null)) return name;
  }
}

export const inFolder = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
