import type { TextEdit } from './span.ts';

/** Edits over several files, and new files. A created path was free in the view the edits were made for: nothing is overwritten. */
export interface WorkspaceEdits {
  readonly changes: readonly { readonly path: string; readonly edits: readonly TextEdit[] }[];
  readonly creates: readonly { readonly path: string; readonly text: string }[];
}

/** The text with all edits made. Edits may come in any order but must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return sorted.reduce((out, edit) => out.slice(0, edit.span.start) + edit.newText + out.slice(edit.span.end), text);
}
