import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation, type Range } from 'vscode-languageserver/node';
import type { Place as CodePlace, Severity, Site } from '../facts/finding.ts';
import type { Snapshot } from '../engine/api.ts';
import { linesOf, rangeOf, type Lines } from './positions.ts';
import type { Folder } from './folder.ts';
import type { Place } from './folders.ts';
import type { Session } from './session.ts';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, information: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint,
};

const pages = 'https://github.com/sargable/sargable/blob/main/server/src/rules';

export const rulePageUrl = (rule: string): string => `${pages}/${rule}.md`;

/** What a diagnostic carries so that its fixes can be found again. */
export interface DiagnosticData { readonly fingerprint: string }

/** What a configuration file gets wrong is told where it stands. */
export function configDiagnostics(session: Session, snapshot: Snapshot, path: string): Diagnostic[] {
  const problems = snapshot.configProblems().filter((problem) => problem.path === path);
  if (problems.length === 0) return [];
  const lines = linesOf(snapshot.text(path) ?? '', session.client.encoding);
  return problems.map(({ span, message }) => ({ range: rangeOf(lines, span), severity: DiagnosticSeverity.Warning, source: 'sargable', code: 'configuration', message }));
}

/** Turns places of one snapshot into what the client shows; the lines of each file are worked out once. */
export function diagnosticWriter(session: Session, folder: Folder, snapshot: Snapshot) {
  const known = new Map<string, Lines>();
  const lines = (path: string): Lines => {
    const found = known.get(path) ?? linesOf(snapshot.text(path) ?? '', session.client.encoding);
    known.set(path, found);
    return found;
  };
  const range = (place: CodePlace): Range => rangeOf(lines(place.path), place.span);
  const related = (site: Site): DiagnosticRelatedInformation[] =>
    site.related.map((place) => ({ location: { uri: folder.uri(place.path), range: range(place) }, message: place.message }));
  return (site: Site): Diagnostic => ({
    range: range(site),
    severity: severities[site.severity],
    source: 'sargable',
    code: site.rule,
    ...(session.client.codeDescription && { codeDescription: { href: rulePageUrl(site.rule) } }),
    message: site.advice === '' ? site.message : `${site.message}\n${site.advice}`,
    ...(session.client.relatedInformation && site.related.length > 0 && { relatedInformation: related(site) }),
    data: { fingerprint: site.fingerprint } satisfies DiagnosticData,
  });
}

/** All that is told of an open document. */
export const openDiagnostics = (session: Session, { folder, path }: Place, snapshot: Snapshot): Diagnostic[] =>
  [...snapshot.sites(path).map(diagnosticWriter(session, folder, snapshot)), ...configDiagnostics(session, snapshot, path)];
