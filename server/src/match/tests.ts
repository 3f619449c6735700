import type { BlockerKind } from '../facts/access.ts';
import { isMysql } from '../facts/dialect.ts';
import { type BoundExpr, sourcesIn } from './bound.ts';
import { collationOf } from './collation.ts';
import { type KeySide, keySideOf } from './key.ts';
import { bound, type Here, isBoolean, other, REASON } from './meaning.ts';
import { patternOf } from './pattern.ts';
import { listTerm, sidesOf } from './sides.ts';
import type { Compiled, Term } from './term.ts';
import { isParameter } from './value.ts';

/** IS NULL, IS TRUE and their kind. */
export function isTest(expr: Extract<BoundExpr, { kind: 'is' }>, here: Here): Compiled {
  const side = keySideOf(expr.arg, here.source, here.table, here.ground);
  if (side === null) return other(expr, here, 'opaque', REASON.opaque);
  if (expr.test === 'null') return nullTest(side, expr.negated ? 'not-null' : 'is-null');
  // Fact 4: PostgreSQL's boolean indexes serve IS TRUE and IS FALSE; SQLite's do not.
  if (expr.negated || expr.test === 'unknown' || here.ground.dialect !== 'postgresql' || side.column === null) return other(expr, here, 'negation', `IS ${expr.negated ? 'NOT ' : ''}${expr.test.toUpperCase()} uses no index`);
  return bound([{ ...constantTerm(side, expr.test === 'true'), operator: 'is' }], 'equality', true);
}

export const constantTerm = (side: KeySide, value: boolean): Term => ({ key: side.key, side, form: 'equality', needs: [], collation: 'default', blocked: null, constants: [value], parameter: false });

export const nullTest = (side: KeySide, form: 'is-null' | 'not-null'): Compiled =>
  bound([{ key: side.key, side, form, needs: [], collation: '*', blocked: null, parameter: false }], form === 'is-null' ? 'is-null' : 'range', form === 'not-null');

/** `active` is `active <> 0` to MySQL: a range on either side of zero. */
const notZero = (side: KeySide): Compiled => bound([{ ...constantTerm(side, true), form: 'lower' }], 'range', true);

/** A column that stands for a condition: `WHERE active`. SQLite takes it for no term at all. */
export function bareColumn(expr: Extract<BoundExpr, { kind: 'column' }>, here: Here): Compiled {
  const side = keySideOf(expr, here.source, here.table, here.ground);
  if (side !== null && isMysql(here.ground.dialect)) return notZero(side);
  if (side === null || here.ground.dialect !== 'postgresql') return other(expr, here, 'special', 'a column alone is no comparison');
  return bound([constantTerm(side, true)], 'equality', true);
}

export function negatedBare(expr: Extract<BoundExpr, { kind: 'not' }>, here: Here): Compiled {
  if (here.ground.dialect === 'sqlite' || expr.arg.kind !== 'column') return other(expr, here, 'negation', REASON.negation);
  const side = keySideOf(expr.arg, here.source, here.table, here.ground);
  return side === null ? other(expr, here, 'negation', REASON.negation) : bound([constantTerm(side, false)], 'equality', true);
}

