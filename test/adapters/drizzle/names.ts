import type { SymbolPath } from '../../../server/src/facts/expr.ts';
import type { ColumnDecl, ModelFact, TableDecl } from '../../../server/src/facts/schema.ts';
import { applyCasing } from '../../../server/src/schema/models/casing.ts';
import { projectFile, schemaOf } from './reader.ts';


/** A table of the sample project with the database's names. `columns`: attribute to column. */
export interface Named { readonly symbol: string; readonly name: string; readonly schema: string | null; readonly columns: ReadonlyMap<string, string>; readonly decl: TableDecl }

/** The names of a sample's schema, as linking finds them. Symbols are unique over it, so that a path resolves by the first of its parts that is one. */
export interface Names {
  readonly tables: readonly Named[];
  readonly models: readonly ModelFact[];
  /** The columns of a table, mixins and builders of other files included. */
  readonly declared: (table: Named) => readonly ColumnDecl[];
  /** The table a path leads to, and the attribute after it. */
  readonly resolve: (path: SymbolPath) => { readonly table: Named; readonly attr: string | undefined } | null;
  /** The table a relation of `from` loads. */
  readonly related: (from: Named, relation: string) => Named | null;
}

/** Reads the files of a sample; `edit` changes their text first. */
export function namesOf(files: readonly string[], edit: (text: string) => string = (text) => text): Names {
  const models = files.flatMap((file) => schemaOf(edit(projectFile(file)), file).models);
  const find = <K extends ModelFact['kind']>(kind: K, symbol: string | undefined) => models.find((m): m is Extract<ModelFact, { kind: K }> => m.kind === kind && 'symbol' in m && m.symbol === symbol);
  const columnsOf = (items: TableDecl['columns']): readonly ColumnDecl[] =>
    items.flatMap((item) => (item.kind === 'column' ? [completed(item)] : columnsOf(find('mixin', item.path.at(-1))?.columns ?? [])));
  const completed = (item: ColumnDecl): ColumnDecl => {
    const [maker] = item.made === undefined ? [] : columnsOf(find('mixin', item.made.at(-1))?.columns ?? []);
    return maker === undefined ? item : { ...maker, ...item, name: item.name ?? maker.name, type: item.type ?? maker.type, notNull: item.notNull || maker.notNull, primaryKey: item.primaryKey || maker.primaryKey };
  };
  const named = (decl: TableDecl): Named => {
    const literal = 'literal' in decl.name ? decl.name.literal : '';
    const creator = 'creator' in decl.name ? find('creator', decl.name.creator.at(-1)) : undefined;
    const schema = decl.schema === null ? null : 'name' in decl.schema ? decl.schema.name : (find('schema', decl.schema.symbol.at(-1))?.name ?? null);
    const columns = new Map(columnsOf(decl.columns).map((c) => [c.attr, c.name ?? applyCasing(c.attr, decl.casing ?? 'snake_case')]));
    return { symbol: decl.symbol, name: (creator?.prefix ?? '') + literal + (creator?.suffix ?? ''), schema, columns, decl };
  };
  const tables = models.flatMap((m) => (m.kind === 'table' ? [named(m)] : []));
  const resolve: Names['resolve'] = (path) => {
    for (const [i, part] of path.entries()) {
      const table = tables.find((t) => t.symbol === part);
      if (table !== undefined) return { table, attr: path[i + 1] };
    }
    return null;
  };
  const related: Names['related'] = (from, relation) => {
    const entries = models.flatMap((m) => (m.kind === 'relations' && resolve(m.from)?.table === from ? m.entries : []));
    const entry = entries.find((e) => e.name === relation);
    return entry === undefined ? null : (resolve(entry.target)?.table ?? null);
  };
  return { tables, models, declared: (table) => columnsOf(table.decl.columns), resolve, related };
}

export const SCHEMA_FILES = ['src/db/columns.ts', 'src/db/creator.ts', 'src/db/schema/users.ts', 'src/db/schema/orgs.ts', 'src/db/schema/posts.ts', 'src/db/schema/relations.ts'] as const;

export const sample: Names = namesOf(SCHEMA_FILES);
