import type { ClientFeatures } from './capabilities.ts';
import type { Session } from './session.ts';

/** A kind of thing that the client shows within documents, and asks for by itself only when a document is edited. */
export interface Kind<T> {
  /** All that an open document shows now. */
  readonly of: (session: Session, uri: string) => readonly T[];
  readonly canRefresh: (client: ClientFeatures) => boolean;
  /** Has the client ask again, for every document. */
  readonly refresh: (session: Session) => Promise<void>;
}

interface Answer { readonly kind: Kind<unknown>; readonly uri: string; readonly version: number; readonly said: string }

/**
 * What the client was told of lenses and hints. They also change with other files, with the settings and with the first reading: then the client is told
 * to ask again, once, and only where something that it shows would differ.
 */
export class Shown {
  readonly #answers = new Map<Kind<unknown>, Map<string, Answer>>();

  /** What a document shows, remembered as what the client has. */
  answer<T>(session: Session, kind: Kind<T>, uri: string): readonly T[] {
    const version = session.documents.get(uri)?.version;
    const items = kind.of(session, uri);
    if (version !== undefined && kind.canRefresh(session.client)) this.#of(kind).set(uri, { kind, uri, version, said: JSON.stringify(items) });
    return items;
  }

  async ask(session: Session): Promise<void> {
    for (const [kind, answers] of this.#answers) {
      if (![...answers.values()].some((answer) => isStale(session, answer))) continue;
      answers.clear();
      await kind.refresh(session);
    }
  }

  forget(uri: string): void {
    for (const answers of this.#answers.values()) answers.delete(uri);
  }

  #of(kind: Kind<unknown>): Map<string, Answer> {
    const known = this.#answers.get(kind) ?? new Map<string, Answer>();
    this.#answers.set(kind, known);
    return known;
  }
}

/** A document that was edited since is asked for anyway. */
const isStale = (session: Session, { kind, uri, version, said }: Answer): boolean => session.documents.get(uri)?.version === version && JSON.stringify(kind.of(session, uri)) !== said;
