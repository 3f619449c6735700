import type { BoundColumn, LogicExpr } from '../facts/expr.ts';
import { type BoundExpr, sourcesIn, subqueriesIn } from './bound.ts';
import { collationOf } from './collation.ts';
import { type KeySide, keySideOf } from './key.ts';
import { bound, type Here, isBoolean, other, REASON } from './meaning.ts';
import { flat } from './normal.ts';
import { listTerm, sidesOf } from './sides.ts';
import { canBind, type Compiled } from './term.ts';
import { isNullLiteral } from './value.ts';

/** OR: a list where all arms are equalities on one key, else one probe an arm. `meaning` compiles what stands in an arm; an IN of a subquery probes from there in SQLite alone. */
export function alternatives(expr: LogicExpr<BoundColumn>, here: Here, meaning: (expr: BoundExpr, here: Here) => Compiled): Compiled {
  const union = sameKeyUnion(expr, here);
  if (union !== null) return union;
  const arms = expr.args.map((arm) => flat('and', arm).map((e) => ({ expr: e, means: sourcesIn(e).includes(here.source) && (e.kind !== 'subquery' || here.ground.dialect === 'sqlite') ? meaning(e, here) : other(e, here, 'or', REASON.or) })));
  const needs = [...new Set(sourcesIn(expr).filter((id) => id !== here.source))];
  const bindable = arms.every((arm) => arm.some((part) => canBind(part.means)));
  return { form: 'or', terms: [], arms, blocker: bindable ? null : REASON.or, blockerKind: bindable ? null : 'or', elsewhere: subqueriesIn(expr).length > 0, needs, weak: false };
}

/** `a = 1 OR a = 2` is `a IN (1, 2)`. */
function sameKeyUnion(expr: LogicExpr<BoundColumn>, here: Here): Compiled | null {
  const items: BoundExpr[] = [];
  let first: KeySide | null = null;
  let arg: BoundExpr | null = null;
  let collation = '';
  for (const arm of expr.args) {
    const found = equalityParts(arm, here);
    if (found === null || (first !== null && (found.side.key !== first.key || found.side.collation !== first.collation || found.collation !== collation))) return null;
    collation = found.collation;
    first ??= found.side;
    arg ??= found.arg;
    items.push(...found.values);
  }
  const [value] = items;
  if (first !== null && value !== undefined && isSameConstant(items)) return bound([{ ...listTerm(first, expr, [value], here), form: 'equality', collation }], 'equality', isBoolean(first));
  return first === null || arg === null ? null : bound([{ ...listTerm(first, { kind: 'in', negated: false, arg, items: [], span: expr.span }, items, here), collation, ...(here.ground.dialect === 'sqlite' ? {} : { operator: 'unordered' }) }], 'in', isBoolean(first));
}

/** `a = 1 OR a = 1`, which code makes. */
function isSameConstant(items: readonly BoundExpr[]): boolean {
  const [first] = items;
  return first !== undefined && first.kind === 'literal' && items.every((i) => i.kind === 'literal' && i.type === first.type && i.value === first.value);
}

function equalityParts(arm: BoundExpr, here: Here): { readonly side: KeySide; readonly arg: BoundExpr; readonly values: readonly BoundExpr[]; readonly collation: string } | null {
  // SQLite makes one list of equalities alone.
  if (arm.kind === 'in' && !arm.negated && arm.arg.kind !== 'row' && here.ground.dialect !== 'sqlite') {
    const side = keySideOf(arm.arg, here.source, here.table, here.ground);
    return side === null ? null : { side, arg: arm.arg, values: arm.items, collation: collationOf(arm, side, null, here.ground) };
  }
  if (arm.kind !== 'compare' || arm.op !== '=' || arm.left.kind === 'row') return null;
  const sides = sidesOf(arm.left, arm.right, here);
  if (sides?.value.kind === 'collate' && here.ground.dialect === 'sqlite') return null;
  return sides === null || sourcesIn(sides.value).length > 0 || isNullLiteral(sides.value) ? null : { side: sides.side, arg: sides.flipped ? arm.right : arm.left, values: [sides.value], collation: collationOf(arm, sides.side, sides.value, here.ground) };
}
