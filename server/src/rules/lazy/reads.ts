import type { QueryFact } from '../../facts/query.ts';
import type { FlowEvent, QueryRef, Repeater, Summary } from '../../link/flow/summary.ts';
import { loopThatMatters, roundsSeen } from '../loops/repeated.ts';
import type { FlowContext, RelationSeen, SentQuery } from '../rule.ts';

type Lazy = Extract<FlowEvent['what'], { readonly kind: 'lazy' }>;

/** A relation that is read of rows whose query is known. `index`: of its event in the summary. `path`: from those rows, with the relation at its end. `load`: what the query says of it. */
export interface LazyRead {
  readonly event: FlowEvent;
  readonly index: number;
  readonly what: Lazy;
  readonly query: QueryRef;
  readonly sent: SentQuery;
  readonly fact: QueryFact;
  readonly seen: RelationSeen;
  readonly path: string;
  readonly load: Load;
}

/** `loaded`: with the rows, or it may be (options that are not known here). `forbidden`: reading it raises, or gives nothing. `asked`: by a query of its own when it is read, whatever its model says. */
export type Load = 'loaded' | 'forbidden' | 'asked' | 'not said';

/** What is read of which rows, where the code answers for its users. Of rows from who knows where nothing is known that was loaded with them. */
export function lazyReads(summary: Summary, context: FlowContext): readonly LazyRead[] {
  if (context.role !== 'application' && context.role !== 'script') return [];
  return summary.events.flatMap((event, index): readonly LazyRead[] => {
    const { what } = event;
    if (what.kind !== 'lazy' || what.query === null) return [];
    const sent = context.queryOf(what.query);
    const seen = context.relationOf(what.model, what.relation);
    if (sent === null || sent.fact === null || seen === null || seen.target === null || context.settings.isSmall(seen.target)) return [];
    const path = what.path ?? what.relation;
    return [{ event, index, what, query: what.query, sent, fact: sent.fact, seen, path, load: loadOf(sent.fact.loads ?? [], path) }];
  });
}

/** What the options of a query say of a relation. The more exactly they name it the more they count; `*` stands for all. */
function loadOf(loads: NonNullable<QueryFact['loads']>, path: string): Load {
  const parent = path.slice(0, path.lastIndexOf('.') + 1);
  for (const named of [path, `${parent}*`, '*']) {
    const found = loads.findLast((one) => one.path === named);
    if (found !== undefined) return found.how === 'access' ? 'asked' : found.how === 'forbid' ? 'forbidden' : 'loaded';
  }
  return 'not said';
}

/** Whether reading it sends a query, as the rows' query says, else as the model does. */
export const isAsked = ({ what, load, seen }: LazyRead): boolean => !what.opened && (load === 'asked' || (load === 'not said' && seen.entry.loading === 'access'));

/** The repeater that repeats a read, and whether it goes round often enough to matter. */
export function loopOf({ event }: Pick<LazyRead, 'event'>, summary: Summary, context: FlowContext): { readonly loop: Repeater; readonly rounds: 'many' | 'few' } | null {
  const loop = loopThatMatters(event, event.loops.flatMap((id) => summary.repeaters.find((r) => r.id === id) ?? []), context);
  const rounds = loop === null ? 'no matter' : roundsSeen(loop, context);
  return loop === null || rounds === 'no matter' ? null : { loop, rounds };
}

/**
 * Whether each row has another one behind the relation: always for rows that refer to this one (to-many, and to-one from the other side). Where this row refers to another, several
 * may refer to the same, which the session asks for once, unless the column is unique.
 */
export function isOwn({ seen }: LazyRead): boolean {
  if (seen.entry.cardinality === 'many') return true;
  const { owner, target } = seen;
  if (owner === null || target === null) return false;
  const keys = owner.foreignKeys.filter((fk) => fk.refTable === target.key);
  if (keys.length === 0) return seen.entry.fields.length === 0 && target.foreignKeys.some((fk) => fk.refTable === owner.key);
  return keys.every(({ columns }) => owner.indexes.some((index) => index.unique && index.where === null && index.keys.length === columns.length && index.keys.every(({ expr }) => expr.kind === 'column' && columns.includes(expr.column))));
}

/** Whether all rows refer to the same one, since their query asks for a single value of the key: that is one query, whatever the loop. */
export function isOneForAll({ seen, sent, path }: LazyRead): boolean {
  const { owner, target } = seen;
  if (seen.entry.cardinality === 'many' || owner === null || target === null || path.includes('.')) return false;
  const keys = owner.foreignKeys.filter((fk) => fk.refTable === target.key && fk.columns.length === 1).map((fk) => fk.columns[0]);
  return keys.length === 1 && sent.paths.some(({ table, conditions }) => table === owner.key && conditions.some(({ form, columns }) => form === 'equality' && columns.length === 1 && columns[0] === keys[0]));
}

/** Whether rows of the target are read before by a query of this function: the session has them then, and gives them without asking again. */
export const isAtHand = ({ seen, index }: LazyRead, summary: Summary, context: FlowContext): boolean =>
  seen.entry.cardinality === 'one' && summary.events.some(({ what, loops }, at) => {
    if (what.kind !== 'query' || loops.length > 0 || at >= index) return false;
    const sent = context.queryOf(what.query);
    return sent?.fact?.entity !== undefined && sent.table?.key === seen.target?.key;
  });
