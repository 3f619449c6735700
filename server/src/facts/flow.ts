import type { Span } from '../text/span.ts';
import type { SymbolPath } from './expr.ts';

/**
 * What the code of a file does, statement by statement, for every host language: which calls it makes, over what it loops, what its values are made of. Only what
 * can matter to which query runs how often is kept. Data; serialises as JSON.
 */
export interface FileFlow {
  readonly units: readonly FlowUnit[];
  readonly classes: readonly FlowClass[];
}

/**
 * A piece of a file that is worked out by itself: a function or method of the module (a function kept in a constant or in a property of an object literal too), or a statement of the module's own.
 * All offsets in `fn` are relative to `span.start`, so that a unit that only moved has an equal `fn` (the same object within one reading).
 */
export interface FlowUnit {
  /** Dotted: `list_posts`, `PostService.list`, `handlers.create`. Empty for statements of the module itself; those run in order of their spans. */
  readonly name: string;
  readonly span: Span;
  /** Where the name stands, absolute; null without one. */
  readonly nameSpan: Span | null;
  /** For a module's own statements: a function without parameters. */
  readonly fn: FlowFunction;
}

/** Relative to the unit: start and end, UTF-16. */
export type FlowSpan = readonly [start: number, end: number];

export interface FlowFunction {
  readonly params: readonly FlowParam[];
  readonly body: readonly FlowStep[];
  /** `property`: read as an attribute (a getter). `method`: its first parameter in Python, `this` in TypeScript, is an instance; in `classmethod` the class. */
  readonly flags: readonly ('async' | 'generator' | 'method' | 'static' | 'classmethod' | 'property' | 'constructor')[];
  /** Python's decorators and TypeScript's, without the `@`. */
  readonly decorators: readonly FlowExpr[];
  /** The annotation of what it gives, as written. */
  readonly returns: string | null;
  readonly at: FlowSpan;
}

/** `type`: the annotation as written. `property`: TypeScript's `constructor(private readonly repo: Repo)`, a field too. */
export interface FlowParam { readonly target: FlowTarget; readonly type: string | null; readonly value: FlowExpr | null; readonly rest: 'list' | 'dict' | null; readonly property?: true }

/** What is assigned to. */
export type FlowTarget =
  | { readonly t: 'name'; readonly name: string }
  /** `self.repo = …`, `this.x = …`. */
  | { readonly t: 'attr'; readonly of: FlowExpr; readonly name: string }
  | { readonly t: 'item'; readonly of: FlowExpr; readonly index: FlowExpr }
  /** `[a, , b]`, `(a, b)`: null for what is left out. `rest`: the last one takes what remains. */
  | { readonly t: 'list'; readonly items: readonly (FlowTarget | null)[]; readonly rest?: true }
  | { readonly t: 'object'; readonly entries: readonly { readonly key: string; readonly target: FlowTarget; readonly value?: FlowExpr }[]; readonly rest: string | null }
  | { readonly t: 'other' };

export type FlowStep =
  /** An assignment or declaration. `op`: `+` of `+=`. */
  | { readonly s: 'let'; readonly target: FlowTarget; readonly value: FlowExpr; readonly op: string | null; readonly type: string | null; readonly at: FlowSpan }
  | { readonly s: 'do'; readonly value: FlowExpr; readonly at: FlowSpan }
  | { readonly s: 'return'; readonly value: FlowExpr | null; readonly at: FlowSpan }
  | { readonly s: 'leave'; readonly how: 'break' | 'continue' | 'throw'; readonly value: FlowExpr | null; readonly at: FlowSpan }
  | { readonly s: 'if'; readonly test: FlowExpr; readonly yes: readonly FlowStep[]; readonly no: readonly FlowStep[]; readonly at: FlowSpan }
  /** `switch`, `match`: one list of steps a case. */
  | { readonly s: 'switch'; readonly on: FlowExpr; readonly cases: readonly { readonly test: FlowExpr | null; readonly body: readonly FlowStep[] }[]; readonly at: FlowSpan }
  | FlowLoop
  | { readonly s: 'try'; readonly body: readonly FlowStep[]; readonly handlers: readonly (readonly FlowStep[])[]; readonly last: readonly FlowStep[]; readonly at: FlowSpan }
  /** A function or class inside a function. */
  | { readonly s: 'function'; readonly name: string; readonly fn: FlowFunction; readonly at: FlowSpan }
  /** `with a as b:` (its `let` comes first), a bare block. */
  | { readonly s: 'block'; readonly body: readonly FlowStep[]; readonly at: FlowSpan };

/**
 * `each`: for … of, for … in (`keys`: TypeScript's `in`, over keys), `for x in xs`, `for await`, `async for`. `count`: `for (init; test; update)`. `while`, `until` (do … while): the test is asked after the body.
 * `head`: from the keyword to before the body. `otherwise`: Python's `else`.
 */
