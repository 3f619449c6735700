import { join } from 'node:path';
import type { Snapshot } from '../engine/api.ts';
import type { OpenWorkspace } from '../host/workspace.ts';
import { basename } from '../text/path.ts';
import type { OpenDocument } from './documents.ts';
import { pauses } from './guard.ts';
import { linesOf, type Lines, type PositionEncoding } from './positions.ts';
import { uriOf } from './uris.ts';

/** The first reading of a folder: whether it is done, how many files it has read, and what it took. */
export interface Reading { readonly state: 'reading' | 'read' | 'stopped'; readonly files: number; readonly milliseconds: number }

/** One workspace folder and its engine. */
export class Folder {
  /** The folder's place on disk. */
  readonly root: string;
  readonly #workspace: OpenWorkspace;
  readonly #changed: () => void;
  readonly #encoding: PositionEncoding;
  readonly #open = new Map<string, OpenDocument>();
  /** Lines of files that are not open, until they change: positions are asked for after every keystroke elsewhere. */
  readonly #lines = new Map<string, Lines>();
  /** Settles when everything was read once. */
  readonly ready: Promise<void>;
  #reading: Reading = { state: 'reading', files: 0, milliseconds: 0 };

  /** `read` settles when everything was read, or the user has stopped that; `changed` is called after every change of what the folder says. */
  constructor(workspace: OpenWorkspace, encoding: PositionEncoding, read: Promise<Reading>, changed: () => void) {
    this.root = workspace.folder;
    this.#workspace = workspace;
    this.#encoding = encoding;
    this.#changed = changed;
    this.ready = read.then((reading) => {
      this.#reading = reading;
      changed();
    });
  }

  /** How far the first reading is. */
  get reading(): Reading {
    return this.#reading;
  }

  /** Null until everything was read once: before, an index that is not seen yet would be taken for one that is missing. */
  snapshot(): Snapshot | null {
    return this.#reading.state === 'read' ? this.#workspace.engine.snapshot() : null;
  }

  /** Whether a file belongs to what is looked at: not ignored, not build output. */
  includes(path: string): boolean {
    return this.#workspace.inSight(path);
  }

  /** In the client's own spelling where the document is open. */
  uri(path: string): string {
    return this.#open.get(path)?.uri ?? uriOf(join(this.root, path));
  }

  /** The lines of a file as the current snapshot has it; of an empty text where it is gone. */
  lines(path: string): Lines {
    const known = this.#open.get(path)?.lines ?? this.#lines.get(path);
    if (known) return known;
    const lines = linesOf(this.snapshot()?.text(path) ?? '', this.#encoding);
    this.#lines.set(path, lines);
    return lines;
  }

  open(path: string, document: OpenDocument): void {
    this.#open.set(path, document);
    this.#lines.delete(path);
    this.#workspace.engine.open(path, document.lines.text, document.version);
    this.#changed();
  }

  edit(path: string, document: OpenDocument): void {
    this.#open.set(path, document);
    this.#workspace.engine.edit(path, document.lines.text, document.version);
    this.#changed();
  }

  close(path: string): void {
    this.#open.delete(path);
    this.#workspace.engine.close(path);
    this.#changed();
  }

  /** Looks at the folder as if a text stood at a path, in the place of the document or file there. Nobody else hears of it. */
  withText<T>(path: string, text: string, look: (snapshot: Snapshot) => T): T {
    const { engine } = this.#workspace;
    const open = this.#open.get(path);
    engine.open(path, text, (open?.version ?? 0) + 1);
    try {
      return look(engine.snapshot());
    } finally {
      if (open) engine.edit(path, open.lines.text, open.version);
      else engine.close(path);
    }
  }

  /** Files that were created, changed or deleted on disk. They may be thousands: a branch was changed. */
  async filesChanged(paths: readonly string[]): Promise<void> {
    const { inSlice, pause } = pauses();
    this.#lines.clear();
    if (paths.some((path) => basename(path) === '.gitignore')) for (const _ of this.#workspace.scan()) await pause();
    else this.#workspace.changed(paths);
    while (!this.#workspace.engine.settle(inSlice)) await pause();
    this.#changed();
  }
}
