import { hasSkipScan } from '../facts/version.ts';
import type { AccessPath, Condition } from '../facts/access.ts';
import { bindable, type Bearing, indexesOf, walkInOrder } from './access.ts';
import { columnsOfSource } from './bound.ts';
import { columnOf } from './ground.ts';
import type { Step } from './joins.ts';
import { isFixed, type SortKey } from './order.ts';
import { propose } from './propose.ts';
import { orderRejections, rejections } from './reject.ts';
import type { Sorting } from './sorting.ts';
import type { Compiled } from './term.ts';
import { isWeak } from './weak.ts';

/** What is known around a step when its path is told. */
export interface Telling {
  readonly step: Step;
  readonly role: AccessPath['role'];
  readonly sorting: Sorting;
  readonly limited: boolean;
  /** The planner can do without an index when every outer row asks: it reads the table once and hashes it. */
  readonly hashable: boolean;
  readonly opaque: boolean;
  readonly unknown: boolean;
}

/** The access path of one step; null for what is no base table. */
export function pathOf(telling: Telling): AccessPath | null {
  const { step, role, sorting } = telling;
  const { source, asked, ways } = step;
  if (asked === null || ways === null) return source.table === null ? null : unknownPath(telling);
  const indexes = indexesOf(asked);
  const pinned = isPinned(telling);
  const told = filterOf(telling);
  const filter = pinned && told !== 'served' ? 'unknown' : told;
  const best = filter === 'served' || filter === 'partly' ? ways.best : null;
  const walked = best === null ? walkInOrder(asked, ways, indexes) : null;
  const decides = sorting.source === source.id && (asked.order.length > 0 || (sorting.keys.length > 0 && sorting.keys.every((k) => isFixed(k, asked.fixed))));
  const asSorted = !decides ? 'none' : sortOf(asked.order, best, walked !== null, indexes);
  const sort = asSorted === 'not-served' && (pinned || (ways.maybe && best === null)) ? 'unknown' : asSorted;
  const oneRow = best?.oneRow === true;
  const wantsSort = sort === 'not-served' && decides;
  const wantsFilter = filter === 'not-served' || filter === 'partly';
  const proposal = oneRow || !(wantsFilter || wantsSort) ? null : propose(wantsFilter ? asked : filter === 'none' ? { ...asked, bearings: [] } : asked, best, sort !== 'not-served');
  const serving = best !== null ? best.indexes.map((i) => i.index) : walked !== null ? [walked.index] : [];
  return {
    query: source.query, source: source.id, table: asked.table.key, role, driver: step.driver,
    conditions: step.usable.flatMap((b) => conditionOf(b, telling, best?.touched ?? new Set())), filter, sort,
    order: decides ? asked.order.flatMap((k) => { const o = sorting.written.get(k.key); return o === undefined ? [] : [o]; }) : [],
    oneRow, limited: telling.limited, orderWalk: walked !== null && telling.limited && filter === 'not-served', serving: [...new Set(serving)], depth: best?.depth ?? 0,
    rejected: rejections(asked, indexes, ways, best).filter((r) => walked === null || filter !== 'none' || r.index !== walked.index),
    orderRejected: sort === 'not-served' ? orderRejections(asked, indexes, ways) : [],
    proposal, opaque: telling.opaque, ...(telling.unknown ? { unknown: true as const } : {}), optionalOnly: step.optionalOnly, skipScan: filter === 'not-served' && mayBeSkipped(step),
  };
}

function unknownPath({ step, role, limited, opaque }: Telling): AccessPath {
  const { source } = step;
  return {
    query: source.query, source: source.id, table: source.table?.key ?? '', role, driver: step.driver, conditions: step.usable.map((b) => condition(b, step, false)), filter: 'unknown', sort: 'unknown', order: [], oneRow: false,
    limited, orderWalk: false, serving: [], depth: 0, rejected: [], orderRejected: [], proposal: null, opaque, optionalOnly: false, skipScan: false,
  };
}

/** `INDEXED BY` says which index is to be used, so that none other could serve. */
const isPinned = ({ step: { source: { source: { relation } } } }: Telling): boolean => relation.kind === 'table' && typeof relation.indexedBy === 'string';

