import type { ExportFact, ImportFact } from '../facts/file.ts';
import type { Span } from '../text/span.ts';
import type { CallHost, HostExpr, Pattern, TemplateHost } from './expression.ts';

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

export interface FunctionRange { readonly name: string; readonly span: Span; readonly params: readonly Pattern[] }

export interface CommentRange { readonly span: Span; /** Without its markers. */ readonly text: string }
