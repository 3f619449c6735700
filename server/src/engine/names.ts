import type { FileFacts } from '../facts/file.ts';
import type { ModelFact } from '../facts/schema.ts';
import type { ModuleResolver } from '../link/modules.ts';
import { type KnownNames, type SymbolResolver, symbolResolverOn } from '../link/symbols.ts';
import { isEqualData } from '../text/equal.ts';

/** The names of one revision. */
export interface Names extends SymbolResolver {
  /** The same object for as long as no path that starts in this file can have come to lead elsewhere. */
  readonly of: (file: string) => object;
  /** The same object for as long as that holds of every file. */
  readonly all: object;
}

/**
 * What names mean over files, kept from one revision to the next. What was found for a file holds until the names of a file that was looked into for it change;
 * what a declaration says, or where it stands, is no matter of names.
 */
export class WorkspaceNames {
  #files: ReadonlyMap<string, FileFacts> = new Map();
  #modules: ModuleResolver | null = null;
  #known = new Map<string, KnownNames>();

  /** The names of these files. Those of an older revision stay as they were. */
  of(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver): Names {
    if (this.#modules !== modules) this.#known = new Map();
    else this.#forget(changedNames(this.#files, files));
    [this.#files, this.#modules] = [files, modules];
    const known = this.#known;
    const knownOf = (file: string): KnownNames => {
      const own = known.get(file) ?? { resolved: new Map(), located: new Map(), seen: new Set([file]) };
      known.set(file, own);
      return own;
    };
    return { ...symbolResolverOn(files, modules, knownOf), of: knownOf, all: known };
  }

  #forget(changed: readonly string[]): void {
    if (changed.length > 0) this.#known = new Map([...this.#known].filter(([, { seen }]) => !changed.some((file) => seen.has(file))));
  }
}

/** Files whose names are others than before. */
function changedNames(before: ReadonlyMap<string, FileFacts>, now: ReadonlyMap<string, FileFacts>): readonly string[] {
  const changed: string[] = [];
  for (const [path, facts] of now) { const old = before.get(path); if (old !== facts && (old === undefined || !sameNames(old, facts))) changed.push(path); }
  for (const path of before.keys()) if (!now.has(path)) changed.push(path);
  return changed;
}

const sameNames = (a: FileFacts, b: FileFacts): boolean => isEqualData([a.imports, a.exports, a.aliases], [b.imports, b.exports, b.aliases]) && (a.models === b.models || isEqualData(a.models.flatMap(nameOf), b.models.flatMap(nameOf)));

/** Of what makes tables under names of its own all counts. */
const nameOf = (model: ModelFact): readonly unknown[] => (model.kind === 'creator' ? [model] : 'symbol' in model ? [[model.kind, model.symbol]] : []);
