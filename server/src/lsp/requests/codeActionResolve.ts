import { LSPErrorCodes, ResponseError, type CodeAction } from 'vscode-languageserver/node';
import type { Session } from '../session.ts';
import { workspaceEdit } from '../workspaceEdit.ts';
import type { ActionData } from './codeAction.ts';

/** `codeAction/resolve`: the edit of an action that was chosen, made for the text as it now is. */
export function codeActionResolve(session: Session, action: CodeAction): CodeAction {
  const data: unknown = action.data;
  if (!isActionData(data)) return action;
  const place = session.folders.find(data.uri);
  const snapshot = place?.folder.snapshot();
  const site = snapshot?.sites(place?.path ?? '').find(({ fingerprint, rule }) => fingerprint === data.fingerprint && rule === data.rule);
  const edits = place && site && snapshot?.fixes(place.path, site).find(({ id }) => id === data.fix)?.edits();
  const edit = place && snapshot && edits && workspaceEdit(session, place.folder, snapshot, edits);
  if (!edit) throw new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed, or this edit cannot be made in this editor');
  return { ...action, edit };
}

function isActionData(data: unknown): data is ActionData {
  if (typeof data !== 'object' || data === null) return false;
  return ['uri', 'fingerprint', 'rule', 'fix'].every((key) => typeof Reflect.get(data, key) === 'string');
}
