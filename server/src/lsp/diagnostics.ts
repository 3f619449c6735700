import { DiagnosticSeverity, type Diagnostic, type DiagnosticRelatedInformation, type Range } from 'vscode-languageserver/node';
import type { Place as CodePlace, Severity, Site } from '../facts/finding.ts';
import type { Snapshot } from '../engine/api.ts';
import type { ClientFeatures } from './capabilities.ts';
import { commandNames } from './commandNames.ts';
import { rangeOf } from './positions.ts';
import type { Folder } from './folder.ts';
import type { Place } from './folders.ts';
import type { Session } from './session.ts';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, information: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint,
};

const pages = 'https://github.com/sargable/sargable/blob/main/server/src/rules';

/** What opens a rule's page: a command of the client, which has the page at hand, or else the address where it is published. */
export const rulePageUrl = (client: ClientFeatures, rule: string): string =>
  (client.opensCommands ? `command:${commandNames.showRule}?${encodeURIComponent(JSON.stringify(rule))}` : `${pages}/${rule}.md`);

/** What a diagnostic carries so that its fixes can be found again. */
export interface DiagnosticData { readonly fingerprint: string }

/** What a configuration file gets wrong is told where it stands. */
export function configDiagnostics(folder: Folder, snapshot: Snapshot, path: string): Diagnostic[] {
  const problems = snapshot.configProblems().filter((problem) => problem.path === path);
  if (problems.length === 0) return [];
  return problems.map(({ span, message }) => ({ range: rangeOf(folder.lines(path), span), severity: DiagnosticSeverity.Warning, source: 'sargable', code: 'configuration', message }));
}

/** Turns sites of a folder's current snapshot into what the client shows. */
export function diagnosticWriter(session: Session, folder: Folder) {
  const range = (place: CodePlace): Range => rangeOf(folder.lines(place.path), place.span);
  const related = (site: Site): DiagnosticRelatedInformation[] =>
    site.related.map((place) => ({ location: { uri: folder.uri(place.path), range: range(place) }, message: place.message }));
  return (site: Site): Diagnostic => ({
    range: range(site),
    severity: severities[site.severity],
    source: 'sargable',
    code: site.rule,
    ...(session.client.codeDescription && { codeDescription: { href: rulePageUrl(session.client, site.rule) } }),
    message: site.advice === '' ? site.message : `${site.message}\n${site.advice}`,
    ...(session.client.relatedInformation && site.related.length > 0 && { relatedInformation: related(site) }),
    data: { fingerprint: site.fingerprint } satisfies DiagnosticData,
  });
}

/** All that is told of an open document. */
export const openDiagnostics = (session: Session, { folder, path }: Place, snapshot: Snapshot): Diagnostic[] =>
  [...snapshot.sites(path).map(diagnosticWriter(session, folder)), ...configDiagnostics(folder, snapshot, path)];
