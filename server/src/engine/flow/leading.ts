import type { Adapter } from '../../adapters/adapter.ts';
import type { FileFacts } from '../../facts/file.ts';
import { flowSearch, importersOf, type Importers, type Leading } from '../../link/flow/candidates.ts';
import { namesAlike, topNames } from '../../link/flow/candidates-names.ts';
import type { ModuleResolver } from '../../link/modules.ts';
import { isEqualData } from '../../text/equal.ts';

/** Wants every file of a host language and reads nothing of its own: what is left is names, classes and what functions do. */
export const FLOW_ALONE: Adapter = { id: 'flow', title: 'flow', languages: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'python'], triggers: [''] };

/** The files as adapters have read them, and how another one is read for its flow alone. `isQuiet`: nothing is told of it. */
export interface LeadingInput { readonly files: ReadonlyMap<string, FileFacts>; readonly modules: ModuleResolver; readonly isQuiet: (path: string) => boolean; readonly read: (path: string, before: FileFacts | null) => FileFacts }

/** How far the search for one state of the files has come. `chosen`: the files that are read for their flow; while it goes on, those that were before too. `open`: those that are to be read next. */
interface Search { readonly files: ReadonlyMap<string, FileFacts>; readonly modules: ModuleResolver; chosen: ReadonlySet<string>; open: readonly string[]; done: boolean; importers: Importers | null; found: Pick<Leading, 'leads' | 'asked'> }

const ALL: Search['found'] = { leads: () => true, asked: () => new Set() };

/**
 * Files that no adapter wants and that lead to queries through helpers: they are read for what their functions do. Which ones rests on the texts of the workspace alone;
 * they are searched for anew whenever something changed that the search looks at. A reading is known by the facts of its file, which are another object for another text.
 */
export class LeadingFiles {
  readonly #read = new WeakMap<FileFacts, FileFacts>();
  readonly #last = new Map<string, FileFacts>();
  #search: Search | null = null;

  /** Reads what is to be read, for as long as `more()` says so. True when all was. */
  settle(input: LeadingInput, more: () => boolean): boolean {
    const search = this.#begun(input);
    while (!search.done) {
      for (const path of search.open) {
        const facts = input.files.get(path);
        if (facts === undefined || this.#read.has(facts)) continue;
        if (!more()) return false;
        this.#readNow(path, facts, input);
      }
      this.#goOn(search, input);
    }
    return true;
  }

  /** All files, with those that were read for their flow. */
  files(input: LeadingInput): ReadonlyMap<string, FileFacts> {
    return this.#search === null ? input.files : this.#with(input.files, this.#search.chosen);
  }

  /** Whether a unit may lead to a query, by what its code speaks of. */
  leads(file: string, unit: string): boolean {
    return this.#search?.found.leads(file, unit) ?? true;
  }

  #begun(input: LeadingInput): Search {
    const before = this.#search;
    if (before !== null && before.files === input.files && before.modules === input.modules) return before;
    if (before?.done === true && before.modules === input.modules && this.#leadsTheSame(before, input)) {
      this.#search = { ...before, files: input.files };
      return this.#search;
    }
    // What was read before is where the search begins: it comes to the same files whatever it begins with.
    const search: Search = { files: input.files, modules: input.modules, chosen: before?.chosen ?? new Set(), open: [], done: false, importers: null, found: ALL };
    this.#search = search;
    this.#goOn(search, input);
    return search;
  }

  #goOn(search: Search, input: LeadingInput): void {
    const all = this.#with(input.files, search.chosen);
    for (const [path, facts] of all) if (facts.flow === undefined && input.isQuiet(path)) all.delete(path);
    // A file imports what its text shows, whether it was read for its flow or not.
    search.importers ??= importersOf(all, input.modules);
    const found = flowSearch(all, input.modules, search.importers);
    search.found = found;
    const wanted = [...found.wanted].filter((path) => { const facts = input.files.get(path); return facts !== undefined && facts.flow === undefined; });
    search.open = wanted.filter((path) => { const facts = input.files.get(path); return facts !== undefined && !this.#read.has(facts); });
    const known = wanted.some((path) => !search.chosen.has(path));
    search.done = search.open.length === 0 && !known;
    search.chosen = new Set(search.done ? wanted : [...search.chosen, ...wanted]);
    if (search.done) search.importers = null;
  }

  #readNow(path: string, facts: FileFacts, input: LeadingInput): void {
    const read = input.read(path, this.#last.get(path) ?? null);
    const reading = facts.skim === undefined ? read : { ...read, skim: facts.skim };
    this.#read.set(facts, reading);
    this.#last.set(path, reading);
  }

  #with(files: ReadonlyMap<string, FileFacts>, chosen: ReadonlySet<string>): Map<string, FileFacts> {
    const all = new Map(files);
    for (const path of chosen) { const facts = files.get(path); const reading = facts === undefined ? undefined : this.#read.get(facts); if (reading !== undefined) all.set(path, reading); }
    return all;
  }

  /** Whether nothing changed that the search looks at: names, what speaks of them, and where statements stand. What was read for its flow is read again here. */
  #leadsTheSame(before: Search, input: LeadingInput): boolean {
    if (before.files.size !== input.files.size) return false;
    for (const [path, facts] of input.files) {
      const old = before.files.get(path);
      if (old === facts) continue;
      if (old === undefined || (facts.flow !== undefined && before.chosen.has(path))) return false;
      const was = this.#read.get(old);
      if (before.chosen.has(path) && !this.#read.has(facts)) this.#readNow(path, facts, input);
      if (!leadsAlike(was ?? old, this.#read.get(facts) ?? facts, before.found.asked(path))) return false;
    }
    return true;
  }
}

function leadsAlike(a: FileFacts, b: FileFacts, asked: ReadonlySet<string>): boolean {
  if ((a.flow === undefined) !== (b.flow === undefined) || a.skim !== b.skim || !isEqualData([a.imports, a.exports], [b.imports, b.exports])) return false;
  return a.flow === undefined || b.flow === undefined || namesAlike(topNames(a, a.flow), topNames(b, b.flow), asked);
}
