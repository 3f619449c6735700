import type { Dialect } from '../../facts/dialect.ts';
import type { ColumnRef, Expr, SymbolPath } from '../../facts/expr.ts';
import type { ColumnDef, ConstraintDef, IndexDef, IndexKey, ModelConstraint, NamingConvention, QualifiedName, SchemaOp, TableDecl } from '../../facts/schema.ts';
import { columnsOf, mapExpr } from '../../facts/walk.ts';
import type { Span } from '../../text/span.ts';
import { argumentsOf, metadataOf } from './arguments.ts';
import type { NamedColumn } from './columns.ts';
import type { ModelContext } from './context.ts';
import { conventionalName } from './convention.ts';
import { defaultSchema, type Home, snakeCase } from './home.ts';

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
  readonly unclaimed?: true;
}

/** A table that one model has, or several: the heirs share that of the first. */
export interface Family { readonly root: Home; readonly heirs: readonly Home[] }

/** The tables around one, for what refers to them. */
export interface Neighbours {
  /** The table and column behind a path in `file`. */
  readonly byPath: (file: string, path: SymbolPath) => { readonly table: QualifiedName; readonly column: NamedColumn } | null;
  readonly byName: (name: QualifiedName, dialect: Dialect) => readonly NamedColumn[] | null;
}

/** How this family's table is created. */
export interface FamilyTable { readonly op: ModelTable['op']; readonly doubts: readonly string[] }

export function familyTable({ root, heirs }: Family, context: ModelContext, around: Neighbours, dialect: Dialect): FamilyTable {
  const columns = root.columns.columns.map((column) => columnHere(column, root));
  for (const column of heirs.flatMap((heir) => heir.columns.columns)) if (!columns.some(({ name }) => name === column.name)) columns.push(columnHere(column, root));
  const unknown: string[] = [];
  const { fact } = root.placed;
  const line = [root.placed, ...root.ancestors];
  const said = metadataOf(line, context)?.naming;
  const naming = said === undefined ? (fact.unnamed ?? null) : said;
  const byName = (name: string): string | undefined => columns.find((column) => column.name === name)?.name ?? columns.find(({ decl }) => decl.attr === name)?.name;
  const maker: Maker = {
    name: root.name, columns, naming, dialect, around, home: root, schema: defaultSchema(root, context), types: typesOf(root),
    column: (attr) => columns.find(({ decl }) => decl.attr === attr)?.name ?? columns.find(({ name }) => name === attr)?.name ?? noted(unknown, attr),
    named: (name) => byName(name) ?? noted(unknown, name),
    known: (name) => byName(name) ?? name,
  };
  const parts = [...argumentsOf(root.line, context), ...heirs.map((heir) => heir.placed)];
  const stated = parts.flatMap((part) => (part.fact.constraints ?? []).flatMap((constraint) => tableConstraint(maker, part.file, placedHere(constraint, part.file, root))));
  const keys = new Set(stated.flatMap((constraint) => (constraint.kind === 'primary-key' ? constraint.columns : [])));
  const declared = parts.flatMap((part) => (part.fact.indexes ?? []).map((index) => indexOf(maker, placedHere(index, part.file, root))));
  const op = {
    op: 'create-table', table: root.name, columns: columns.map((column) => columnDef(maker, column, keys)), constraints: [...primaryKeys(maker, stated), ...columns.flatMap((column) => inlineConstraints(maker, column)), ...stated],
    indexes: [...columns.flatMap((column) => ownIndex(maker, column)).filter((index) => index.method === 'btree' || !declared.some((other) => isAlike(index, other))), ...declared], ifNotExists: false, temporary: false,
  } as const;
  return { op, doubts: [...doubtsOf(root), ...heirs.flatMap(doubtsOf), ...(unknown.length === 0 ? [] : [`${[...new Set(unknown)].join(', ')} is used in a key and was not found among the columns`])] };
}

/** What another file's base or mixin declares is told where the table that has it is named: a table's places are in one file. */
function placedHere<T extends { readonly span: Span }>(part: T, file: string, { placed }: Home): T {
  const { fact } = placed;
  return file === placed.file ? part : { ...part, span: 'nameSpan' in fact ? fact.nameSpan : { start: 0, end: 0 } };
}

