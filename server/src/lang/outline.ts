import type { ExportFact, ImportFact } from '../facts/file.ts';
import type { FileFlow } from '../facts/flow.ts';
import type { Program } from '../facts/program.ts';
import type { Span } from '../text/span.ts';
import type { Place } from './place.ts';
import type { CallHost, FunctionHost, HostExpr, HostProperty, Pattern, TemplateHost } from './expression.ts';

/** What one parse of a host-language file gives to every adapter. Made once for each version of a document. */
export interface Outline {
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** Top-level and nested `const`, `let`, `var`, parameters and class fields, in document order. */
  readonly bindings: readonly Binding[];
  /** Every call and `new`, the outermost of a chain only: `db.select().from(t)` is one entry. In document order. */
  readonly calls: readonly CallHost[];
  /** Every tagged template, and untagged ones and strings marked by a `sql` comment. */
  readonly templates: readonly TemplateHost[];
  readonly functions: readonly FunctionRange[];
  /** Every class with its body taken apart, in document order, inner ones after the one they are in; empty for scripts, whose classes no adapter reads. */
  readonly classes: readonly ClassHost[];
  /** Comments in document order, for suppressions and `sql` marks. */
  readonly comments: readonly CommentRange[];
  /** Ranges the parser could not make sense of. */
  readonly errors: readonly Span[];
  /** The binding that `name` means at `offset`: the innermost scope that declares it; null for a global. */
  resolve(name: string, offset: number): Binding | null;
  /** Everything that happens to a local variable after its binding (`x = x.where(…)`, `conditions.push(…)`, `q.where(…)`), in document order, within its scope. */
  mutationsOf(binding: Binding): readonly Mutation[];
  /** Dotted name of the function, method or top-level const around an offset (`ScenesController.list`); empty at top level. */
  enclosing(offset: number): string;
  /** The statements around an offset that run only sometimes relative to the function they are in: if, case, catch, `&&`. Innermost first. */
  conditionsAround(offset: number): readonly Span[];
  /** What takes the value of the expression at a span; null where none stands there. Not there for languages of which no adapter asks. */
  readonly place?: (span: Span) => Place | null;
  /** Where a name is used, in document order, its declaration and what is assigned to it left out. */
  readonly uses?: (binding: Binding) => readonly Span[];
  /** What the classes and functions of the file do, as data; made anew at each call, and not there for scripts. */
  readonly program?: () => Program;
  /** What the functions of the file do, for counting queries; made anew at each call. */
  readonly flow?: () => FileFlow;
}

export interface Binding {
  readonly name: string;
  readonly kind: 'import' | 'const' | 'let' | 'var' | 'param' | 'function' | 'class' | 'field' | 'catch' | 'loop';
  readonly topLevel: boolean;
  readonly exported: boolean;
  /** The right-hand side, where there is one and the pattern is a plain name. */
  readonly init: HostExpr | null;
  /** Where the name comes out of a pattern (`const { users } = schema`), the pattern and what it takes apart. */
  readonly pattern: { readonly pattern: Pattern; readonly of: HostExpr | null; readonly key: string | null } | null;
  /** A type annotation as written, such as `NodePgDatabase<typeof schema>`. */
  readonly type: string | null;
  readonly import: ImportFact | null;
  readonly span: Span;
  readonly scope: Span;
}

export type Mutation =
  | { readonly kind: 'assign'; readonly value: HostExpr; readonly span: Span; readonly conditional: boolean }
  /** `x.method(…)` as a statement of its own, the whole chain. */
  | { readonly kind: 'call'; readonly call: CallHost; readonly span: Span; readonly conditional: boolean };

/** A class as written. `name` is dotted where it stands in another class (`Outer.Inner`). */
export interface ClassHost {
  readonly name: string;
  readonly nameSpan: Span;
  readonly topLevel: boolean;
  /** Bases in order, without the keywords (`table=True`, `metaclass=…`), which stand in `keywords`. */
  readonly bases: readonly HostExpr[];
  readonly keywords: readonly HostProperty[];
  /** Without the `@`. */
  readonly decorators: readonly HostExpr[];
  /** What stands directly in its body, in document order; under an `if` or `try` too, with `conditional`. */
  readonly members: readonly ClassMember[];
  /** What holds the members: from the first one to the end of the last. */
  readonly bodySpan: Span;
  readonly span: Span;
}

export type ClassMember =
  /** `name = value`, `name: type = value`, `name: type`. */
  | { readonly kind: 'assign'; readonly name: string; readonly nameSpan: Span; readonly type: HostExpr | null; readonly value: HostExpr | null; readonly conditional: boolean; readonly span: Span }
  | { readonly kind: 'function'; readonly name: string; readonly nameSpan: Span; readonly decorators: readonly HostExpr[]; readonly value: FunctionHost; readonly conditional: boolean; readonly span: Span }
  /** A docstring, `pass`, an inner class, a call. */
  | { readonly kind: 'other'; readonly span: Span };

export interface FunctionRange { readonly name: string; readonly span: Span; readonly params: readonly Pattern[] }

export interface CommentRange { readonly span: Span; /** Without its markers. */ readonly text: string }
