import { AnnotatedTextEdit, CreateFile, TextDocumentEdit, type ChangeAnnotation, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import type { WorkspaceEdits } from '../text/edits.ts';
import { rangeOf } from './positions.ts';
import type { Folder } from './folder.ts';
import type { Session } from './session.ts';

const annotation = 'sargable.migration';
const annotations: Record<string, ChangeAnnotation> = { [annotation]: { label: 'Migration', description: 'Written by Sargable; look it over before it is applied', needsConfirmation: false } };

/**
 * Edits of the current snapshot's texts in the client's terms: with the versions of open documents where the client takes them, so that an edit of a
 * text that has changed meanwhile is refused. Null when files would have to be created and the client cannot.
 */
export function workspaceEdit(session: Session, folder: Folder, edits: WorkspaceEdits): WorkspaceEdit | null {
  const changed = edits.changes.filter(({ edits: list }) => list.length > 0).map(({ path, edits: list }) => {
    return { uri: folder.uri(path), list: list.map((edit): TextEdit => ({ range: rangeOf(folder.lines(path), edit.span), newText: edit.newText })) };
  });
  if (edits.creates.length > 0 && !(session.client.documentChanges && session.client.createsFiles)) return null;
  if (!session.client.documentChanges) return { changes: Object.fromEntries(changed.map(({ uri, list }) => [uri, list])) };
  const annotated = session.client.changeAnnotations;
  return {
    documentChanges: [
      ...edits.creates.flatMap(({ path, text }) => createFile(folder.uri(path), text, annotated)),
      ...changed.map(({ uri, list }) => TextDocumentEdit.create({ uri, version: session.documents.get(uri)?.version ?? null }, list)),
    ],
    ...(annotated && edits.creates.length > 0 && { changeAnnotations: annotations }),
  };
}

/** A file that must not be there yet, and its text. */
function createFile(uri: string, text: string, annotated: boolean): (CreateFile | TextDocumentEdit)[] {
  const start = { line: 0, character: 0 };
  const options = { overwrite: false, ignoreIfExists: false };
  const edit = annotated ? AnnotatedTextEdit.insert(start, text, annotation) : { range: { start, end: start }, newText: text };
  return [annotated ? CreateFile.create(uri, options, annotation) : CreateFile.create(uri, options), TextDocumentEdit.create({ uri, version: null }, [edit])];
}
