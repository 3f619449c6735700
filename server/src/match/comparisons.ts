import { isMysql } from '../facts/dialect.ts';
import { type BoundExpr, sourcesIn } from './bound.ts';
import { collationOf } from './collation.ts';
import { type KeySide, keySideOf } from './key.ts';
import { bound, type Here, isBoolean, other, REASON, together } from './meaning.ts';
import { blockOf, FLIP, listTerm, sidesOf, valueTerm } from './sides.ts';
import type { Compiled, Term } from './term.ts';
import { constantTerm, nullTest } from './tests.ts';
import { constantOf, isNullLiteral, isParameter } from './value.ts';

type CompareNode = Extract<BoundExpr, { kind: 'compare' }>;

/** `=`, `<` and their kind, of values and of rows. */
export function comparison(expr: Extract<BoundExpr, { kind: 'compare' }>, here: Here): Compiled {
  if (expr.left.kind === 'row' && expr.right.kind === 'row') return rowComparison(expr, expr.left.items, expr.right.items, here);
  const sides = sidesOf(expr.left, expr.right, here);
  if (sides === null) return other(expr, here, 'same-row', REASON['same-row']);
  const op = sides.flipped ? FLIP[expr.op] : expr.op;
  const { ground } = here;
  if (op === '<>' && isBoolean(sides.side) && sides.value.kind === 'literal' && sides.value.type === 'boolean' && ground.dialect === 'postgresql') return bound([constantTerm(sides.side, sides.value.value !== true)], 'equality', true);
  if (op === '<>' && isMysql(ground.dialect)) return excluded(sides.side, [sides.value], expr, here);
  if (op === '<>' || op === 'is-distinct') return isNullLiteral(sides.value) && op === 'is-distinct' ? nullTest(sides.side, 'not-null') : other(expr, here, 'negation', REASON.negation);
  if (op === 'is-not-distinct') {
    if (isNullLiteral(sides.value)) return nullTest(sides.side, 'is-null');
    if (ground.dialect === 'postgresql') return other(expr, here, 'negation', 'IS NOT DISTINCT FROM uses no index');
  }
  if (isNullLiteral(sides.value)) return other(expr, here, 'negation', 'nothing equals NULL');
  const equal = op === '=' || op === 'is-not-distinct';
  const term = valueTerm(sides.side, sides.value, expr, here, equal ? 'equality' : op === '<' || op === '<=' ? 'upper' : 'lower');
  return bound([op === '<' || op === '>' ? { ...term, strict: true } : term], term.needs.length > 0 && equal ? 'join' : equal ? 'equality' : 'range', equal && isBoolean(sides.side));
}

/** BETWEEN, in the direction people write it and in the other. */
export function between(expr: Extract<BoundExpr, { kind: 'between' }>, here: Here): Compiled {
  if (expr.negated) return other(expr, here, 'negation', REASON.negation);
  const { source, table, ground } = here;
  const side = keySideOf(expr.arg, source, table, ground);
  const values = [expr.low, expr.high];
  if (side === null || values.some((v) => sourcesIn(v).includes(source))) return side === null ? betweenColumns(expr, here) : other(expr, here, 'same-row', REASON['same-row']);
  const needs = [...new Set(values.flatMap(sourcesIn))];
  const constants = values.map(constantOf);
  const known = constants.flatMap((c) => (c === undefined ? [] : [c]));
  const base = { key: side.key, side, needs, collation: collationOf(expr, side, expr.low, ground), blocked: blockOf(side, values, ground), parameter: values.some(isParameter) };
  return bound([{ ...base, form: 'between', ...(known.length === 2 ? { constants: known } : {}) }], 'range');
}

/** `3 BETWEEN lo AND hi`: a bound for each column. */
function betweenColumns(expr: Extract<BoundExpr, { kind: 'between' }>, here: Here): Compiled {
  const parts: CompareNode[] = [{ kind: 'compare', op: '<=', left: expr.low, right: expr.arg, span: expr.span }, { kind: 'compare', op: '>=', left: expr.high, right: expr.arg, span: expr.span }];
  if (here.ground.dialect === 'sqlite' || expr.symmetric === true) return other(expr, here, 'same-row', REASON['same-row']);
  return together(parts.filter((p) => sourcesIn(p).includes(here.source)).map((p) => comparison(p, here)));
}

