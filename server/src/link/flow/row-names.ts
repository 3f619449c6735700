import type { FlowExpr, FlowSpan, FlowTarget } from '../../facts/flow.ts';
import { spanKey } from './query-index.ts';
import { calledName } from './rounds/walk.ts';
import type { FlowEvent, UnitRef } from './summary.ts';
import { ELEMENT_FUNCTIONS, ELEMENT_METHODS, PURE, SAME, SAME_METHODS } from './words.ts';

/** Where a value comes from: the events that may have given it (what is called may run several), and of which column or relation it is the value; null for the row itself, or the rows. */
export interface Source { readonly events: readonly number[]; readonly attr: string | null }

/** The events of a unit by where they happen in it, and what its names hold by now. */
export interface RowNames { readonly unit: UnitRef; readonly at: ReadonlyMap<ReturnType<typeof spanKey>, readonly number[]>; readonly events: readonly FlowEvent[]; readonly names: Map<string, Source> }

/** Under these names of what a driver gives are its rows. */
const UNDER: ReadonlySet<string> = new Set(['rows', 'docs', 'data', 'results']);

export function rowNames(events: readonly FlowEvent[], unit: UnitRef): RowNames {
  const at = new Map<ReturnType<typeof spanKey>, number[]>();
  events.forEach((event, index) => {
    if (event.at.in.file !== unit.file || event.at.in.unit !== unit.unit || event.what.kind === 'flush') return;
    const key = spanKey(event.at.at);
    const known = at.get(key);
    if (known === undefined) at.set(key, [index]);
    else known.push(index);
  });
  return { unit, at, events, names: new Map() };
}

const eventsAt = ({ at }: RowNames, span: FlowSpan): readonly number[] | undefined => at.get(spanKey(span));

/** Where the value of an expression comes from; null where that is no row, or not known. */
export function sourceOf(rows: RowNames, expr: FlowExpr): Source | null {
  const here = eventsAt(rows, expr.at);
  if (here !== undefined) return { events: here, attr: null };
  switch (expr.e) {
    case 'await': case 'spread': return sourceOf(rows, expr.of);
    case 'name': return rows.names.get(expr.name) ?? null;
    case 'index': return row(sourceOf(rows, expr.of));
    case 'either': return sourceOf(rows, expr.left);
    case 'attr': return column(sourceOf(rows, expr.of), expr.name);
    case 'call': return calledOf(rows, expr);
    default: return null;
  }
}

const row = (source: Source | null): Source | null => (source === null || source.attr === null ? source : UNDER.has(source.attr) ? { ...source, attr: null } : null);

const column = (source: Source | null, name: string): Source | null => (source === null || source.attr !== null ? null : { ...source, attr: name });

/** What gives the same or one element again: `rows.first()`, `next(iter(rows))`, `String(row.id)`. */
function calledOf(rows: RowNames, expr: Extract<FlowExpr, { e: 'call' }>): Source | null {
  const name = calledName(expr);
  const [first] = expr.args;
  if (expr.of.e === 'attr' && (ELEMENT_METHODS.has(name) || SAME_METHODS.has(name))) return row(sourceOf(rows, expr.of.of));
  if (expr.of.e === 'attr' && PURE.has(name) && first === undefined) return sourceOf(rows, expr.of.of);
  return first !== undefined && (ELEMENT_FUNCTIONS.has(name) || SAME.has(name) || (expr.of.e === 'name' && PURE.has(name))) ? sourceOf(rows, first) : null;
}

/** Gives names what they are assigned. */
export function assign(rows: RowNames, target: FlowTarget, source: Source | null): void {
  switch (target.t) {
    case 'name':
      if (source === null) rows.names.delete(target.name);
      else rows.names.set(target.name, source);
      return;
    case 'list':
      target.items.forEach((item, index) => { if (item !== null) assign(rows, item, index === 0 ? row(source) : null); });
      return;
    case 'object':
      for (const entry of target.entries) assign(rows, entry.target, column(source, entry.key));
      return;
    default:
  }
}
