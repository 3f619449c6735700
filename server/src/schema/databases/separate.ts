import { distance } from '../../text/path.ts';
import { tableKey } from '../replay/index.ts';
import { createdKeys, type DatabaseParts, join, keysOf } from './group.ts';
import { separateHistories } from './histories.ts';

/**
 * Parts of the workspace told apart: the migration folders of one project are databases of their own (see `separateHistories`); models, loose files and DDL in
 * code go to the one whose tables they speak of. With one folder of migrations, or none, all of a project is one database.
 */
export function separate(parts: readonly DatabaseParts[]): readonly DatabaseParts[] {
  const [migrated, loose] = [parts.filter(isHistory), parts.filter((part) => !isHistory(part)).map((part) => ({ ...part, folder: null }))];
  const histories = by(migrated, (part) => `${familyOf(part)}|${String(part.quiet)}`).flatMap((group) => withQuiet(group, separateHistories(group)));
  const live = histories.filter(({ isCopy }) => !isCopy).map(({ part }) => part);
  const found = by([...live, ...loose], (part) => `${part.root}|${familyOf(part)}|${String(part.quiet)}`).flatMap(separateOne);
  return [...found, ...histories.filter(({ isCopy }) => isCopy).map(({ part }) => part)];
}

/** MariaDB takes what MySQL takes: a project of both has one database. */
const familyOf = ({ dialect }: DatabaseParts): string => (dialect === 'mariadb' ? 'mysql' : dialect);

/** Migrations that make no table (indexes, seeds) are like loose files. */
const isHistory = (part: DatabaseParts): boolean => typeof part.folder === 'string' && createdKeys(part).size > 0;

/** Copies were quietened. */
const withQuiet = (before: readonly DatabaseParts[], after: readonly DatabaseParts[]): { readonly part: DatabaseParts; readonly isCopy: boolean }[] => after.map((part) => ({ part, isCopy: part.quiet !== before[0]?.quiet }));

function by(parts: readonly DatabaseParts[], keyOf: (part: DatabaseParts) => string): DatabaseParts[][] {
  const groups = new Map<string, DatabaseParts[]>();
  for (const part of parts) {
    const group = groups.get(keyOf(part));
    if (group === undefined) groups.set(keyOf(part), [part]);
    else group.push(part);
  }
  return [...groups.values()];
}

/** What one project has in one dialect. */
function separateOne(parts: readonly DatabaseParts[]): readonly DatabaseParts[] {
  const live = parts.filter((part) => part.folder !== null);
  const loose = parts.filter((part) => part.folder === null);
  if (live.length < 2) return [{ ...[...live, ...loose].reduce(join), folder: null }];
  return loose.length === 0 ? live : shareOut(live, loose.reduce(join));
}

/** Each file of the rest goes to the database that has most of its tables, the nearer one of two; what speaks of none stays by itself. */
function shareOut(databases: readonly DatabaseParts[], rest: DatabaseParts): readonly DatabaseParts[] {
  const created = databases.map(createdKeys);
  const found = new Map([...keysByFile(rest)].map(([path, keys]) => [path, homeOf(path, keys, databases, created)]));
  const homes = withModels(rest, found);
  const only = (place: number): DatabaseParts => {
    const isHere = (path: string): boolean => (homes.get(path) ?? -1) === place;
    return {
      ...rest, models: rest.models.filter((model) => isHere(model.file)), statements: rest.statements.filter((statement) => isHere(statement.path)), origins: rest.origins.filter(isHere),
      history: (rest.history ?? []).filter((folder) => isHere(folder.files[0]?.path ?? '')),
    };
  };
  const left = only(-1);
  const shared = databases.map((part, place) => join(part, only(place)));
  return left.models.length + left.statements.length === 0 ? shared : [...shared, left];
}

/** Models whose tables no migration makes were there before the migrations began: they go where most of the project's models go. */
function withModels({ models }: DatabaseParts, homes: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const counts = new Map<number, number>();
  for (const { file } of models) counts.set(homes.get(file) ?? -1, (counts.get(homes.get(file) ?? -1) ?? 0) + 1);
  counts.delete(-1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [-1];
  return new Map([...homes, ...models.flatMap(({ file }) => ((homes.get(file) ?? -1) === -1 ? [[file, most] as const] : []))]);
}

function keysByFile(part: DatabaseParts): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  const add = (path: string, found: readonly string[]): void => { keys.set(path, new Set([...(keys.get(path) ?? []), ...found])); };
  for (const model of part.models) add(model.file, [tableKey(model.name, part.dialect)]);
  for (const { path, statement } of part.statements) add(path, keysOf(statement.operation, part.dialect));
  return keys;
}

function homeOf(path: string, keys: ReadonlySet<string>, databases: readonly DatabaseParts[], created: readonly ReadonlySet<string>[]): number {
  const counts = created.map((made) => [...keys].filter((key) => made.has(key)).length);
  const most = Math.max(...counts);
  const best = [...counts.keys()].filter((place) => most > 0 && counts[place] === most);
  const far = (place: number): number => distance(path, databases[place]?.folder ?? '');
  return best.sort((a, b) => far(a) - far(b))[0] ?? -1;
}
