import type { Span, TextEdit } from '../text/span.ts';
import type { WorkspaceEdits } from '../text/edits.ts';

/** Edits of several fixes that go together. */
export class EditPile {
  readonly #edits = new Map<string, TextEdit[]>();

  /** All edits of a fix or none: false where one touches what is changed already. */
  add(changes: WorkspaceEdits['changes']): boolean {
    const free = changes.every(({ path, edits }) => edits.every((edit) => (this.#edits.get(path) ?? []).every((other) => !touches(edit.span, other.span))));
    if (free) for (const { path, edits } of changes) this.#edits.set(path, [...(this.#edits.get(path) ?? []), ...edits]);
    return free;
  }

  get changes(): WorkspaceEdits['changes'] {
    return [...this.#edits].map(([path, edits]) => ({ path, edits }));
  }
}

const touches = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;