/** LIKE, GLOB, regular expressions and their kind. */
export function like(expr: Extract<BoundExpr, { kind: 'like' }>, here: Here): Compiled {
  const { source, table, ground } = here;
  if (expr.op === 'match' && isMysql(ground.dialect)) return fullText(expr, here);
  const side = keySideOf(expr.arg, source, table, ground);
  if (side === null || sourcesIn(expr.pattern).includes(source)) return other(expr, here, 'same-row', REASON['same-row']);
  if (expr.negated) return other(expr, here, 'negation', REASON.negation);
  const pattern = patternOf(expr, ground.dialect);
  const anyCase = ground.dialect === 'postgresql' && (pattern.op === 'ilike' || pattern.op === 'iregex');
  const blocker: BlockerKind | null = pattern.shape === 'wildcard' ? 'wildcard' : pattern.shape === 'unknown' ? 'pattern' : anyCase ? 'special' : side.wrapped;
  const term: Term = { key: side.key, side, form: 'pattern', needs: sourcesIn(expr.pattern), collation: side.collation ?? '*', blocked: null, pattern, parameter: isParameter(expr.pattern) };
  if (isMysql(ground.dialect) && ((side.column !== null && !TEXTS.has(side.column.type)) || (expr.pattern.kind === 'cast' && expr.pattern.type === 'binary'))) return other(expr, here, 'type', REASON.type);
  return { ...bound([term], 'prefix'), form: blocker === null ? 'prefix' : 'special', blockerKind: blocker, blocker: blocker === null ? null : REASON[blocker] };
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'varchar', 'char', 'unknown', 'bytes']);

/** MATCH … AGAINST asks for a FULLTEXT index over just those columns. */
function fullText(expr: Extract<BoundExpr, { kind: 'like' }>, here: Here): Compiled {
  const args = expr.arg.kind === 'row' ? expr.arg.items : [expr.arg];
  const sides = args.flatMap((arg) => keySideOf(arg, here.source, here.table, here.ground) ?? []);
  const [side] = sides;
  if (side === undefined || sides.length !== args.length) return other(expr, here, 'opaque', REASON.opaque);
  const term: Term = { key: side.key, side, form: 'special', operator: 'match', needs: sourcesIn(expr.pattern), collation: '*', blocked: null, parameter: isParameter(expr.pattern), row: sides.map((s) => s.key) };
  return { ...bound([term], 'special'), blockerKind: 'special', blocker: REASON.special };
}

/** `= ANY (array)`. */
export function quantified(expr: Extract<BoundExpr, { kind: 'quantified' }>, here: Here): Compiled {
  const side = keySideOf(expr.arg, here.source, here.table, here.ground);
  if (side === null) return other(expr, here, 'special', 'a value in an array column is found by @> and a GIN index');
  if (expr.quantifier !== 'any' || expr.op !== '=' || sourcesIn(expr.array).includes(here.source)) return other(expr, here, 'negation', REASON.negation);
  const items = expr.array.kind === 'array' ? expr.array.items : [];
  const element = expr.array.kind === 'cast' && expr.array.type.endsWith('[]') ? [{ kind: 'cast', arg: expr.array.arg, type: expr.array.type.slice(0, -2), span: expr.span } satisfies BoundExpr] : [];
  const term = listTerm(side, expr, items.length > 0 ? items : element, here);
  return bound([{ ...term, needs: sourcesIn(expr.array), parameter: isParameter(expr.array) }], 'in', isBoolean(side));
}

/** `x IN (SELECT …)` probes x with what the subquery gives. Any other subquery bounds nothing of this source here. */
export function subquery(expr: Extract<BoundExpr, { kind: 'subquery' }>, here: Here): Compiled {
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
export function special(expr: Extract<BoundExpr, { kind: 'operator' }>, here: Here): Compiled {
  const [left, right] = expr.args;
  if (left === undefined || right === undefined || !SPECIAL.has(expr.op)) return other(expr, here, 'arithmetic', REASON.arithmetic);
  const sides = sidesOf(left, right, here);
  if (sides === null) return other(expr, here, 'same-row', REASON['same-row']);
  const term: Term = { key: sides.side.key, side: sides.side, form: 'special', operator: expr.op, needs: sourcesIn(sides.value), collation: '*', blocked: null, parameter: isParameter(sides.value) };
  return { ...bound([term], 'special'), blockerKind: 'special', blocker: REASON.special };
}

const SPECIAL: ReadonlySet<string> = new Set(['@>', '<@', '&&', '@@', '@@@', '?', '?|', '?&', '@?', '<<', '>>', '&<', '&>', '-|-', '%', '<%', '%>', '<<=', '>>=', '~=', '@']);
