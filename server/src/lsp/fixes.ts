import type { Fix, Snapshot } from '../engine/api.ts';
import type { Site } from '../facts/finding.ts';
import type { Place } from './folders.ts';
import type { Session } from './session.ts';

/** A document as a snapshot has it, and who asks for it. */
export interface View { readonly session: Session; readonly place: Place; readonly snapshot: Snapshot }

const known = new WeakMap<Snapshot, Map<Site, readonly Fix[]>>();

/** What can be done about a site. Editors ask at every move of the cursor, so each snapshot is asked once. */
export function fixesOf(snapshot: Snapshot, path: string, site: Site): readonly Fix[] {
  const fixes = known.get(snapshot) ?? new Map<Site, readonly Fix[]>();
  known.set(snapshot, fixes);
  const found = fixes.get(site) ?? snapshot.fixes(path, site);
  fixes.set(site, found);
  return found;
}