function columnHere(column: NamedColumn, root: Home): NamedColumn {
  const { file, decl } = column;
  return file === root.placed.file ? column : { ...column, decl: { ...placedHere(decl, file, root), ...(decl.indexed === undefined ? {} : { indexed: placedHere(decl.indexed, file, root) }) } };
}

interface Maker {
  readonly name: QualifiedName; readonly columns: readonly NamedColumn[]; readonly naming: NamingConvention | null; readonly dialect: Dialect; readonly around: Neighbours; readonly home: Home;
  /** What a reference without a schema means. */
  readonly schema: string | null;
  readonly types: Readonly<Record<string, string | null>>;
  readonly column: (attr: string) => string;
  readonly named: (name: string) => string;
  /** The same, without a doubt where there is none: a fragment of SQL may name more than columns. */
  readonly known: (name: string) => string;
}

const noted = (list: string[], attr: string): string => { list.push(attr); return attr; };

const doubtsOf = ({ placed: { fact }, columns, doubts }: Home): string[] => [...(fact.partial === null ? [] : [fact.partial]), ...columns.doubts, ...doubts];

/** What the bases say of annotations; the nearest wins. */
const typesOf = ({ placed, ancestors }: Home): Readonly<Record<string, string | null>> => Object.assign({}, ...[placed, ...ancestors].map(({ fact }) => fact.types ?? {}).reverse());

const nameOf = (maker: Maker, kind: 'ix' | 'uq' | 'fk' | 'pk', name: string | null, columns: readonly string[], target?: { readonly table: QualifiedName; readonly columns: readonly string[] }): string | null => {
  const { naming, dialect, name: table } = maker;
  return conventionalName({ kind, name: ofClass(maker, name), table, columns, ...(target === undefined ? {} : { target: target.table, targetColumns: target.columns }) }, naming, dialect);
};

/** A name that hangs on the class that has the table (`ix_%(table_name)s_email`). */
function ofClass({ name: table, home }: Maker, name: string | null): string | null {
  if (name?.includes('%(') !== true) return name;
  const { symbol } = home.placed.fact;
  const own = symbol.slice(symbol.lastIndexOf('.') + 1);
  return name.replaceAll('%(table_name)s', table.name).replaceAll('%(class_name)s', own).replaceAll('%(class_lower)s', own.toLowerCase()).replaceAll('%(class_snake)s', snakeCase(own));
}

function columnDef(maker: Maker, column: NamedColumn, keys: ReadonlySet<string>): ColumnDef {
  const { name, decl } = column;
  return { name, type: typeOf(maker, column, 0), notNull: decl.notNull || decl.primaryKey || keys.has(name), ...(decl.few === true ? { few: true } : {}), collation: null, span: decl.span };
}

/** A column without a type has that of the column it refers to. */
function typeOf(maker: Maker, { file, decl }: NamedColumn, depth: number): string | null {
  const mapped = decl.annotated === undefined || !Object.hasOwn(maker.types, decl.annotated) ? decl.type : (maker.types[decl.annotated] ?? null);
  if (mapped !== null || depth > 8) return mapped;
  const target = targetOf(maker, file, decl);
  return target?.found === undefined || target.found === null ? null : typeOf(maker, target.found, depth + 1);
}

interface Target { readonly table: QualifiedName; readonly column: string | null; readonly found: NamedColumn | null }

function targetOf({ around, schema, dialect }: Maker, file: string, decl: NamedColumn['decl']): Target | null {
  if (decl.references !== null) {
    const found = around.byPath(file, decl.references);
    if (found !== null) return { table: found.table, column: found.column.name, found: found.column };
  }
  if (decl.refersTo === undefined) return null;
  const table = { ...decl.refersTo.table, schema: decl.refersTo.table.schema ?? schema };
  const { column } = decl.refersTo;
  const columns = around.byName(table, dialect);
  const found = (column === null ? columns?.find((c) => c.decl.primaryKey) : columns?.find((c) => c.name === column)) ?? null;
  return { table, column: column ?? found?.name ?? null, found };
}

/** The primary key of the columns that say so, where no constraint states it. */
function primaryKeys(maker: Maker, stated: readonly ConstraintDef[]): ConstraintDef[] {
  const keys = maker.columns.filter(({ decl }) => decl.primaryKey);
  const [first] = keys;
  if (first === undefined || stated.some(({ kind }) => kind === 'primary-key')) return [];
  const columns = keys.map(({ name }) => name);
  return [{ kind: 'primary-key', name: nameOf(maker, 'pk', null, columns), columns, span: first.decl.span, ...(keys.some(({ decl }) => decl.autoIncrement === true) ? { autoIncrement: true } : {}) }];
}

