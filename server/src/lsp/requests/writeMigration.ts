import { ErrorCodes, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Snapshot } from '../../engine/api.ts';
import type { Folder } from '../folder.ts';
import type { WriteMigrationParams, WriteMigrationResult } from '../protocol.ts';
import type { Session } from '../session.ts';
import { fileOf } from '../uris.ts';
import { workspaceEdit } from '../workspaceEdit.ts';
import { needId } from './openNeeds.ts';

/** `sargable/writeMigration`: the next migration of a folder and the edits of its models, for the client to apply. */
export function writeMigration(session: Session, { folder: uri, needs }: WriteMigrationParams): WriteMigrationResult {
  const folder = session.folders.all().find(({ root }) => root === fileOf(uri));
  const snapshot = folder?.snapshot();
  if (!folder || !snapshot) throw new ResponseError(ErrorCodes.InvalidParams, `${uri} is no workspace folder, or was not read yet`);
  return planFor(session, folder, snapshot, new Set(needs));
}

export function planFor(session: Session, folder: Folder, snapshot: Snapshot, ids: ReadonlySet<string>): WriteMigrationResult {
  const chosen = snapshot.openNeeds().filter((need) => ids.has(needId(need)));
  if (chosen.length < ids.size) throw new ResponseError(LSPErrorCodes.ContentModified, 'The workspace has changed; choose again');
  const plan = snapshot.plan(chosen);
  const isEmpty = plan.edits.changes.length + plan.edits.creates.length === 0;
  const edit = isEmpty ? null : workspaceEdit(session, folder, plan.edits);
  const problems = [...plan.skipped.map(({ need, reason }) => `${need.index.name ?? need.index.table}: ${reason}`), ...(edit || isEmpty ? [] : ['this editor cannot create files through the language server'])];
  return { edit, files: plan.files.map(({ path, part, what }) => ({ uri: folder.uri(path), path, part, what })), problems: [...new Set(problems)] };
}
