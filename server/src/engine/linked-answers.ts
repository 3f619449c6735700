import type { Catalog, Table } from '../facts/catalog.ts';
import { adaptersOf, type BindInput } from '../schema/bind/fact.ts';
import type { Located, Universe } from '../schema/databases/universe.ts';
import { isEqualData } from '../text/equal.ts';
import { AskedTables } from './asked-tables.ts';
import type { Linked } from './link.ts';

/** Something that judging queries asked of what is linked. `names`: what names of a file mean. `changed`: the revision of answers in which it came to be another. */
export interface Answer { readonly rests: 'names' | 'tables'; was: unknown; changed: number; readonly again: (ground: Ground) => unknown; readonly same: (a: unknown, b: unknown) => boolean }

/** What was asked, and in which revision. */
export interface Asked { readonly answers: readonly Answer[]; readonly epoch: number; at: number }

/** What is linked, for someone who takes down what is asked of it. */
export type ListeningGround = Pick<BindInput, 'universe' | 'symbols' | 'relations'>;

interface Ground { readonly linked: Linked; readonly catalogs: ReadonlyMap<string, Catalog> }

/** More were asked in a long life of typing: then all is judged anew. */
const MOST_ANSWERS = 200_000;

/**
 * What is linked as those who judge queries ask it: which table has a name, what a path leads to, which relations a model has. Every answer is renewed once when something
 * was linked anew; a judgement stands for as long as all that was asked for it has the same answer, so that a change of one table concerns those alone that look at it.
 */
export class LinkedAnswers {
  readonly #known = new Map<string, Answer>();
  #ground: Ground | null = null;
  #asking: Set<Answer> | null = null;
  #revision = 0;
  #epoch = 0;
  #shape = '';
  #listening: ListeningGround | null = null;

