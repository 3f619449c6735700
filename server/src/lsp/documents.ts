import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { linesOf, spanOf, type Lines, type PositionEncoding } from './positions.ts';

/** A document that the client has open. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly lines: Lines;
}

/** The documents that the client has open, by URI; their text is the client's, whatever the disk says. */
export class Documents {
  readonly #open = new Map<string, OpenDocument>();
  readonly #encoding: PositionEncoding;

  constructor(encoding: PositionEncoding) {
    this.#encoding = encoding;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#open.get(uri);
  }

  all(): readonly OpenDocument[] {
    return [...this.#open.values()];
  }

  open(uri: string, languageId: string, version: number, text: string): OpenDocument {
    const document = { uri, languageId, version, lines: linesOf(text, this.#encoding) };
    this.#open.set(uri, document);
    return document;
  }

  /** Makes the changes in their order, each on the text that the one before left. Undefined when the document is not open. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const before = this.#open.get(uri);
    if (!before) return undefined;
    const document = { ...before, version, lines: changes.reduce(applyChange, before.lines) };
    this.#open.set(uri, document);
    return document;
  }

  close(uri: string): OpenDocument | undefined {
    const document = this.#open.get(uri);
    this.#open.delete(uri);
    return document;
  }
}

function applyChange(lines: Lines, change: TextDocumentContentChangeEvent): Lines {
  if (!('range' in change)) return linesOf(change.text, lines.encoding);
  const span = spanOf(lines, change.range);
  return linesOf(lines.text.slice(0, span.start) + change.text + lines.text.slice(span.end), lines.encoding);
}
