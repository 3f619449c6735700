/** Listeners of one kind of happening. */
export class Event {
  readonly #listeners = new Set<() => void>();

  /** Returns what ends the listening. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  fire(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
