import type { BlockerKind, Condition } from '../facts/access.ts';
import type { Table } from '../facts/catalog.ts';
import type { BoundColumn, CompareOp, LogicExpr } from '../facts/expr.ts';
import { type BoundExpr, sourcesIn, subqueriesIn } from './bound.ts';
import { collationOf } from './collation.ts';
import { columnOf, type Ground } from './ground.ts';
import { type KeySide, keySideOf } from './key.ts';
import { flat } from './normal.ts';
import { patternOf } from './pattern.ts';
import type { Compiled, Term } from './term.ts';
import { affinityKeepsIndex, columnAffinity, keepsIndex, valueAffinity, valueClass } from './types.ts';
import { constantOf, isNullLiteral, isParameter, isVolatile } from './value.ts';

interface Here { readonly source: number; readonly table: Table; readonly ground: Ground }

/** What a conjunct means to a source: which keys it binds, and when. Null when it does not name the source at all. */
export function compile(expr: BoundExpr, source: number, table: Table, ground: Ground): Compiled | null {
  const ids = sourcesIn(expr);
  if (!ids.includes(source)) return null;
  return compiled(expr, { source, table, ground });
}

function compiled(expr: BoundExpr, here: Here): Compiled {
  switch (expr.kind) {
    case 'compare': return comparison(expr, here);
    case 'between': return between(expr, here);
    case 'in': return inList(expr, here);
    case 'is': return isTest(expr, here);
    case 'like': return like(expr, here);
    case 'quantified': return quantified(expr, here);
    case 'subquery': return subquery(expr, here);
    case 'operator': return special(expr, here);
    case 'column': return bareColumn(expr, here);
    case 'not': return negatedBare(expr, here);
    case 'or': return alternatives(expr, here);
    case 'and': return together(flat('and', expr).map((e) => compiled(e, here)));
    case 'call': return callTest(expr, here);
    default: return other(expr, here, 'opaque', 'it was not understood');
  }
}

function other(expr: BoundExpr, here: Here, kind: BlockerKind, blocker: string): Compiled {
  const elsewhere = subqueriesIn(expr).length > 0 || sourcesIn(expr).length > 1;
  return { form: 'other', terms: [], arms: null, blocker, blockerKind: kind, elsewhere, needs: sourcesIn(expr).filter((id) => id !== here.source), weak: true };
}

function bound(terms: readonly Term[], form: Condition['form'], weak = false): Compiled {
  const needs = [...new Set(terms.flatMap((t) => t.needs))];
  const blocked = terms.find((t) => t.blocked !== null) ?? terms.find((t) => t.side.wrapped !== null);
  const kind = blocked === undefined ? null : (blocked.blocked ?? blocked.side.wrapped);
  return { form, terms, arms: null, blocker: kind === null ? null : REASON[kind], blockerKind: kind, elsewhere: false, needs, weak };
}

/** Clauses that follow "it does not serve this: ". */
const REASON: Readonly<Record<BlockerKind, string>> = {
  function: 'the column is inside a function', cast: 'the column is cast to another type', arithmetic: 'the column is inside a calculation', wildcard: 'the pattern does not start with a constant',
  pattern: 'the pattern is known only at run time', 'needs-opclass': 'a prefix search needs another operator class or collation', negation: 'it names what is left out, not what is wanted',
  type: 'the value’s type makes the database convert the column', collation: 'it compares under another collation than the column’s', special: 'it needs another kind of index', or: 'one of its alternatives can be bound by no index',
  volatile: 'the value is computed anew for every row', 'same-row': 'it compares two columns of the same row', 'not-null': 'nearly every row has a value', opaque: 'it was not understood',
};

const FLIP: Readonly<Record<CompareOp, CompareOp>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=', 'is-distinct': 'is-distinct', 'is-not-distinct': 'is-not-distinct' };

