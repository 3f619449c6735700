import { CodeActionRequest, CodeActionResolveRequest, CodeLensRequest, DefinitionRequest, DocumentDiagnosticRequest, DocumentLinkRequest, ExecuteCommandRequest, HoverRequest, InlayHintRequest, ReferencesRequest, WorkspaceDiagnosticRequest, type Connection } from 'vscode-languageserver/node';
import { guardRequest, guardRequest0, pullCancelled } from './guard.ts';
import type { Log } from './log.ts';
import { explainRequest, findingsRequest, fixEditRequest, indexMapRequest, openNeedsRequest, rulePageRequest, rulesRequest, unreadRequest, writeMigrationRequest } from './protocol.ts';
import { codeAction } from './requests/codeAction.ts';
import { codeActionResolve, fixEdit } from './requests/codeActionResolve.ts';
import { codeLens } from './requests/codeLens.ts';
import { definition } from './requests/definition.ts';
import { documentDiagnostic } from './requests/documentDiagnostic.ts';
import { documentLink } from './requests/documentLink.ts';
import { executeCommand } from './requests/executeCommand.ts';
import { explain } from './requests/explain.ts';
import { findings } from './requests/findings.ts';
import { hover } from './requests/hover.ts';
import { inlayHint } from './requests/inlayHint.ts';
import { indexMap } from './requests/indexMap.ts';
import { openNeeds } from './requests/openNeeds.ts';
import { references } from './requests/references.ts';
import { rulePage } from './requests/rulePage.ts';
import { listRules } from './requests/rules.ts';
import { listUnread } from './requests/unread.ts';
import { workspaceDiagnostic } from './requests/workspaceDiagnostic.ts';
import { writeMigration } from './requests/writeMigration.ts';
import type { Session } from './session.ts';

/** One line a request; each has its file in requests/. */
export function answerRequests(connection: Connection, log: Log, session: () => Session): void {
  connection.onRequest(DocumentDiagnosticRequest.type, guardRequest('textDocument/diagnostic', log, (params, token) => documentDiagnostic(session(), params, token), pullCancelled));
  connection.onRequest(WorkspaceDiagnosticRequest.type, guardRequest('workspace/diagnostic', log, (params, token) => workspaceDiagnostic(session(), params, token), pullCancelled));
  connection.onRequest(CodeActionRequest.type, guardRequest('textDocument/codeAction', log, (params) => codeAction(session(), params)));
  connection.onRequest(CodeActionResolveRequest.type, guardRequest('codeAction/resolve', log, (action) => codeActionResolve(session(), action)));
  connection.onRequest(HoverRequest.type, guardRequest('textDocument/hover', log, (params) => hover(session(), params)));
  connection.onRequest(DefinitionRequest.type, guardRequest('textDocument/definition', log, (params) => definition(session(), params)));
  connection.onRequest(ReferencesRequest.type, guardRequest('textDocument/references', log, (params) => references(session(), params)));
  connection.onRequest(DocumentLinkRequest.type, guardRequest('textDocument/documentLink', log, (params) => documentLink(session(), params)));
  connection.onRequest(CodeLensRequest.type, guardRequest('textDocument/codeLens', log, (params) => codeLens(session(), params)));
  connection.onRequest(InlayHintRequest.type, guardRequest('textDocument/inlayHint', log, (params) => inlayHint(session(), params)));
  connection.onRequest(ExecuteCommandRequest.type, guardRequest('workspace/executeCommand', log, (params) => executeCommand(session(), params)));
  connection.onRequest(openNeedsRequest, guardRequest0('sargable/openNeeds', log, () => openNeeds(session())));
  connection.onRequest(writeMigrationRequest, guardRequest('sargable/writeMigration', log, (params) => writeMigration(session(), params)));
  connection.onRequest(explainRequest, guardRequest('sargable/explain', log, (params) => explain(session(), params)));
  connection.onRequest(fixEditRequest, guardRequest('sargable/fixEdit', log, (params) => fixEdit(session(), params)));
  connection.onRequest(findingsRequest, guardRequest0('sargable/findings', log, () => findings(session())));
  connection.onRequest(unreadRequest, guardRequest0('sargable/unread', log, () => listUnread(session())));
  connection.onRequest(indexMapRequest, guardRequest('sargable/indexMap', log, (params) => indexMap(session(), params)));
  connection.onRequest(rulesRequest, guardRequest0('sargable/rules', log, () => listRules()));
  connection.onRequest(rulePageRequest, guardRequest('sargable/rulePage', log, (params) => rulePage(params)));
}