function filterOf({ step, hashable }: Telling): AccessPath['filter'] {
  const { asked, ways, driver } = step;
  if (asked === null || ways === null) return 'unknown';
  const { best } = ways;
  if (best !== null) return best.left === 0 || best.oneRow ? 'served' : 'partly';
  const wanted = bindable(asked.bearings).filter((b) => !b.conjunct.inferred && !isEmptySubquery(b.compiled));
  if (ways.maybe) return 'unknown';
  if (wanted.length === 0) return 'none';
  if (driver === 'whole' && hashable && wanted.every((b) => b.compiled.needs.length > 0)) return 'none';
  if (wanted.every((b) => b.compiled.blockerKind === 'pattern')) return 'unknown';
  return mayBeSkipped(step) && lowLeading(step) ? 'unknown' : 'not-served';
}

/** `x IN (SELECT y FROM t)` over a whole table is a join of two whole tables. */
const isEmptySubquery = (c: Compiled): boolean => c.weak && c.terms.some((t) => t.operator === 'subquery');

/** Fact 15: after ANALYZE, SQLite may skip over a first key with few values; so does PostgreSQL since 18. */
function mayBeSkipped(step: Step): boolean {
  const { asked } = step;
  if (asked === null || !hasSkipScan(asked.ground)) return false;
  const keys = new Set(asked.bearings.flatMap((b) => b.compiled.terms.filter((t) => t.blocked === null && (t.form === 'equality' || t.form === 'in')).map((t) => t.key)));
  return indexesOf(asked).some((i) => i.usable && i.where.length === 0 && i.width > 1 && !keys.has(i.keys[0]?.key ?? '') && i.keys.slice(1, i.width).some((k) => keys.has(k.key)));
}

function lowLeading(step: Step): boolean {
  const { asked } = step;
  if (asked === null) return false;
  return indexesOf(asked).some((i) => { const column = i.keys[0]?.column; return i.width > 1 && column !== undefined && column !== null && columnOf(asked.table, column)?.type === 'bool'; });
}

function sortOf(order: readonly SortKey[], best: { readonly oneRow: boolean; readonly order: { readonly served: boolean } } | null, walked: boolean, indexes: ReturnType<typeof indexesOf>): AccessPath['sort'] {
  if (order.length === 0) return 'served';
  if (best !== null) return best.order.served || best.oneRow ? 'served' : 'not-served';
  if (walked) return 'served';
  // Nearest neighbours: whether a vector or GiST index gives the order of a distance is its operator class's business.
  return indexes.some((i) => ['hnsw', 'ivfflat', 'gist', 'spgist'].includes(i.method)) && isDistance(order) ? 'unknown' : 'not-served';
}

const isDistance = (order: readonly SortKey[]): boolean => order.some((k) => k.expr.kind === 'operator' && /^<.+>$/.test(k.expr.op));

function conditionOf(b: Bearing, { step }: Telling, touched: ReadonlySet<number>): Condition[] {
  if (b.conjunct.inferred && !touched.has(b.at)) return [];
  return [condition(b, step, touched.has(b.at))];
}

function condition(b: Bearing, step: Step, used: boolean): Condition {
  const { expr } = b.conjunct;
  const columns = columnsOfSource(expr, step.source.id);
  const { table } = step.source;
  const weak = columns.map((c) => isWeak(columnOf(table, c)));
  const oneSided = b.compiled.form === 'range' && isOneSided(b, step);
  return {
    expr, span: expr.span, columns, form: b.compiled.form, ...(oneSided ? { oneSided } : {}), optional: b.conjunct.optional, used,
    lowCardinality: weak.length > 0 && weak.every((w) => w), blocker: b.compiled.blocker, blockerKind: b.compiled.blockerKind,
  };
}

function isOneSided(b: Bearing, step: Step): boolean {
  const [term] = b.compiled.terms;
  if (term === undefined || (term.form !== 'lower' && term.form !== 'upper')) return term?.form === 'not-null';
  return !step.usable.some((o) => o !== b && o.compiled.terms.some((t) => t.key === term.key && t.form !== term.form && (t.form === 'lower' || t.form === 'upper' || t.form === 'between')));
}