function comparison(expr: Extract<BoundExpr, { kind: 'compare' }>, here: Here): Compiled {
  if (expr.left.kind === 'row' && expr.right.kind === 'row') return rowComparison(expr, expr.left.items, expr.right.items, here);
  const sides = sidesOf(expr.left, expr.right, here);
  if (sides === null) return other(expr, here, 'same-row', REASON['same-row']);
  const op = sides.flipped ? FLIP[expr.op] : expr.op;
  const { ground } = here;
  if (op === '<>' && isBoolean(sides.side) && sides.value.kind === 'literal' && sides.value.type === 'boolean' && ground.dialect === 'postgresql') return bound([constantTerm(sides.side, sides.value.value !== true)], 'equality', true);
  if (op === '<>' || op === 'is-distinct') return isNullLiteral(sides.value) && op === 'is-distinct' ? nullTest(sides.side, 'not-null') : other(expr, here, 'negation', REASON.negation);
  if (op === 'is-not-distinct') {
    if (isNullLiteral(sides.value)) return nullTest(sides.side, 'is-null');
    if (ground.dialect !== 'sqlite') return other(expr, here, 'negation', 'IS NOT DISTINCT FROM uses no index');
  }
  if (isNullLiteral(sides.value)) return other(expr, here, 'negation', 'nothing equals NULL');
  const equal = op === '=' || op === 'is-not-distinct';
  const term = valueTerm(sides.side, sides.value, expr, here, equal ? 'equality' : op === '<' || op === '<=' ? 'upper' : 'lower');
  return bound([op === '<' || op === '>' ? { ...term, strict: true } : term], term.needs.length > 0 && equal ? 'join' : equal ? 'equality' : 'range', equal && isBoolean(sides.side));
}

const isBoolean = (side: KeySide): boolean => side.column?.type === 'bool';

/** Which side is the key and which the value; null when neither is free of the other's source. */
function sidesOf(left: BoundExpr, right: BoundExpr, here: Here): { readonly side: KeySide; readonly value: BoundExpr; readonly flipped: boolean } | null {
  const { source, table, ground } = here;
  const onLeft = sourcesIn(left).includes(source);
  const onRight = sourcesIn(right).includes(source);
  if (onLeft === onRight) return null;
  const side = keySideOf(onLeft ? left : right, source, table, ground);
  return side === null ? null : { side, value: onLeft ? right : left, flipped: onRight };
}

function valueTerm(side: KeySide, value: BoundExpr, whole: BoundExpr, here: Here, form: Term['form']): Term {
  const constant = constantOf(value);
  return {
    key: side.key, side, form, needs: sourcesIn(value), collation: collationOf(whole, side, value, here.ground), blocked: blockOf(side, [value], here.ground), value,
    parameter: isParameter(value), ...(constant === undefined ? {} : { constants: [constant] }),
  };
}

function blockOf(side: KeySide, values: readonly BoundExpr[], ground: Ground): BlockerKind | null {
  if (side.wrapped === 'opaque') return 'opaque';
  const { column } = side;
  if (ground.dialect === 'postgresql') {
    if (values.some(isVolatile)) return 'volatile';
    return column !== null && values.some((v) => !keepsIndex(column.type, valueClass(v, ground))) ? 'type' : null;
  }
  if (ground.dialect === 'sqlite') return column !== null && values.some((v) => !affinityKeepsIndex(columnAffinity(column), valueAffinity(v, ground))) ? 'type' : null;
  // Fact 24: a string column compared with a number is converted row by row.
  return column !== null && (column.type === 'text' || column.type === 'varchar' || column.type === 'char') && values.some((v) => v.kind === 'literal' && (v.type === 'integer' || v.type === 'numeric')) ? 'type' : null;
}

function between(expr: Extract<BoundExpr, { kind: 'between' }>, here: Here): Compiled {
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
  const parts: BoundExpr[] = [{ kind: 'compare', op: '<=', left: expr.low, right: expr.arg, span: expr.span }, { kind: 'compare', op: '>=', left: expr.high, right: expr.arg, span: expr.span }];
  if (here.ground.dialect === 'sqlite' || expr.symmetric === true) return other(expr, here, 'same-row', REASON['same-row']);
  return together(parts.filter((p) => sourcesIn(p).includes(here.source)).map((p) => compiled(p, here)));
}

function rowComparison(expr: Extract<BoundExpr, { kind: 'compare' }>, left: readonly BoundExpr[], right: readonly BoundExpr[], here: Here): Compiled {
  const pairs = left.map((l, i): BoundExpr => ({ kind: 'compare', op: expr.op, left: l, right: right[i] ?? l, span: expr.span }));
  if (expr.op === '=') return together(pairs.map((p) => compiled(p, here)));
  const first = pairs[0];
  if (first === undefined || expr.op === '<>' || here.ground.dialect === 'mysql' || here.ground.dialect === 'mariadb') return other(expr, here, 'negation', 'a comparison of rows uses no index');
  const strict = compiled(first, here);
  const [term] = strict.terms;
  const keys = left.map((l, i) => sidesOf(l, right[i] ?? l, here)?.side.key ?? null);
  const row = keys.flatMap((k) => (k === null ? [] : [k]));
  return term === undefined || row.length !== keys.length ? strict : { ...strict, terms: [{ ...term, row }] };
}

