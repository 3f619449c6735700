import type { WorkspaceEdits } from '../text/edits.ts';
import type { TextEdit } from '../text/span.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import { editPieces, editsOf, type Pieces, textOf, wholeText } from './pieces.ts';

/** A workspace under change. It reads as the workspace would after the edits so far, and gives them as edits of what it started from. */
export interface Draft extends WorkspaceView {
  /** Spans are of the text as it now is. Nothing happens where the path is not there. */
  edit(path: string, edits: readonly TextEdit[]): void;
  /** False, and nothing happens, where the path exists already: nothing is ever overwritten. */
  create(path: string, text: string): boolean;
  /** Makes the edits of another step, which were made against this draft. False when a path it wants to create exists. */
  merge(edits: WorkspaceEdits): boolean;
  edits(): WorkspaceEdits;
}

export function startDraft(view: WorkspaceView): Draft {
  const changed = new Map<string, { readonly from: string; readonly pieces: Pieces }>();
  const created = new Map<string, string>();
  const text = (path: string): string | null => {
    const change = changed.get(path);
    return change === undefined ? (created.get(path) ?? view.text(path)) : textOf(change.pieces);
  };
  const edit = (path: string, edits: readonly TextEdit[]): void => {
    const known = created.get(path);
    if (known !== undefined) created.set(path, textOf(editPieces(wholeText(known), edits)));
    const from = changed.get(path)?.from ?? view.text(path);
    if (known === undefined && from !== null) changed.set(path, { from, pieces: editPieces(changed.get(path)?.pieces ?? wholeText(from), edits) });
  };
  const create = (path: string, newText: string): boolean => {
    if (created.has(path) || view.text(path) !== null) return false;
    created.set(path, newText);
    return true;
  };
  return {
    get paths() { return created.size === 0 ? view.paths : [...view.paths, ...created.keys()]; },
    text, edit, create,
    merge: (edits) => {
      if (edits.creates.some((file) => text(file.path) !== null)) return false;
      for (const change of edits.changes) edit(change.path, change.edits);
      return edits.creates.every((file) => create(file.path, file.text));
    },
    edits: () => ({
      changes: [...changed].map(([path, { from, pieces }]) => ({ path, edits: editsOf(pieces, from.length) })).filter((change) => change.edits.length > 0),
      creates: [...created].map(([path, newText]) => ({ path, text: newText })),
    }),
  };
}
