import type { SymbolPath } from '../../../server/src/facts/expr.ts';
import type { ColumnDecl, ModelFact, TableDecl } from '../../../server/src/facts/schema.ts';
import { applyCasing } from '../../../server/src/schema/models/casing.ts';
import { projectFile, schemaOf } from './reader.ts';

/** A table of the sample project with the database's names. `columns`: attribute to column. */
export interface Named { readonly symbol: string; readonly name: string; readonly schema: string | null; readonly columns: ReadonlyMap<string, string>; readonly decl: TableDecl }

export const SCHEMA_FILES = ['src/db/columns.ts', 'src/db/creator.ts', 'src/db/schema/users.ts', 'src/db/schema/orgs.ts', 'src/db/schema/posts.ts', 'src/db/schema/relations.ts'] as const;

export const models: readonly ModelFact[] = SCHEMA_FILES.flatMap((file) => schemaOf(projectFile(file), file).models);

const find = <K extends ModelFact['kind']>(kind: K, symbol: string | undefined) => models.find((m): m is Extract<ModelFact, { kind: K }> => m.kind === kind && 'symbol' in m && m.symbol === symbol);

/** Symbols are unique over the sample's schema, so that a path resolves by the first of its parts that is one. */
function columnsOf(items: TableDecl['columns']): readonly ColumnDecl[] {
  return items.flatMap((item) => (item.kind === 'column' ? [completed(item)] : columnsOf(find('mixin', item.path.at(-1))?.columns ?? [])));
}

/** As linking does it: what the builder of another file says, where the column itself says nothing. */
function completed(item: ColumnDecl): ColumnDecl {
  const [maker] = item.made === undefined ? [] : columnsOf(find('mixin', item.made.at(-1))?.columns ?? []);
  return maker === undefined ? item : { ...maker, ...item, name: item.name ?? maker.name, type: item.type ?? maker.type, notNull: item.notNull || maker.notNull, primaryKey: item.primaryKey || maker.primaryKey };
}

function named(decl: TableDecl): Named {
  const literal = 'literal' in decl.name ? decl.name.literal : '';
  const creator = 'creator' in decl.name ? find('creator', decl.name.creator.at(-1)) : undefined;
  const schema = decl.schema === null ? null : 'name' in decl.schema ? decl.schema.name : (find('schema', decl.schema.symbol.at(-1))?.name ?? null);
  const columns = new Map(columnsOf(decl.columns).map((c) => [c.attr, c.name ?? applyCasing(c.attr, 'snake_case')]));
  return { symbol: decl.symbol, name: (creator?.prefix ?? '') + literal + (creator?.suffix ?? ''), schema, columns, decl };
}

export const tables: readonly Named[] = models.flatMap((m) => (m.kind === 'table' ? [named(m)] : []));

export const declared = (table: Named): readonly ColumnDecl[] => columnsOf(table.decl.columns);

/** The table a path leads to, and the attribute after it. */
export function resolve(path: SymbolPath): { readonly table: Named; readonly attr: string | undefined } | null {
  for (const [i, part] of path.entries()) {
    const table = tables.find((t) => t.symbol === part);
    if (table !== undefined) return { table, attr: path[i + 1] };
  }
  return null;
}

/** The table a relation of `from` loads. */
export function related(from: Named, relation: string): Named | null {
  const entries = models.flatMap((m) => (m.kind === 'relations' && resolve(m.from)?.table === from ? m.entries : []));
  const entry = entries.find((e) => e.name === relation);
  return entry === undefined ? null : (resolve(entry.target)?.table ?? null);
}
