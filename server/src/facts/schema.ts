import type { Span } from '../text/span.ts';
import type { Dialect } from './dialect.ts';
import type { ColumnRef, Expr, SymbolPath } from './expr.ts';
import type { SymbolicQuery } from './query.ts';

/** A name as the database folds it. `schema` is null when it was not written. */
/** `anySchema`: a schema is named, but known only at run time; then `schema` is null. */
export interface QualifiedName { readonly schema: string | null; readonly name: string; readonly anySchema?: true }

/** One key of an index. `C` as in Expr: a plain column name in SQL and in finished indexes, a ColumnRef in a model. */
export interface IndexKey<C> {
  readonly expr: Expr<C>;
  readonly direction: 'asc' | 'desc';
  /** `default` follows the dialect and direction (PostgreSQL: asc last, desc first). */
  readonly nulls: 'first' | 'last' | 'default';
  readonly opclass?: string;
  readonly collation?: string;
  readonly prefixLength?: number;
}

/** An index as declared. `method` is lower case, `btree` when nothing is said. */
export interface IndexDef<C> {
  readonly name: string | null;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly IndexKey<C>[];
  readonly include: readonly string[];
  readonly where: Expr<C> | null;
  readonly concurrently?: boolean;
  readonly nullsNotDistinct?: boolean;
  /** MySQL's INVISIBLE, MariaDB's IGNORED: kept up, and used by no query. */
  readonly invisible?: true;
  /** Made by the ORM of itself, so that nobody can leave it out. */
  readonly byTool?: true;
  readonly span: Span;
}

export interface ForeignKeyDef { readonly name: string | null; readonly columns: readonly string[]; readonly refTable: QualifiedName; readonly refColumns: readonly string[]; readonly onDelete: string | null; readonly span: Span }

export interface ColumnDef {
  readonly name: string;
  /** As written, lower case (`varchar(40)`, `timestamptz`, `integer`); null when none (SQLite). */
  readonly type: string | null;
  readonly notNull: boolean;
  /** Declared to hold one of a handful of values, though its type is not an enum (`text({ enum: […] })`). */
  readonly few?: boolean;
  readonly collation: string | null;
  readonly generated?: boolean;
  readonly hasDefault?: boolean;
  readonly span: Span;
}

export type ConstraintDef =
  | { readonly kind: 'primary-key'; readonly name: string | null; readonly columns: readonly string[]; /** Only where a direction or a collation is written. */ readonly keys?: readonly IndexKey<string>[]; readonly span: Span; readonly autoIncrement?: boolean; /** SQLite: `INTEGER PRIMARY KEY DESC` at the column, which is no rowid alias. */ readonly descending?: boolean }
  | { readonly kind: 'unique'; readonly name: string | null; readonly columns: readonly string[]; readonly keys?: readonly IndexKey<string>[]; readonly include?: readonly string[]; readonly nullsNotDistinct?: boolean; readonly span: Span }
  | { readonly kind: 'exclude'; readonly name: string | null; readonly columns: readonly string[]; readonly method: string; readonly span: Span }
  | ({ readonly kind: 'foreign-key' } & ForeignKeyDef)
  | { readonly kind: 'check'; readonly name: string | null; readonly span: Span };

/** What one DDL statement does; replayed in order they give a catalog. */
export type SchemaOp =
  | { readonly op: 'create-table'; readonly table: QualifiedName; readonly columns: readonly ColumnDef[]; readonly constraints: readonly ConstraintDef[]; readonly indexes: readonly IndexDef<string>[]; readonly ifNotExists: boolean; readonly temporary: boolean; readonly withoutRowid?: boolean; readonly like?: QualifiedName; /** INCLUDING INDEXES or ALL; undefined when it is not known. */ readonly likeIndexes?: boolean; readonly partitionOf?: QualifiedName; readonly inherits?: readonly QualifiedName[]; readonly asQuery?: boolean; readonly virtual?: boolean }
  | { readonly op: 'drop-table'; readonly table: QualifiedName }
  | { readonly op: 'rename-table'; readonly table: QualifiedName; readonly to: QualifiedName }
  | { readonly op: 'add-column'; readonly table: QualifiedName; readonly column: ColumnDef; readonly constraints: readonly ConstraintDef[]; readonly ifNotExists: boolean }
  | { readonly op: 'drop-column'; readonly table: QualifiedName; readonly column: string }
  | { readonly op: 'rename-column'; readonly table: QualifiedName; readonly column: string; readonly to: string }
  | { readonly op: 'alter-column'; readonly table: QualifiedName; readonly column: string; readonly type?: string; readonly notNull?: boolean }
  | { readonly op: 'add-constraint'; readonly table: QualifiedName; readonly constraint: ConstraintDef; readonly usingIndex?: string }
  | { readonly op: 'drop-constraint'; readonly table: QualifiedName; readonly name: string }
  | { readonly op: 'rename-constraint'; readonly table: QualifiedName; readonly name: string; readonly to: string }
  | { readonly op: 'create-index'; readonly table: QualifiedName; readonly index: IndexDef<string>; readonly ifNotExists: boolean }
  | { readonly op: 'drop-index'; readonly name: QualifiedName; readonly table?: QualifiedName }
  | { readonly op: 'rename-index'; readonly name: QualifiedName; readonly table?: QualifiedName; readonly to: string }
  /** MySQL: ALTER INDEX … VISIBLE or INVISIBLE. */
  | { readonly op: 'alter-index'; readonly table: QualifiedName; readonly name: string; readonly usable: boolean }
  | { readonly op: 'create-view'; readonly view: QualifiedName; readonly columns: readonly string[] | null; readonly query: SymbolicQuery; readonly materialized: boolean }
  | { readonly op: 'drop-view'; readonly view: QualifiedName }
  | { readonly op: 'drop-schema'; readonly name: string }
  /** CREATE TYPE … AS ENUM: columns of that type hold one of a handful of values. */
  | { readonly op: 'create-enum'; readonly type: QualifiedName }
  /** PostgreSQL: an extension that is there from then on; its name as the database has it. */
  | { readonly op: 'create-extension'; readonly name: string }
  /** DDL that was seen and could not be read; `table` where that much is known, so that it can be demoted. */
  | { readonly op: 'unreadable'; readonly table: QualifiedName | null; readonly reason: string };

