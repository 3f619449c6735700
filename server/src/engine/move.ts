/** One edit: offsets from `from` on now stand `by` UTF-16 units further. */
export interface Step { readonly from: number; readonly by: number }

/** Edits one after the other, each in the offsets that the one before left. */
export type Move = readonly Step[];

/** The same move with one edit more. Typing on at one place stays one step, so that a move does not grow with every key. */
export function moveOn(move: Move, step: Step): Move {
  const last = move.at(-1);
  return last !== undefined && last.from + last.by === step.from ? [...move.slice(0, -1), { from: last.from, by: last.by + step.by }] : [...move, step];
}

/** Where an offset has come to stand. */
export function moved(offset: number, move: Move): number {
  let at = offset;
  for (const { from, by } of move) if (at >= from) at += by;
  return at;
}
