import type { DocumentLink, DocumentLinkParams } from 'vscode-languageserver/node';
import { mayConfigure } from '../../config/files.ts';
import { ruleNamesIn } from '../../config/rule-names.ts';
import { rules } from '../../rules/index.ts';
import { rulePageUrl } from '../diagnostics.ts';
import { rangeOf } from '../positions.ts';
import type { Session } from '../session.ts';

/** `textDocument/documentLink` in a configuration: every rule that it names leads to its page. */
export function documentLink(session: Session, { textDocument: { uri } }: DocumentLinkParams): DocumentLink[] | null {
  const document = session.documents.get(uri);
  if (!document || !mayConfigure(uri)) return null;
  return ruleNamesIn(uri, document.lines.text, rules.map(({ id }) => id)).map(({ rule, span }) => ({ range: rangeOf(document.lines, span), target: rulePageUrl(session.client, rule), tooltip: `About ${rule}` }));
}
