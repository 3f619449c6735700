import type { FlowExpr } from '../../../facts/flow.ts';
import { calledName } from './walk.ts';

/** Longer names say nothing in a sentence. */
const most = 40;

const sameElements = new Set(['enumerate', 'sorted', 'reversed', 'list', 'tuple', 'set', 'iter', 'zip', 'from', 'tqdm', 'Set', 'as_completed']);
const methods = new Set(['items', 'values', 'keys', 'entries', 'slice', 'filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'map', 'all', 'copy', 'split']);

/** What is gone over as its reader would call it: `settings` of `settings.items()`, `users` of `enumerate(users)` and of `range(len(users))`. Empty where it has no short name. */
export function iterableName(expr: FlowExpr | null, depth = 0): string {
  if (expr === null || depth > 4) return '';
  switch (expr.e) {
    case 'await': case 'slice': case 'spread': return iterableName(expr.of, depth + 1);
    case 'either': return iterableName(expr.left, depth + 1);
    case 'name': case 'attr': return pathText(expr);
    case 'call': {
      const [first] = expr.args;
      const name = calledName(expr);
      if (expr.of.e === 'attr' && expr.of.of.e === 'name' && expr.of.of.name === 'Object') return iterableName(first ?? null, depth + 1);
      if (sameElements.has(name) || name === 'len' || (name === 'range' && first?.e === 'call')) return iterableName(first ?? null, depth + 1);
      return expr.of.e === 'attr' && methods.has(name) ? iterableName(expr.of.of, depth + 1) : '';
    }
    default: return '';
  }
}

function pathText(expr: FlowExpr): string {
  const parts: string[] = [];
  for (let at = expr; ; at = at.of) {
    if (at.e === 'name') { parts.unshift(at.name); break; }
    if (at.e !== 'attr') return '';
    parts.unshift(at.name);
  }
  const text = parts.join('.');
  return text.length < most ? text : '';
}

/** `i < users.length`: the list whose places are counted. */
export function countedName(test: FlowExpr | null): string {
  const right = test?.e === 'op' && test.parts.length === 2 ? test.parts[1] : undefined;
  return right?.e === 'attr' && (right.name === 'length' || right.name === 'size') ? pathText(right.of) : right?.e === 'call' ? iterableName(right) : '';
}
