import type { Dialect } from '../../facts/dialect.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { Casing, TableDecl } from '../../facts/schema.ts';
import type { SymbolResolver } from '../../link/symbols.ts';
import { tableKey } from '../replay/index.ts';
import type { ModelContext } from './context.ts';
import { type Home, homeOf } from './home.ts';
import { type Family, familyTable, type ModelTable, type Neighbours } from './table.ts';

export interface ModelSettings { readonly casing: Casing; readonly dialect: Dialect }

export interface ModelsInput {
  readonly symbols: SymbolResolver;
  readonly isOwn: ModelContext['isOwn'];
  readonly settingsOf: (file: string, decl: TableDecl) => ModelSettings;
}

/** Every model of the workspace whose table has a name that can be known. Of those that share a table the one that names it comes last. */
export function modelTables(files: Iterable<FileFacts>, { symbols, isOwn, settingsOf }: ModelsInput): readonly ModelTable[] {
  const decls = tableDecls(files);
  const settings = new Map(decls.map(({ file, decl }) => [decl, settingsOf(file, decl)]));
  const context: ModelContext = { symbols, isOwn, casingOf: (file, decl) => decl.casing ?? (settings.get(decl) ?? settingsOf(file, decl)).casing, lineages: new Map(), apart: new Map() };
  const dialectOf = ({ placed: { file, fact } }: Home): Dialect => fact.dialect ?? (settings.get(fact) ?? settingsOf(file, fact)).dialect;
  const found = allHomes(decls, context);
  tellApart(found.list, context, dialectOf);
  return tablesOf(context.apart.size === 0 ? found : allHomes(decls, context), context, dialectOf);
}

interface Homes { readonly list: readonly Home[]; readonly known: Map<object, Home | null> }

function allHomes(decls: readonly { readonly file: string; readonly decl: TableDecl }[], context: ModelContext): Homes {
  const known = new Map<object, Home | null>();
  return { known, list: decls.flatMap(({ file, decl }) => homeOf({ file, fact: decl }, context, known) ?? []) };
}

/** Tables of one name in several databases of an application are as far apart as those of several schemas. */
function tellApart(homes: readonly Home[], { apart }: ModelContext, dialectOf: (home: Home) => Dialect): void {
  const binds = new Map<string, Home[]>();
  for (const home of homes) if (home.root === 'self') binds.set(tableKey(home.name, dialectOf(home)), [...(binds.get(tableKey(home.name, dialectOf(home))) ?? []), home]);
  for (const group of binds.values()) {
    if (new Set(group.map((home) => home.placed.fact.bind)).size < 2) continue;
    for (const { placed: { fact } } of group) if (fact.bind !== undefined) apart.set(fact, fact.bind);
  }
}

function tablesOf({ list, known }: Homes, context: ModelContext, dialectOf: (home: Home) => Dialect): readonly ModelTable[] {
  const families = familiesOf(list);
  const around = neighboursOf(families, known, context, dialectOf);
  return families.flatMap((family) => {
    const { root, heirs } = family;
    const dialect = dialectOf(root);
    const { op, doubts } = familyTable(family, context, around, dialect);
    // An heir's own statement has the columns alone: keys and indexes without a name would be told twice.
    const others = heirs.map((heir): ModelTable => ({ ...tableAt(heir), dialect, op: { ...op, constraints: [], indexes: [] }, attrs: attrsOf([root, heir]), doubts }));
    return [...others, { ...tableAt(root), dialect, op, attrs: attrsOf([root]), doubts }];
  });
}

const tableAt = ({ placed, name }: Home): Pick<ModelTable, 'file' | 'decl' | 'name'> => ({ file: placed.file, decl: placed.fact, name });
const attrsOf = (homes: readonly Home[]): ReadonlyMap<string, string> => new Map(homes.flatMap((home) => home.columns.columns.map(({ decl, name }) => [decl.attr, name] as const)));

function familiesOf(homes: readonly Home[]): readonly Family[] {
  const families = new Map<Home, { root: Home; heirs: Home[] }>();
  const of = (root: Home): { root: Home; heirs: Home[] } => { const family = families.get(root) ?? { root, heirs: [] }; families.set(root, family); return family; };
  for (const home of homes) {
    if (home.root === 'self') of(home);
    else of(home.root).heirs.push(home);
  }
  return [...families.values()];
}

/** What stands between a table and its columns where code writes a column of it. */
const BETWEEN: ReadonlySet<string> = new Set(['c', 'columns', '__table__']);

function neighboursOf(families: readonly Family[], known: ReadonlyMap<object, Home | null>, { symbols }: ModelContext, dialectOf: (home: Home) => Dialect): Neighbours {
  const named = new Map(families.map(({ root, heirs }) => [tableKey(root.name, dialectOf(root)), [root, ...heirs].flatMap((home) => home.columns.columns)]));
  return {
    byPath: (file, path) => {
      const found = symbols.resolve(file, path);
      const attr = found?.rest.find((part) => !BETWEEN.has(part));
      if (found === null || found.fact.kind !== 'table' || attr === undefined) return null;
      for (let home = known.get(found.fact) ?? null; home !== null; home = home.parent) {
        const column = home.columns.columns.find(({ decl }) => decl.attr === attr);
        if (column !== undefined) return { table: home.name, column };
      }
      return null;
    },
    byName: (name, dialect) => named.get(tableKey(name, dialect)) ?? null,
  };
}

/** All tables that the models of these files declare. */
const tableDecls = (files: Iterable<FileFacts>): { readonly file: string; readonly decl: TableDecl }[] =>
  [...files].flatMap((facts) => facts.models.flatMap((model) => (model.kind === 'table' ? [{ file: facts.path, decl: model }] : [])));
