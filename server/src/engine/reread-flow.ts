import type { FileFacts } from '../facts/file.ts';
import type { FileFlow, FlowClass, FlowUnit } from '../facts/flow.ts';
import { isEqualData } from '../text/equal.ts';
import type { Span } from '../text/span.ts';
import { moved, type Step } from './move.ts';

type Placed = { readonly span: Span };

const byPlace = (a: Placed, b: Placed): number => a.span.start - b.span.start || b.span.end - a.span.end;

/** Units and classes as they stand in the text, so that reading in parts and reading whole give one order. */
export const inTextOrder = ({ units, classes }: FileFlow): FileFlow => ({ units: [...units].sort(byPlace), classes: [...classes].sort(byPlace) });

/** Which parts of an old reading stay, and which of a fresh one count. */
export interface Parts { readonly stays: (span: Span) => boolean; readonly isFresh: (span: Span) => boolean; readonly step: Step }

/** The flow of a file some of whose regions were read again. Units of the others keep what they do (`fn`, the same object), at the place where they now stand. */
export function joinedFlow(old: FileFlow | undefined, fresh: FileFlow | undefined, parts: Parts): FileFlow | undefined {
  const both = <T extends Placed>(from: readonly T[], read: readonly T[], move: (one: T, step: Step) => T): readonly T[] =>
    [...from.filter(({ span }) => parts.stays(span)).map((one) => move(one, parts.step)), ...read.filter(({ span }) => parts.isFresh(span))].sort(byPlace);
  const units = both(old?.units ?? [], fresh?.units ?? [], movedUnit);
  return units.length === 0 ? undefined : { units, classes: both(old?.classes ?? [], fresh?.classes ?? [], movedClass) };
}

/** What a unit does is told relative to where it starts. */
const movedUnit = (unit: FlowUnit, step: Step): FlowUnit => (unit.span.end <= step.from ? unit : { ...unit, span: spanAt(unit.span, step), nameSpan: unit.nameSpan === null ? null : spanAt(unit.nameSpan, step) });

const movedClass = (one: FlowClass, step: Step): FlowClass => (one.span.end <= step.from ? one : { ...one, span: spanAt(one.span, step) });

const spanAt = ({ start, end }: Span, step: Step): Span => ({ start: moved(start, [step]), end: moved(end, [step]) });

/** The facts with the very objects of `before` for what functions do as they did: what was concluded from them is known by them. */
export function keepingFlow(facts: FileFacts, before: FileFacts | null): FileFacts {
  const { flow } = facts;
  if (flow === undefined || before?.flow === undefined || flow === before.flow) return facts;
  const known = new Map<string, FlowUnit[]>();
  for (const unit of before.flow.units) known.set(unit.name, [...(known.get(unit.name) ?? []), unit]);
  const kept = (unit: FlowUnit): FlowUnit => {
    const same = known.get(unit.name)?.find(({ fn }) => fn === unit.fn || isEqualData(fn, unit.fn));
    return same === undefined || same.fn === unit.fn ? unit : isEqualData(same, unit) ? same : { ...unit, fn: same.fn };
  };
  return { ...facts, flow: { units: flow.units.map(kept), classes: flow.classes } };
}
