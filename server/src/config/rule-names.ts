import { type Node, parseTree } from 'jsonc-parser';
import type { Span } from '../text/span.ts';

/** Where a configuration names a rule: the keys of `rules`, and the lists of `tables`. Spans are without the quotes. */
export function ruleNamesIn(text: string, ruleIds: readonly string[]): readonly { readonly rule: string; readonly span: Span }[] {
  const found: { readonly rule: string; readonly span: Span }[] = [];
  const root = parseTree(text, [], { allowTrailingComma: true });
  const stack: Node[] = root === undefined ? [] : [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    stack.push(...(node.children ?? []));
    if (node.type === 'string' && ruleIds.includes(String(node.value))) found.push({ rule: String(node.value), span: { start: node.offset + 1, end: node.offset + node.length - 1 } });
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}
