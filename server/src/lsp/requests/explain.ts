import { explanationText } from '../../report/explanation.ts';
import { offsetAt } from '../positions.ts';
import type { ExplainParams, ExplainResult } from '../protocol.ts';
import type { Session } from '../session.ts';
import { pageAt } from './hover.ts';

/** `sargable/explain`: what hover says at a place, as a page of its own. */
export function explain(session: Session, { uri, position }: ExplainParams): ExplainResult | null {
  const place = session.folders.find(uri);
  const snapshot = place?.folder.snapshot();
  if (!place || !snapshot) return null;
  const offset = offsetAt(place.folder.lines(place.path), position);
  const explanation = snapshot.explain(place.path, offset);
  return explanation && { markdown: explanationText(explanation, pageAt(session, snapshot.sites(place.path), offset)) };
}
