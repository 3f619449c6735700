/**
 * What reading one statement may cost. Variables that are assigned from each other, or functions that return each other, would otherwise be walked
 * along every path between them; a statement that people wrote takes a few hundred steps.
 */
export interface Work { left: number; rest: number }

const PER_STATEMENT = 20_000;
/** For a whole file: thousands of ordinary statements, or some tens of the worst. */
const PER_FILE = 600_000;

export const startWork = (): Work => ({ left: PER_STATEMENT, rest: PER_FILE });

/** Gives a new statement its share of what the file has left. */
export function renew(work: Work): void {
  work.rest -= PER_STATEMENT - work.left;
  work.left = Math.max(0, Math.min(PER_STATEMENT, work.rest));
}

/** Takes one step; false when there are none left. */
export function spend(work: Work): boolean {
  work.left -= 1;
  return work.left >= 0;
}
