import type { CodeAction } from 'vscode-languageserver/node';
import type { Site } from '../facts/finding.ts';
import { EditPile } from '../fix/together.ts';
import type { WorkspaceEdits } from '../text/edits.ts';
import { fixAllKind } from './capabilities.ts';
import { fixesOf, type View } from './fixes.ts';
import { workspaceEdit } from './workspaceEdit.ts';

/**
 * Every safe fix of a document in one action: what `sargable check --fix` would do for its findings. No file is created. Fixes that would touch each other's
 * text wait for the next time.
 */
export function fixAllAction(view: View, within: 'this file' | 'every file'): CodeAction[] {
  const { session, place: { folder, path }, snapshot } = view;
  const pile = new EditPile();
  for (const site of snapshot.sites(path)) {
    const changes = safeChanges(view, site);
    if (within === 'every file' || changes.every((change) => change.path === path)) pile.add(changes);
  }
  const edit = pile.changes.length === 0 ? null : workspaceEdit(session, folder, { changes: pile.changes, creates: [] });
  return edit === null ? [] : [{ title: 'Fix all that is safe to fix (Sargable)', kind: fixAllKind, edit }];
}

/** Hints are less sure, and are left to people. */
function safeChanges({ place, snapshot }: View, site: Site): WorkspaceEdits['changes'] {
  const first = site.severity === 'hint' ? undefined : fixesOf(snapshot, place.path, site).find((fix) => fix.preferred);
  const edits = first?.applicability === 'safe' ? first.edits() : null;
  return edits === null || edits.creates.length > 0 ? [] : edits.changes.filter((change) => change.edits.length > 0);
}
