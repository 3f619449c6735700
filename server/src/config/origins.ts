import type { Span } from '../text/span.ts';
import { nodeAt } from './node.ts';
import type { Settings } from './settings.ts';

/** Where a setting was said: the place of the value at a path of keys, in the override, file or extended file that says it first. Null where none does. */
export function originOf({ sources }: Settings, keys: readonly string[]): { readonly path: string; readonly span: Span } | null {
  for (const { path, node } of sources) {
    const found = node === null ? undefined : nodeAt(node, keys);
    if (found !== undefined) return { path, span: found.span };
  }
  return null;
}
