import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';
import { basename } from 'node:path';
import { openFolder as openOnDisk, type OpenWorkspace, type Parsers } from '../host/workspace.ts';
import { Folder, type Reading } from './folder.ts';
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
  const read = kind === 'loose' ? Promise.resolve(nothing) : readAll(workspace, opening).catch((error: unknown): Reading => {
    log.error(`reading ${root}`, error);
    return nothing;
  });
  return new Folder(workspace, opening.encoding, read, opening.changed);
}

/** Progress is told this often. */
const reportMilliseconds = 250;

const nothing: Reading = { state: 'read', files: 0, milliseconds: 0 };

/** The first reading: in slices, so that the client's messages get their turn. The user may stop it; then nothing is told, since indexes may be missing. */
async function readAll(workspace: OpenWorkspace, { root, window, log }: Pick<Opening, 'root' | 'window' | 'log'>): Promise<Reading> {
  const began = performance.now();
  const progress = window && await beginProgress(window, basename(root));
  const { pause, inSlice } = pauses();
  let files = 0;
  let told = began;
  const goesOn = async (message: string): Promise<boolean> => {
    if (performance.now() - told > reportMilliseconds) {
      progress?.report(message);
      told = performance.now();
    }
    await pause();
    return progress?.token.isCancellationRequested !== true;
  };
  const result = (state: Reading['state']): Reading => {
    progress?.done();
    const milliseconds = Math.round(performance.now() - began);
    log.info(state === 'read' ? `${root}: ${files} files read in ${milliseconds} ms` : `${root}: stopped after ${files} files`);
    return { state, files, milliseconds };
  };
  for (files of workspace.scan()) if (!await goesOn(`${files} files`)) return result('stopped');
  while (!workspace.engine.settle(inSlice)) if (!await goesOn(`${files} files found; working out their queries`)) return result('stopped');
  workspace.engine.snapshot().findings();
  return result('read');
}

async function beginProgress(window: Connection['window'], folder: string): Promise<WorkDoneProgressServerReporter> {
  const progress = await window.createWorkDoneProgress();
  progress.begin('Sargable', undefined, `reading ${folder}`, true);
  return progress;
}