function inlineConstraints(maker: Maker, column: NamedColumn): ConstraintDef[] {
  const { name, file, decl } = column;
  const found: ConstraintDef[] = [];
  if (decl.unique) found.push({ kind: 'unique', name: nameOf(maker, 'uq', decl.uniqueName ?? null, [name]), columns: [name], span: decl.span });
  const target = targetOf(maker, file, decl);
  if (target !== null) {
    const refColumns = target.column === null ? [] : [target.column];
    found.push({ kind: 'foreign-key', name: nameOf(maker, 'fk', null, [name], { table: target.table, columns: refColumns }), columns: [name], refTable: target.table, refColumns, onDelete: decl.onDelete ?? null, span: decl.span });
  }
  return found;
}

function tableConstraint(maker: Maker, file: string, constraint: ModelConstraint): ConstraintDef[] {
  const { span, name } = constraint;
  const columns = constraint.attrs.map(constraint.byName === true ? maker.named : maker.column);
  if (constraint.kind === 'exclude') return [{ kind: 'exclude', name, columns, method: constraint.method, span }];
  if (constraint.kind !== 'foreign-key') return [{ kind: constraint.kind, name: nameOf(maker, constraint.kind === 'unique' ? 'uq' : 'pk', name, columns), columns, span }];
  const target = constraintTarget(maker, file, constraint);
  return target === null ? [] : [{ kind: 'foreign-key', name: nameOf(maker, 'fk', name, columns, target), columns, refTable: target.table, refColumns: target.columns, onDelete: constraint.onDelete, span }];
}

function constraintTarget({ around, schema }: Maker, file: string, { references, refersTo }: Extract<ModelConstraint, { kind: 'foreign-key' }>): { readonly table: QualifiedName; readonly columns: readonly string[] } | null {
  if (refersTo !== undefined) return { table: { ...refersTo.table, schema: refersTo.table.schema ?? schema }, columns: refersTo.columns };
  const targets = references.map((path) => around.byPath(file, path));
  const first = targets[0];
  return first === null || first === undefined || targets.includes(null) ? null : { table: first.table, columns: targets.flatMap((t) => (t === null ? [] : [t.column.name])) };
}

/** `index=True`. */
function ownIndex(maker: Maker, { name, decl }: NamedColumn): IndexDef<string>[] {
  if (decl.indexed === undefined) return [];
  const { unique, method, span } = decl.indexed;
  const key: IndexKey<string> = { expr: { kind: 'column', column: name, span }, direction: 'asc', nulls: 'default' };
  return [{ name: method === undefined ? nameOf(maker, 'ix', null, [name]) : null, unique, method: method ?? 'btree', keys: [key], include: [], where: null, span }];
}

/** What is made by the way is not made a second time. */
const isAlike = (a: IndexDef<string>, b: IndexDef<string>): boolean => { const [key, other] = [a.keys[0]?.expr, b.keys[0]?.expr]; return a.method === b.method && key?.kind === 'column' && other?.kind === 'column' && key.column === other.column; };

function indexOf(maker: Maker, index: IndexDef<ColumnRef>): IndexDef<string> {
  const keys = index.keys.map((key): IndexKey<string> => ({ ...key, expr: named(maker, key.expr) }));
  const columns = keys.flatMap(({ expr }) => columnsOf(expr).map(({ column }) => column));
  return { ...index, name: nameOf(maker, 'ix', index.name, columns), keys, include: index.include.map(maker.column), where: index.where === null ? null : named(maker, index.where) };
}

/** A raw fragment inside an index names columns as the database does; symbols name attributes. */
const named = ({ column, known: byName }: Maker, expr: Expr<ColumnRef>): Expr<string> =>
  mapExpr<ColumnRef, string>(expr, {
    column: (node) => {
      const ref = node.column;
      const found = ref.by === 'name' ? byName(ref.name) : column(ref.by === 'attr' ? ref.attr : ref.by === 'symbol' ? (ref.path.at(-1) ?? '') : '');
      return { kind: 'column', span: node.span, column: found };
    },
    query: () => null,
  });
