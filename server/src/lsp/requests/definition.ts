import type { DefinitionParams, Location } from 'vscode-languageserver/node';
import { locationsOf, subjectPlace } from '../places.ts';
import type { Session } from '../session.ts';

/** `textDocument/definition`: from a table or column that SQL text names to its declaration. */
export function definition(session: Session, params: DefinitionParams): Location[] | null {
  const at = subjectPlace(session, params);
  return at === null ? null : locationsOf(at.folder, at.snapshot.definition(at.path, at.offset));
}
