import type { Span } from '../text/span.ts';

/**
 * What the classes and functions of a file do, as far as texts are put together by them: data that can be followed in another file, where SQL is made of a
 * subclass's table or a caller's arguments. It holds no offsets, only numbers of `places`, so that it is the same wherever the code stands.
 */
export interface Program {
  readonly classes: readonly ProgramClass[];
  /** Functions of the module itself. */
  readonly functions: readonly ProgramFunction[];
  /** What is assigned at the module's top level, in order. */
  readonly names: readonly { readonly name: string; readonly value: ProgramExpr }[];
  readonly places: readonly Span[];
}

export interface ProgramClass {
  readonly name: string;
  readonly bases: readonly ProgramExpr[];
  readonly attrs: readonly ProgramAttr[];
  readonly methods: readonly ProgramFunction[];
  readonly decorators: readonly string[];
  readonly at: number;
  readonly nameAt: number;
}

/** `name: type = value` in a class body; `at` is the whole statement. */
export interface ProgramAttr { readonly name: string; readonly type: string | null; readonly value: ProgramExpr | null; readonly at: number }

export interface ProgramFunction {
  readonly name: string;
  readonly params: readonly ProgramParam[];
  readonly body: readonly ProgramStep[];
  /** Last names of its decorators: `classmethod`, `property`. */
  readonly decorators: readonly string[];
  /** The annotation of what it gives. */
  readonly returns: string | null;
  readonly at: number;
}

/** `rest`: `*args`, `**kwargs`. */
export interface ProgramParam { readonly name: string; readonly rest: 'list' | 'dict' | null; readonly type: string | null; readonly value: ProgramExpr | null }

export type ProgramExpr =
  | { readonly e: 'name'; readonly name: string }
  | { readonly e: 'attr'; readonly of: ProgramExpr; readonly name: string }
  /** `at`: where it stands, for texts in class bodies and keywords. */
  | { readonly e: 'text'; readonly value: string; readonly at: number }
  | { readonly e: 'format'; readonly parts: readonly ProgramExpr[] }
  | { readonly e: 'number'; readonly value: number }
  | { readonly e: 'bool'; readonly value: boolean }
  | { readonly e: 'none' }
  | { readonly e: 'list'; readonly form: 'list' | 'tuple' | 'set'; readonly items: readonly ProgramExpr[]; readonly at: number }
  /** A null key is a `**splat`. */
  | { readonly e: 'dict'; readonly entries: readonly (readonly [ProgramExpr | null, ProgramExpr])[]; readonly at: number }
  | { readonly e: 'call'; readonly of: ProgramExpr; readonly args: readonly ProgramExpr[]; readonly keywords: readonly ProgramKeyword[]; readonly at: number }
  | { readonly e: 'index'; readonly of: ProgramExpr; readonly index: ProgramExpr }
  | { readonly e: 'slice'; readonly of: ProgramExpr; readonly from: ProgramExpr | null; readonly to: ProgramExpr | null }
  | { readonly e: 'op'; readonly op: string; readonly left: ProgramExpr; readonly right: ProgramExpr }
  | { readonly e: 'not'; readonly arg: ProgramExpr }
  | { readonly e: 'if'; readonly test: ProgramExpr; readonly yes: ProgramExpr; readonly no: ProgramExpr }
  | { readonly e: 'each'; readonly form: 'list' | 'set' | 'dict'; readonly key: ProgramExpr | null; readonly value: ProgramExpr; readonly clauses: readonly { readonly target: ProgramTarget; readonly of: ProgramExpr; readonly tests: readonly ProgramExpr[] }[] }
  | { readonly e: 'star'; readonly arg: ProgramExpr }
  | { readonly e: 'unknown' };

/** A null name is a `**splat`; `at` is that of the name. */
export interface ProgramKeyword { readonly name: string | null; readonly value: ProgramExpr; readonly at: number }

/** What is assigned to: a name, an attribute, an item, or several of them. */
export type ProgramTarget =
  | { readonly t: 'name'; readonly name: string }
  | { readonly t: 'attr'; readonly of: ProgramExpr; readonly name: string }
  | { readonly t: 'item'; readonly of: ProgramExpr; readonly index: ProgramExpr }
  | { readonly t: 'list'; readonly items: readonly ProgramTarget[] }
  | { readonly t: 'other' };

export type ProgramStep =
  | { readonly s: 'set'; readonly target: ProgramTarget; readonly value: ProgramExpr; /** `+` of `+=`. */ readonly op: string | null }
  | { readonly s: 'do'; readonly value: ProgramExpr }
  | { readonly s: 'return'; readonly value: ProgramExpr | null }
  | { readonly s: 'yield'; readonly value: ProgramExpr }
  | { readonly s: 'if'; readonly test: ProgramExpr; readonly yes: readonly ProgramStep[]; readonly no: readonly ProgramStep[] }
  | { readonly s: 'for'; readonly target: ProgramTarget; readonly of: ProgramExpr; readonly body: readonly ProgramStep[] }
  | { readonly s: 'while'; readonly body: readonly ProgramStep[] }
  | { readonly s: 'block'; readonly body: readonly ProgramStep[] }
  /** `raise`, `break`, `continue`. */
  | { readonly s: 'leave'; readonly how: 'raise' | 'break' | 'continue' };

/** A program without what moves when the code does. */
export const programPrint = ({ places: _, ...program }: Program): string => JSON.stringify(program);
