import type { Location, ReferenceParams } from 'vscode-languageserver/node';
import { locationsOf, subjectPlace } from '../places.ts';
import type { Session } from '../session.ts';

/** `textDocument/references`: what names a table or a column, and from an index the queries that it serves. */
export function references(session: Session, params: ReferenceParams): Location[] | null {
  const at = subjectPlace(session, params);
  return at === null ? null : locationsOf(at.folder, at.snapshot.references(at.path, at.offset, { declaration: params.context.includeDeclaration }));
}
