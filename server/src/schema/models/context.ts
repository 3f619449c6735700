import type { SymbolPath } from '../../facts/expr.ts';
import type { Casing, TableDecl } from '../../facts/schema.ts';
import type { SymbolResolver } from '../../link/symbols.ts';
import type { Lineage } from './lineage.ts';

/** What resolving models needs to know of the workspace, and what of it was found out already. */
export interface ModelContext {
  readonly symbols: SymbolResolver;
  /** Whether the module that a name comes from is a file of the workspace: a class of such a file that declares nothing gives nothing. */
  readonly isOwn: (file: string, path: SymbolPath) => boolean;
  readonly casingOf: (file: string, decl: TableDecl) => Casing;
  readonly lineages: Map<object, Lineage>;
  /** Schemas by declaration, for tables of one name in several databases. */
  readonly apart: Map<object, string>;
}

/** For walking along bases alone. */
export const resolvingContext = (symbols: SymbolResolver): ModelContext => ({ symbols, isOwn: () => true, casingOf: () => 'attr', lineages: new Map(), apart: new Map() });
