import { join } from 'node:path';
import type { OpenDocument } from './documents.ts';
import type { Folder } from './folder.ts';
import { fileOf, pathInside } from './uris.ts';

/** Where a document belongs: its folder, and its path in there. */
export interface Place { readonly folder: Folder; readonly path: string }

/** Makes the engine of a folder and begins to read it; `loose` folders hold files from outside the workspace. */
export type OpenFolder = (root: string, kind: 'workspace' | 'loose') => Folder;

/** The workspace's folders, and which of them each document belongs to. */
export class Folders {
  readonly #workspace = new Map<string, Folder>();
  readonly #loose = new Map<string, Folder>();
  readonly #places = new Map<string, Place>();
  readonly #openFolder: OpenFolder;

  constructor(openFolder: OpenFolder) {
    this.#openFolder = openFolder;
  }

  /** The workspace's folders, without the loose ones. */
  all(): readonly Folder[] {
    return [...this.#workspace.values()];
  }

  find(uri: string): Place | null {
    const place = this.#places.get(uri);
    if (place) return place;
    const file = fileOf(uri);
    return file === null ? null : this.inWorkspace(file);
  }

  /** The innermost workspace folder around a file. */
  inWorkspace(file: string): Place | null {
    const around = this.all().flatMap((folder) => {
      const path = pathInside(folder.root, file);
      return path === null ? [] : [{ folder, path }];
    });
    return around.reduce<Place | null>((best, place) => (best === null || place.path.length < best.path.length ? place : best), null);
  }

  /** Adds and removes folders; documents that are open move to where they then belong. */
  change(added: readonly string[], removed: readonly string[], open: readonly OpenDocument[]): void {
    for (const document of open) this.closeDocument(document);
    for (const root of removed) this.#workspace.delete(root);
    for (const root of added) if (!this.#workspace.has(root)) this.#workspace.set(root, this.#openFolder(root, 'workspace'));
    for (const document of open) this.openDocument(document);
  }

  openDocument(document: OpenDocument): void {
    const place = this.#placeFor(document);
    if (!place?.folder.includes(place.path)) return;
    this.#places.set(document.uri, place);
    place.folder.open(place.path, document);
  }

  editDocument(document: OpenDocument): void {
    const place = this.#places.get(document.uri);
    place?.folder.edit(place.path, document);
  }

  closeDocument(document: OpenDocument): void {
    const place = this.#places.get(document.uri);
    this.#places.delete(document.uri);
    place?.folder.close(place.path);
  }

  #placeFor(document: OpenDocument): Place | null {
    const file = fileOf(document.uri);
    if (file === null) return document.uri.startsWith('untitled:') ? this.#untitled(document) : null;
    return this.inWorkspace(file) ?? this.#looseFile(file);
  }

  /** A document that was never saved is treated as a file at the top of the first folder. */
  #untitled({ uri, languageId }: OpenDocument): Place | null {
    const [folder] = this.all();
    const extension = { typescript: 'ts', typescriptreact: 'tsx', javascript: 'js', javascriptreact: 'jsx', python: 'py' }[languageId] ?? 'sql';
    return { folder: folder ?? this.#looseFolder('/'), path: `untitled-${encodeURIComponent(uri.slice('untitled:'.length))}.${extension}` };
  }

  #looseFile(file: string): Place | null {
    const root = join(file, '..');
    const path = pathInside(root, file);
    return path === null ? null : { folder: this.#looseFolder(root), path };
  }

  #looseFolder(root: string): Folder {
    const known = this.#loose.get(root);
    if (known) return known;
    const made = this.#openFolder(root, 'loose');
    this.#loose.set(root, made);
    return made;
  }
}