function inList(expr: Extract<BoundExpr, { kind: 'in' }>, here: Here): Compiled {
  if (expr.negated) return other(expr, here, 'negation', REASON.negation);
  if (expr.arg.kind === 'row') return rowIn(expr, expr.arg.items, here);
  const { source, table, ground } = here;
  const side = keySideOf(expr.arg, source, table, ground);
  if (side === null || expr.items.some((i) => sourcesIn(i).includes(source))) return other(expr, here, 'same-row', REASON['same-row']);
  const [only] = expr.items;
  if (only !== undefined && expr.items.length === 1 && !(only.kind === 'param' && only.list === true)) return comparison({ kind: 'compare', op: '=', left: expr.arg, right: only, span: expr.span }, here);
  return bound([listTerm(side, expr, expr.items, here)], 'in', isBoolean(side));
}

function listTerm(side: KeySide, whole: BoundExpr, items: readonly BoundExpr[], here: Here): Term {
  const constants = items.map(constantOf);
  const known = constants.flatMap((c) => (c === undefined ? [] : [c]));
  const explicit = side.collation;
  return {
    key: side.key, side, form: 'in', needs: [...new Set(items.flatMap(sourcesIn))], collation: collationOf(whole, { ...side, collation: explicit }, null, here.ground), blocked: blockOf(side, items, here.ground),
    parameter: items.some(isParameter), ...(known.length === items.length && items.length > 0 ? { constants: known } : {}),
  };
}

/** `(a, b) IN ((1, 2), …)`: every column is bound to a list. */
function rowIn(expr: Extract<BoundExpr, { kind: 'in' }>, args: readonly BoundExpr[], here: Here): Compiled {
  const columns = args.map((arg, i) => ({ arg, items: expr.items.map((item) => (item.kind === 'row' ? (item.items[i] ?? item) : item)) }));
  const mine = columns.filter((c) => sourcesIn(c.arg).includes(here.source));
  const parts = mine.map((c) => inList({ ...expr, arg: c.arg, items: c.items }, here));
  return { ...together(parts), form: 'in' };
}

function together(parts: readonly Compiled[]): Compiled {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const bad = parts.find((p) => p.form === 'other' || p.arms !== null);
  const whole = bound(parts.flatMap((p) => p.terms), first?.form ?? 'other', parts.every((p) => p.weak));
  return bad === undefined ? whole : { ...whole, blocker: bad.blocker, blockerKind: bad.blockerKind, terms: whole.terms.length > 0 ? [...whole.terms, UNBINDABLE] : [] };
}

/** Stands for the part of a conjunct that no index binds, so that the whole is never taken as bound. */
const UNBINDABLE: Term = { key: '', side: { key: '', expr: { kind: 'opaque', reason: '', args: [], span: { start: 0, end: 0 } }, column: null, collation: null, wrapped: null }, form: 'special', needs: [], collation: '', blocked: 'opaque', parameter: false };

function isTest(expr: Extract<BoundExpr, { kind: 'is' }>, here: Here): Compiled {
  const side = keySideOf(expr.arg, here.source, here.table, here.ground);
  if (side === null) return other(expr, here, 'opaque', REASON.opaque);
  if (expr.test === 'null') return nullTest(side, expr.negated ? 'not-null' : 'is-null');
  // Fact 4: PostgreSQL's boolean indexes serve IS TRUE and IS FALSE; SQLite's do not.
  if (expr.negated || expr.test === 'unknown' || here.ground.dialect !== 'postgresql' || side.column === null) return other(expr, here, 'negation', `IS ${expr.negated ? 'NOT ' : ''}${expr.test.toUpperCase()} uses no index`);
  return bound([{ ...constantTerm(side, expr.test === 'true'), operator: 'is' }], 'equality', true);
}

const constantTerm = (side: KeySide, value: boolean): Term => ({ key: side.key, side, form: 'equality', needs: [], collation: 'default', blocked: null, constants: [value], parameter: false });

const nullTest = (side: KeySide, form: 'is-null' | 'not-null'): Compiled =>
  bound([{ key: side.key, side, form, needs: [], collation: '*', blocked: null, parameter: false }], form === 'is-null' ? 'is-null' : 'range', form === 'not-null');

