/**
 * What an Alembic revision says of its place in the graph. `downs` are the revisions that it follows: none for a base, several for a merge. `dependsOn` may name
 * revisions or branch labels.
 */
export interface Revision {
  readonly path: string;
  readonly id: string;
  readonly downs: readonly string[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
}

/** Folders in which projects keep revisions, and the name that Alembic gives a file; what is in the file decides. */
const PLACE = /(?:^|\/)(?:versions?|revisions?|[\w-]*migrations?|migrate|alembic)\/(?:[^/]+\/)*[^/]+\.py$|(?:^|\/)[0-9a-f]{10,40}_\w*\.py$/;

/** Whether a path may be a revision. Alembic passes over names that begin with a dot or an underscore. */
export const mayBeRevision = (path: string): boolean => PLACE.test(path) && !/(?:^|\/)[._][^/]*$/.test(path) && !path.endsWith('/env.py');

/** A revision's own words stand in its beginning. UTF-16 units. */
const HEAD = 40_000;

/** The revision that a file is; null for any other file. Linear in the text. */
export function revisionOf(path: string, text: string): Revision | null {
  if (!text.includes('down_revision')) return null;
  const head = text.slice(0, HEAD);
  const [id] = valuesOf(head, 'revision') ?? [];
  const downs = valuesOf(head, 'down_revision');
  if (id === undefined || downs === null) return null;
  return { path, id, downs, dependsOn: valuesOf(head, 'depends_on') ?? [], labels: valuesOf(head, 'branch_labels') ?? [] };
}

/** The texts that a variable at top level is given: one, a list of them, or none for None; null where it is given nothing. An annotation may stand between. */
function valuesOf(head: string, name: string): readonly string[] | null {
  const assigned = new RegExp(String.raw`^${name}[ \t]*(?::[^=\n]{0,200})?=[ \t]*(?!=)`, 'm').exec(head);
  if (assigned === null) return null;
  const value = head.slice(assigned.index + assigned[0].length).slice(0, LONGEST_VALUE);
  const open = value.charAt(0);
  const inner = '([{'.includes(open) && open !== '' ? value.slice(1, endOfList(value)) : (/^[^\n#]*/.exec(value)?.[0] ?? '');
  return [...inner.matchAll(/'([^'\n]*)'|"([^"\n]*)"/g)].map(([, single, double]) => single ?? double ?? '');
}

const LONGEST_VALUE = 4000;

/** Where a list of plain texts ends: its closing bracket. Comments in it are not texts. */
function endOfList(value: string): number {
  const end = value.search(/[)\]}]/);
  return end < 0 ? value.length : end;
}
