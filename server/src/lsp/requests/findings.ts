import { basename } from 'node:path';
import type { Snapshot } from '../../engine/api.ts';
import type { Finding, Severity } from '../../facts/finding.ts';
import type { Folder } from '../folder.ts';
import { locationsOf } from '../places.ts';
import type { FindingsResult, FolderFindings, TableFindings, ToldFinding } from '../protocol.ts';
import type { Session } from '../session.ts';
import { uriOf } from '../uris.ts';

/** `sargable/findings`: everything that is told of the workspace, by table, the worst first. */
export const findings = (session: Session): FindingsResult => ({ folders: session.folders.all().map(folderFindings) });

function folderFindings(folder: Folder): FolderFindings {
  const snapshot = folder.snapshot();
  return { uri: uriOf(folder.root), name: basename(folder.root), tables: snapshot === null ? [] : byTable(folder, snapshot) };
}

function byTable(folder: Folder, snapshot: Snapshot): readonly TableFindings[] {
  const names = new Map(snapshot.catalogs().map(({ id, name }) => [id, name]));
  const groups = new Map<string, { readonly database: string; readonly name: string; readonly findings: Finding[] }>();
  for (const finding of snapshot.findings()) {
    const key = `${finding.database}\n${finding.table}`;
    const group = groups.get(key) ?? { database: names.get(finding.database) ?? '', name: finding.table, findings: [] };
    group.findings.push(finding);
    groups.set(key, group);
  }
  return [...groups].map(([id, group]) => ({ ...group, id })).sort(worstFirst).map(({ id, database, name, findings: list }) => ({ id, database, name, findings: [...list].sort(bySeverity).map((finding) => told(folder, finding)) }));
}

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

const bySeverity = (a: Finding, b: Finding): number => severities.indexOf(a.severity) - severities.indexOf(b.severity);

interface Group { readonly name: string; readonly findings: readonly Finding[] }

/** By how many errors, then warnings and so on; then by name. */
function worstFirst(a: Group, b: Group): number {
  const count = ({ findings: list }: Group, severity: Severity): number => list.filter((finding) => finding.severity === severity).length;
  const differs = severities.map((severity) => count(b, severity) - count(a, severity)).find((difference) => difference !== 0);
  return differs ?? (a.name < b.name ? -1 : 1);
}

function told(folder: Folder, finding: Finding): ToldFinding {
  const [first, ...others] = locationsOf(folder, [finding, ...finding.sites]);
  return {
    fingerprint: finding.fingerprint, rule: finding.rule, severity: finding.severity, message: finding.message, advice: finding.advice,
    location: first ?? { uri: folder.uri(finding.path), range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }, others,
  };
}