/** A column that stands for a condition: `WHERE active`. SQLite takes it for no term at all. */
function bareColumn(expr: Extract<BoundExpr, { kind: 'column' }>, here: Here): Compiled {
  const side = keySideOf(expr, here.source, here.table, here.ground);
  if (side === null || here.ground.dialect !== 'postgresql') return other(expr, here, 'special', 'a column alone is no comparison');
  return bound([constantTerm(side, true)], 'equality', true);
}

function negatedBare(expr: Extract<BoundExpr, { kind: 'not' }>, here: Here): Compiled {
  if (here.ground.dialect !== 'postgresql' || expr.arg.kind !== 'column') return other(expr, here, 'negation', REASON.negation);
  const side = keySideOf(expr.arg, here.source, here.table, here.ground);
  return side === null ? other(expr, here, 'negation', REASON.negation) : bound([constantTerm(side, false)], 'equality', true);
}

function like(expr: Extract<BoundExpr, { kind: 'like' }>, here: Here): Compiled {
  const { source, table, ground } = here;
  const side = keySideOf(expr.arg, source, table, ground);
  if (side === null || sourcesIn(expr.pattern).includes(source)) return other(expr, here, 'same-row', REASON['same-row']);
  if (expr.negated) return other(expr, here, 'negation', REASON.negation);
  const pattern = patternOf(expr, ground.dialect);
  const anyCase = ground.dialect === 'postgresql' && (pattern.op === 'ilike' || pattern.op === 'iregex');
  const blocker: BlockerKind | null = pattern.shape === 'wildcard' ? 'wildcard' : pattern.shape === 'unknown' ? 'pattern' : anyCase ? 'special' : side.wrapped;
  const term: Term = { key: side.key, side, form: 'pattern', needs: sourcesIn(expr.pattern), collation: side.collation ?? '*', blocked: null, pattern, parameter: isParameter(expr.pattern) };
  return { ...bound([term], 'prefix'), form: blocker === null ? 'prefix' : 'special', blockerKind: blocker, blocker: blocker === null ? null : REASON[blocker] };
}

function quantified(expr: Extract<BoundExpr, { kind: 'quantified' }>, here: Here): Compiled {
  const side = keySideOf(expr.arg, here.source, here.table, here.ground);
  if (side === null) return other(expr, here, 'special', 'a value in an array column is found by @> and a GIN index');
  if (expr.quantifier !== 'any' || expr.op !== '=' || sourcesIn(expr.array).includes(here.source)) return other(expr, here, 'negation', REASON.negation);
  const items = expr.array.kind === 'array' ? expr.array.items : [];
  const element = expr.array.kind === 'cast' && expr.array.type.endsWith('[]') ? [{ kind: 'cast', arg: expr.array.arg, type: expr.array.type.slice(0, -2), span: expr.span } satisfies BoundExpr] : [];
  const term = listTerm(side, expr, items.length > 0 ? items : element, here);
  return bound([{ ...term, needs: sourcesIn(expr.array), parameter: isParameter(expr.array) }], 'in', isBoolean(side));
}

/** `x IN (SELECT …)` probes x with what the subquery gives. Any other subquery bounds nothing of this source here. */
function subquery(expr: Extract<BoundExpr, { kind: 'subquery' }>, here: Here): Compiled {
  const { source, table, ground } = here;
  const isIn = !expr.negated && (expr.form === 'in' || (expr.form === 'any' && (expr.op === undefined || expr.op === '=')));
  if (!isIn || expr.arg === undefined || insideNames(expr, source)) return { ...other(expr, here, 'opaque', REASON.opaque), elsewhere: true };
  const args = expr.arg.kind === 'row' ? expr.arg.items : [expr.arg];
  const terms = args.flatMap((arg) => {
    const side = keySideOf(arg, source, table, ground);
    return side === null ? [] : [{ key: side.key, side, form: 'in', needs: [], collation: collationOf(expr, side, null, ground), blocked: null, parameter: false, operator: 'subquery' } satisfies Term];
  });
  return terms.length === 0 ? { ...other(expr, here, 'opaque', REASON.opaque), elsewhere: true } : { ...bound(terms, 'in'), elsewhere: true };
}

function insideNames(expr: Extract<BoundExpr, { kind: 'subquery' }>, source: number): boolean {
  const { arg: _arg, ...inner } = expr;
  return sourcesIn(inner).includes(source);
}

