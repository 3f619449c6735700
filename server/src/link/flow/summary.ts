import type { FlowSpan } from '../../facts/flow.ts';

/** A unit of a file's flow: by its name, and the ordinal among units of that name in the file. Stays the same where code only moves. */
export interface UnitRef { readonly file: string; readonly unit: string; readonly ordinal: number }

/** A place in a unit; offsets are relative to it. */
export interface UnitPlace { readonly in: UnitRef; readonly at: FlowSpan }

/** A model class or table constant, by where it is declared. */
export interface ModelRef { readonly file: string; readonly symbol: string }

/** A statement of the workspace: where the fact about it stands (the fact's own span, relative to the unit that it is in). */
export interface QueryRef extends UnitPlace {}

/** What a value depends on. */
export type Root =
  /** TypeScript's `this` has the index -1. */
  | { readonly root: 'param'; readonly index: number }
  /** The element of a repeater of this function. */
  | { readonly root: 'loop'; readonly loop: number }
  /** The rows of a query that runs in this function or below. */
  | { readonly root: 'query'; readonly query: QueryRef }
  /** What code gives that is not known (`uuid4()`, `queue.get()`): it may be another value each time. */
  | { readonly root: 'other' };

/** How many times a repeater goes round, as far as its code tells. Section 6 of the specification names the cases. */
export type Rounds =
  /** A literal list, an enum, `range(3)`: that many. */
  | { readonly rounds: 'constant'; readonly count: number }
  /** Slices of a list, `chunk(xs, 500)`: what is in the loop is the batch. */
  | { readonly rounds: 'batches' }
  | { readonly rounds: 'pages' }
  | { readonly rounds: 'retry' }
  | { readonly rounds: 'polling' }
  /** Left at the end of the first round whatever happens. */
  | { readonly rounds: 'once' }
  /** Each round has a connection, tenant, shard or table of its own. */
  | { readonly rounds: 'databases' }
  /** As many as there are rows, or elements of who knows what. */
  | { readonly rounds: 'many' };

/** A repeater of one function. */
export interface Repeater {
  /** Its number in the summary. */
  readonly id: number;
  /** `callback`: map, forEach and their kind. `concurrent`: the same under Promise.all, gather, a task group. `resolver`: a field of a GraphQL type, called for each parent. `serializer`: a method called for each row that is sent. `template`: a loop of a page that is rendered with these rows. */
  readonly form: 'for' | 'while' | 'comprehension' | 'callback' | 'concurrent' | 'recursion' | 'resolver' | 'serializer' | 'template';
  readonly rounds: Rounds;
  /** Each round answers for its own failure: a savepoint, or a `try` whose handler goes on (`isGuarded` in rounds.ts). */
  readonly guarded?: true;
  /** A round also waits for something over a wire (an HTTP request, a mail, another process), in this function or below: beside that a query costs little. */
  readonly waits?: true;
  /** Something in a round may write, by a method whose statement need not be known (`mayChange` in rounds.ts). */
  readonly changes?: true;
  /** What is iterated: rows of this query. Null where it is something else. */
  readonly over: { readonly query: QueryRef; readonly model: ModelRef | null } | null;
  /** The iterable as a person would name it (`monitors`, `input.ids`); empty where it has no short name. Under 40 units. */
  readonly name: string;
  /** From the keyword to before the body; for a callback the call's callee. */
  readonly head: UnitPlace;
  readonly whole: UnitPlace;
}

/** One step of the way from a function to the query: the call there, and what is called. `name`: `get_media_items` or `MediaRepo.find`. */
export interface Frame { readonly call: UnitPlace; readonly callee: UnitRef; readonly name: string }

/** Something that costs a round trip, as seen from one function. */
export interface FlowEvent {
  readonly what:
    | { readonly kind: 'query'; readonly query: QueryRef }
    /** A relation of a row is read: `relation` of `model`, whose rows come from `query` (null where they come from elsewhere) with `loaded` relations (`comments.author`). `opened`: a query is made of the relation's (`.filter(`, `.count()` of a dynamic one). `path`: from the rows of `query`, with the relation at its end (`comments.author`). `read`: where it is read. */
    | { readonly kind: 'lazy'; readonly model: ModelRef; readonly relation: string; readonly query: QueryRef | null; readonly loaded: readonly string[]; readonly opened: boolean; readonly path?: string; readonly read?: UnitPlace }
    /** Commit or flush of a unit of work that has changes of this round. */
    | { readonly kind: 'flush' };
  /** In this function: the query itself, or the call that leads to it. */
  readonly at: UnitPlace;
  /** Down to the query; empty where it stands in this function. */
  readonly via: readonly Frame[];
  /** Repeaters of this function around it, outermost first, by their ids. What is repeated inside a callee is told there. */
  readonly loops: readonly number[];
  /** What its conditions, values and receiver are made of. */
  readonly varies: readonly Root[];
  /** Only under a condition within the innermost of `loops` (within the function where there are none), in this function or below. */
  readonly sometimes: boolean;
  /** With `sometimes`: a condition for it stands in a callee, out of sight of the repeater. */
  readonly below?: true;
  /** The callee (or a cache around the query) keeps what it gave for equal arguments. */
  readonly memoised: boolean;
  /** Which parameter of the unit must be truthy (or falsy) for it to run; resolved at a call that gives a constant. */
  readonly onlyIf: readonly { readonly param: number; readonly is: boolean }[];
}

/** What one function asks of the database, for whoever calls it and for the rules. */
export interface Summary {
  readonly unit: UnitRef;
  readonly repeaters: readonly Repeater[];
  readonly events: readonly FlowEvent[];
  /** Chains of single rows, each found by the one before (specification, section 7). */
  readonly chains: readonly Chain[];
  /** What is done with lists of rows in place of the database. */
  readonly listUses: readonly ListUse[];
}

/** Rows that are read one after the other where each is found by a column of the one before. */
export interface Chain {
  readonly links: readonly ChainLink[];
  /** `merged-outcomes`: which of them was not found is told apart by other answers. */
  readonly outcomes: 'same' | 'different';
}
/** `by`: the attribute of the row before that finds this one; null for the first. `again`: the row is used for more than guards, the end, and the next link. `shown`: for more than guards and the next link. `reads`: every attribute of the row before that goes into finding this one, `by` the first of them. `leads`: other events that are found by this row. */
export interface ChainLink { readonly event: number; readonly by: string | null; readonly again: boolean; readonly shown: boolean; readonly reads: readonly { readonly attr: string; readonly at: UnitPlace }[]; readonly leads: readonly number[] }

/** A list of rows that was only counted (`len(rows)`, `rows.length > 0`), or filtered in code by a column (`rows.filter(r => r.status === 'open')`). */
export type ListUse =
  | { readonly use: 'count' | 'exists'; readonly query: QueryRef; readonly at: UnitPlace }
  | { readonly use: 'filter'; readonly query: QueryRef; readonly at: UnitPlace; readonly column: string; readonly test: string };
