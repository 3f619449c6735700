import type { Linked } from './chain.ts';

/** Drivers that run SQLite in this very process: a row by its key costs microseconds there. */
const drivers: ReadonlySet<string> = new Set(['sql-drivers', 'home-made']);

/** Nothing is on the way between these rows. */
export const inProcessLookups = (linked: readonly Linked[]): boolean => linked.every(({ sent }) => sent === null || (sent.catalog?.dialect === 'sqlite' && drivers.has(sent.fact?.adapter ?? '')));
