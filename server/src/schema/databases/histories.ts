import type { QualifiedName, SchemaOp } from '../../facts/schema.ts';
import { basename, distance, isInside } from '../../text/path.ts';
import { naturalOrder } from '../migrations/names.ts';
import { type PlacedStatement, tableKey } from '../replay/index.ts';
import { createdKeys, type DatabaseParts, join } from './group.ts';

/** A folder of migrations: the tables that it makes, and those that it takes for granted. */
interface History { readonly part: DatabaseParts; readonly created: ReadonlySet<string>; readonly needed: ReadonlySet<string>; readonly names: ReadonlySet<string> }

/**
 * The databases that folders of migrations of one dialect make. Each folder is one of its own, unless (in one project, or where one project lies in another) it
 * builds on the tables of another, or both speak of the same tables in steps of their own (then an index in either is an index). A folder with the same steps as
 * a bigger one is a copy or an older state of it: nobody but itself means it.
 */
export function separateHistories(parts: readonly DatabaseParts[]): readonly DatabaseParts[] {
  if (parts.length < 2) return parts;
  const bySize = parts.map(historyOf).sort((a, b) => b.names.size - a.names.size || b.part.statements.length - a.part.statements.length || depth(a) - depth(b) || (folderOf(a) < folderOf(b) ? -1 : 1));
  const copies = bySize.filter((history, place) => bySize.slice(0, place).some((bigger) => isCopy(history, bigger)));
  return [...joinHistories(bySize.filter((history) => !copies.includes(history))), ...copies.map(({ part }) => ({ ...part, quiet: true }))];
}

function joinHistories(histories: readonly History[]): DatabaseParts[] {
  const open = [...histories];
  for (let i = 0; i < open.length; i += 1) {
    for (let j = 0; j < open.length; j += 1) {
      const [a, b] = [open[i], open[j]];
      if (a === undefined || b === undefined || i === j || !isNear(a, b) || !(buildsOn(a, b, open) || (i < j && sharesMost(a.created, b.created)))) continue;
      open[Math.min(i, j)] = historyOf(inOneOrder({ ...join(b.part, a.part), root: outer(a, b) }));
      open.splice(Math.max(i, j), 1);
      i = -1;
      break;
    }
  }
  return open.map(({ part }) => part);
}

function historyOf(part: DatabaseParts): History {
  const created = new Set([...createdKeys(part)].filter((key) => !BOOKS.test(key)));
  return { part, created, needed: neededKeys(part), names: new Set(part.statements.map(({ path }) => stepOf(path))) };
}

/** Tables in which migration tools keep what they have run: every database has its own. */
const BOOKS = /(^|[._])(migrations?|migrations?_lock|schema_migrations?|schema_version|schema_history|databasechangelog(lock)?|goose_db_version)$/;

/** Tables that a part takes for granted. A bare name may mean a table that it makes in some schema. */
function neededKeys(part: DatabaseParts): ReadonlySet<string> {
  const created = createdKeys(part);
  const bare = new Set([...created].map((key) => key.slice(key.lastIndexOf('.') + 1)));
  return new Set(part.statements.flatMap(({ statement }) => spokenOf(statement.operation)).map((name) => tableKey(name, part.dialect)).filter((key) => !created.has(key) && !bare.has(key)));
}

/** Tables that a statement needs to be there. */
function spokenOf(operation: SchemaOp): readonly QualifiedName[] {
  switch (operation.op) {
    case 'create-table': return operation.constraints.flatMap((constraint) => (constraint.kind === 'foreign-key' ? [constraint.refTable] : []));
    case 'add-column': return [operation.table, ...operation.constraints.flatMap((constraint) => (constraint.kind === 'foreign-key' ? [constraint.refTable] : []))];
    case 'add-constraint': return operation.constraint.kind === 'foreign-key' ? [operation.table, operation.constraint.refTable] : [operation.table];
    case 'create-index': case 'alter-column': case 'rename-column': case 'drop-column': return [operation.table];
    default: return [];
  }
}

/** What a migration does, by its name alone: `20240101_add_users.postgres.up.sql` and `0003-add_users.sql` are one step. A folder's name counts for `up.sql` and `migration.sql`. */
const stepOf = (path: string): string => {
  const name = /^(?:up|migration)\.sql$/i.test(basename(path)) ? basename(path.slice(0, path.lastIndexOf('/'))) : basename(path);
  return (name.replace(/^[a-z]?[\d_.-]+/i, '').split('.')[0] ?? '').toLowerCase();
};

const isNear = (a: History, b: History): boolean => isInside(a.part.root, b.part.root) || isInside(b.part.root, a.part.root);
const outer = (a: History, b: History): string => (isInside(a.part.root, b.part.root) ? b.part.root : a.part.root);

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => [...a].filter((item) => b.has(item)).length;
const sharesMost = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => shared(a, b) * 2 > Math.min(a.size, b.size);

const isCopy = (history: History, bigger: History): boolean => isNear(history, bigger) && sharesMost(history.created, bigger.created) && sharesMost(history.names, bigger.names);

/** Most of what one folder takes for granted is made by another, and by no other folder as well. */
function buildsOn(history: History, other: History, all: readonly History[]): boolean {
  const made = shared(history.needed, other.created);
  return made > 0 && made * 2 >= history.needed.size && all.every((third) => third === history || third === other || shared(history.needed, third.created) < made);
}

/** Steps numbered by time are run in that order, whatever folder they lie in; otherwise one folder runs before the other. */
function inOneOrder(part: DatabaseParts): DatabaseParts {
  const byTime = part.statements.every(({ path }) => /^\D{0,1}\d{8}/.test(timedName(path)));
  if (!byTime) return part;
  const order = (a: PlacedStatement, b: PlacedStatement): number => (a.path === b.path ? 0 : naturalOrder(timedName(a.path), timedName(b.path)));
  return { ...part, statements: [...part.statements].sort(order) };
}

const timedName = (path: string): string => (/^(?:up|migration)\.sql$/i.test(basename(path)) ? basename(path.slice(0, path.lastIndexOf('/'))) : basename(path));

const folderOf = ({ part }: History): string => part.folder ?? '';
const depth = ({ part }: History): number => distance('', part.folder ?? '');
