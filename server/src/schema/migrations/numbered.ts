import type { Dialect } from '../../facts/dialect.ts';
import { basename } from '../../text/path.ts';
import type { Indexed } from './folder-tools.ts';
import { databaseWord, dialectNamed, dialectWord, isCockroach, isNumbered, naturalOrder } from './names.ts';
import { projectTexts } from './project-texts.ts';
import { sectionsOf } from './sections.ts';
import type { SchemaSource, SchemaTool, SourceFile } from './source.ts';

const MIGRATIONS_FOLDER = /^(migrations?|migrate|schema[-_]?changes|changesets?|changelogs?|deploy|versions|patches|updates)$|[-_]migrations?$/i;
const FLYWAY = /^[VR](\d[\d._]*)?__/;

/** A folder of SQL files that are run in order: one source, or one for each dialect that has files of its own. None when nothing about it says so. */
export function numberedSources(indexed: Indexed, folder: string, files: readonly string[]): SchemaSource[] {
  const isSequence = folder.split('/').slice(-2).some((part) => MIGRATIONS_FOLDER.test(part));
  const members = files.filter((path) => isSequence || isNumbered(basename(path)) || FLYWAY.test(basename(path)) || /\.(up|do)\.sql$/i.test(path));
  if (members.length === 0) return [];
  const sections = new Map(members.map((path) => [path, sectionsOf(indexed.view.text(path) ?? '')]));
  const marked = [...sections.values()].find((found) => found !== null && found.tool !== 'plain');
  const tool = marked?.tool ?? toolByName(indexed, folder, members);
  const ordered = [...members].sort(tool === 'flyway' || tool === 'refinery' ? flywayOrder : plainOrder);
  const sourceFile = (path: string): SourceFile => ({ path, part: sections.get(path)?.part ?? null });
  const dialects = dialectsOf(members);
  if (dialects.length === 0) return [{ tool, folder, dialect: tool === 'supabase' ? 'postgresql' : null, files: ordered.map(sourceFile) }];
  return dialects.map((dialect) => ({ tool: tool === 'golang-migrate' ? 'fizz' : tool, folder, dialect, files: variants(ordered, dialect).map(sourceFile) }));
}

function toolByName({ view }: Indexed, folder: string, files: readonly string[]): SchemaTool {
  if (/(^|\/)supabase\/migrations$/.test(folder)) return 'supabase';
  const cargo = projectTexts(view, folder, 'Cargo.toml');
  if (files.some((path) => FLYWAY.test(basename(path)))) return cargo.some((text) => /^\s*refinery\b/m.test(text)) ? 'refinery' : 'flyway';
  if (cargo.some((text) => /^\s*sqlx\b/m.test(text))) return 'sqlx';
  return files.some((path) => /\.up\.sql$/i.test(path)) ? 'golang-migrate' : 'plain';
}

/** A file without a number that says it is the beginning comes first. */
const plainOrder = (a: string, b: string): number => Number(isBeginning(b)) - Number(isBeginning(a)) || naturalOrder(a, b);
const isBeginning = (path: string): boolean => /^(init|initial|baseline)\b/i.test(basename(path));

/** Versions by number, then the repeatable ones, which Flyway runs last. */
function flywayOrder(a: string, b: string): number {
  const [left, right] = [flywayVersion(a), flywayVersion(b)];
  if (left === null || right === null) return left === right ? naturalOrder(a, b) : left === null ? 1 : -1;
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) if ((left[i] ?? 0) !== (right[i] ?? 0)) return (left[i] ?? 0) - (right[i] ?? 0);
  return naturalOrder(a, b);
}

/** Null for `R__x.sql`, and for names Flyway would not run. */
function flywayVersion(path: string): number[] | null {
  const version = /^V(\d[\d._]*?)__/.exec(basename(path))?.[1];
  return version === undefined ? null : version.split(/[._]/).map(Number);
}

/** The dialects that have files of their own. */
const dialectsOf = (files: readonly string[]): Dialect[] => [...new Set(files.flatMap((path) => dialectNamed(dialectWord(path) ?? '') ?? []))].sort();

/**
 * For each version the dialect's own file, else the one that is for all (as pop, the runner that has such names, chooses). A file of another database is for
 * none; CockroachDB's stand for PostgreSQL only where that has none at all.
 */
function variants(ordered: readonly string[], dialect: Dialect): string[] {
  const words = new Set(ordered.map((path) => databaseWord(path) ?? ''));
  const hasPostgres = [...words].some((word) => dialectNamed(word) === 'postgresql' && !isCockroach(word));
  const isOwn = (word: string): boolean => dialectNamed(word) === dialect && !(isCockroach(word) && hasPostgres);
  const chosen = new Map<string, string>();
  for (const path of ordered) {
    const word = databaseWord(path);
    if (word !== null && !isOwn(word)) continue;
    const key = versionOf(path, word);
    const before = chosen.get(key);
    if (before === undefined) chosen.set(key, path);
    else if ((databaseWord(before) === null) === (word === null)) chosen.set(path, path);
    else if (word !== null) chosen.set(key, path);
  }
  return [...chosen.values()];
}

/** A number says which version a file is; without one it is the name without the words for databases and for transactions. */
const versionOf = (path: string, word: string | null): string => /^\d{3,}/.exec(basename(path))?.[0] ?? path.replace(word === null ? '' : `.${word}.`, '.').replace('.autocommit.', '.');
