import type { Place } from './folders.ts';
import type { Session } from './session.ts';

/** The result id of an open document: that of what is told of it, or of nothing as long as the first reading goes on. */
export function openResultId({ folder, path }: Place): string {
  const snapshot = folder.snapshot();
  if (!snapshot) return 'open:unread';
  const mistakes = snapshot.configProblems().filter((problem) => problem.path === path);
  return `open:${snapshot.resultId(path)}${mistakes.length === 0 ? '' : JSON.stringify(mistakes)}`;
}

/**
 * Tells a client that pulls when diagnostics it has of documents that were not edited since are out of date: the catalog, the configuration
 * or the first scan changed them. One request for all of them.
 */
export class Refresh {
  readonly #answered = new Map<string, { readonly version: number; readonly resultId: string }>();

  /** Remembers what the client was told of an open document. */
  answered(uri: string, version: number, resultId: string): void {
    this.#answered.set(uri, { version, resultId });
  }

  forget(uri: string): void {
    this.#answered.delete(uri);
  }

  async ask(session: Session): Promise<void> {
    if (!session.client.diagnosticRefresh || !this.#isStale(session)) return;
    // What is stale now is asked for once; the answers to come are remembered anew.
    this.#answered.clear();
    await session.connection.languages.diagnostics.refresh();
  }

  #isStale(session: Session): boolean {
    return [...this.#answered].some(([uri, { version, resultId }]) => {
      const place = session.folders.find(uri);
      return place !== null && session.documents.get(uri)?.version === version && openResultId(place) !== resultId;
    });
  }
}
