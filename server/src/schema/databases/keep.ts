import type { Catalog, Table } from '../../facts/catalog.ts';
import { type Span, spanKey } from '../../text/span.ts';
import type { Built } from './universe.ts';
import { revised, revisedTable } from './revise.ts';
import { type PlaceMove, sameButPlaces, spansIn } from './same-but-places.ts';

/** Where spans have come to stand, by the file and by the old place (`spanKey`); those that did not move are left out. */
export type Moves = ReadonlyMap<string, ReadonlyMap<string, Span>>;

/** Catalogs in which tables that nothing was said of anew are the objects that they were, at the places where they were told then. */
export interface Kept { readonly built: readonly Built[]; readonly moves: Moves }

interface Pair { readonly before: Table; readonly moves: readonly PlaceMove[] }

/**
 * Keeps the tables of `before` that are the same but for where they are declared, so that all that was concluded from them stands. Where a place of then is the
 * place of something else now, nothing in that file is kept: a place must say which of the two is meant.
 */
export function keepTables(built: readonly Built[], before: readonly Catalog[]): Kept {
  const fresh = built.map(({ catalog }) => catalog);
  const known = new Map(before.map((catalog) => [catalog.id, catalog]));
  const pairs = new Map<Table, Pair>();
  for (const catalog of fresh) {
    const old = known.get(catalog.id);
    for (const [key, table] of catalog.tables) { const pair = pairOf(old?.tables.get(key), table); if (pair !== null) pairs.set(table, pair); }
  }
  const places = placesOf(fresh, pairs);
  return { built: built.map(({ part, catalog }) => ({ part, catalog: revised(catalog, (table) => pairs.get(table)?.before ?? revisedTable(table)) })), moves: onlyMoved(places) };
}

function pairOf(before: Table | undefined, table: Table): Pair | null {
  const moves = before === undefined ? null : sameButPlaces(before, table);
  return before === undefined || moves === null ? null : { before, moves };
}

/** The places of files in which something moved: old ones and new ones, one for one. */
class Places {
  readonly to = new Map<string, Map<string, Span>>();
  readonly unclear = new Set<string>();
  readonly #from = new Map<string, Map<string, string>>();

  constructor(pairs: Iterable<Pair>) {
    for (const { moves } of pairs) for (const { path, from, to } of moves) if (from.start !== to.start || from.end !== to.end) { this.to.set(path, new Map()); this.#from.set(path, new Map()); }
  }

  put(path: string, from: Span, to: Span): void {
    const [ahead, back] = [this.to.get(path), this.#from.get(path)];
    if (ahead === undefined || back === undefined) return;
    const [old, now] = [spanKey(from), spanKey(to)];
    const [known, other] = [ahead.get(old), back.get(now)];
    if ((known !== undefined && spanKey(known) !== now) || (other !== undefined && other !== old)) this.unclear.add(path);
    ahead.set(old, to);
    back.set(now, old);
  }
}

/** Where everything of files in which something moved stands now. Takes out the pairs that would leave a place unclear. */
function placesOf(fresh: readonly Catalog[], pairs: Map<Table, Pair>): Places['to'] {
  for (;;) {
    const places = new Places(pairs.values());
    if (places.to.size === 0) return places.to;
    for (const { moves } of pairs.values()) for (const { path, from, to } of moves) places.put(path, from, to);
    for (const catalog of fresh) {
      for (const table of catalog.tables.values()) if (!pairs.has(table)) spansIn(table, null, (path, span) => places.put(path, span, span));
      const told = [catalog.collisions, catalog.dropped, (catalog.history ?? []).flatMap(({ files }) => files.filter(({ path }) => places.to.has(path)))];
      spansIn(told, null, (path, span) => places.put(path, span, span));
    }
    if (places.unclear.size === 0) return places.to;
    for (const [table, { moves }] of [...pairs]) if (moves.some(({ path }) => places.unclear.has(path))) pairs.delete(table);
  }
}

const onlyMoved = (places: Map<string, Map<string, Span>>): Moves =>
  new Map([...places].map(([path, spans]) => [path, new Map([...spans].filter(([key, to]) => key !== spanKey(to)))]));
