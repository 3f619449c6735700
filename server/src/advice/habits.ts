import type { AccessPath } from '../facts/access.ts';
import { standingTests } from './standing.ts';

/** What is so of nearly all queries of the workspace on one table. */
export interface Habits {
  /** Texts of the tests that leave deleted rows out in nearly all of them. */
  readonly always: ReadonlySet<string>;
  /** Some statement changes rows of it. */
  readonly updated: boolean;
}

export const noHabits: Habits = { always: new Set(), updated: true };

/** Fewer queries than these are no habit. */
const fewest = 3;
/** Of all that do not ask for one row by its key: that row is looked at whether it is deleted or not. */
const nearlyAll = 0.9;

/** `paths` are unchanging: an equal list is known by itself. */
export function habitsOf(paths: readonly AccessPath[]): Habits {
  const known = found.get(paths) ?? find(paths);
  found.set(paths, known);
  return known;
}

const found = new WeakMap<readonly AccessPath[], Habits>();

function find(paths: readonly AccessPath[]): Habits {
  const asking = paths.filter((path) => !path.oneRow);
  const counts = new Map<string, number>();
  for (const path of asking) for (const text of new Set(standingTests(path).filter((t) => t.kind === 'gone').map((t) => t.text))) counts.set(text, (counts.get(text) ?? 0) + 1);
  const always = [...counts].filter(([, n]) => n >= fewest && n >= asking.length * nearlyAll).map(([text]) => text).sort();
  return { always: new Set(always), updated: paths.some((path) => path.query.op === 'update' && path.query.sources[0]?.id === path.source) };
}

/** Equal for equal habits. */
export const habitsText = (habits: Habits): string => `${habits.updated}|${[...habits.always].join('|')}`;
