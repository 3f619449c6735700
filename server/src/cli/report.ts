import type { Snapshot, Stats } from '../engine/api.ts';
import type { Finding } from '../facts/finding.ts';
import { dirname, isInside } from '../text/path.ts';
import type { Fixed } from './fix.ts';
import type { Places } from './places.ts';
import type { Target } from './target.ts';

/** What a reporter is given. `seconds`: wall time from start to findings. */
export interface Report {
  readonly snapshot: Snapshot;
  readonly target: Target;
  readonly places: Places;
  readonly findings: readonly Finding[];
  readonly seconds: number;
  /** With `--fix`. */
  readonly fixed: Fixed | null;
  readonly unread: boolean;
  readonly quiet: boolean;
}

/** Tools that were found and are not read, as far as they belong to what was asked for: declared in it, or in a folder around it. */
export const notReadIn = ({ snapshot, target, places }: Report): Stats['notRead'] =>
  snapshot.stats().notRead.filter(({ path }) => places.inScope(path) || target.scopes.some((scope) => isInside(scope, dirname(path))));
