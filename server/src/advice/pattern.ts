import type { Catalog, Index, Table } from '../facts/catalog.ts';
import type { IndexDef } from '../facts/schema.ts';
import { columnParts, joinParts, type Joining } from './name-parts.ts';

/** How a project names its indexes: what stands before and behind, whether the table is in it, and how the parts are joined. */
export interface Pattern {
  readonly prefix: string;
  readonly suffix: string;
  readonly withTable: boolean;
  readonly joining: Joining;
  /** Between table and columns, and between columns, where the parts are kept as they are. */
  readonly afterTable: string;
  readonly between: string;
}

const before = /^(?:(?:idx|ix|i|index|IDX|IX|I|INDEX|Idx|Ix|Index)[_-]+|(?:idx|ix|index)(?=\p{Lu}))/u;
const behind = /(?:[_-]+(?:idx|ix|i|index|IDX|IX|INDEX|Idx|Index)|(?<=[\p{Ll}\d])(?:Idx|Ix|Index))$/u;
/** Between table and columns, and between columns: `ix_users_email`, `ix_users__email`, Rails' `index_users_on_name_and_email`. */
const separators: readonly (readonly [string, string])[] = [['_', '_'], ['__', '_'], ['__', '__'], ['_', '__'], ['_on_', '_and_'], ['.', '_'], ['-', '-'], ['-', '_']];
const joinings: readonly Joining[] = ['snake', 'camel', 'pascal', 'kebab'];

/** Every pattern that gives exactly this name to this index. */
function patternsOf(name: string, index: IndexDef<string>, table: Table): readonly Pattern[] {
  const columns = lettersOf(columnParts(index).join(''));
  if (columns === '' || !lettersOf(name.replace(/_(?:on|and)_/g, '_')).includes(columns)) return [];
  const prefix = before.exec(name)?.[0] ?? '';
  const rest = name.slice(prefix.length);
  const suffix = behind.exec(rest)?.[0] ?? '';
  const affixes = [{ prefix, suffix }, ...(prefix === '' ? [] : [{ prefix: '', suffix }]), ...(suffix === '' ? [] : [{ prefix, suffix: '' }])];
  const fitting = (candidates: readonly Pattern[]): readonly Pattern[] => candidates.filter((pattern) => render(pattern, index, table) === name);
  const kept = fitting(affixes.flatMap(keptBodies));
  return kept.length > 0 ? kept : fitting(affixes.flatMap(wordBodies));
}

/** Whatever joins them, the letters of the columns stand in a name in that order: most names that follow nothing end here. */
const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();

interface Affix { readonly prefix: string; readonly suffix: string }

const both = [true, false] as const;

/** Table and columns as the database has them. */
const keptBodies = (affix: Affix): readonly Pattern[] =>
  both.flatMap((withTable) => separators.map(([afterTable, between]): Pattern => ({ ...affix, withTable, joining: 'as-is', afterTable, between })));

/** Their words, put together anew: `usersLastNameIdx`. */
const wordBodies = (affix: Affix): readonly Pattern[] =>
  both.flatMap((withTable) => joinings.map((joining): Pattern => ({ ...affix, withTable, joining, afterTable: '', between: '' })));

/** The name that a pattern gives. */
export function render(pattern: Pattern, index: Pick<IndexDef<string>, 'keys'>, table: Table): string {
  const columns = columnParts(index);
  const body = pattern.joining === 'as-is'
    ? [...(pattern.withTable ? [table.name] : []), joinParts(columns, 'as-is', pattern.between)].join(pattern.afterTable)
    : joinParts(pattern.withTable ? [table.name, ...columns] : columns, pattern.joining, '');
  return pattern.prefix + body + pattern.suffix;
}

/**
 * The pattern that most of the project's own index names follow; where none follows any, its prefix or suffix alone;
 * null where no name shows either. Names made by constraints are the database's and say nothing.
 */
export function learnPattern(catalog: Catalog): Pattern | null {
  const known = learnt.get(catalog);
  if (known !== undefined) return known;
  const pattern = learn(catalog);
  learnt.set(catalog, pattern);
  return pattern;
}

/** Catalogs are unchanging, and advice is asked for at every keystroke. */
const learnt = new WeakMap<Catalog, Pattern | null>();

function learn(catalog: Catalog): Pattern | null {
  const named = [...catalog.tables.values()].flatMap((table) => table.indexes.filter(isOwn).map((index) => ({ table, index, name: index.name ?? '' })));
  return majority(named.flatMap(({ table, index, name }) => votesOf(name, index, table))) ?? majority(named.flatMap(({ name }) => affixOf(name)));
}

const votes = new WeakMap<Index, readonly Pattern[]>();

/** What the name of one index speaks for: as long as its table stands, so does that. */
function votesOf(name: string, index: Index, table: Table): readonly Pattern[] {
  const known = votes.get(index) ?? patternsOf(name, index, table);
  votes.set(index, known);
  return known;
}

const isOwn = (index: Index): boolean => index.kind === 'index' && index.origin !== 'implicit' && index.name !== null && index.name !== '';

/** `idx_recent_orders` follows no columns, but begins as the others will. */
function affixOf(name: string): readonly Pattern[] {
  const prefix = before.exec(name)?.[0] ?? '';
  const suffix = prefix === '' ? (behind.exec(name)?.[0] ?? '') : '';
  if (prefix === '' && suffix === '') return [];
  return [{ prefix, suffix, withTable: true, joining: /[_-]/.test(name) ? 'as-is' : 'camel', afterTable: '_', between: '_' }];
}

/** One index can follow several patterns; the one that most follow wins, then the one tried first. */
function majority(votes: readonly Pattern[]): Pattern | null {
  const counted = new Map<string, { readonly pattern: Pattern; count: number }>();
  for (const pattern of votes) {
    const key = JSON.stringify(pattern);
    const entry = counted.get(key) ?? { pattern, count: 0 };
    entry.count++;
    counted.set(key, entry);
  }
  return [...counted.values()].reduce<{ pattern: Pattern; count: number } | null>((best, e) => (best === null || e.count > best.count ? e : best), null)?.pattern ?? null;
}
