import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';
import { openFolder as openOnDisk, type OpenWorkspace, type Parsers } from '../host/workspace.ts';
import { Folder } from './folder.ts';
import { pauses } from './guard.ts';
import type { Log } from './log.ts';
import type { PositionEncoding } from './positions.ts';

export interface Opening {
  readonly root: string;
  /** `loose`: files from outside the workspace; nothing beside what is open is read. */
  readonly kind: 'workspace' | 'loose';
  readonly parsers: Parsers;
  readonly encoding: PositionEncoding;
  readonly log: Log;
  /** Where progress is shown; null for clients that show none. */
  readonly window: Connection['window'] | null;
  readonly changed: () => void;
}

/** Makes the engine of a folder and begins to read it. */
export function openFolder(opening: Opening): Folder {
  const { root, kind, parsers, log } = opening;
  const workspace = openOnDisk(parsers, root, (message) => log.error(root, message));
  if (kind === 'loose') workspace.engine.setComplete(true);
  const read = kind === 'loose' ? Promise.resolve() : readAll(workspace, opening).catch((error: unknown) => log.error(`reading ${root}`, error));
  return new Folder(workspace, opening.encoding, read, opening.changed);
}

/** Progress is told this often. */
const reportMilliseconds = 250;

/** The first reading: in slices, so that the client's messages get their turn. */
async function readAll(workspace: OpenWorkspace, { root, window, log }: Pick<Opening, 'root' | 'window' | 'log'>): Promise<void> {
  const began = performance.now();
  const progress = window && await beginProgress(window);
  const { pause, inSlice } = pauses();
  let files = 0;
  let told = began;
  for (files of workspace.scan()) {
    if (performance.now() - told > reportMilliseconds) {
      progress?.report(`${files} files`);
      told = performance.now();
    }
    await pause();
  }
  while (!workspace.engine.settle(inSlice)) await pause();
  workspace.engine.snapshot().findings();
  progress?.done();
  log.info(`${root}: ${files} files read in ${Math.round(performance.now() - began)} ms`);
}

async function beginProgress(window: Connection['window']): Promise<WorkDoneProgressServerReporter> {
  const progress = await window.createWorkDoneProgress();
  progress.begin('Sargable', undefined, 'reading the workspace');
  return progress;
}
