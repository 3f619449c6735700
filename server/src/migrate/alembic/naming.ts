import type { AlembicSettings, Revision } from '../../schema/migrations/index.ts';
import { basename } from '../../text/path.ts';
import { uuidFrom } from '../uuid.ts';

/**
 * The id of a new revision: twelve hexadecimal digits, as Alembic takes them of a random UUID, but made of what the revision is, so that a dry run and the run after it
 * write the same; or the next number, where a project numbers its revisions.
 */
export function nextId(head: Revision | null, before: Revision | null, taken: ReadonlySet<string>, seed: string): string {
  const numbers = [head?.id ?? '', before?.id ?? head?.id ?? ''];
  if (numbers.every((id) => /^\d{1,8}$/.test(id)) && numbers[0] !== undefined) {
    for (let next = BigInt(numbers[0]) + 1n; ; next++) { const id = String(next).padStart(numbers[0].length, '0'); if (!taken.has(id)) return id; }
  }
  for (let count = 0; ; count++) { const id = uuidFrom(`${head?.id ?? ''}\n${seed}\n${count}`).replaceAll('-', '').slice(0, 12); if (!taken.has(id)) return id; }
}

/** A message as Alembic makes a file's name of it: words in lower case, cut behind a whole one. */
export function slugOf(message: string, longest: number): string {
  const slug = (message.match(/\w+/g) ?? []).join('_').toLowerCase();
  if (slug.length <= longest) return slug;
  const cut = slug.slice(0, longest);
  const last = cut.lastIndexOf('_');
  return `${last < 0 ? cut : cut.slice(0, last)}_`;
}

export interface NameParts { readonly id: string; readonly slug: string; readonly now: Date }

/** The name of a new file: by the project's template where one of its newest files' names has that form, else in the form of the newest one's. Without `.py`. `recent`: newest first. */
export function fileNameFor(settings: AlembicSettings, recent: readonly Revision[], parts: NameParts): string {
  const [newest] = recent;
  const isUsed = newest === undefined || recent.some((revision) => formOf(settings.fileTemplate, revision.id).test(stemOf(revision)));
  return filled(isUsed ? settings.fileTemplate : templateLike(stemOf(newest), newest.id), parts);
}

const stemOf = ({ path }: Revision): string => basename(path).replace(/\.py$/, '');

const TOKEN = /%\((\w+)\)[-+ 0#]*(\d*)(?:\.(\d+))?[sd]/g;

function formOf(template: string, id: string): RegExp {
  const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = template.split(/(%\(\w+\)[-+ 0#]*\d*(?:\.\d+)?[sd])/).map((part) => (part.startsWith('%(') ? (part.startsWith('%(rev)') ? quoted(id) : part.startsWith('%(slug)') ? '.*' : '\\d+') : quoted(part)));
  return new RegExp(`^${pattern.join('')}$`);
}

/** A name taken apart again: its id, its date, and the rest for a slug. */
function templateLike(stem: string, id: string): string {
  const dated = stem.replace(/^(\d{4})([-_]?)(\d\d)([-_]?)(\d\d)(?=\D|$)/, '%(year)d$2%(month).2d$4%(day).2d');
  const at = dated.indexOf(id);
  if (at < 0) return '%(rev)s_%(slug)s';
  const rest = dated.slice(at + id.length);
  return `${dated.slice(0, at)}%(rev)s${/^[-_]/.test(rest) ? `${rest.charAt(0)}%(slug)s` : ''}`;
}

/** Times are UTC. */
function filled(template: string, { id, slug, now }: NameParts): string {
  const values: Readonly<Record<string, string | number>> = {
    rev: id, slug, epoch: Math.floor(now.getTime() / 1000), year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate(), hour: now.getUTCHours(), minute: now.getUTCMinutes(), second: now.getUTCSeconds(),
  };
  return template.replace(TOKEN, (_whole, name: string, width: string, precision: string | undefined) => String(values[name] ?? '').padStart(Math.max(Number(width), Number(precision ?? 0)), '0'));
}
