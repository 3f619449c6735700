import type { Catalog, Table } from '../facts/catalog.ts';
import type { IndexSpec } from '../facts/finding.ts';
import { hashText } from '../text/hash.ts';
import type { AdviceContext } from './input.ts';
import { columnParts } from './name-parts.ts';
import { learnPattern, render } from './pattern.ts';

/** PostgreSQL cuts names beyond 63 bytes, silently and so that two can become one; the others allow as much. */
const mostBytes = 63;

/** Gives each index its final name, so that none is taken: by the project's pattern, else as its ORM would, else `idx_table_columns`. */
export function nameAll(specs: readonly IndexSpec[], { catalog, nameIndex: ormName, isTaken = (name) => takenNames(catalog).has(name) }: Pick<AdviceContext, 'catalog' | 'nameIndex' | 'isTaken'>): readonly IndexSpec[] {
  const pattern = learnPattern(catalog);
  const given = new Set<string>();
  return specs.map((spec) => {
    const table = catalog.tables.get(spec.table);
    const wanted = table === undefined ? null : pattern === null ? ormName(spec) : render(pattern, spec, table);
    const name = free(wanted ?? plainName(spec, table), table, (key) => given.has(key) || isTaken(key));
    given.add(takenKey(name, table));
    return { ...spec, name };
  });
}

const plainName = (spec: IndexSpec, table: Table | undefined): string => ['idx', table?.name ?? spec.table, ...columnParts(spec)].join('_');

/** Indexes and tables of one schema share their names (both databases); SQLite has one schema. Case is ignored to be safe. */
const takenKey = (name: string, table: Table | undefined): string => `${(table?.schema ?? '').toLowerCase()}\n${name.toLowerCase()}`;

const known = new WeakMap<Catalog, ReadonlySet<string>>();

/** The names that are given away in a database, each with its schema. */
export function takenNames(catalog: Catalog): ReadonlySet<string> {
  const taken = known.get(catalog) ?? namesIn(catalog);
  known.set(catalog, taken);
  return taken;
}

function namesIn(catalog: Catalog): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const table of catalog.tables.values()) {
    taken.add(takenKey(table.name, table));
    for (const index of table.indexes) if (index.name !== null) taken.add(takenKey(index.name, table));
  }
  return taken;
}

function free(wanted: string, table: Table | undefined, isTaken: (key: string) => boolean): string {
  const name = short(wanted);
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : short(`${wanted}_${n}`);
    if (!isTaken(takenKey(candidate, table))) return candidate;
  }
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** A long name keeps its beginning and gets eight digits that stand for all of it. */
function short(name: string): string {
  if (bytesOf(name) <= mostBytes) return name;
  const tail = `_${hashText(name).slice(0, 8)}`;
  let head = '';
  for (const character of name) {
    if (bytesOf(head + character) + tail.length > mostBytes) break;
    head += character;
  }
  return head + tail;
}
