import { type OpenWorkspace, openWorkspace } from '../host/workspace.ts';
import type { Snapshot } from '../engine/api.ts';

/** A folder read whole. Progress goes to stderr once it has taken a second, and only on a terminal. */
export async function load(root: string): Promise<{ readonly workspace: OpenWorkspace; readonly snapshot: Snapshot; readonly seconds: number }> {
  const started = performance.now();
  const workspace = await openWorkspace(root, (message) => process.stderr.write(`sargable: ${message}\n`));
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
  return { workspace, snapshot, seconds: seconds() };
}
