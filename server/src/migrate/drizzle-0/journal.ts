import { setInJson } from '../../fix/json-edit.ts';
import type { TextEdit } from '../../text/span.ts';
import { at, isArray, isObject, parseObject } from '../json.ts';
import { timestampAfter } from '../names.ts';

/** What the journal of drizzle-kit 0.x tells of its newest entry; -1 and 0 for one that is still empty. */
export interface Journal { readonly idx: number; readonly when: number; /** Of all entries, oldest first. */ readonly tags: readonly string[]; readonly breakpoints: boolean }

export function readJournal(text: string | null): Journal | null {
  const entries = at(parseObject(text), 'entries');
  if (!isArray(entries)) return null;
  const objects = entries.filter(isObject);
  const last = objects.at(-1);
  const whens = objects.map((entry) => at(entry, 'when')).filter((when) => typeof when === 'number');
  const idx = at(last, 'idx');
  const tags = objects.map((entry) => at(entry, 'tag')).filter((tag) => typeof tag === 'string');
  return { idx: typeof idx === 'number' ? idx : objects.length - 1, when: Math.max(0, ...whens), tags, breakpoints: at(last, 'breakpoints') !== false };
}

/** The next entry in front of a migration's name: `0007` for numbered folders, a time for those that number by time. */
export function nextPrefix(journal: Journal, now: Date): string {
  const newest = /^(\d+)_/.exec(journal.tags.at(-1) ?? '')?.[1] ?? '';
  if (newest.length === 14) return timestampAfter(newest, now);
  if (newest.length === 10) return String(Math.max(Math.floor(now.getTime() / 1000), Number(newest) + 1));
  return String(journal.idx + 1).padStart(4, '0');
}

/**
 * Edits that append the entry. `when` is later than every other: the migrator passes over a file whose time is not after the last one it ran.
 */
export function appendEntry(text: string, journal: Journal, tag: string, version: string, now: Date): readonly TextEdit[] {
  return setInJson(text, ['entries', -1], { idx: journal.idx + 1, version, when: Math.max(now.getTime(), journal.when + 1), tag, breakpoints: journal.breakpoints });
}
