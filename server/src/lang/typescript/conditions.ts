import type { Span } from '../../text/span.ts';
import { childIn, childrenOf, type FlatTree, kindOf, NONE, nodesOf, spanOf, textOf } from '../flat-tree.ts';
import { around, innermost, nestOf } from '../nest.ts';
import { FUNCTIONS } from './grammar.ts';

interface Region extends Span { readonly kind: 'condition' | 'loop' | 'function' }

export interface Conditions {
  /** What runs only sometimes around an offset, within its function, innermost first; loops left out. */
  around(offset: number): readonly Span[];
  /** Whether `inner` may be passed over where `outer` runs once: by a condition, a loop or a callback between the two. */
  between(outer: number, inner: number): boolean;
}

const BRANCHING: readonly string[] = ['if_statement', 'switch_case', 'switch_default', 'catch_clause', 'ternary_expression', 'binary_expression', 'for_statement', 'for_in_statement', 'while_statement', ...FUNCTIONS];
const SHORT_CIRCUIT: ReadonlySet<string> = new Set(['&&', '||', '??']);

export function conditionsOf(tree: FlatTree): Conditions {
  const regions = nodesOf(tree, BRANCHING).flatMap((node) => regionsAt(tree, node)).sort((a, b) => a.start - b.start || b.end - a.end);
  const nest = nestOf(regions);
  return {
    around(offset) {
      const all = around(nest, offset);
      const end = all.findIndex((region) => region.kind === 'function');
      return (end < 0 ? all : all.slice(0, end)).filter((region) => region.kind === 'condition').map(({ start, end: to }) => ({ start, end: to }));
    },
    between: (outer, inner) => {
      const region = nest.ranges[innermost(nest, inner)];
      return region !== undefined && !(region.start <= outer && outer < region.end);
    },
  };
}

function regionsAt(tree: FlatTree, node: number): Region[] {
  const kind = kindOf(tree, node);
  const region = (of: number, what: Region['kind']): Region[] => (of === NONE ? [] : [{ ...spanOf(tree, of), kind: what }]);
  if (FUNCTIONS.has(kind)) return region(node, 'function');
  switch (kind) {
    case 'if_statement': case 'ternary_expression': return [...region(childIn(tree, node, 'consequence'), 'condition'), ...region(childIn(tree, node, 'alternative'), 'condition')];
    case 'switch_case': case 'switch_default': case 'catch_clause': return region(node, 'condition');
    case 'binary_expression': return SHORT_CIRCUIT.has(textOf(tree, childIn(tree, node, 'operator'))) ? region(childIn(tree, node, 'right'), 'condition') : [];
    default: return region(childIn(tree, node, 'body') === NONE ? (childrenOf(tree, node).at(-1) ?? NONE) : childIn(tree, node, 'body'), 'loop');
  }
}
