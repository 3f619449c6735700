import type { Finding } from '../../../server/src/facts/finding.ts';
import type { Database, DbForeignKey, DbIndex } from './database.ts';

/** `right`, or why the engine's own catalog says otherwise; `elsewhere` where the table is not in it. */
export type Outcome = { readonly kind: 'right' } | { readonly kind: 'wrong' | 'elsewhere'; readonly why: string };

const right: Outcome = { kind: 'right' };
const wrong = (why: string): Outcome => ({ kind: 'wrong', why });

const sameWhole = (a: DbIndex, b: DbIndex): boolean => a.method === b.method && a.where === b.where && a.include.join() === b.include.join();
const begins = (long: DbIndex, short: DbIndex): boolean => short.keys.length <= long.keys.length && short.keys.every((key, i) => key === long.keys[i]);

export const isDuplicate = (a: DbIndex, b: DbIndex): boolean => a !== b && a.table === b.table && sameWhole(a, b) && a.keys.length === b.keys.length && begins(a, b) && (b.unique || !a.unique);
export const isBeginning = (a: DbIndex, b: DbIndex): boolean => a.table === b.table && !a.unique && a.method === 'btree' && a.where === '' && a.include.length === 0 && sameWhole(a, b) && b.keys.length > a.keys.length && begins(b, a);
export const isAfterKey = (a: DbIndex, b: DbIndex): boolean => a.table === b.table && !a.unique && a.method === 'btree' && a.include.length === 0 && sameWhole(a, b) && b.where === '' && b.unique && (b.primary || b.notNull) && a.keys.length > b.keys.length && begins(a, b);

const KINDS: Readonly<Record<string, (a: DbIndex, b: DbIndex) => boolean>> = { 'duplicate-index': isDuplicate, 'redundant-index': isBeginning, 'pk-leading-index': isAfterKey };

/** Asks the database that the migrations made about one finding. */
export function verify(finding: Finding, key: string, db: Database): Outcome {
  if (!db.tables.has(key)) return { kind: 'elsewhere', why: `${key} is not in the database` };
  const agrees = KINDS[finding.rule];
  if (agrees !== undefined) return surplus(finding, key, agrees, db);
  if (finding.rule === 'missing-fk-index') return foreignKey(finding, key, db);
  if (finding.rule === 'index-name-collision') return db.indexes.some((index) => index.table === key && index.columns.join(', ') === keysIn(finding)) ? wrong('the index is there') : right;
  if (finding.rule === 'schema-drift') return drift(finding, key, db);
  return wrong(`nobody asks about ${finding.rule}`);
}

/** One that no migration makes is not there, one that a migration makes is. */
function drift(finding: Finding, key: string, db: Database): Outcome {
  const name = /^(?:Unique index|Index) (\S+)/.exec(finding.message)?.[1]?.toLowerCase();
  const isThere = db.indexes.some((index) => index.table === key && index.name.toLowerCase() === name);
  return isThere === finding.message.includes('is made by this migration') ? right : wrong(`${name ?? 'the index'} is ${isThere ? '' : 'not '}in the database`);
}

/** The keys of the index that is said not to be made. */
const keysIn = (finding: Finding): string => /has no index \(([^)]*)\)/.exec(finding.message)?.[1] ?? '';

function surplus(finding: Finding, key: string, agrees: (a: DbIndex, b: DbIndex) => boolean, db: Database): Outcome {
  const name = finding.surplus?.index.name?.toLowerCase();
  const own = db.indexes.find((index) => index.table === key && index.name.toLowerCase() === name);
  if (own === undefined) return wrong(`the database has no index ${name ?? ''} on ${key}`);
  return db.indexes.some((other) => agrees(own, other)) ? right : wrong(`no index of ${key} does what ${own.name} (${own.keys.join(', ')}) does`);
}

function foreignKey(finding: Finding, key: string, db: Database): Outcome {
  const found = db.foreignKeys.find((one) => one.table === key && one.columns.map((c) => c.toLowerCase()).sort().join() === finding.columns.map((c) => c.toLowerCase()).sort().join());
  if (found === undefined) return wrong(`${key} has no foreign key of ${finding.columns.join()}`);
  const index = serving(found, db);
  return index === undefined ? right : wrong(`${index.name} serves it`);
}

/** As the rule understands it: an index that begins with one of its columns, over all rows that refer to something. */
const serving = (key: DbForeignKey, db: Database): DbIndex | undefined =>
  db.indexes.find((index) => index.table === key.table && (index.method === 'btree' || index.method === 'hash') && key.columns.includes(index.columns[0] ?? '') && (index.where === '' || /is not null/i.test(index.where)));

/** Indexes of the database that can go by its own account, whatever was found. */
export const allSurplus = (db: Database): readonly { readonly rule: string; readonly index: DbIndex; readonly other: DbIndex }[] =>
  db.indexes.filter((index) => !index.primary).flatMap((index) => {
    const hit = Object.entries(KINDS).flatMap(([rule, agrees]) => { const other = db.indexes.find((one) => agrees(index, one)); return other === undefined ? [] : [{ rule, index, other }]; });
    return hit.slice(0, 1);
  });
