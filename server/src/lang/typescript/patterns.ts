import { childIn, childrenOf, endOf, type FlatTree, kindOf, NONE, spanOf, startOf, textOf } from '../flat-tree.ts';
import type { Pattern } from '../expression.ts';

/** Deeper patterns than this are not taken apart. */
const DEEPEST = 40;

/** A parameter, a declarator's name or any other place that binds names. */
export function patternOf(tree: FlatTree, node: number, type: string | null = null, depth = 0): Pattern {
  const span = spanOf(tree, node);
  const again = (inner: number, of: string | null = type) => (inner === NONE ? ({ kind: 'other', span } as const) : patternOf(tree, inner, of, depth + 1));
  if (depth > DEEPEST) return { kind: 'other', span };
  switch (kindOf(tree, node)) {
    case 'identifier': case 'shorthand_property_identifier_pattern': return { kind: 'name', name: textOf(tree, node), span, type };
    case 'required_parameter': case 'optional_parameter': return again(childIn(tree, node, 'pattern'), typeText(tree, node));
    case 'assignment_pattern': case 'object_assignment_pattern': return again(childIn(tree, node, 'left'));
    case 'rest_pattern': return again(childrenOf(tree, node)[0] ?? NONE);
    case 'array_pattern': return { kind: 'array', items: itemsOf(tree, node).map((item) => (item === NONE ? null : again(item, null))), span };
    case 'object_pattern': return objectPattern(tree, node, depth);
    default: return { kind: 'other', span };
  }
}

/** With NONE for what is left out: `[, second]`. */
function itemsOf(tree: FlatTree, node: number): number[] {
  const out: number[] = [];
  let from = startOf(tree, node) + 1;
  for (const child of childrenOf(tree, node)) {
    const commas = tree.text.slice(from, startOf(tree, child)).split(',').length - 1;
    for (let left = out.length === 0 ? commas : commas - 1; left > 0; left--) out.push(NONE);
    out.push(child);
    from = endOf(tree, child);
  }
  return out;
}

function objectPattern(tree: FlatTree, node: number, depth: number): Pattern {
  const entries: { key: string; target: Pattern }[] = [];
  let rest: string | null = null;
  for (const child of childrenOf(tree, node)) {
    if (kindOf(tree, child) === 'rest_pattern') {
      const target = patternOf(tree, child, null, depth + 1);
      rest = target.kind === 'name' ? target.name : null;
      continue;
    }
    const value = kindOf(tree, child) === 'pair_pattern' ? childIn(tree, child, 'value') : child;
    const target = patternOf(tree, value, null, depth + 1);
    const key = kindOf(tree, child) === 'pair_pattern' ? pairKey(tree, child) : target.kind === 'name' ? target.name : null;
    if (key !== null) entries.push({ key, target });
  }
  return { kind: 'object', entries, rest, span: spanOf(tree, node) };
}

function pairKey(tree: FlatTree, pair: number): string | null {
  const key = childIn(tree, pair, 'key');
  if (key === NONE || kindOf(tree, key) === 'computed_property_name') return null;
  return textOf(tree, key).replace(/^(['"])(.*)\1$/, '$2');
}

/** The annotation of a declarator, parameter or field, without its colon. */
export function typeText(tree: FlatTree, node: number): string | null {
  const type = childIn(tree, node, 'type');
  return type === NONE ? null : textOf(tree, type).replace(/^:\s*/, '');
}

/** One name that a pattern binds. `key` is the way to it from what is taken apart (`a.b`), null for a rest or where it cannot be said. */
export interface BoundName { readonly name: string; readonly span: { readonly start: number; readonly end: number }; readonly key: string | null; readonly plain: boolean; readonly type: string | null }

export function namesIn(pattern: Pattern, path: readonly string[] = []): BoundName[] {
  switch (pattern.kind) {
    case 'name': return [{ name: pattern.name, span: pattern.span, key: path.join('.') || null, plain: path.length === 0, type: pattern.type }];
    case 'object': return [...pattern.entries.flatMap((entry) => namesIn(entry.target, [...path, entry.key])), ...(pattern.rest === null ? [] : [{ name: pattern.rest, span: pattern.span, key: null, plain: false, type: null }])];
    case 'array': return pattern.items.flatMap((item, index) => (item === null ? [] : namesIn(item, [...path, String(index)])));
    default: return [];
  }
}
