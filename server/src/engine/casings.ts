import type { FileFacts } from '../facts/file.ts';
import type { Casing } from '../facts/schema.ts';
import type { Derived } from './project-files.ts';

/** The project's own setting for columns without a name, by file: the one that is stated in the same project folder, else the only one anywhere. */
export function casingsOf(files: ReadonlyMap<string, FileFacts>, derived: Derived): (file: string) => Casing {
  const all = [...files.values()];
  const stated = all.flatMap((f) => f.models.flatMap((m) => (m.kind === 'project' && m.casing !== null ? [{ root: derived.rootOf(f.path), casing: m.casing === 'elsewhere' ? casingInSql(all) : m.casing }] : [])));
  const only = new Set(stated.map((s) => s.casing)).size === 1 ? stated[0] : undefined;
  return (file) => (stated.length === 0 ? 'attr' : ((stated.find((s) => s.root === derived.rootOf(file)) ?? only)?.casing ?? 'attr'));
}

/** A casing is set whose name stands in another file: what the tables of the SQL look like tells which, and without any the usual one is meant. */
function casingInSql(files: readonly FileFacts[]): Casing {
  const columns = files.flatMap(({ statements }) => statements.flatMap(({ operation }) => (operation.op === 'create-table' ? operation.columns.map(({ name }) => name) : [])));
  const [snake, camel] = [/[a-z\d]_[a-z\d]/, /[a-z\d][A-Z]/].map((form) => columns.filter((name) => form.test(name)).length);
  return (camel ?? 0) > (snake ?? 0) ? 'camelCase' : 'snake_case';
}
