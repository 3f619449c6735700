import { createHash } from 'node:crypto';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { Finding } from '../facts/finding.ts';
import type { Snapshot } from '../engine/api.ts';
import { configDiagnostics, diagnosticWriter } from './diagnostics.ts';
import type { Folder } from './folder.ts';
import type { Session } from './session.ts';

/** What the Problems view shows of a file that is not open: one finding a need, so it hangs on other files too and its id is made of what it says. */
export interface ClosedReport { readonly path: string; readonly resultId: string; readonly items: readonly Diagnostic[] }

export type Reports = ReadonlyMap<string, ClosedReport>;

const reports = new WeakMap<Snapshot, Reports>();

/** The reports of all files that have findings, worked out once a snapshot. */
export function closedReports(session: Session, folder: Folder, snapshot: Snapshot): Reports {
  const known = reports.get(snapshot);
  if (known) return known;
  const write = diagnosticWriter(session, folder);
  const said = new Map([...byPath(snapshot.findings())].map(([path, findings]) => [path, findings.map(write)]));
  for (const { path } of snapshot.configProblems()) said.set(path, configDiagnostics(folder, snapshot, path));
  const made = new Map([...said].map(([path, items]) => [path, reportOf(path, items)]));
  reports.set(snapshot, made);
  return made;
}

export const closedReport = (session: Session, folder: Folder, snapshot: Snapshot, path: string): ClosedReport => closedReports(session, folder, snapshot).get(path) ?? { path, ...emptyReport };

export const emptyReport: Omit<ClosedReport, 'path'> = { resultId: 'closed:none', items: [] };

const reportOf = (path: string, items: readonly Diagnostic[]): ClosedReport =>
  ({ path, items, resultId: `closed:${createHash('sha1').update(JSON.stringify(items)).digest('base64url')}` });

function byPath(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.path);
    if (group) group.push(finding);
    else groups.set(finding.path, [finding]);
  }
  return groups;
}
