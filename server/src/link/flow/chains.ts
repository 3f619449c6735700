import type { FlowExpr, FlowSpan, FlowUnit } from '../../facts/flow.ts';
import { isCalm } from './calm.ts';
import { spanKey } from './query-index.ts';
import { queryKey } from './roots.ts';
import { assign, type RowNames, rowNames, sourceOf } from './row-names.ts';
import { isRefused, isShown, outcomesOf, usedAgain } from './row-uses.ts';
import { everyExpr, targetNames, within } from './rounds/walk.ts';
import { exprsOf, type Item, type Sequence, sequencesOf } from './sequences.ts';
import type { Chain, ChainLink, FlowEvent, QueryRef, UnitRef } from './summary.ts';

/** How one row was found: by which attributes of the row of which event before. `item`: where that was, in its sequence. */
interface Found { readonly event: number; readonly from: number; readonly reads: readonly Read[]; readonly item: number }

/** An attribute of a row, where it is read. */
interface Read { readonly events: readonly number[]; readonly attr: string; readonly at: FlowSpan }

/** Whether what a unit gives is made of the rows of a query, as far as is known. */
export type Gives = (unit: UnitRef, query: QueryRef) => boolean;

/**
 * Rows that a unit reads one after the other, each found by an attribute of the one before (specification, section 7): in any case or not at all, with nothing but guards
 * and plain assignments between. Whether each is a single row, found by a key, and whether something is written between, is for the rule to say. A function that is called for the
 * next row must give that row: one that does something with it is no link.
 */
export function chainsOf(unit: FlowUnit, ref: UnitRef, events: readonly FlowEvent[], gives: Gives): readonly Chain[] {
  if (events.filter((event) => event.loops.length === 0 && event.what.kind !== 'flush').length < 2) return [];
  return sequencesOf(unit.fn).flatMap((sequence) => chainsIn(sequence, rowNames(events, ref), gives));
}

function chainsIn(sequence: Sequence, rows: RowNames, gives: Gives): readonly Chain[] {
  const items = new Map<number, number>();
  const found = new Map<number, Found>();
  const made = new Map<string, readonly Read[]>();
  sequence.forEach((item, index) => {
    for (const event of eventsIn(item, rows)) items.set(event, index);
    for (const event of eventsIn(item, rows)) { const how = foundBy(event, index, item, rows, made, items, gives); if (how !== null) found.set(event, how); }
    name(item, rows, made);
  });
  const straight = new Map([...found].filter(([event, link]) => isStraight(link, found, items, sequence, rows) && !isRefused(event, sequence, rows)));
  return longest(straight).map((links) => told(links, found, items, sequence, rows));
}

/** In the order in which they happen; none that happens in a round of a loop. */
function eventsIn(item: Item, rows: RowNames): readonly number[] {
  const found = new Set(exprsOf(item).flatMap((expr) => rows.at.get(spanKey(expr.at)) ?? []));
  return [...found].filter((index) => rows.events[index]?.loops.length === 0).sort((a, b) => a - b);
}

function name(item: Item, rows: RowNames, made: Map<string, readonly Read[]>): void {
  if (item.kind !== 'step' || item.step.s !== 'let') return;
  const source = item.step.op === null ? sourceOf(rows, item.step.value) : null;
  const columns = source === null ? columnsIn(everyExpr([item.step.value]), rows, made) : [];
  assign(rows, item.step.target, source);
  for (const target of targetNames(item.step.target)) made.set(target, columns);
}

/** Attributes of rows that expressions read, themselves or by a name that was made of them (a statement that is sent later). */
function columnsIn(exprs: readonly FlowExpr[], rows: RowNames, made: ReadonlyMap<string, readonly Read[]>): readonly Read[] {
  return exprs.flatMap((expr) => {
    const source = sourceOf(rows, expr);
    if (source !== null) return source.attr === null ? [] : [{ events: source.events, attr: source.attr, at: expr.at }];
    return expr.e === 'name' ? (made.get(expr.name) ?? []) : [];
  });
}

