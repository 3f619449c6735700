import type { FlowExpr, FlowStep } from '../../../facts/flow.ts';
import { afterOf, childIn, childOfKind, childrenOf, fieldOf, type FlatTree, kindOf, NONE, parentOf, textOf } from '../../flat-tree.ts';
import { exprOf } from './expressions.ts';
import { type Making, placeOf, unknownAt } from './making.ts';
import { stepsOf } from './steps.ts';

type Case = Extract<FlowStep, { readonly s: 'switch' }>['cases'][number];

/** `match`: names that a pattern binds are made of what is matched. */
export function matchOf(making: Making, node: number, depth: number): FlowStep {
  const { tree } = making;
  const subjects = childrenOf(tree, node).filter((child) => fieldOf(tree, child) === 'subject');
  const values = subjects.map((subject) => exprOf(making, subject));
  const [only] = values;
  const at = placeOf(making, node);
  const on: FlowExpr = only !== undefined && values.length === 1 ? only : { e: 'list', form: 'tuple', items: values, at };
  const cases = childrenOf(tree, childIn(tree, node, 'body')).filter((child) => kindOf(tree, child) === 'case_clause').map((child) => caseOf(making, child, on, depth));
  return { s: 'switch', on, cases, at };
}

function caseOf(making: Making, node: number, on: FlowExpr, depth: number): Case {
  const { tree } = making;
  const patterns = childrenOf(tree, node).filter((child) => kindOf(tree, child) === 'case_pattern');
  const guard = childrenOf(tree, childOfKind(tree, node, 'if_clause'))[0];
  const names = patterns.flatMap((pattern) => capturedBy(tree, pattern));
  const body = [...names.map((name) => captureStep(making, name, on)), ...stepsOf(making, childIn(tree, node, 'consequence'), depth)];
  const matches = patterns.every((pattern) => /^(?:_|[A-Za-z]\w*)$/.test(textOf(tree, pattern))) && patterns.length === 1 ? null : testOf(making, patterns[0] ?? NONE);
  const asked = guard === undefined ? null : exprOf(making, guard);
  return { test: matches === null || asked === null ? (matches ?? asked) : { e: 'either', op: '&&', left: matches, right: asked, at: asked.at }, body };
}

/** A literal or a dotted constant is what it says; whether any other pattern matches is unknown. */
function testOf(making: Making, pattern: number): FlowExpr {
  const { tree } = making;
  const [inner = NONE] = childrenOf(tree, pattern);
  return /^(?:string|integer|float|true|false|none|concatenated_string)$/.test(kindOf(tree, inner)) ? exprOf(making, inner) : unknownAt(making, pattern);
}

/** The names that a pattern gives a value to. */
function capturedBy(tree: FlatTree, pattern: number): number[] {
  const out: number[] = [];
  for (let node = pattern + 1, end = afterOf(tree, pattern); node < end; node++) {
    const within = kindOf(tree, parentOf(tree, node));
    const kind = kindOf(tree, node);
    if (kind === 'dotted_name' ? within !== 'class_pattern' && !textOf(tree, node).includes('.') : kind === 'identifier' && (within === 'splat_pattern' || within === 'as_pattern')) out.push(node);
  }
  return out;
}

/** What is matched is not evaluated again: only where it is a plain name do the captured ones say that they are made of it. */
function captureStep(making: Making, name: number, on: FlowExpr): FlowStep {
  const at = placeOf(making, name);
  const value: FlowExpr = on.e === 'name' ? { e: 'op', op: 'match', parts: [{ ...on, at }], at } : { e: 'unknown', at };
  return { s: 'let', target: { t: 'name', name: textOf(making.tree, name) }, value, op: null, type: null, at };
}