/** Containment, overlap, full-text match and their kind: GIN and GiST. */
function special(expr: Extract<BoundExpr, { kind: 'operator' }>, here: Here): Compiled {
  const [left, right] = expr.args;
  if (left === undefined || right === undefined || !SPECIAL.has(expr.op)) return other(expr, here, 'arithmetic', REASON.arithmetic);
  const sides = sidesOf(left, right, here);
  if (sides === null) return other(expr, here, 'same-row', REASON['same-row']);
  const term: Term = { key: sides.side.key, side: sides.side, form: 'special', operator: expr.op, needs: sourcesIn(sides.value), collation: '*', blocked: null, parameter: isParameter(sides.value) };
  return { ...bound([term], 'special'), blockerKind: 'special', blocker: REASON.special };
}

const SPECIAL: ReadonlySet<string> = new Set(['@>', '<@', '&&', '@@', '@@@', '?', '?|', '?&', '@?', '<<', '>>', '&<', '&>', '-|-', '%', '<%', '%>', '<<=', '>>=', '~=', '@']);

/** `starts_with(a, 'x')`, SQLite's `like('x%', a)` and its kind are read as operators elsewhere; other boolean functions bind nothing. */
function callTest(expr: Extract<BoundExpr, { kind: 'call' }>, here: Here): Compiled {
  const [arg, pattern] = expr.args;
  if (expr.name === 'starts_with' && arg !== undefined && pattern !== undefined) return like({ kind: 'like', op: 'starts-with', negated: false, arg, pattern, span: expr.span }, here);
  // Fact 22: a hint, and the condition inside it stays a condition.
  if (here.ground.dialect === 'sqlite' && HINTS.has(expr.name) && arg !== undefined) return compiled(arg, here);
  return other(expr, here, 'function', REASON.function);
}

const HINTS: ReadonlySet<string> = new Set(['likely', 'unlikely', 'likelihood']);

function alternatives(expr: LogicExpr<BoundColumn>, here: Here): Compiled {
  const union = sameKeyUnion(expr, here);
  if (union !== null) return union;
  const arms = expr.args.map((arm) => flat('and', arm).map((e) => (sourcesIn(e).includes(here.source) ? compiled(e, here) : other(e, here, 'or', REASON.or))));
  const needs = [...new Set(sourcesIn(expr).filter((id) => id !== here.source))];
  const bindable = arms.every((arm) => arm.some(canBindPart));
  return { form: 'or', terms: [], arms, blocker: bindable ? null : REASON.or, blockerKind: bindable ? null : 'or', elsewhere: subqueriesIn(expr).length > 0, needs, weak: false };
}

const canBindPart = (c: Compiled): boolean => (c.arms === null ? c.terms.some((t) => t.blocked === null) : c.arms.every((arm) => arm.some(canBindPart)));

/** `a = 1 OR a = 2` is `a IN (1, 2)`. */
function sameKeyUnion(expr: LogicExpr<BoundColumn>, here: Here): Compiled | null {
  const items: BoundExpr[] = [];
  let first: KeySide | null = null;
  let arg: BoundExpr | null = null;
  for (const arm of expr.args) {
    const found = equalityParts(arm, here);
    if (found === null || (first !== null && found.side.key !== first.key)) return null;
    first ??= found.side;
    arg ??= found.arg;
    items.push(...found.values);
  }
  return first === null || arg === null ? null : bound([listTerm(first, { kind: 'in', negated: false, arg, items: [], span: expr.span }, items, here)], 'in', isBoolean(first));
}

function equalityParts(arm: BoundExpr, here: Here): { readonly side: KeySide; readonly arg: BoundExpr; readonly values: readonly BoundExpr[] } | null {
  if (arm.kind === 'in' && !arm.negated && arm.arg.kind !== 'row') {
    const side = keySideOf(arm.arg, here.source, here.table, here.ground);
    return side === null ? null : { side, arg: arm.arg, values: arm.items };
  }
  if (arm.kind !== 'compare' || arm.op !== '=' || arm.left.kind === 'row') return null;
  const sides = sidesOf(arm.left, arm.right, here);
  return sides === null || sourcesIn(sides.value).length > 0 || isNullLiteral(sides.value) ? null : { side: sides.side, arg: sides.flipped ? arm.right : arm.left, values: [sides.value] };
}

/** The column of a table, for those that read terms. */
export { columnOf };
