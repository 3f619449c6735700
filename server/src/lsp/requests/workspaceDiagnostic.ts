import { DocumentDiagnosticReportKind, WorkspaceDiagnosticRequest } from 'vscode-languageserver/node';
import type { CancellationToken, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver/node';
import { closedReports, emptyReport, type ClosedReport } from '../closedFiles.ts';
import { Cancelled, slices } from '../guard.ts';
import type { Session } from '../session.ts';

/**
 * `workspace/diagnostic`: the files that are not open (the open ones are asked for by themselves). Clients ask again two seconds after each
 * answer, so the request is held open until some file's report differs from the one the client has.
 */
export async function workspaceDiagnostic(session: Session, params: WorkspaceDiagnosticParams, token: CancellationToken): Promise<WorkspaceDiagnosticReport> {
  const partial = params.partialResultToken;
  const known = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
  for (;;) {
    const change = nextChange(session, token);
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    const turn = slices(token);
    for (const item of news(session, known)) {
      if (partial !== undefined) await session.connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, partial, { items: [item] });
      items.push(item);
      await turn();
    }
    if (items.length > 0) return { items: partial === undefined ? items : [] };
    await change;
    if (token.isCancellationRequested) throw new Cancelled();
  }
}

/** Reports that differ from those the client knows: of files with findings, and of files that had some. */
function* news(session: Session, known: ReadonlyMap<string, string>): Generator<WorkspaceDocumentDiagnosticReport> {
  const seen = new Set<string>();
  for (const folder of session.folders.all()) {
    const snapshot = folder.snapshot();
    if (!snapshot) return;
    for (const report of closedReports(session, folder, snapshot).values()) {
      const uri = folder.uri(report.path);
      seen.add(uri);
      if (known.get(uri) !== report.resultId && !session.documents.get(uri)) yield item(uri, report);
    }
  }
  for (const [uri, id] of known) {
    if (id !== emptyReport.resultId && !seen.has(uri) && !session.documents.get(uri)) yield item(uri, emptyReport);
  }
}

const item = (uri: string, { resultId, items }: Omit<ClosedReport, 'path'>): WorkspaceDocumentDiagnosticReport =>
  ({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, resultId, items: [...items] });

/** The next change of any folder, or the request's end. */
function nextChange(session: Session, token: CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const stop = session.settled.on(() => done());
    const cancelled = token.onCancellationRequested(() => done());
    const done = () => {
      stop();
      cancelled.dispose();
      resolve();
    };
  });
}
