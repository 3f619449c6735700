import type { FileFacts } from '../../../server/src/facts/file.ts';
import type { FlowSpan } from '../../../server/src/facts/flow.ts';
import type { SymbolPath } from '../../../server/src/facts/expr.ts';
import type { Span } from '../../../server/src/text/span.ts';
import { unitKey } from '../../../server/src/link/flow/roots.ts';
import type { ModelRef, UnitRef } from '../../../server/src/link/flow/summary.ts';
import type { UnitQuery } from '../../../server/src/link/flow/world.ts';

interface Placed { readonly ref: UnitRef; readonly span: Span }

/** As the engine does it for files whose tables are known (engine/flow/world.ts), of facts alone: the statements of a file, by the `unitKey` of the units in which they stand or are sent. `units`: those of the file. `modelOf`: what `entity` names there. */
export function queriesOfFile(facts: FileFacts, units: readonly Placed[], modelOf: (path: SymbolPath) => ModelRef | null): ReadonlyMap<string, readonly UnitQuery[]> {
  const found = new Map<string, UnitQuery[]>();
  const sites = [
    ...facts.queries.map(({ span, sent, adapter, query: { op }, one, gives, under, entity, loads }) => ({ span, sent, adapter, op, one: one === true, gives: gives ?? null, under: under ?? null, entity: entity ?? null, loads: loads ?? [] })),
    ...facts.unread.flatMap(({ span, sends }) => (sends === undefined ? [] : [{ span, sent: undefined, adapter: '', op: sends.op, one: false, gives: sends.gives ?? null, under: null, entity: null, loads: [] }])),
  ];
  for (const { span, sent, entity, ...site } of sites) {
    const home = unitAt(units, span);
    if (home === null) continue;
    const model = entity === null ? null : modelOf(entity);
    const ref = { in: home.ref, at: within(home, span) };
    const sending = sent?.map((one) => ({ unit: unitAt(units, one), span: one })) ?? [];
    for (const unit of new Set([home, ...sending.flatMap(({ unit }) => unit ?? [])])) {
      const here = sending.flatMap((one) => (one.unit === unit ? [within(unit, one.span)] : []));
      const query: UnitQuery = { ...site, ref, model, at: unit === home ? ref.at : null, sent: sent === undefined ? 'here' : here };
      found.set(unitKey(unit.ref), [...(found.get(unitKey(unit.ref)) ?? []), query]);
    }
  }
  return found;
}

/** The smallest unit around a span. */
function unitAt(units: readonly Placed[], { start, end }: Span): Placed | null {
  let best: Placed | null = null;
  for (const unit of units) if (unit.span.start <= start && end <= unit.span.end && (best === null || unit.span.end - unit.span.start < best.span.end - best.span.start)) best = unit;
  return best;
}

const within = ({ span }: Placed, { start, end }: Span): FlowSpan => [start - span.start, end - span.start];
