import type { BaseModel } from '../adapters/adapter.ts';
import type { SymbolPath } from '../facts/expr.ts';
import type { Inheritance, TableDecl } from '../facts/schema.ts';
import type { SymbolResolver } from '../link/symbols.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import type { Sources } from './sources.ts';

export interface BaseSources { readonly view: WorkspaceView; readonly sources: Sources; readonly symbols: SymbolResolver }

/** Longer lines of ancestors are cycles. */
const MOST = 40;

/** What a model inherits from, nearest first, be it in other files; what is not found (a library's class, say) is left out. */
export function basesOf(path: string, model: TableDecl, from: BaseSources): readonly BaseModel[] {
  const found: BaseModel[] = [];
  const seen = new Set<string>();
  const visit = (file: string, base: SymbolPath, via: SymbolPath): void => {
    const resolved = found.length < MOST ? from.symbols.resolve(file, base) : null;
    if (resolved === null || resolved.rest.length > 0 || (resolved.fact.kind !== 'mixin' && resolved.fact.kind !== 'table')) return;
    const known = `${resolved.file}\n${resolved.fact.symbol}`;
    const text = from.view.text(resolved.file);
    const outline = text === null ? null : (from.sources.read(resolved.file, text)?.outline ?? null);
    if (seen.has(known) || outline === null) return;
    seen.add(known);
    found.push({ via, model: resolved.fact, outline });
    for (const next of [...(resolved.fact.bases ?? []), ...metadataOf(resolved.fact)]) visit(resolved.file, next, via);
  };
  for (const base of [...(model.bases ?? []), ...metadataOf(model)]) visit(path, base, base);
  return found;
}

/** What metadata says holds where no class says it. */
const metadataOf = ({ metadata }: Inheritance): readonly SymbolPath[] => (metadata === undefined ? [] : [metadata]);
