import { LSPErrorCodes, ResponseError, type CodeAction, type WorkspaceEdit } from 'vscode-languageserver/node';
import { fixesOf } from '../fixes.ts';
import type { FixEditParams, FixEditResult } from '../protocol.ts';
import type { Session } from '../session.ts';
import { workspaceEdit } from '../workspaceEdit.ts';
import type { ActionData } from './codeAction.ts';

/** `codeAction/resolve`: the edit of an action that was chosen, made for the text as it now is. */
export function codeActionResolve(session: Session, action: CodeAction): CodeAction {
  const data: unknown = action.data;
  if (!isActionData(data)) return action;
  return { ...action, edit: chosen(session, data) };
}

/** `sargable/fixEdit`: the same for a client that shows the edit before it makes it. */
export const fixEdit = (session: Session, params: FixEditParams): FixEditResult => ({ edit: chosen(session, params) });

function chosen(session: Session, data: ActionData): WorkspaceEdit {
  const edit = editOf(session, data);
  if (!edit) throw new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed, or this edit cannot be made in this editor');
  return edit;
}

function editOf(session: Session, { uri, fingerprint, rule, fix }: ActionData): WorkspaceEdit | null {
  const place = session.folders.find(uri);
  const snapshot = place?.folder.snapshot();
  if (!place || !snapshot) return null;
  const site = snapshot.sites(place.path).find((one) => one.fingerprint === fingerprint && one.rule === rule);
  const edits = site && fixesOf(snapshot, place.path, site).find(({ id }) => id === fix)?.edits();
  return edits ? workspaceEdit(session, place.folder, edits) : null;
}

function isActionData(data: unknown): data is ActionData {
  if (typeof data !== 'object' || data === null) return false;
  return ['uri', 'fingerprint', 'rule', 'fix'].every((key) => typeof Reflect.get(data, key) === 'string');
}
