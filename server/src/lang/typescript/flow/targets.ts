import type { FlowExpr, FlowTarget } from '../../../facts/flow.ts';
import { childIn, childrenOf, kindOf, NONE, startOf, textOf } from '../../flat-tree.ts';
import { TRANSPARENT } from '../grammar.ts';
import { exprOf } from './expressions.ts';
import { keyName } from './literals.ts';
import { DEEPEST, type Making } from './making.ts';

const OTHER: FlowTarget = { t: 'other' };

/** What a declaration, an assignment, a loop or a parameter gives a value to. A default is told where the entry has a place for it. */
export function targetOf(making: Making, node: number, depth: number): FlowTarget {
  const { tree } = making;
  if (node === NONE || depth > DEEPEST || --making.budget < 0) return OTHER;
  const kind = kindOf(tree, node);
  switch (kind) {
    case 'identifier': case 'shorthand_property_identifier_pattern': return { t: 'name', name: textOf(tree, node) };
    case 'member_expression': return { t: 'attr', of: exprOf(making, childIn(tree, node, 'object'), depth + 1), name: textOf(tree, childIn(tree, node, 'property')) };
    case 'subscript_expression': return { t: 'item', of: exprOf(making, childIn(tree, node, 'object'), depth + 1), index: exprOf(making, childIn(tree, node, 'index'), depth + 1) };
    case 'assignment_pattern': case 'object_assignment_pattern': return targetOf(making, childIn(tree, node, 'left'), depth + 1);
    case 'rest_pattern': return targetOf(making, childrenOf(tree, node)[0] ?? NONE, depth + 1);
    case 'array_pattern': return listOf(making, node, depth);
    case 'object_pattern': return objectOf(making, node, depth);
    default: return TRANSPARENT.has(kind) ? targetOf(making, childrenOf(tree, node)[0] ?? NONE, depth + 1) : OTHER;
  }
}

function listOf(making: Making, node: number, depth: number): FlowTarget {
  const { tree } = making;
  const items: (FlowTarget | null)[] = [];
  let from = startOf(tree, node) + 1;
  let rest = false;
  for (const child of childrenOf(tree, node)) {
    // Commas are no nodes that are kept: of what is left out they alone tell.
    const commas = tree.text.slice(from, startOf(tree, child)).split(',').length - 1;
    for (let left = items.length === 0 ? commas : commas - 1; left > 0; left--) items.push(null);
    items.push(targetOf(making, child, depth + 1));
    rest = kindOf(tree, child) === 'rest_pattern';
    from = tree.end[child] ?? from;
  }
  return rest ? { t: 'list', items, rest } : { t: 'list', items };
}

type Entry = Extract<FlowTarget, { t: 'object' }>['entries'][number];

function objectOf(making: Making, node: number, depth: number): FlowTarget {
  const { tree } = making;
  const entries: Entry[] = [];
  let rest: string | null = null;
  for (const child of childrenOf(tree, node)) {
    if (kindOf(tree, child) === 'rest_pattern') rest = textOf(tree, childrenOf(tree, child)[0] ?? NONE) || null;
    else entries.push(...entryOf(making, child, depth));
  }
  return { t: 'object', entries, rest };
}

function entryOf(making: Making, node: number, depth: number): Entry[] {
  const { tree } = making;
  const pair = kindOf(tree, node) === 'pair_pattern';
  const bound = pair ? childIn(tree, node, 'value') : node;
  const target = targetOf(making, bound, depth + 1);
  const key = pair ? keyName(making, childIn(tree, node, 'key')) : target.t === 'name' ? target.name : null;
  if (key === null) return [];
  const value = defaultOf(making, bound, depth);
  return value === null ? [{ key, target }] : [{ key, target, value }];
}

function defaultOf(making: Making, node: number, depth: number): FlowExpr | null {
  const kind = kindOf(making.tree, node);
  return kind === 'assignment_pattern' || kind === 'object_assignment_pattern' ? exprOf(making, childIn(making.tree, node, 'right'), depth + 1) : null;
}
