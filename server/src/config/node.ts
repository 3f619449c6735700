import type { Span } from '../text/span.ts';

/** A value of a configuration with its place, whatever its file is written in. Spans of texts are with their quotes. */
export type ConfigNode =
  | { readonly kind: 'object'; readonly span: Span; readonly entries: readonly ConfigEntry[] }
  | { readonly kind: 'array'; readonly span: Span; readonly items: readonly ConfigNode[] }
  | { readonly kind: 'string'; readonly span: Span; readonly value: string }
  | { readonly kind: 'number'; readonly span: Span; readonly value: number }
  | { readonly kind: 'boolean'; readonly span: Span; readonly value: boolean }
  /** null, a date: what no setting is. */
  | { readonly kind: 'other'; readonly span: Span };

export interface ConfigEntry { readonly key: string; readonly keySpan: Span; readonly value: ConfigNode }

export const entriesOf = (node: ConfigNode | undefined): readonly ConfigEntry[] => (node?.kind === 'object' ? node.entries : []);

export const itemsOf = (node: ConfigNode | undefined): readonly ConfigNode[] => (node?.kind === 'array' ? node.items : []);

/** The value behind a path of keys. Of a key that is given twice the last counts. */
export function nodeAt(node: ConfigNode | undefined, keys: readonly string[]): ConfigNode | undefined {
  const [first, ...rest] = keys;
  if (first === undefined || node === undefined) return node;
  const next = node.kind === 'array' ? node.items[Number(first)] : entriesOf(node).findLast((entry) => entry.key === first)?.value;
  return nodeAt(next, rest);
}
