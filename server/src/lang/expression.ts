import type { Span } from '../text/span.ts';

/**
 * An expression of a host language, in one form for all of them, so that an adapter never sees a syntax tree.
 * Half-typed code gives `unknown` in the broken place and stays whole around it.
 */
export type HostExpr =
  | { readonly kind: 'identifier'; readonly name: string; readonly span: Span }
  /** `a.b`, `a?.b`, `a!.b`; `this` is an identifier, and so are `self` and `cls` of a Python method, by that name. */
  | { readonly kind: 'member'; readonly object: HostExpr; readonly property: string; readonly propertySpan: Span; readonly span: Span }
  | { readonly kind: 'subscript'; readonly object: HostExpr; readonly index: HostExpr; readonly span: Span }
  | CallHost
  | TemplateHost
  | StringHost
  | { readonly kind: 'number'; readonly value: number; readonly raw: string; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  /** null, undefined. */
  | { readonly kind: 'nothing'; readonly name: 'null' | 'undefined'; readonly span: Span }
  | { readonly kind: 'object'; readonly properties: readonly HostProperty[]; readonly span: Span }
  | { readonly kind: 'array'; readonly items: readonly HostExpr[]; readonly span: Span }
  | FunctionHost
  | { readonly kind: 'conditional'; readonly test: HostExpr; readonly then: HostExpr; readonly otherwise: HostExpr; readonly span: Span }
  | { readonly kind: 'binary'; readonly op: string; readonly left: HostExpr; readonly right: HostExpr; readonly span: Span }
  | { readonly kind: 'unary'; readonly op: string; readonly arg: HostExpr; readonly span: Span }
  | { readonly kind: 'await'; readonly arg: HostExpr; readonly span: Span }
  | { readonly kind: 'spread'; readonly arg: HostExpr; readonly span: Span }
  | { readonly kind: 'unknown'; readonly span: Span };
// Parentheses, `as T`, `satisfies T` and `!` are dropped: the inner expression stands for them.

/**
 * `keywords`: arguments given by name (Python's `timeout=5`; a spread for `**options`), in the call's order; `args` has the others alone.
 * Not there when there are none, and never in languages that have no such arguments.
 */
export interface CallHost { readonly kind: 'call'; readonly callee: HostExpr; readonly args: readonly HostExpr[]; readonly keywords?: readonly HostProperty[]; readonly isNew: boolean; /** From `(` to `)`, both included. */ readonly argsSpan: Span; readonly span: Span }

/** `value` is decoded; `inner` is the text between the quotes; `toDocument` maps an offset in `value` to the document. */
export interface StringHost { readonly kind: 'string'; readonly value: string; readonly inner: Span; readonly span: Span; readonly toDocument: (offset: number) => number }

/** A template, tagged or not. `quasis` has one item more than `holes`. */
export interface TemplateHost { readonly kind: 'template'; readonly tag: HostExpr | null; readonly quasis: readonly StringHost[]; readonly holes: readonly HostExpr[]; readonly span: Span }

export type HostProperty =
  | { readonly kind: 'property'; readonly key: string; readonly keySpan: Span; readonly value: HostExpr; readonly shorthand: boolean; readonly span: Span }
  | { readonly kind: 'spread'; readonly arg: HostExpr; readonly span: Span }
  /** `[key]: value`. */
  | { readonly kind: 'computed'; readonly key: HostExpr; readonly value: HostExpr; readonly span: Span };

/** `returns`: every returned expression of the body, the body itself for `() => x`. */
export interface FunctionHost { readonly kind: 'function'; readonly name: string | null; readonly params: readonly Pattern[]; readonly returns: readonly HostExpr[]; readonly bodySpan: Span; readonly span: Span; /** Only a single expression as body. */ readonly concise: boolean }

export type Pattern =
  | { readonly kind: 'name'; readonly name: string; readonly span: Span; readonly type: string | null }
  /** `{ a, b: c, ...rest }`: pairs of key and pattern. */
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: string; readonly target: Pattern }[]; readonly rest: string | null; readonly span: Span }
  | { readonly kind: 'array'; readonly items: readonly (Pattern | null)[]; readonly span: Span }
  | { readonly kind: 'other'; readonly span: Span };
