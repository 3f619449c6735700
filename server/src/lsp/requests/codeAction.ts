import { CodeActionKind, CodeActionTriggerKind, type CodeAction, type CodeActionParams, type Command, type Diagnostic } from 'vscode-languageserver/node';
import type { Fix } from '../../engine/api.ts';
import type { Site } from '../../facts/finding.ts';
import { rules } from '../../rules/index.ts';
import { fixAllKind } from '../capabilities.ts';
import { commandNames } from '../commandNames.ts';
import { diagnosticWriter } from '../diagnostics.ts';
import { fixAllAction } from '../fixAll.ts';
import { fixesOf, type View } from '../fixes.ts';
import { spanOf } from '../positions.ts';
import type { Session } from '../session.ts';
import { workspaceEdit } from '../workspaceEdit.ts';

/** What an action carries so that its edit can be computed when it is chosen. */
export interface ActionData { readonly uri: string; readonly fingerprint: string; readonly rule: string; readonly fix: string }

/** `textDocument/codeAction`: what can be done about the sites in a range, in the order of the fixes, then what explains them. */
export function codeAction(session: Session, params: CodeActionParams): CodeAction[] {
  const { textDocument: { uri }, range, context } = params;
  const place = session.folders.find(uri);
  const document = session.documents.get(uri);
  const snapshot = place?.folder.snapshot();
  if (!place || !document || !snapshot) return [];
  const view: View = { session, place, snapshot };
  const span = spanOf(document.lines, range);
  const write = diagnosticWriter(session, place.folder);
  const sites = wants(context.only) ? snapshot.sites(place.path).filter((site) => site.span.start <= span.end && span.start <= site.span.end) : [];
  // An editor that saves must not change files that are not being saved.
  const all = wantsFixAll(context.only) ? fixAllAction(view, context.triggerKind === CodeActionTriggerKind.Invoked ? 'every file' : 'this file') : [];
  return [...sites.flatMap((site) => actionsFor(view, uri, site, write(site))), ...all];
}

/** Kinds are hierarchical: `quickfix` is asked for by itself or by the empty kind. */
const wants = (only: readonly CodeActionKind[] | undefined): boolean => only === undefined || only.some((kind) => kind === '' || kind === CodeActionKind.QuickFix);

/** Only when it is asked for by name: it is no answer to one finding. */
const wantsFixAll = (only: readonly CodeActionKind[] | undefined): boolean => only?.some((kind) => kind !== '' && (fixAllKind === kind || fixAllKind.startsWith(`${kind}.`))) ?? false;

/** Of other rules hover has nothing to say but that the query is served. */
const accessRules = new Set(rules.filter(({ scope }) => scope === 'access').map(({ id }) => id));

function actionsFor(view: View, uri: string, site: Site, diagnostic: Diagnostic): CodeAction[] {
  const fixes = fixesOf(view.snapshot, view.place.path, site);
  const made = (list: readonly Fix[]): CodeAction[] => list.flatMap((fix) => fixAction(view, { uri, fingerprint: site.fingerprint, rule: site.rule, fix: fix.id }, fix, diagnostic));
  const isIgnore = (fix: Fix): boolean => fix.id.startsWith('ignore');
  return [
    ...made(fixes.filter((fix) => !isIgnore(fix))),
    ...(accessRules.has(site.rule) ? [commandAction(diagnostic, 'Show why no index serves this query', commandNames.explain, { uri, position: diagnostic.range.start })] : []),
    ...made(fixes.filter(isIgnore)),
    commandAction(diagnostic, `About ${site.rule}`, commandNames.showRule, site.rule),
  ];
}

/** With its edit at once where the client cannot ask for it later; left out where that edit cannot be made. */
function fixAction({ session, place }: View, data: ActionData, fix: Fix, diagnostic: Diagnostic): CodeAction[] {
  // A client with commands of its own shows a migration before anything is written.
  if (fix.migration !== undefined && session.client.runsCommands) return [commandAction(diagnostic, fix.title, commandNames.writeFix, { ...data, title: fix.title })];
  const action: CodeAction = { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], ...(fix.preferred && { isPreferred: true }) };
  // Whether files would have to be created is known only with the edit.
  if (session.client.resolvesEdits && session.client.createsFiles) return [{ ...action, data }];
  const edits = fix.edits();
  const edit = edits && workspaceEdit(session, place.folder, edits);
  return edit ? [{ ...action, edit }] : [];
}

function commandAction(diagnostic: Diagnostic, title: string, name: string, argument: unknown): CodeAction {
  const command: Command = { title, command: name, arguments: [argument] };
  return { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], command };
}
