import type { Snapshot } from '../engine/api.ts';
import type { Finding } from '../facts/finding.ts';
import type { Places } from './places.ts';

/** What a reporter is given. `seconds`: wall time from start to findings. */
export interface Report {
  readonly snapshot: Snapshot;
  readonly places: Places;
  readonly findings: readonly Finding[];
  readonly seconds: number;
  readonly unread: boolean;
  readonly quiet: boolean;
}
