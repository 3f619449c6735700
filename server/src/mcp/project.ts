import type { Snapshot } from '../engine/api.ts';

/** One folder, as tools see it. */
export interface Project {
  /** Absolute, with the system's separators. */
  readonly root: string;
  /** As the folder is now: what changed since was read again. @throws ToolError where it is not read yet */
  readonly snapshot: () => Snapshot;
  /** The same as if a text stood at a path; afterwards it stands there no more. @throws ToolError where such a file would not be looked at */
  readonly withText: <T>(path: string, text: string, look: (snapshot: Snapshot) => T) => T;
}
