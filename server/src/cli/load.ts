import type { Snapshot } from '../engine/api.ts';
import { type OpenWorkspace, openWorkspace } from '../host/workspace.ts';

/** What was read, and how long it took from start to findings. `crashes`: parts that were isolated. */
export interface Loaded { readonly snapshot: Snapshot; readonly seconds: number; readonly crashes: readonly string[] }

/** A folder read whole. Progress goes to stderr once it has taken a second, and only on a terminal. */
export async function load(root: string): Promise<Loaded & { readonly workspace: OpenWorkspace }> {
  const started = performance.now();
  const crashes: string[] = [];
  const workspace = await openWorkspace(root, crashTeller(crashes));
  const seconds = (): number => (performance.now() - started) / 1000;
  let told = 0;
  for (const files of workspace.scan()) {
    if (!process.stderr.isTTY || seconds() < told + 1) continue;
    told = seconds();
    process.stderr.write(`\r${files} files read`);
  }
  const snapshot = workspace.engine.snapshot();
  snapshot.findings();
  if (told > 0) process.stderr.write('\r\u001b[K');
  return { workspace, snapshot, seconds: seconds(), crashes };
}

/** Tells of a crash at once, and keeps it for the report. */
export const crashTeller = (crashes: string[]) => (message: string): void => {
  crashes.push(message);
  process.stderr.write(`sargable: ${message}\n`);
};