/** The row before: the latest that the event's conditions are made of. */
function foundBy(event: number, index: number, item: Item, rows: RowNames, made: ReadonlyMap<string, readonly Read[]>, items: ReadonlyMap<number, number>, gives: Gives): Found | null {
  const seen = rows.events[event];
  if (seen === undefined || (seen.via.length > 0 && seen.sometimes && !item.branch)) return null;
  const [frame] = seen.via;
  if (frame !== undefined && seen.what.kind === 'query' && !gives(frame.callee, seen.what.query)) return null;
  const exprs = exprsOf(item).filter((expr) => within(expr.at, seen.at.at));
  if (seen.what.kind === 'lazy') return relationOf(event, index, exprs, rows);
  const roots = new Set(seen.varies.flatMap((root) => (root.root === 'query' ? [queryKey(root.query)] : [])));
  const reads = columnsIn(exprs, rows, made);
  const from = reads.flatMap((read) => read.events.filter((one) => one !== event && items.has(one) && isRoot(rows.events[one], roots))).reduce((best, one) => Math.max(best, one), -1);
  return from < 0 ? null : { event, from, reads: reads.filter((read) => read.events.includes(from)), item: index };
}

const isRoot = (event: FlowEvent | undefined, roots: ReadonlySet<string>): boolean => event !== undefined && event.what.kind !== 'flush' && event.what.query !== null && roots.has(queryKey(event.what.query));

/** A relation of a row: found by the key that the row has of it. */
function relationOf(event: number, index: number, exprs: readonly FlowExpr[], rows: RowNames): Found | null {
  const what = rows.events[event]?.what;
  const read = exprs.find((expr) => rows.at.get(spanKey(expr.at))?.includes(event) === true);
  if (what?.kind !== 'lazy' || read?.e !== 'attr') return null;
  const source = sourceOf(rows, read.of);
  const from = source?.attr === null ? source.events.at(-1) : undefined;
  return from === undefined || from === event ? null : { event, from, reads: [{ events: [from], attr: what.relation, at: read.at }], item: index };
}

/** Each event in one chain at most, in the longest one. */
function longest(found: ReadonlyMap<number, Found>): readonly (readonly Found[])[] {
  const ways = [...found.values()].map((last) => {
    const way = [last];
    for (let before = found.get(last.from); before !== undefined && way.length < 12; before = found.get(before.from)) way.unshift(before);
    return way;
  }).sort((a, b) => b.length - a.length || (a[0]?.from ?? 0) - (b[0]?.from ?? 0));
  const taken = new Set<number>();
  return ways.filter((way) => {
    const events = way.flatMap(({ event, from }) => [event, from]);
    if (events.some((event) => taken.has(event))) return false;
    for (const event of events) taken.add(event);
    return true;
  });
}

/** Nothing else happens between two rows, and nothing but the rows before decides whether the second one is read. */
function isStraight(link: Found, found: ReadonlyMap<number, Found>, items: ReadonlyMap<number, number>, sequence: Sequence, rows: RowNames): boolean {
  const from = items.get(link.from) ?? 0;
  const before = new Set<number>();
  for (let at: number | undefined = link.from; at !== undefined && !before.has(at); at = found.get(at)?.from) before.add(at);
  const isRow = (name: string): boolean => { const source = rows.names.get(name); return source?.attr === null && source.events.some((event) => before.has(event)); };
  const around = new Set(sequence[from]?.under ?? []);
  if (sequence[link.item]?.under.some((asked) => !around.has(asked) && !isRow(asked)) === true) return false;
  return sequence.slice(from + 1, link.item).every((item) => isCalm(item, rows));
}

function told(links: readonly Found[], found: ReadonlyMap<number, Found>, items: ReadonlyMap<number, number>, sequence: Sequence, rows: RowNames): Chain {
  const events = [links[0]?.from ?? 0, ...links.map((link) => link.event)];
  const chained = new Set(events);
  const leadsOf = (event: number): readonly number[] => [...found.values()].flatMap((one) => (one.from === event && !chained.has(one.event) ? [one.event] : []));
  const all = events.map((event, index): ChainLink => {
    const rest = sequence.slice((items.get(event) ?? 0) + 1);
    const isLast = index === events.length - 1;
    const reads = (links[index - 1]?.reads ?? []).map(({ attr, at }) => ({ attr, at: { in: rows.unit, at } }));
    return { event, by: reads[0]?.attr ?? null, reads, leads: isLast ? [] : leadsOf(event), again: !isLast && usedAgain(event, chained, rest, rows), shown: isLast || isShown(event, links.flatMap((link) => { const at = rows.events[link.event]?.at.at; return at === undefined ? [] : [at]; }), rest, rows) };
  });
  return { links: all, outcomes: outcomesOf(events, sequence, rows) };
}
