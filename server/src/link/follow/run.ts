import type { Names } from './merge.ts';
import type { ClassValue, FunctionValue, TextValue, Value, WrittenAt } from './values.ts';
import type { World } from './world.ts';

/** A call that is being followed, and the function that it means; null for one that is not known. */
export interface CallFrame extends WrittenAt { readonly callee: FunctionValue | null }

/** A text that begins as SQL, handed to something that is not known: a statement that is run. `frames` are the calls that lead to it, outermost first, the last being the one it is handed to. */
export interface Statement { readonly text: TextValue; readonly frames: readonly CallFrame[] }

/** One following of a function, with all that it calls. Steps are counted, so that it ends whatever the code does. */
export interface Run {
  readonly world: World;
  budget: number;
  readonly frames: CallFrame[];
  /** Functions being followed, so that recursion ends. */
  readonly open: string[];
  readonly statements: Statement[];
}

/** The names of one function while it is followed. */
export interface Frame {
  readonly run: Run;
  readonly file: string;
  names: Names;
  /** The class whose method or body it is, for `super()` and the names of the body. */
  readonly owner: ClassValue | null;
  readonly self: Value | null;
  readonly returned: Value[];
  readonly yielded: Value[];
  /** What certain names stand for where nothing else is known of them. */
  readonly assumed: ReadonlyMap<string, Value>;
}

/** Deeper calls are not followed. */
export const DEEPEST_CALL = 24;

export const startRun = (world: World, budget: number): Run => ({ world, budget, frames: [], open: [], statements: [] });

export const newFrame = (run: Run, file: string, more: Partial<Pick<Frame, 'owner' | 'self' | 'assumed'>> = {}): Frame => ({ run, file, names: new Map(), owner: null, self: null, returned: [], yielded: [], assumed: new Map(), ...more });
