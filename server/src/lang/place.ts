import type { Span } from '../text/span.ts';
import type { CallHost } from './expression.ts';
import type { Binding } from './outline.ts';

/** Where an expression stands: what takes its value. Brackets and casts are looked through. Spans are those of what takes it. */
export type Place =
  | { readonly in: 'await'; readonly span: Span }
  /** An argument of a call or `new`. */
  | { readonly in: 'argument'; readonly call: CallHost }
  /** What a member is taken of: `x.all`, and `x.all(…)` where it is called at once. */
  | { readonly in: 'member'; readonly property: string; readonly call: CallHost | null; readonly span: Span }
  /** An element of a list, a branch of `a ? b : c` and of `&&`, a spread. */
  | { readonly in: 'list' | 'choice'; readonly span: Span }
  | { readonly in: 'property'; readonly key: string; readonly span: Span }
  /** What a name or field is given, at its declaration or later. */
  | { readonly in: 'name'; readonly binding: Binding }
  /** What a function gives; `isAsync`: what it gives is awaited for it. `binding`: what it is called by. */
  | { readonly in: 'return'; readonly fn: Span; readonly isAsync: boolean; readonly binding: Binding | null }
  /** What is called. */
  | { readonly in: 'callee'; readonly call: CallHost }
  /** A hole of a template. */
  | { readonly in: 'hole' }
  /** Nobody takes it. */
  | { readonly in: 'statement' }
  | { readonly in: 'other' };
