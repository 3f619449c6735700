import type { Span } from '../text/span.ts';

/** How many queries one call of a function may send: what a lens over it says, and what `diff` compares. */
export interface Budget {
  readonly path: string;
  /** The function's name, where the lens stands. */
  readonly span: Span;
  /** `ScenesController.list`, `GET /scenes`: how people name it. */
  readonly name: string;
  /** It answers requests, or other files can call it. */
  readonly kind: 'handler' | 'exported';
  /** Queries outside of loops, all branches counted. */
  readonly once: number;
  /** For each depth of loops whose rounds depend on data (1: n, 2: n²), the queries sent a round. */
  readonly repeated: readonly number[];
  /** Queries for each batch or page of data that the code goes through, by the power of n: `[1]` is one for each batch. */
  readonly batched?: readonly number[];
  /** `up to 1 + 2n queries`, `at least 3 queries`, `up to 1 query, and 2 for each batch`. */
  readonly text: string;
  /** Of these, queries that no index serves. */
  readonly unserved: number;
  /** False when a call could not be followed, or limits cut the count: then it is "at least". */
  readonly whole: boolean;
}