function rowComparison(expr: Extract<BoundExpr, { kind: 'compare' }>, left: readonly BoundExpr[], right: readonly BoundExpr[], here: Here): Compiled {
  const pairs = left.map((l, i): CompareNode => ({ kind: 'compare', op: expr.op, left: l, right: right[i] ?? l, span: expr.span }));
  if (expr.op === '=') return together(pairs.map((p) => comparison(p, here)));
  const first = pairs[0];
  if (first === undefined || expr.op === '<>' || isMysql(here.ground.dialect)) return other(expr, here, 'negation', 'a comparison of rows uses no index');
  const strict = comparison(first, here);
  const [term] = strict.terms;
  const keys = left.map((l, i) => sidesOf(l, right[i] ?? l, here)?.side.key ?? null);
  const row = keys.flatMap((k) => (k === null ? [] : [k]));
  return term === undefined || row.length !== keys.length ? strict : { ...strict, terms: [{ ...term, row }] };
}

/** IN over a list, of values and of rows. */
export function inList(expr: Extract<BoundExpr, { kind: 'in' }>, here: Here): Compiled {
  if (expr.negated) return notIn(expr, here);
  if (expr.arg.kind === 'row') return rowIn(expr, expr.arg.items, here);
  const { source, table, ground } = here;
  const side = keySideOf(expr.arg, source, table, ground);
  if (side === null || expr.items.some((i) => sourcesIn(i).includes(source))) return other(expr, here, 'same-row', REASON['same-row']);
  const [only] = expr.items;
  if (only !== undefined && expr.items.length === 1 && !(only.kind === 'param' && only.list === true)) return comparison({ kind: 'compare', op: '=', left: expr.arg, right: only, span: expr.span }, here);
  return bound([listTerm(side, expr, expr.items, here)], 'in', isBoolean(side));
}

function notIn(expr: Extract<BoundExpr, { kind: 'in' }>, here: Here): Compiled {
  const side = isMysql(here.ground.dialect) && expr.arg.kind !== 'row' && !expr.items.some((i) => sourcesIn(i).includes(here.source)) ? keySideOf(expr.arg, here.source, here.table, here.ground) : null;
  return side === null ? other(expr, here, 'negation', REASON.negation) : excluded(side, expr.items, expr, here);
}

/**
 * MySQL reads `<>` and NOT IN as ranges: what lies beside the values. Of a boolean they ask for the other value; of anything else they leave next to nothing out, and bound a probe only behind
 * keys that are bound otherwise (fact 25).
 */
function excluded(side: KeySide, values: readonly BoundExpr[], expr: BoundExpr, here: Here): Compiled {
  const [first] = values;
  if (first === undefined) return other(expr, here, 'negation', REASON.negation);
  const term: Term = { ...valueTerm(side, first, expr, here, 'excluded'), needs: [...new Set(values.flatMap(sourcesIn))] };
  if (isBoolean(side)) return bound([{ ...term, form: 'lower' }], 'range', true);
  return { ...other(expr, here, 'negation', REASON.negation), terms: [term], elsewhere: false, needs: term.needs };
}

/** `(a, b) IN ((1, 2), …)`: every column is bound to a list. */
function rowIn(expr: Extract<BoundExpr, { kind: 'in' }>, args: readonly BoundExpr[], here: Here): Compiled {
  const columns = args.map((arg, i) => ({ arg, items: expr.items.map((item) => (item.kind === 'row' ? (item.items[i] ?? item) : item)) }));
  const mine = columns.filter((c) => sourcesIn(c.arg).includes(here.source));
  const parts = mine.map((c) => inList({ ...expr, arg: c.arg, items: c.items }, here));
  const whole = together(parts);
  return { ...whole, terms: whole.terms.map((t) => (t.form === 'in' ? { ...t, operator: 'unordered' } : t)), form: 'in' };
}
