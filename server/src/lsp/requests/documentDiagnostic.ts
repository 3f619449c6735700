import { DocumentDiagnosticReportKind, type DocumentDiagnosticParams, type DocumentDiagnosticReport } from 'vscode-languageserver/node';
import type { CancellationToken } from 'vscode-languageserver/node';
import { closedReport, type ClosedReport } from '../closedFiles.ts';
import { openDiagnostics } from '../diagnostics.ts';
import { Cancelled } from '../guard.ts';
import { openResultId } from '../refresh.ts';
import type { Session } from '../session.ts';

/**
 * `textDocument/diagnostic`: every unserved query of an open document. "Unchanged" costs one comparison of result ids, since clients ask for
 * the other open documents again and again while one is typed in. A client that cannot be told to ask again waits for the first scan.
 */
export async function documentDiagnostic(session: Session, params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport> {
  const { uri } = params.textDocument;
  const place = session.folders.find(uri);
  if (!place) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const { folder, path } = place;
  if (!session.client.diagnosticRefresh) await folder.ready;
  if (token.isCancellationRequested) throw new Cancelled();
  const snapshot = folder.snapshot();
  const document = session.documents.get(uri);
  if (!document) return snapshot ? report(closedReport(session, folder, snapshot, path), params.previousResultId) : { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const resultId = openResultId(place);
  session.refresh.answered(uri, document.version, resultId);
  if (!snapshot) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  if (resultId === params.previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: openDiagnostics(session, place, snapshot) };
}

function report(closed: ClosedReport, previous: string | undefined): DocumentDiagnosticReport {
  if (closed.resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: closed.resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId: closed.resultId, items: [...closed.items] };
}
