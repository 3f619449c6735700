import type { Table } from '../facts/catalog.ts';

/** The tables of a catalog, for someone who takes down which of them are looked at: one by its key, or all of them. */
export class AskedTables implements ReadonlyMap<string, Table> {
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #one: (key: string) => Table | undefined;
  readonly #all: () => void;

  constructor(tables: ReadonlyMap<string, Table>, one: (key: string) => Table | undefined, all: () => void) {
    this.#tables = tables;
    this.#one = one;
    this.#all = all;
  }

  get(key: string): Table | undefined {
    return this.#one(key);
  }

  has(key: string): boolean {
    return this.#one(key) !== undefined;
  }

  get size(): number {
    return this.#whole().size;
  }

  forEach(visit: (table: Table, key: string, tables: ReadonlyMap<string, Table>) => void): void {
    for (const [key, table] of this.#whole()) visit(table, key, this);
  }

  entries(): MapIterator<[string, Table]> {
    return this.#whole().entries();
  }

  keys(): MapIterator<string> {
    return this.#whole().keys();
  }

  values(): MapIterator<Table> {
    return this.#whole().values();
  }

  [Symbol.iterator](): MapIterator<[string, Table]> {
    return this.entries();
  }

  #whole(): ReadonlyMap<string, Table> {
    this.#all();
    return this.#tables;
  }
}
