import type { Dialect } from '../facts/dialect.ts';
import type { SymbolPath } from '../facts/expr.ts';
import type { EntryStyle } from '../facts/entry.ts';
import type { IndexSpec } from '../facts/finding.ts';
import type { Program } from '../facts/program.ts';
import type { QueryFact, Unread } from '../facts/query.ts';
import type { MixinDecl, ModelFact, QualifiedName, SchemaStatement, TableDecl } from '../facts/schema.ts';
import type { ScriptFact } from '../facts/script.ts';
import type { Outline } from '../lang/outline.ts';
import type { SqlParsers } from '../sql/read.ts';
import type { Document, LanguageId, Span, TextEdit } from '../text/span.ts';

/** One ORM, driver or home-made style: recognises it, reads it, and writes an index where it keeps indexes. Pure; data only. */
export interface Adapter {
  readonly id: string;
  /** For people: `Drizzle ORM`. */
  readonly title: string;
  readonly languages: readonly LanguageId[];
  /** Plain words; a file that has none of them (case-sensitive) is not parsed for this adapter. */
  readonly triggers: readonly string[];
  /** Says the same more exactly, where words alone would let too much in: asked instead of `triggers`. Cheap: it sees every file's text. */
  readonly wants?: (text: string) => boolean;
  readonly readSchema?: (input: AdapterInput) => SchemaRead;
  readonly readQueries?: (input: AdapterInput) => QueryRead;
  /** The name this ORM itself would give, when the project shows no pattern of its own. `table` is the database's name. */
  readonly nameIndex?: (spec: IndexSpec) => string;
  /** Edits that add the index to the declaration; null when this declaration cannot hold it. The name in `spec` is final. */
  readonly writeIndex?: (input: WriteInput) => readonly TextEdit[] | null;
  /** The same for a table that is declared by DDL, in a SQL file or a string of the code. */
  readonly writeDdl?: (input: DdlWriteInput) => readonly TextEdit[] | null;
  /** Edits that take an index out of the declaration, and what only it needed out of the imports; null when it is not declared there in a way that can be taken out. */
  readonly removeIndex?: (input: WriteInput) => readonly TextEdit[] | null;
  /** The same for an index that DDL declares. */
  readonly removeDdl?: (input: DdlWriteInput) => readonly TextEdit[] | null;
  /** Edits that put a condition made of this ORM's calls in other words; null where it has no words for them. */
  readonly writeCondition?: (input: ConditionInput) => readonly TextEdit[] | null;
  /** Edits that load relations together with the rows of a statement, by a join or one further statement; null where it has no way to. */
  readonly writeLoad?: (input: LoadInput) => readonly TextEdit[] | null;
  /** A read of what one key finds, as one for many keys; null where it cannot be said so. */
  readonly readMany?: (input: ManyInput) => ManyRead | null;
  /** An insert of one row, as one of many; null where it cannot be said so. */
  readonly insertMany?: (input: InsertInput) => ManyInsert | null;
  /** Reads of single rows, each found by the one before, as one read of a join; null where it cannot be said so. */
  readonly joinReads?: (input: JoinInput) => JoinedRead | null;
  /** How a statement that is built in one place is sent in another. */
  readonly sends?: SendingWords;
  /** What its users would write in place of a loop of statements, for advice. Left out: SQL's own words. */
  readonly inBulk?: BulkWords;
  /** On SQLite its statements run in the program's own process: a row by its key costs microseconds there. */
  readonly inProcess?: true;
  /** What is written into its declarations is made by the project itself whenever it starts: no migration is needed. */
  readonly madeAtStart?: true;
  /** Index definitions inside a declaration as it stands, so that a name pattern and a style can be learnt. */
  readonly tags?: readonly SqlTag[];
}

export interface AdapterInput { readonly document: Document; readonly outline: Outline; readonly sql: SqlParsers; /** The workspace's only dialect, where it is known; adapters for raw SQL need one to parse at all. */ readonly dialect: Dialect | null }
/**
 * `whole`: the file is a migration of this adapter's, and these statements are all that it does to a schema, in order: what others make of it (SQL in its way back,
 * models as they then were) is left out. `script`: how it stands to transactions.
 */
export interface SchemaRead { readonly models: readonly ModelFact[]; readonly statements: readonly SchemaStatement[]; /** What is made of it in link/. */ readonly program?: Program; readonly whole?: true; readonly script?: ScriptFact }
export interface QueryRead { readonly queries: readonly QueryFact[]; readonly unread: readonly Unread[]; /** DDL in strings of the code. */ readonly statements?: readonly SchemaStatement[]; /** What is told of one part of the file rests on others (constants that are run or not, DDL that is replayed). */ readonly together?: true }
export interface WriteInput { readonly document: Document; readonly outline: Outline; readonly table: TableDecl; readonly spec: IndexSpec; /** Column name to attribute. */ readonly attrs: ReadonlyMap<string, string>; readonly dialect: Dialect; /** The table by the database's names. */ readonly owner?: QualifiedName; /** What the class inherits from, nearest first. */ readonly bases?: readonly BaseModel[]; /** How the class keeps indexes in a list of its own, where that is known. */ readonly entry?: EntryStyle }
/** A model that another one inherits from, be it in another file. `via`: the class's own base through which it does, as the class names it. */
export interface BaseModel { readonly via: SymbolPath; readonly model: MixinDecl | TableDecl; readonly outline: Outline }
/** `statements`: the DDL of the document, in document order; `outline` is null for a SQL file. */
export interface DdlWriteInput { readonly document: Document; readonly outline: Outline | null; readonly statements: readonly SchemaStatement[]; readonly table: QualifiedName; readonly spec: IndexSpec; readonly dialect: Dialect }

