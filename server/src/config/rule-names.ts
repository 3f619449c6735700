import type { Span } from '../text/span.ts';
import { configText } from './files.ts';
import type { ConfigNode } from './node.ts';

/** Where a configuration names a rule: the keys of `rules`, and the lists of tables and columns. Spans are without the quotes. */
export function ruleNamesIn(path: string, text: string, ruleIds: readonly string[]): readonly { readonly rule: string; readonly span: Span }[] {
  const node = configText(path, text)?.node;
  const found: { readonly rule: string; readonly span: Span }[] = [];
  const name = (rule: string, { start, end }: Span): void => { if (ruleIds.includes(rule)) found.push({ rule, span: /["']/.test(text[start] ?? '') ? { start: start + 1, end: end - 1 } : { start, end } }); };
  const visit = (at: ConfigNode): void => {
    if (at.kind === 'string') name(at.value, at.span);
    if (at.kind === 'array') at.items.forEach(visit);
    if (at.kind === 'object') for (const { key, keySpan, value } of at.entries) { name(key, keySpan); visit(value); }
  };
  if (node !== undefined) visit(node);
  return found.sort((a, b) => a.span.start - b.span.start);
}
