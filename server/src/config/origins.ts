import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Span } from '../text/span.ts';

/** Where a configuration says something: the span of the value at a path of keys; null where it says nothing. Made once for a text. */
export function originsOf(text: string): (...keys: readonly string[]) => Span | null {
  const root = parseTree(text, [], { allowTrailingComma: true });
  return (...keys) => {
    const node = root === undefined ? undefined : findNodeAtLocation(root, [...keys]);
    return node === undefined ? null : { start: node.offset, end: node.offset + node.length };
  };
}
