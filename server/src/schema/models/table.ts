import type { Dialect } from '../../facts/dialect.ts';
import type { ColumnRef, Expr, SymbolPath } from '../../facts/expr.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { Casing, ColumnDef, ConstraintDef, IndexDef, IndexKey, QualifiedName, SchemaOp, TableDecl } from '../../facts/schema.ts';
import { mapExpr } from '../../facts/walk.ts';
import type { SymbolResolver } from '../../link/symbols.ts';
import { modelColumns, type ModelColumns, type NamedColumn } from './columns.ts';

/** A model with every name resolved, as the statement that would create its table. */
export interface ModelTable {
  readonly file: string;
  readonly decl: TableDecl;
  readonly name: QualifiedName;
  readonly dialect: Dialect;
  readonly op: Extract<SchemaOp, { readonly op: 'create-table' }>;
  /** Attribute to column. */
  readonly attrs: ReadonlyMap<string, string>;
  readonly doubts: readonly string[];
}

export interface ModelSettings { readonly casing: Casing; readonly dialect: Dialect }

/** Null where the table's own name cannot be known. */
export function modelTable(file: string, decl: TableDecl, symbols: SymbolResolver, settings: ModelSettings): ModelTable | null {
  const name = tableName(file, decl, symbols);
  if (name === null) return null;
  const read = modelColumns(file, decl, symbols, decl.casing ?? settings.casing);
  const attrs = new Map(read.columns.map((c) => [c.decl.attr, c.name]));
  const unknown: string[] = [];
  const column = (attr: string): string => attrs.get(attr) ?? noted(unknown, attr);
  const foreign = (path: SymbolPath): { readonly table: QualifiedName; readonly column: string } | null => columnOfPath(file, decl, path, attrs, symbols, settings);
  const op = { op: 'create-table', table: name, columns: read.columns.map(columnDef), constraints: constraintsOf(decl, read, column, foreign), indexes: decl.indexes.map((index) => indexOf(index, column)), ifNotExists: false, temporary: false } as const;
  return { file, decl, name, dialect: decl.dialect ?? settings.dialect, op, attrs, doubts: doubtsOf(decl, read, unknown) };
}

const noted = (list: string[], attr: string): string => { list.push(attr); return attr; };

function doubtsOf(decl: TableDecl, read: ModelColumns, unknown: readonly string[]): string[] {
  const named = unknown.length === 0 ? [] : [`${unknown.join(', ')} is used in a key and was not found among the columns`];
  return [...(decl.partial === null ? [] : [decl.partial]), ...read.doubts, ...named];
}

function tableName(file: string, decl: TableDecl, symbols: SymbolResolver): QualifiedName | null {
  const name = decl.name;
  if ('unknown' in name || 'byBases' in name) return null;
  const schema = schemaOf(file, decl, symbols);
  if (schema === undefined) return null;
  if (!('creator' in name)) return { schema, name: name.literal };
  const creator = symbols.resolve(file, name.creator)?.fact;
  return creator?.kind === 'creator' && creator.unknown === undefined ? { schema, name: creator.prefix + name.literal + creator.suffix } : null;
}

function schemaOf(file: string, decl: TableDecl, symbols: SymbolResolver): string | null | undefined {
  if (decl.schema === null) return null;
  if ('name' in decl.schema) return decl.schema.name;
  const found = symbols.resolve(file, decl.schema.symbol)?.fact;
  return found?.kind === 'schema' ? found.name : undefined;
}

const columnDef = ({ name, decl }: NamedColumn): ColumnDef => ({ name, type: decl.type, notNull: decl.notNull || decl.primaryKey, ...(decl.few === true ? { few: true } : {}), collation: null, span: decl.span });

type Foreign = (path: SymbolPath) => { readonly table: QualifiedName; readonly column: string } | null;

function constraintsOf(decl: TableDecl, read: ModelColumns, column: (attr: string) => string, foreign: Foreign): ConstraintDef[] {
  return [...read.columns.flatMap((c) => inlineConstraints(c, foreign)), ...decl.constraints.flatMap((c) => tableConstraint(c, column, foreign))];
}

function inlineConstraints({ name, decl }: NamedColumn, foreign: Foreign): ConstraintDef[] {
  const found: ConstraintDef[] = [];
  if (decl.primaryKey) found.push({ kind: 'primary-key', name: null, columns: [name], span: decl.span, ...(decl.autoIncrement === true ? { autoIncrement: true } : {}) });
  if (decl.unique) found.push({ kind: 'unique', name: decl.uniqueName ?? null, columns: [name], span: decl.span });
  const target = decl.references === null ? null : foreign(decl.references);
  if (target !== null) found.push({ kind: 'foreign-key', name: null, columns: [name], refTable: target.table, refColumns: [target.column], onDelete: decl.onDelete ?? null, span: decl.span });
  return found;
}

function tableConstraint(constraint: TableDecl['constraints'][number], column: (attr: string) => string, foreign: Foreign): ConstraintDef[] {
  const columns = constraint.attrs.map(column);
  if (constraint.kind !== 'foreign-key') return [{ kind: constraint.kind, name: constraint.name, columns, span: constraint.span }];
  const targets = constraint.references.map(foreign);
  const first = targets[0];
  if (first === null || first === undefined || targets.includes(null)) return [];
  return [{ kind: 'foreign-key', name: constraint.name, columns, refTable: first.table, refColumns: targets.flatMap((t) => (t === null ? [] : [t.column])), onDelete: constraint.onDelete, span: constraint.span }];
}

function columnOfPath(file: string, self: TableDecl, path: SymbolPath, attrs: ReadonlyMap<string, string>, symbols: SymbolResolver, settings: ModelSettings): { table: QualifiedName; column: string } | null {
  const found = symbols.resolve(file, path);
  const attr = found?.rest[0];
  if (found?.fact.kind !== 'table' || attr === undefined) return null;
  const table = tableName(found.file, found.fact, symbols);
  if (table === null) return null;
  if (found.fact === self) return { table, column: attrs.get(attr) ?? attr };
  const column = modelColumns(found.file, found.fact, symbols, found.fact.casing ?? settings.casing).columns.find((c) => c.decl.attr === attr);
  return column === undefined ? null : { table, column: column.name };
}

function indexOf(index: IndexDef<ColumnRef>, column: (attr: string) => string): IndexDef<string> {
  return { ...index, keys: index.keys.map((key) => keyOf(key, column)), include: index.include.map(column), where: index.where === null ? null : named(index.where, column) };
}

const keyOf = (key: IndexKey<ColumnRef>, column: (attr: string) => string): IndexKey<string> => ({ ...key, expr: named(key.expr, column) });

/** A raw `sql` fragment inside an index names columns as the database does; symbols name attributes. */
const named = (expr: Expr<ColumnRef>, column: (attr: string) => string): Expr<string> =>
  mapExpr<ColumnRef, string>(expr, {
    column: (node) => ({ kind: 'column', span: node.span, column: node.column.by === 'name' ? node.column.name : column(node.column.by === 'attr' ? node.column.attr : (node.column.path.at(-1) ?? '')) }),
    query: () => null,
  });

/** All tables that the models of these files declare. */
export const tableDecls = (files: Iterable<FileFacts>): { readonly file: string; readonly decl: TableDecl }[] =>
  [...files].flatMap((facts) => facts.models.flatMap((model) => (model.kind === 'table' ? [{ file: facts.path, decl: model }] : [])));
