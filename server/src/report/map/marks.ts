import type { CellState } from './kinds.ts';

type Mark = Exclude<CellState, 'empty'> | 'loop';

/** Told apart by shape alone: filled, half, ring, bar, question, dashed ring with a core, and a turning arrow for loops. In a box of 16. */
const shapes: Readonly<Record<Mark, string>> = {
  served: '<circle cx="8" cy="8" r="6" fill="currentColor"/>',
  partly: '<circle cx="8" cy="8" r="5.1" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="M8 2.9a5.1 5.1 0 0 0 0 10.2z" fill="currentColor"/>',
  unserved: '<circle cx="8" cy="8" r="5.1" fill="none" stroke="currentColor" stroke-width="1.8"/>',
  whole: '<path d="M3.5 8h9" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>',
  unknown: '<path d="M5.7 6.1a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.9-1.1 1.8" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/><circle cx="8" cy="12.6" r="1.1" fill="currentColor"/>',
  proposed: '<circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.4 1.25"/><circle cx="8" cy="8" r="2.9" fill="currentColor"/>',
  loop: '<path d="M12.9 6.6A5.2 5.2 0 1 0 13.2 9" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"/><path d="M13.6 3.2v4h-4z" fill="currentColor"/>',
};

/** The shapes once for the whole page; each use refers to them. */
export const markSprite: string = `<svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false"><defs>${Object.entries(shapes).map(([name, shape]) => `<symbol id="m-${name}" viewBox="0 0 16 16">${shape}</symbol>`).join('')}</defs></svg>`;

/** For the eye; what it says stands beside it in words. */
export const mark = (name: Mark): string => `<svg class="m m-${name}" aria-hidden="true" focusable="false"><use href="#m-${name}"/></svg>`;
