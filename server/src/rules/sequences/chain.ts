import type { AccessPath, Condition } from '../../facts/access.ts';
import type { Table } from '../../facts/catalog.ts';
import type { BoundColumn, Expr } from '../../facts/expr.ts';
import type { Chain, ChainLink, FlowEvent, Summary } from '../../link/flow/summary.ts';
import type { FlowContext, SentQuery } from '../rule.ts';
import { columnOf } from './columns.ts';
import type { Span } from '../../text/span.ts';

/** One row (or, at the end, a list of them) of a chain. `by`: the column of the row before that finds it; null for the first. `sent`: null for a relation that is read. */
export interface Linked { readonly event: FlowEvent; readonly index: number; readonly table: Table; readonly sent: SentQuery | null; readonly by: string | null; readonly many: boolean; readonly shown: boolean }

/**
 * A chain as the rule tells it: as many rows as are known to be found one by the other, in one database, with nothing written between. Null where that are fewer than two.
 * A row that is used for more than guards, the answer and the next link keeps its own query; so does one whose key was known before.
 */
export function seenChain(chain: Chain, summary: Summary, context: FlowContext): readonly Linked[] | null {
  const linked: Linked[] = [];
  for (const link of chain.links) {
    const next = linkedAt(link, linked.at(-1) ?? null, summary, context);
    if (next === null) break;
    linked.push(next);
    if (next.many || link.again) break;
  }
  // A relation that is read is told where it is read in a loop, and else is what an ORM's user asked for.
  while (linked.at(-1)?.sent === null) linked.pop();
  return linked.length < 2 || isUsedAgain(linked, chain, summary, context) || writesBetween(linked, summary, context) || !isWorthOne(linked) ? null : linked;
}

/** A row that leads to several others is no step of one way. */
const isUsedAgain = (linked: readonly Linked[], chain: Chain, summary: Summary, context: FlowContext): boolean =>
  chain.links.slice(0, linked.length - 1).some(({ again, leads }) => again || leads.some((event) => summary.events[event]?.what.kind === 'query' && opOf(summary.events[event], context) === 'select'));

/** Of a relation that is read: a select too. */
function opOf(event: FlowEvent | undefined, context: FlowContext): string | undefined {
  if (event === undefined || event.what.kind === 'flush') return undefined;
  if (event.what.kind === 'lazy') return 'select';
  const sent = context.queryOf(event.what.query);
  return sent?.fact?.query.op ?? sent?.unread?.sends?.op;
}

/** A row with its list is two questions; a row that only leads to the list is none. */
const isWorthOne = (linked: readonly Linked[]): boolean => linked.at(-1)?.many === false || linked.slice(0, -1).every(({ shown }) => !shown);

function linkedAt(link: ChainLink, before: Linked | null, summary: Summary, context: FlowContext): Linked | null {
  const { event: index, shown } = link;
  const event = summary.events[index];
  if (event === undefined || event.memoised || before?.many === true) return null;
  if (event.what.kind === 'lazy') return relationAt(event, index, shown, before, context);
  const sent = event.what.kind === 'query' ? context.queryOf(event.what.query) : null;
  if (sent === null || sent.table === null || sent.fact === null || sent.query === null || sent.query.op !== 'select' || sent.query.locks === true) return null;
  const { table } = sent;
  const path = drivingPath(sent);
  if (path === null || table.virtual === true || table.view !== null || context.settings.isSmall(table) || sent.query.groupBy.length > 0) return null;
  const many = sent.fact.one !== true && sent.fact.gives !== 'row' && !path.oneRow && !(sent.query.limit?.kind === 'const' && sent.query.limit.value === 1);
  if (before === null) return many ? null : { event, index, table, sent, by: null, many, shown };
  const by = isSameDatabase(before, sent) ? foundBy(link, event, before, path, table, context) : null;
  return by === null || (!many && isAnyOfMany(before.table, by, path, table)) ? null : { event, index, table, sent, by, many, shown };
}

/** The column of the row before that finds this one; null where none does, or where its value was known before. */
function foundBy({ reads }: ChainLink, event: FlowEvent, before: Linked, path: AccessPath, table: Table, context: FlowContext): string | null {
  for (const { attr, at } of reads) {
    const column = columnOf(before.table, attr);
    if (wasKnown(before, column)) continue;
    const asked = askedBy(path, event, context.placeOf(at).span).flatMap((condition) => askedColumn(condition) ?? []);
    if (asked.some((name) => isLed(before.table, column, table, name) || (isUnique(name, table) && (event.via.length === 0 || isNamedFor(attr, name, table))))) return column ?? attr;
  }
  return null;
}

