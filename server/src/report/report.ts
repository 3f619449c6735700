import type { Snapshot, Stats } from '../engine/api.ts';
import type { Finding } from '../facts/finding.ts';
import { dirname, isInside } from '../text/path.ts';
import type { Places } from './places.ts';

/** What a reporter is given. `seconds`: wall time from start to findings. */
export interface Report {
  readonly snapshot: Snapshot;
  /** What was asked for, relative to the folder that was read. */
  readonly scopes: readonly string[];
  readonly places: Places;
  readonly findings: readonly Finding[];
  readonly seconds: number;
  /** With `--fix`. */
  readonly fixed: Fixed | null;
  readonly unread: boolean;
  readonly quiet: boolean;
}

/** What `check --fix` did and what it left. Titles are those of the quick fixes in the editor. */
export interface Fixed {
  readonly applied: readonly Applied[];
  /** Has a fix that someone has to look at, or that takes a migration. */
  readonly left: readonly Left[];
  /** Files that could not be written, and why. Their findings stand. */
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}
export interface Left { readonly finding: Finding; readonly title: string; readonly why: 'review' | 'migration' }
export interface Applied { readonly rule: string; readonly title: string; readonly fingerprint: string; readonly paths: readonly string[] }

/** Tools that were found and are not read, as far as they belong to what was asked for: declared in it, or in a folder around it. */
export const notReadIn = ({ snapshot, scopes, places }: Report): Stats['notRead'] =>
  snapshot.stats().notRead.filter(({ path }) => places.inScope(path) || scopes.some((scope) => isInside(scope, dirname(path))));
