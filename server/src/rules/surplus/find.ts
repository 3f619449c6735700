import type { Catalog, Index, Table } from '../../facts/catalog.ts';
import { type Comparable, comparable } from './comparable.ts';
import { shareSource } from './same-source.ts';

/**
 * An index that does nothing which another of its table does not do. `duplicate`: the same keys; `beginning`: `other` begins with its
 * keys; `after-key`: it begins with all columns of `other`, a key that leaves one row.
 */
export interface SurplusIndex { readonly kind: 'duplicate' | 'beginning' | 'after-key'; readonly index: Index; readonly other: Index }

const known = new WeakMap<Table, { readonly catalog: Catalog; readonly found: readonly SurplusIndex[] }>();

/** The indexes of a table that can go, each with the one that stays for it. Nothing of a table that was read in part. */
export function surplusIndexes(table: Table, catalog: Catalog): readonly SurplusIndex[] {
  const before = known.get(table);
  if (before?.catalog === catalog) return before.found;
  const found = find(table, catalog);
  known.set(table, { catalog, found });
  return found;
}

interface Entry { readonly index: Index; readonly text: Comparable }

function find(table: Table, catalog: Catalog): readonly SurplusIndex[] {
  if (table.view !== null || table.virtual === true || table.confidence === 'low' || table.indexes.length < 2) return [];
  const entries = table.indexes.filter((index) => index.usable && index.kind !== 'exclude' && index.keys.length > 0).map((index): Entry => ({ index, text: comparable(index, table, catalog.dialect) }));
  const gone = new Set<Entry>();
  const found: SurplusIndex[] = [];
  const tell = (kind: SurplusIndex['kind'], entry: Entry, other: Entry | undefined): void => {
    if (other === undefined) return;
    gone.add(entry);
    found.push({ kind, index: entry.index, other: other.index });
  };
  const together = (a: Entry, b: Entry): boolean => shareSource(a.index, b.index, table, catalog);
  const candidates = entries.filter(({ index }) => isFree(index, table, catalog));
  for (const entry of candidates) tell('duplicate', entry, entries.find((other) => other !== entry && !gone.has(other) && replaces(other, entry, entries) && together(entry, other)));
  for (const entry of candidates) if (!gone.has(entry)) tell('after-key', entry, entries.find((other) => other !== entry && !gone.has(other) && isBehindKey(entry, other, table) && together(entry, other)));
  // From the shortest on, so that what is named as staying does stay.
  for (const entry of [...candidates].sort((a, b) => a.text.keys.length - b.text.keys.length)) {
    if (!gone.has(entry)) tell('beginning', entry, [...entries].sort(longestFirst).find((other) => !gone.has(other) && isBeginning(entry, other) && together(entry, other)));
  }
  return found;
}

const longestFirst = (a: Entry, b: Entry): number => rank(b.index) - rank(a.index) || b.text.keys.length - a.text.keys.length;

/** Made by a statement of its own or a word of the table's (not by a constraint), and nothing else rests on it. */
function isFree(index: Index, table: Table, catalog: Catalog): boolean {
  return index.kind === 'index' && index.byTool !== true && index.origin !== 'implicit' && index.path !== null && !isCopy(index, table, catalog) && !(index.unique && isReferenced(index, table, catalog));
}

/** What a partition has of its parent's, and LIKE of its model's: it stands where the other is declared. */
function isCopy(index: Index, table: Table, catalog: Catalog): boolean {
  for (const other of catalog.tables.values()) {
    if (other === table) return false;
    if (other.indexes.some((one) => one.path === index.path && one.span.start === index.span.start && one.span.end === index.span.end)) return true;
  }
  return false;
}

/** A foreign key may rest on any unique index of the columns it refers to. */
const isReferenced = (index: Index, table: Table, catalog: Catalog): boolean =>
  [...catalog.tables.values()].some((other) => other.foreignKeys.some((key) => key.refTable === table.key && key.refColumns.length === index.keys.length && index.keys.every(({ expr }) => expr.kind === 'column' && key.refColumns.includes(expr.column))));

/** What is more than an index stays before what is one. */
const rank = (index: Index): number => (index.kind === 'primary-key' ? 3 : index.kind === 'unique' ? 2 : index.unique ? 1 : 0);

/** `other` has the same keys over the same rows, and stays: it is more of a constraint, or equal and declared before. */
function replaces(other: Entry, entry: Entry, entries: readonly Entry[]): boolean {
  const [a, b] = [entry.text, other.text];
  if (a.whole !== b.whole || a.keys.length !== b.keys.length || !a.keys.every((key, i) => key === b.keys[i])) return false;
  const [mine, its] = [rank(entry.index), rank(other.index)];
  if (entry.index.unique && !(other.index.unique && (other.index.kind === 'primary-key' || entry.index.nullsNotDistinct === other.index.nullsNotDistinct))) return false;
  return its > mine || (its === mine && entries.indexOf(other) < entries.indexOf(entry));
}

const isPlain = ({ index }: Entry): boolean => !index.unique && index.method === 'btree' && index.include.length === 0;

/** `other` goes on where `entry` ends: whatever the one finds or sorts, the other does. */
const isBeginning = (entry: Entry, other: Entry): boolean =>
  isPlain(entry) && entry.index.where === null && entry.text.whole === other.text.whole && other.text.keys.length > entry.text.keys.length && entry.text.keys.every((key, i) => key === other.text.keys[i]);

/** All columns of a key that leaves one row come first, in its order: behind them nothing is left to find or to sort. */
function isBehindKey(entry: Entry, other: Entry, table: Table): boolean {
  if (!isPlain(entry) || !other.index.unique || entry.text.whole !== other.text.whole || other.index.where !== null || entry.text.keys.length <= other.text.keys.length) return false;
  const isNeverNull = other.index.kind === 'primary-key' || other.index.keys.every(({ expr }) => expr.kind === 'column' && table.columns.some((column) => column.name === expr.column && column.notNull));
  return isNeverNull && other.text.keys.every((key, i) => key === entry.text.keys[i]);
}