/** A DDL statement in a file, or in a string of the code. */
export interface SchemaStatement { readonly operation: SchemaOp; readonly span: Span; readonly dialect: Dialect | null }

/** A table as a model declares it, symbolic: mixins, prefixes and references are resolved in link/. */
export interface TableDecl extends Inheritance {
  readonly kind: 'table';
  readonly adapter: string;
  /** The name that other code uses for it (a const, a class); unique in its file. */
  readonly symbol: string;
  readonly name: TableNameDecl;
  readonly schema: { readonly name: string } | { readonly symbol: SymbolPath } | null;
  readonly dialect: Dialect | null;
  readonly columns: readonly (ColumnDecl | ColumnSpread)[];
  readonly constraints: readonly ModelConstraint[];
  readonly indexes: readonly IndexDef<ColumnRef>[];
  /** How columns without a name of their own get one; null: the project's setting. */
  readonly casing: Casing | null;
  readonly span: Span;
  readonly nameSpan: Span;
  /** Not all of it could be read: findings about this table are hints at most. */
  readonly partial: string | null;
  /** How unnamed indexes and constraints are named where no base and no metadata tells. */
  readonly unnamed?: NamingConvention;
  /** A database of its own among several that an application talks to (`__bind_key__`). */
  readonly bind?: string;
  /** Which database it is in is said by its adapter's `project` fact alone: without one nothing is claimed of it. */
  readonly byProject?: true;
  /** Another name that queries use for it, as `key` of a TableRef: a group of names, and the name in it; null for the table's own name. */
  readonly key?: { readonly group: string; readonly name: string | null };
}

export type Casing = 'attr' | 'snake_case' | 'camelCase';
/**
 * `byBases`: the class does not name its table. The nearest base that tells decides: one with a rule (`TableNameRule`) names it from `byBases`, the class's own
 * name; one that is a table itself is the same table (single-table inheritance).
 */
export type TableNameDecl = { readonly literal: string } | { readonly byBases: string; /** Its name where no base tells. */ readonly otherwise?: string } | { readonly creator: SymbolPath; readonly literal: string } | { readonly unknown: string };

/** How a base names the tables of its subclasses: Flask-SQLAlchemy's words with `_` between, `cls.__name__.lower()`, `cls.__name__`; and what goes around it. */
export interface TableNameRule { readonly form: 'snake_case' | 'lower' | 'class'; readonly prefix: string; readonly suffix: string; /** A function of the project's own finds the words: of names with runs of capitals it is not known where they begin. */ readonly loose?: true }

/** How unnamed constraints and indexes are named: SQLAlchemy's templates (`ix_%(column_0_label)s`) by kind (`ix`, `uq`, `fk`, `pk`, `ck`). */
export type NamingConvention = Readonly<Record<string, string>>;

/**
 * What a class takes from its bases or gives to its subclasses beside columns. `bases` are the class's own, in the order in which they are asked;
 * everything nearer wins. `naming` and `schema` of the metadata are those of the declarative base.
 */
export interface Inheritance {
  readonly bases?: readonly SymbolPath[];
  readonly tableName?: TableNameRule;
  /** Null: there is a convention, and it cannot be told. */
  readonly naming?: NamingConvention | null;
  /** The metadata that its tables are part of: its naming and its schema hold where nothing nearer says. */
  readonly metadata?: SymbolPath;
  /**
   * It says itself which indexes, constraints and schema it has (`__table_args__`), beside those of the bases that are named here; what other bases say
   * does not count then. Not there: what the nearest base says.
   */
  readonly args?: readonly SymbolPath[];
  /** SQL types of annotations, lower case (`type_annotation_map`); null for what cannot be told. */
  readonly types?: Readonly<Record<string, string | null>>;
  /** Bases that are not known, by a name for people, that may give columns or indexes of their own. */
  readonly strange?: readonly string[];
}