/**
 * `methods`: of a statement or a relation that is a query, which send it (`.all()`), and what they give. `takers`: calls that send a statement they are handed (`session.execute(stmt)`).
 * `refine`: methods that give another statement (`.filter(`). `flush`: methods of a unit of work that send what has changed (`commit`). `iterates`: going over a statement sends it.
 */
export interface SendingWords {
  readonly methods: Readonly<Record<string, 'rows' | 'row' | 'value' | 'nothing'>>;
  readonly takers: Readonly<Record<string, 'rows' | 'row' | 'value' | 'nothing'>>;
  readonly refine: readonly string[];
  readonly flush: readonly string[];
  readonly iterates: boolean;
  /** Awaiting a statement sends it, and so does giving it to `Promise.all`: it is a promise that begins when it is asked (Drizzle's builders, tagged templates). What `await` gives. */
  readonly awaits?: 'rows';
  /** A call that loads a row again, with the relations that are named in a list (`session.refresh(row, ['items'])`), and the keywords that its two arguments have. */
  readonly reloads?: { readonly name: string; readonly row: string; readonly relations: string };
  /** Calls that send a list of statements in one round trip (`db.batch([…])`). */
  readonly batches?: readonly string[];
}

/**
 * What takes the place of a loop of statements, in this ORM's words; `{column}` is the column that tells the elements apart. `many`: a condition that takes a list.
 * `grouped`: how counts are made for each of them. `eager`: how rows are loaded along with others. `insert`, `update`, `upsert`: of many rows.
 */
export interface BulkWords { readonly many: string; readonly grouped: string; readonly eager: string | null; readonly insert: string; readonly update: string; readonly upsert: string }

/** The condition at `span` in other words: a column compared with values, each of them SQL and, as spans, pieces of the document; all of the tests must hold, or the column is null. */
export interface ConditionInput { readonly document: Document; readonly outline: Outline; readonly span: Span; readonly dialect: Dialect; readonly rewrite: { readonly column: Span; readonly tests: readonly ConditionTest[]; readonly orNull: boolean } }
export interface ConditionTest { readonly op: '=' | '<' | '<=' | '>' | '>=' | '@>'; readonly value: readonly (string | Span)[] }

/** `path`: the relations from the model of the rows on, outermost first: `owner` is the class that declares it, as the document calls it. */
export interface LoadInput { readonly document: Document; readonly outline: Outline; readonly fact: QueryFact; readonly path: readonly LoadStep[] }
export interface LoadStep { readonly owner: string; readonly relation: string; readonly many: boolean }

/**
 * `read`: the whole expression that gives the row, with what sends the statement and what is taken of its result (`(await session.execute(…)).scalar_one_or_none()`). `comparison`: the condition
 * that a key finds rows by, with its `key`, the value; of a read by primary key the call itself. `attr`: the model's attribute that is compared. `keys`: a list of all keys, as an expression of the document's language.
 */
export interface ManyInput { readonly document: Document; readonly outline: Outline; readonly fact: QueryFact; readonly read: Span; readonly comparison: Span; readonly key: Span; readonly attr: string; readonly keys: string }
/** `rows`: an expression that gives all the rows, as a list or something else to go over. `attr`: by which a row gives its key. `imports`: what must be added to the file for it. `takes`: what the read gave: a row or null, all rows, or a result of which either is asked later. */
export interface ManyRead { readonly rows: string; readonly attr: string; readonly takes: 'row' | 'rows' | 'result'; readonly imports: readonly TextEdit[] }

/** `sent`: the whole expression that inserts a row, with its `await`, from which nothing is taken. `element`: names that stand for what a loop goes over. */
export interface InsertInput { readonly document: Document; readonly outline: Outline; readonly fact: QueryFact; readonly sent: Span; readonly element: readonly string[] }
/** `row`: one row as an expression of the document's language, as it stands in the loop. `whole`: the expression that inserts all of them, given a list of rows. `needsRows`: it must not be asked with an empty list. */
export interface ManyInsert { readonly row: string; readonly whole: (rows: string) => string; readonly needsRows: boolean; readonly imports: readonly TextEdit[] }

/** Two reads or more. `row`: the variable that a read's row is given to; `names`: what such a variable is called. */
export interface JoinInput { readonly document: Document; readonly outline: Outline; readonly links: readonly JoinLink[] }
/** `read`: as of ManyInput. `by`: where the statement finds its row by the row before: the condition, the value (`post.user_id`), and the attribute of that row; null for the first. */
export interface JoinLink { readonly fact: QueryFact; readonly read: Span; readonly row: string; readonly by: { readonly comparison: Span; readonly value: Span; readonly attr: string } | null }
/** `read`: an expression that gives a row of all of them by place (`tuple`) or by their names (`object`), or null (a list without a first, for `object`). */
export interface JoinedRead { readonly read: string; readonly gives: 'tuple' | 'object'; readonly imports: readonly TextEdit[] }

/** Where SQL stands in this host language, for colouring: `sql` templates, first arguments of `.query(`. */
export interface SqlTag { readonly kind: 'tag' | 'call' | 'comment'; readonly name: string }
export type { Span };
