import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver/node';
import type { Site } from '../../facts/finding.ts';
import { rulePageUrl } from '../diagnostics.ts';
import { explanationText, plainText } from '../../report/explanation.ts';
import { subjectPlace } from '../places.ts';
import { rangeOf } from '../positions.ts';
import type { Session } from '../session.ts';

/** `textDocument/hover` over a query, a column or a table: how it is reached, and why by no other way. */
export function hover(session: Session, { textDocument, position }: HoverParams): Hover | null {
  const at = subjectPlace(session, { textDocument, position });
  if (!at) return null;
  const { folder, snapshot, path, offset } = at;
  const explanation = snapshot.explain(path, offset);
  if (!explanation) return null;
  const text = explanationText(explanation, session.client.hoverMarkdown ? pageAt(session, snapshot.sites(path), offset) : null);
  return { contents: contents(text, session), range: rangeOf(folder.lines(path), explanation.span) };
}

/** The page of the rule that speaks at this place. */
export function pageAt({ client }: Session, sites: readonly Site[], offset: number): string | null {
  const site = sites.find(({ span }) => span.start <= offset && offset <= span.end);
  return site ? rulePageUrl(client, site.rule) : null;
}

const contents = (value: string, session: Session): Hover['contents'] =>
  session.client.hoverMarkdown ? { kind: MarkupKind.Markdown, value } : { kind: MarkupKind.PlainText, value: plainText(value) };
