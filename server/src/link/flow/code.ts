import type { SymbolPath } from '../../facts/expr.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { FlowClass, FlowExpr, FlowParam, FlowUnit } from '../../facts/flow.ts';
import type { Constant } from './code-index.ts';
import type { ModelRef, UnitRef } from './summary.ts';

/** What a name of the code stands for. */
export type Meaning =
  | { readonly m: 'unit'; readonly ref: UnitRef }
  | { readonly m: 'class'; readonly of: ClassRef }
  /** A table or class that is mapped; a class with methods of its own is one too (`class` says which). */
  | { readonly m: 'model'; readonly model: ModelRef; readonly class: ClassRef | null }
  | { readonly m: 'module'; readonly file: string }
  /** A module's own constant: what it is given, by the names of `file`. */
  | { readonly m: 'value'; readonly file: string; readonly expr: FlowExpr; readonly unit: UnitRef; /** The annotation, as written in that file. */ readonly type?: string; /** Under which the file itself has it. */ readonly name?: string }
  /** Of a library. */
  | { readonly m: 'outside'; readonly module: string; readonly path: SymbolPath };

export interface ClassRef { readonly file: string; readonly name: string }

/** The functions and classes of a workspace, and what names in them mean. */
export interface Code {
  readonly facts: (file: string) => FileFacts | null;
  readonly unit: (ref: UnitRef) => FlowUnit | null;
  readonly units: (file: string) => readonly { readonly ref: UnitRef; readonly unit: FlowUnit }[];
  readonly classOf: (ref: ClassRef) => FlowClass | null;
  /** What a file itself gives a name at its top level; null where that is nothing, or one of several things. */
  readonly constant: (file: string, name: string) => Constant | null;
  /** What a dotted path means at the top level of a file (names bound inside functions are the caller's to know). Null where nothing is known. */
  readonly meaning: (file: string, path: SymbolPath) => Meaning | null;
  /** A method or property of a class or of what it inherits from. Null where it has none, or where a base is not known and could have it. */
  readonly method: (of: ClassRef, name: string) => UnitRef | null;
  /** The same behind the class itself: `super().find`. */
  readonly above: (of: ClassRef, name: string) => UnitRef | null;
  /** What a field of an instance holds: from a type (annotation, constructor parameter), or from what the class or its constructor gives it. */
  readonly field: (of: ClassRef, name: string) => { readonly type: Meaning | null; /** A list of them. */ readonly many: boolean; /** By the names of the file's top level: what a function's own names held is in it, or unknown. Offsets are relative to `unit`. */ readonly value: { readonly file: string; readonly expr: FlowExpr; readonly unit: UnitRef } | null } | null;
  /** What an annotation as written in a file names: the class of `Repo`, `Repo | null`, `Optional[Repo]`, `Annotated[Repo, Depends(get_repo)]`, and whether it is a list of them (`list[User]`, `User[]`). */
  readonly type: (file: string, annotation: string) => { readonly meaning: Meaning; readonly many: boolean } | null;
  /** What an expression of a file's top level gives, as far as its form tells: the instance that `new Repo(db)` makes, what a function says that it returns, what `Depends(get_repo)` or `inject(Repo)` provides. */
  readonly made: (file: string, expr: FlowExpr) => { readonly meaning: Meaning; readonly many: boolean } | null;
  /** What a parameter of a function of a file holds: what its dependency provides (`repo = Depends(get_repo)`), or what its annotation names. */
  readonly given: (file: string, param: FlowParam) => { readonly meaning: Meaning; readonly many: boolean } | null;
  /** Classes built on this one that have a method of that name: with several of them a call is not certain. */
  readonly overrides: (of: ClassRef, name: string) => readonly UnitRef[];
}