export interface ColumnDecl {
  readonly kind: 'column';
  readonly attr: string;
  readonly name: string | null;
  readonly type: string | null;
  readonly notNull: boolean;
  /** As in ColumnDef. */
  readonly few?: boolean;
  readonly primaryKey: boolean;
  readonly autoIncrement?: boolean;
  readonly unique: boolean;
  readonly uniqueName?: string | null;
  /** Path to the referenced column: `['users', 'id']`. */
  readonly references: SymbolPath | null;
  /** The referenced column by the database's names (`ForeignKey('app.users.id')`); `column` null for the primary key. */
  readonly refersTo?: { readonly table: QualifiedName; readonly column: string | null };
  readonly onDelete?: string | null;
  /** The builder of another file that makes it (`id: id()`, `role: roleEnum('role')`): a mixin with one column, which tells what is not said here. */
  readonly made?: SymbolPath;
  /** With `made`, where that is not found: `column`, then this is none; `more`, then it is what is said here, and no doubt. */
  readonly maybe?: 'column' | 'more';
  /** Said to take NULL, whatever `made` says. */
  readonly nullable?: true;
  /** Indexed by itself (`index=True`), under the name that the convention gives; with a `method`, under one that something else gives. */
  readonly indexed?: { readonly unique: boolean; readonly method?: string; readonly span: Span };
  /** The annotation that its type comes from, where a base may say what that is (`types`). */
  readonly annotated?: string;
  readonly span: Span;
}
export interface ColumnSpread { readonly kind: 'spread'; readonly path: SymbolPath; readonly span: Span }

/** Columns are attributes of the table here, with `byName` the database's names, or paths for the referenced side. */
export type ModelConstraint =
  | { readonly kind: 'primary-key' | 'unique'; readonly name: string | null; readonly attrs: readonly string[]; readonly byName?: true; readonly span: Span }
  | { readonly kind: 'exclude'; readonly name: string | null; readonly attrs: readonly string[]; readonly byName?: true; readonly method: string; readonly span: Span }
  | { readonly kind: 'foreign-key'; readonly name: string | null; readonly attrs: readonly string[]; readonly byName?: true; readonly references: readonly SymbolPath[]; /** The same by the database's names. */ readonly refersTo?: { readonly table: QualifiedName; readonly columns: readonly string[] }; readonly onDelete: string | null; readonly span: Span };

/** A set of columns to spread into tables; of classes also what else subclasses inherit: indexes, constraints, a schema, ways of naming. */
export interface MixinDecl extends Inheritance {
  readonly kind: 'mixin';
  readonly symbol: string;
  readonly columns: readonly (ColumnDecl | ColumnSpread)[];
  readonly constraints?: readonly ModelConstraint[];
  readonly indexes?: readonly IndexDef<ColumnRef>[];
  readonly schema?: TableDecl['schema'];
  readonly dialect?: Dialect | null;
}

/** Declarations that other declarations are built from. */
export type ModelFact =
  | TableDecl
  | MixinDecl
  /** `pgTableCreator((n) => 'pre_' + n)`; also a renamed table function. */
  | { readonly kind: 'creator'; readonly symbol: string; readonly prefix: string; readonly suffix: string; readonly unknown?: string }
  | { readonly kind: 'schema'; readonly symbol: string; readonly name: string }
  /** What the ORM's own configuration says; `schema` are globs relative to the file's folder. */
  | { readonly kind: 'project'; readonly adapter: string; readonly dialect: Dialect | null; readonly schema: readonly string[]; readonly out: string | null; /** `elsewhere`: one is set, by a name that another file gives a value. */ readonly casing: Casing | 'elsewhere' | null; /** It keeps no tables in SQL, or which database it is shows at run time only. */ readonly database?: 'none' | 'run-time' }
  | RelationsDecl;

export interface RelationsDecl { readonly kind: 'relations'; readonly from: SymbolPath; /** As `targetByName` of an entry. */ readonly fromByName?: true; readonly entries: readonly RelationEntry[] }
/** `fields` are attributes of the declaring table, `references` of the target; empty where the other side declares them. `alias` (`relationName`) tells which other side, where two tables have several relations. */
export interface RelationEntry { readonly name: string; /** `target` is a class's name that is looked for among all models (`relationship('User')`), unless its file binds it. */ readonly targetByName?: true; /** Loaded with every query of the owner (`lazy='joined'`), or by a query of its own for all of them (`selectin`), or on each access; `query`: what the attribute holds is itself a query, sent whenever it is used (`dynamic`); `never`: the access sends nothing, or is forbidden. Left out: not known. */ readonly loading?: 'join' | 'batch' | 'access' | 'never' | 'query'; readonly alias?: string; readonly cardinality: 'one' | 'many'; /** The cardinality is a guess by names: which of the two tables refers to the other decides. */ readonly guessed?: true; readonly target: SymbolPath; readonly fields: readonly string[]; readonly references: readonly string[]; readonly through?: { readonly table: SymbolPath; readonly fields: readonly string[]; readonly references: readonly string[] } }