export interface FlowLoop {
  readonly s: 'loop';
  /** Not written by anyone: a framework calls what is in it for each object, row or round of a page (link/flow/code-framework.ts). It goes round as often as there is data. */
  readonly role?: 'resolver' | 'serializer' | 'template';
  readonly form: 'each' | 'keys' | 'count' | 'while' | 'until';
  readonly target: FlowTarget | null;
  readonly of: FlowExpr | null;
  readonly init: readonly FlowStep[];
  readonly test: FlowExpr | null;
  readonly update: readonly FlowStep[];
  readonly body: readonly FlowStep[];
  readonly otherwise: readonly FlowStep[];
  readonly async: boolean;
  readonly head: FlowSpan;
  readonly at: FlowSpan;
}

export type FlowExpr =
  | { readonly e: 'name'; readonly name: string; readonly at: FlowSpan }
  /** `a.b`, `a?.b`. `this`, `self`, `super` are names. `at` is the whole, to the end of the name. */
  | { readonly e: 'attr'; readonly of: FlowExpr; readonly name: string; readonly at: FlowSpan }
  /** `a[0]`, `a[i]`; a slice has `from` and `to`. */
  | { readonly e: 'index'; readonly of: FlowExpr; readonly index: FlowExpr; readonly at: FlowSpan }
  | { readonly e: 'slice'; readonly of: FlowExpr; readonly from: FlowExpr | null; readonly to: FlowExpr | null; readonly at: FlowSpan }
  | FlowCall
  | { readonly e: 'await'; readonly of: FlowExpr; readonly at: FlowSpan }
  | { readonly e: 'yield'; readonly of: FlowExpr | null; readonly at: FlowSpan }
  /** A literal; long texts are cut to 80 units. */
  | { readonly e: 'literal'; readonly value: string | number | boolean | null; readonly at: FlowSpan }
  | { readonly e: 'list'; readonly form: 'list' | 'tuple' | 'set'; readonly items: readonly FlowExpr[]; readonly at: FlowSpan }
  /** A null key is a spread (`...a`, `**a`). A computed key is only kept for what it is made of. */
  | { readonly e: 'object'; readonly entries: readonly { readonly key: string | null; readonly value: FlowExpr; readonly computed?: FlowExpr }[]; readonly at: FlowSpan }
  | { readonly e: 'spread'; readonly of: FlowExpr; readonly at: FlowSpan }
  | { readonly e: 'function'; readonly fn: FlowFunction; readonly at: FlowSpan }
  /** A comprehension or generator expression; of a dict with `key`. */
  | { readonly e: 'comprehension'; readonly form: 'list' | 'set' | 'dict' | 'generator'; readonly key: FlowExpr | null; readonly value: FlowExpr; readonly clauses: readonly { readonly target: FlowTarget; readonly of: FlowExpr; readonly tests: readonly FlowExpr[]; readonly async: boolean; readonly at: FlowSpan }[]; readonly at: FlowSpan }
  /** `a ? b : c`, `b if a else c`. */
  | { readonly e: 'if'; readonly test: FlowExpr; readonly yes: FlowExpr; readonly no: FlowExpr; readonly at: FlowSpan }
  /** `&&`, `||`, `??`, `and`, `or`: the right side runs sometimes. */
  | { readonly e: 'either'; readonly op: '&&' | '||' | '??'; readonly left: FlowExpr; readonly right: FlowExpr; readonly at: FlowSpan }
  /** Any other operator (`not`, `==`, `+`, `in`, `is`), templates and f-strings (`op` is `template`): made of its parts. */
  | { readonly e: 'op'; readonly op: string; readonly parts: readonly FlowExpr[]; readonly at: FlowSpan }
  /** `x = …` inside an expression, `:=`. */
  | { readonly e: 'set'; readonly target: FlowTarget; readonly value: FlowExpr; readonly at: FlowSpan }
  | { readonly e: 'unknown'; readonly at: FlowSpan };

/** `keywords`: Python's; a null name is `**x`. `isNew`: TypeScript's `new`. Tagged templates are calls with the holes as arguments. */
export interface FlowCall { readonly e: 'call'; readonly of: FlowExpr; readonly args: readonly FlowExpr[]; readonly keywords: readonly { readonly name: string | null; readonly value: FlowExpr }[]; readonly isNew: boolean; readonly at: FlowSpan }

/** Fields with what they are given: class attributes, TypeScript's fields. What a constructor gives them is in its unit. */
export interface FlowClass {
  /** Dotted, as its methods' units begin. */
  readonly name: string;
  /** An empty path for a base that is no name (`make_base()`): it may have anything. */
  readonly bases: readonly SymbolPath[];
  /** TypeScript's `implements`; of an interface what it extends are its bases. */
  readonly implements?: readonly SymbolPath[];
  /** TypeScript: an `interface`, or an `abstract class`. An interface's methods are fields without a value. */
  readonly kind?: 'interface' | 'abstract';
  readonly fields: readonly { readonly name: string; readonly type: string | null; readonly value: FlowExpr | null }[];
  /** Last names of its decorators. */
  readonly decorators: readonly string[];
  readonly span: Span;
}