  /** From now on answers are those of `linked`. */
  begin(linked: Linked): void {
    if (this.#ground?.linked === linked) return;
    const ground: Ground = { linked, catalogs: new Map(linked.universe.catalogs.map((catalog) => [catalog.id, catalog])) };
    this.#ground = ground;
    this.#listening = null;
    this.#revision++;
    const shape = JSON.stringify(linked.universe.catalogs.map(shapeOf));
    if (shape !== this.#shape || this.#known.size > MOST_ANSWERS) this.#forget();
    this.#shape = shape;
    for (const answer of this.#known.values()) this.#renew(answer, ground);
  }

  #forget(): void {
    this.#epoch++;
    this.#known.clear();
  }

  #renew(answer: Answer, ground: Ground): void {
    const now = answer.again(ground);
    if (!answer.same(answer.was, now)) answer.changed = this.#revision;
    answer.was = now;
  }

  /** Whether everything that was asked, or only what does not rest on names, has the answer that it had. */
  holds(asked: Asked, what: 'all' | 'tables' = 'all'): boolean {
    if (asked.epoch !== this.#epoch) return false;
    if (asked.at === this.#revision) return true;
    if (!asked.answers.every((answer) => answer.changed <= asked.at || (what === 'tables' && answer.rests === 'names'))) return false;
    if (what === 'all') asked.at = this.#revision;
    return true;
  }

  /** What is asked while `work` runs. */
  listen<T>(work: (ground: ListeningGround) => T): { readonly result: T; readonly asked: Asked } {
    const asking = new Set<Answer>();
    this.#asking = asking;
    try {
      const result = work(this.#listen());
      return { result, asked: { answers: [...asking], epoch: this.#epoch, at: this.#revision } };
    } finally {
      this.#asking = null;
    }
  }

  /** Asks once more what was asked before: a part of that judgement is kept. */
  repeat({ answers }: Asked): void {
    for (const answer of answers) this.#asking?.add(answer);
  }

  /** The same for several at once. */
  together(all: readonly Asked[]): Asked {
    return { answers: [...new Set(all.flatMap(({ answers }) => answers))], epoch: this.#epoch, at: this.#revision };
  }

  /** The catalog itself, of one that listens. */
  catalog({ id }: Catalog): Catalog {
    const catalog = this.#ground?.catalogs.get(id);
    if (catalog === undefined) throw new Error(`there is no database ${id}`);
    return catalog;
  }

  #ask<T>(key: string, again: (ground: Ground) => T, { rests = 'tables', same = sameItems }: Partial<Pick<Answer, 'rests' | 'same'>> = {}): T {
    const { answer, was } = this.#answer(key, again, rests, same);
    this.#asking?.add(answer);
    return was;
  }

  #answer<T>(key: string, again: (ground: Ground) => T, rests: Answer['rests'], same: Answer['same']): { readonly answer: Answer; readonly was: T } {
    const ground = this.#now();
    const known = this.#known.get(key);
    // An answer that was kept may be an equal one of an older revision: whoever asks is given that of now.
    const was = again(ground);
    const answer: Answer = known ?? { rests, was, changed: this.#revision, again, same };
    if (known === undefined) this.#known.set(key, answer);
    return { answer, was };
  }

  #now(): Ground {
    if (this.#ground === null) throw new Error('nothing is asked before something was linked');
    return this.#ground;
  }

  #listen(): ListeningGround {
    this.#listening ??= this.#makeListening(this.#now());
    return this.#listening;
  }

  #makeListening({ linked, catalogs }: Ground): ListeningGround {
    const listening = new Map([...catalogs].map(([id, catalog]): [string, Catalog] => [id, { ...catalog, tables: new AskedTables(catalog.tables, (key) => this.#table(id, key), () => this.#ask(`tables\n${id}`, (ground) => ground.catalogs.get(id)?.tables, { same: sameTables })) }]));
    const at = (catalog: Catalog): Catalog => listening.get(catalog.id) ?? catalog;
    const located = (found: Located): Located => ({ table: found.table, catalog: at(found.catalog) });
    const universe: Universe = {
      catalogs: linked.universe.catalogs, revision: linked.universe.revision,
      near: (file, dialect, quiet) => linked.universe.near(file, dialect, quiet).map(at),
      ofSymbol: (file, symbol) => { const found = this.#ask(`symbol\n${file}\n${symbol}`, (ground) => ground.linked.universe.ofSymbol(file, symbol), { same: sameLocated }); return found === null ? null : located(found); },
      ofKey: (file, key) => this.#ask(`key\n${file}\n${key}`, (ground) => ground.linked.universe.ofKey(file, key), { same: sameLocations }).map(located),
      named: ({ id }, name) => this.#ask(`named\n${id}\n${name.toLowerCase()}`, (ground) => { const catalog = ground.catalogs.get(id); return catalog === undefined ? [] : ground.linked.universe.named(catalog, name); }),
    };
    const names = (file: string): void => { this.#ask(`names\n${file}`, (ground) => ground.linked.symbols.of(file), { rests: 'names' }); };
    return {
      universe,
      symbols: { resolve: (file, path) => { names(file); return linked.symbols.resolve(file, path); }, locate: (file, path) => { names(file); return linked.symbols.locate(file, path); } },
      relations: (file, symbol) => this.#ask(`relations\n${file}\n${symbol}`, (ground) => ground.linked.relations(file, symbol), { same: isEqualData }),
    };
  }

  #table(id: string, key: string): Table | undefined {
    return this.#ask(`table\n${id}\n${key}`, (ground) => ground.catalogs.get(id)?.tables.get(key));
  }
}

/** What of a database all judgements rest on: which one is near to a file, and what it is. */
const shapeOf = (catalog: Catalog): unknown =>
  [catalog.id, catalog.dialect, catalog.root, catalog.quiet === true, catalog.version ?? null, catalog.extensions ?? [], (catalog.history ?? []).map(({ folder }) => folder), [...adaptersOf(catalog)].sort()];

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const sameItems = (a: unknown, b: unknown): boolean => a === b || (isList(a) && isList(b) && a.length === b.length && a.every((item, i) => item === b[i]));

const sameTables = (a: unknown, b: unknown): boolean => a === b || (a instanceof Map && b instanceof Map && sameItems([...a.values()], [...b.values()]));

const isLocated = (value: unknown): value is Located => typeof value === 'object' && value !== null && 'catalog' in value && 'table' in value;

const sameLocated = (a: unknown, b: unknown): boolean => a === b || (isLocated(a) && isLocated(b) && a.catalog.id === b.catalog.id && a.table === b.table);

const sameLocations = (a: unknown, b: unknown): boolean => isList(a) && isList(b) && a.length === b.length && a.every((item, i) => sameLocated(item, b[i]));