/** Conditions that what is read there can be the value of: where values stand in the conditions themselves, those around it. Values of SQL and of what is called stand elsewhere. */
function askedBy({ conditions }: AccessPath, event: FlowEvent, { start, end }: Span): readonly Condition[] {
  const around = conditions.filter(({ span }) => span.start <= start && end <= span.end);
  return around.length > 0 || event.via.length > 0 || !conditions.some(({ expr }) => isHostValue(expr)) ? (around.length > 0 ? around : conditions) : [];
}

const isHostValue = (expr: Expr<BoundColumn>): boolean => expr.kind === 'compare' && [expr.left, expr.right].some((side) => side.kind === 'param' && side.name === '');

/** `sceneId` and `scene_id` lead to `scenes.id` by their names, `id` to what is called so. */
function isNamedFor(attr: string, column: string, table: Table): boolean {
  const [given, own, whole] = [attr, column, `${table.name.replace(/s$/, '')}${column}`].map(plain);
  if (own === 'id') return /(?:^id|_id|Id|ID)$/.test(attr);
  return given === own || given === whole || (given !== undefined && own !== undefined && given.endsWith(own));
}

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();

function relationAt(event: FlowEvent, index: number, shown: boolean, before: Linked | null, context: FlowContext): Linked | null {
  const { what } = event;
  const relation = what.kind === 'lazy' && before !== null ? context.relationOf(what.model, what.relation) : null;
  if (relation === null || relation.target === null || relation.entry.cardinality !== 'one' || relation.owner?.key !== before?.table.key) return null;
  const key = before?.table.foreignKeys.find((fk) => fk.refTable === relation.target?.key)?.columns;
  return { event, index, table: relation.target, sent: null, by: key?.length === 1 ? (key[0] ?? relation.name) : relation.name, many: false, shown };
}

const drivingPath = ({ paths, table }: SentQuery): AccessPath | null => paths.find((path) => path.role === 'driving' && path.table === table?.key) ?? null;

const isSameDatabase = (before: Linked, sent: SentQuery): boolean => before.sent === null || before.sent.catalog?.id === sent.catalog?.id;

/** The column is what the row before was found by: whoever asked for that row had the value already. */
function wasKnown({ sent }: Linked, column: string | null): boolean {
  const path = sent === null ? null : drivingPath(sent);
  return column !== null && path?.conditions.some((condition) => askedColumn(condition) === column) === true;
}

/** Along a foreign key, in either direction. */
function isLed(from: Table, column: string | null, table: Table, name: string): boolean {
  if (column === null) return false;
  return from.foreignKeys.some((fk) => fk.refTable === table.key && joins(fk, column, name)) || table.foreignKeys.some((fk) => fk.refTable === from.key && joins(fk, name, column));
}

const joins = (fk: Table['foreignKeys'][number], column: string, target: string): boolean => fk.columns.length === 1 && fk.columns[0] === column && (fk.refColumns[0] ?? target) === target;

/** One of the many rows that refer to the row before, whichever comes first: a join would give all of them. */
function isAnyOfMany(from: Table, column: string | null, path: AccessPath, table: Table): boolean {
  const [only, ...others] = path.conditions;
  if (path.oneRow || only === undefined || others.length > 0 || path.query.sources.length > 1 || column === null) return false;
  const asked = askedColumn(only);
  return asked !== null && table.foreignKeys.some((fk) => fk.refTable === from.key && joins(fk, asked, column));
}

/** The column of `column = value`, whatever the value is but a constant. */
function askedColumn({ form, columns, expr, optional }: Condition): string | null {
  if (form !== 'equality' || optional || columns.length !== 1 || expr.kind !== 'compare' || isConstant(expr.left) || isConstant(expr.right)) return null;
  return columns[0] ?? null;
}

const isConstant = (expr: Expr<BoundColumn>): boolean => expr.kind === 'literal' || (expr.kind === 'cast' && isConstant(expr.arg));

function isUnique(column: string, table: Table): boolean {
  if (table.primaryKey.length === 1 && table.primaryKey[0] === column) return true;
  return table.indexes.some((index) => index.unique && index.where === null && index.keys.length === 1 && index.keys[0]?.expr.kind === 'column' && index.keys[0].expr.column === column);
}

/** A statement or flush between that is none of reading: what is read after it may be another thing. */
function writesBetween(linked: readonly Linked[], summary: Summary, context: FlowContext): boolean {
  const [first, last] = [linked[0], linked.at(-1)];
  if (first === undefined || last === undefined) return false;
  return summary.events.some((event) => {
    const [start] = event.at.at;
    if (start < first.event.at.at[0] || start > last.event.at.at[1] || linked.some((link) => link.event === event)) return false;
    if (event.what.kind !== 'query') return event.what.kind === 'flush';
    const sent = context.queryOf(event.what.query);
    return (sent?.fact?.does ?? sent?.fact?.query.op ?? sent?.unread?.sends?.op) !== 'select';
  });
}
