import type { FlowSpan } from '../../facts/flow.ts';
import { NONE, type Roots } from './roots.ts';
import { type Frames, type Happening, MOST_FRAMES, MOST_HAPPENINGS, MOST_OPEN, type Open, placeOf, type Run } from './run.ts';
import type { FlowEvent, Frame } from './summary.ts';
import type { SymbolValue, Value } from './values.ts';

interface Emitted { readonly what: FlowEvent['what']; readonly at: FlowSpan; readonly via?: readonly Frame[]; readonly varies: Roots; readonly receiver?: Value | null; readonly chosen?: Value | null; readonly memoised?: boolean; readonly conditions?: Happening['conditions'] }

/** From where something is seen, and which repeaters are around it: in a repeater of a function of this unit that is where it stands. */
export function around({ frames, loops }: Run): { readonly frames: Frames | null; readonly loops: readonly number[] } {
  return frames?.loops !== undefined && loops.length > frames.loops ? { frames: null, loops: loops.slice(frames.loops) } : { frames, loops };
}

/** Puts an event down with all that is around it; its number, or null where none are put down. */
export function emit(run: Run, event: Emitted): number | null {
  const { frames, loops } = around(run);
  const via = [...(frames?.via ?? []), ...(event.via ?? [])];
  if (run.silent || run.happenings.length >= MOST_HAPPENINGS || via.length > MOST_FRAMES) return null;
  run.happenings.push({
    what: event.what, open: null, guess: run.guess, at: frames?.at ?? placeOf(run, event.at), via, loops, varies: event.varies, receiver: event.receiver ?? null, chosen: event.chosen ?? null,
    sometimes: run.sometimes, below: run.below, under: run.under, memoised: run.memoised || event.memoised === true, conditions: [...run.conditions, ...(event.conditions ?? [])],
  });
  return run.happenings.length - 1;
}

/** Puts down what is to be done again by callers; its number, by which its result is known. */
export function emitOpen(run: Run, at: FlowSpan, open: Omit<Open, 'id' | 'at'>): number | null {
  if (run.silent || run.guess || run.opens >= MOST_OPEN) return null;
  const id = run.opens++;
  const { frames, loops } = around(run);
  run.happenings.push({
    what: null, open: { ...open, id, at: placeOf(run, at) }, guess: false, at: frames?.at ?? placeOf(run, at), via: frames?.via ?? [], loops, varies: NONE, receiver: null, chosen: null, sometimes: run.sometimes, below: run.below, under: run.under, memoised: run.memoised, conditions: run.conditions,
  });
  return id;
}

/** Whether reading this was put down already in the same repeaters. */
export function isNewOpen(run: Run, symbol: SymbolValue, name: string): boolean {
  const key = `${symbolKey(symbol)}\t${name}\t${run.loops.join()}`;
  if (run.opened.has(key)) return false;
  if (!run.silent && !run.guess) run.opened.add(key);
  return true;
}

function symbolKey({ form }: SymbolValue): string {
  if (form.is === 'param') return `p${form.index}`;
  if (form.is === 'result') return `r${form.open}`;
  return form.is === 'attr' ? `${symbolKey(form.of)}.${form.name}` : `${symbolKey(form.of)}[${form.loop}]`;
}
