import type { SendingWords } from '../../adapters/adapter.ts';
import type { FlowSpan } from '../../facts/flow.ts';
import type { QueryFact } from '../../facts/query.ts';
import type { Code } from './code.ts';
import type { ModelRef, QueryRef, UnitRef } from './summary.ts';

/** A statement that stands in a unit, or that is sent there. */
export interface UnitQuery {
  readonly ref: QueryRef;
  readonly adapter: string;
  /** Where it stands, where that is in this unit. */
  readonly at: FlowSpan | null;
  /** `here`: where it stands. Else what sends it in this unit; nothing of `sent` where whoever gets the statement sends it. */
  readonly sent: 'here' | readonly FlowSpan[];
  readonly op: 'select' | 'update' | 'delete' | 'insert';
  readonly gives: NonNullable<QueryFact['gives']> | null;
  readonly one: boolean;
  readonly under: string | null;
  /** Where the code chooses the table: what names it. */
  readonly chosenBy?: FlowSpan;
  /** The model whose objects come back. */
  readonly model: ModelRef | null;
  readonly loads: NonNullable<QueryFact['loads']>;
}

/**
 * `lazy`: reading it sends a query unless it was loaded with the row. `access`: what is read is a statement, which is sent by its methods (dynamic relations).
 * `join` and `batch`: loaded with every query of the owner. `never`: reading it sends nothing, whatever happens.
 */
export interface RelationLook { readonly target: ModelRef | null; readonly cardinality: 'one' | 'many'; readonly loading: 'lazy' | 'access' | 'join' | 'batch' | 'never'; /** Whose words send it, where it is a statement. */ readonly adapter?: string }

/** What the run of a unit asks of the workspace. All answers are pure: the same as long as the facts are. */
export interface FlowWorld {
  readonly code: Code;
  readonly queriesIn: (unit: UnitRef) => readonly UnitQuery[];
  readonly sending: (adapter: string) => SendingWords | null;
  /** The words of all adapters of the workspace that send statements. */
  readonly senders: () => readonly SendingWords[];
  readonly relation: (model: ModelRef, name: string) => RelationLook | null;
  readonly isColumn: (model: ModelRef, name: string) => boolean;
}
