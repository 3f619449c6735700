import { join } from 'node:path';
import type { Snapshot } from '../engine/api.ts';
import type { OpenWorkspace } from '../host/workspace.ts';
import { basename } from '../text/path.ts';
import type { OpenDocument } from './documents.ts';
import { pauses } from './guard.ts';
import { uriOf } from './uris.ts';

/** One workspace folder and its engine. */
export class Folder {
  /** The folder's place on disk. */
  readonly root: string;
  readonly #workspace: OpenWorkspace;
  readonly #changed: () => void;
  /** The client's own spelling of the URIs of open documents, by path. */
  readonly #uris = new Map<string, string>();
  /** Settles when everything was read once. */
  readonly ready: Promise<void>;
  #isReady = false;

  /** `read` settles when everything was read; `changed` is called after every change of what the folder says. */
  constructor(workspace: OpenWorkspace, read: Promise<void>, changed: () => void) {
    this.root = workspace.folder;
    this.#workspace = workspace;
    this.#changed = changed;
    this.ready = read.then(() => {
      this.#isReady = true;
      changed();
    });
  }

  /** Null until everything was read once: before, an index that is not seen yet would be taken for one that is missing. */
  snapshot(): Snapshot | null {
    return this.#isReady ? this.#workspace.engine.snapshot() : null;
  }

  /** Whether a file belongs to what is looked at: not ignored, not build output. */
  includes(path: string): boolean {
    return this.#workspace.inSight(path);
  }

  uri(path: string): string {
    return this.#uris.get(path) ?? uriOf(join(this.root, path));
  }

  open(path: string, document: OpenDocument): void {
    this.#uris.set(path, document.uri);
    this.#workspace.engine.open(path, document.lines.text, document.version);
    this.#changed();
  }

  edit(path: string, document: OpenDocument): void {
    this.#workspace.engine.edit(path, document.lines.text, document.version);
    this.#changed();
  }

  close(path: string): void {
    this.#uris.delete(path);
    this.#workspace.engine.close(path);
    this.#changed();
  }

  /** Files that were created, changed or deleted on disk. They may be thousands: a branch was changed. */
  async filesChanged(paths: readonly string[]): Promise<void> {
    const { inSlice, pause } = pauses();
    if (paths.some((path) => basename(path) === '.gitignore')) for (const _ of this.#workspace.scan()) await pause();
    else this.#workspace.changed(paths);
    while (!this.#workspace.engine.settle(inSlice)) await pause();
    this.#changed();
  }
}
