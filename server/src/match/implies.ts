import type { Table } from '../facts/catalog.ts';
import type { Dialect } from '../facts/dialect.ts';
import type { Expr } from '../facts/expr.ts';
import { canonical, indexNaming } from './canonical.ts';
import { type Constant, constantOf } from './value.ts';
import type { BoundExpr } from './bound.ts';
import { mapExpr } from '../facts/walk.ts';
import { compile } from './compile.ts';
import { conjunctsOf } from './normal.ts';
import type { PreparedIndex } from './prepared.ts';
import type { Compiled, Term } from './term.ts';

/** One fact that rows are known to have, or that an index's predicate asks for. */
interface Atom {
  readonly key: string;
  /** The collation of the comparison where it is not the column's own: nothing is concluded from one about another. */
  readonly collation?: string;
  readonly test:
    | { readonly kind: 'in'; readonly values: readonly Constant[] }
    | { readonly kind: 'not-in'; readonly values: readonly Constant[] }
    | { readonly kind: 'lower' | 'upper'; readonly value: Constant; readonly strict: boolean }
    | { readonly kind: 'null' } | { readonly kind: 'not-null' }
    /** A comparison with something not known now: it says only that the key is not null. `loose`: a function to SQLite (LIKE without a prefix), which draws no conclusion from one. */
    | { readonly kind: 'some'; readonly loose: boolean };
}

/** A conjunct of the query as far as partial indexes are concerned. */
export interface Known {
  /** The conjunct's place among the source's, to say that an index's predicate does its work. */
  readonly at: number;
  readonly text: string;
  readonly atoms: readonly Atom[];
  /** OR: each arm's atoms; the whole implies what every arm does. */
  readonly arms: readonly (readonly Atom[])[] | null;
}

/** What an index's predicate comes to. `parameter`: it would hold if a parameter happened to have the right value (fact 5). */
export type Implied = { readonly how: 'always'; readonly used: readonly number[]; readonly strong: boolean } | { readonly how: 'parameter' | 'no' };

const NO: Implied = { how: 'no' };

/** Whether every row the query asks for is in a partial index. */
export function implied(index: PreparedIndex, known: readonly Known[], table: Table, dialect: Dialect): Implied {
  if (index.where.length === 0) return { how: 'always', used: [], strong: false };
  const used: number[] = [];
  let strong = false;
  let parameter = false;
  for (const part of predicates(index, table, dialect)) {
    const proof = prove(part, known, dialect);
    if (proof === null) { if (!mayHold(part, known)) return NO; parameter = true; continue; }
    used.push(...proof.used);
    strong = strong || proof.strong;
  }
  return parameter ? { how: 'parameter' } : { how: 'always', used, strong };
}

interface Part { readonly text: string; readonly atoms: readonly Atom[]; readonly arms: readonly (readonly Atom[])[] | null; readonly texts: readonly string[] }

const parts = new WeakMap<PreparedIndex, readonly Part[]>();

function predicates(index: PreparedIndex, table: Table, dialect: Dialect): readonly Part[] {
  const known = parts.get(index);
  if (known !== undefined) return known;
  const made = index.where.flatMap((e) => conjunctsOf(asBound(e), dialect)).map((e) => partOf(e, table, dialect));
  parts.set(index, made);
  return made;
}

const asBound = (expr: Expr<string>): BoundExpr => mapExpr<string, { source: number; column: string }>(expr, { column: (c) => ({ kind: 'column', column: { source: 0, column: c.column }, span: c.span }), query: () => null });

function partOf(expr: BoundExpr, table: Table, dialect: Dialect): Part {
  const ground = { dialect, tableOf: () => table };
  const compiled = compile(expr, 0, table, ground);
  const text = textOf(expr, 0, table, dialect);
  const texts = expr.kind === 'or' ? expr.args.map((a) => textOf(a, 0, table, dialect)) : [];
  return { text, texts, ...atomsOf(compiled, expr) };
}

const textOf = (expr: BoundExpr, source: number, table: Table, dialect: Dialect): string => canonical(expr, { ...indexNaming(table, dialect), name: (c: { source: number; column: string }) => (c.source === source ? c.column : `${c.source}.${c.column}`), table: () => table, column: (c) => c.column });

/** A conjunct of the query, to prove predicates with. */
export function knownOf(at: number, expr: BoundExpr, compiled: Compiled, source: number, table: Table, dialect: Dialect): Known {
  return { at, text: textOf(expr, source, table, dialect), ...atomsOf(compiled, expr) };
}

function atomsOf(compiled: Compiled | null, expr: BoundExpr): { readonly atoms: readonly Atom[]; readonly arms: readonly (readonly Atom[])[] | null } {
  if (compiled === null) return { atoms: [], arms: null };
  if (compiled.arms !== null) return { atoms: [], arms: compiled.arms.map((arm) => arm.flatMap((part) => part.means.terms.flatMap(atomsOfTerm))) };
  if (compiled.terms.length > 0) return { atoms: compiled.terms.flatMap(atomsOfTerm), arms: null };
  const negated = negatedAtom(expr);
  return { atoms: negated === null ? [] : [negated], arms: null };
}

function atomsOfTerm(term: Term): readonly Atom[] {
  return term.key === '' ? [] : [...ownAtoms(term), ...operandAtoms(term)];
}

/** A comparison of `a + b` or `a || ''` holds only where a and b are not null, and one of `lower(a)`, which only PostgreSQL sees, only where a is not. */
function operandAtoms(term: Term): readonly Atom[] {
  if (term.form === 'is-null') return [];
  const inner = (expr: BoundExpr, loose: boolean): readonly Atom[] => {
    if (expr.kind === 'operator' && STRICT.has(expr.op)) return expr.args.flatMap((a) => (a.kind === 'column' ? [{ key: `[${a.column.column}]`, test: { kind: 'some', loose } } satisfies Atom] : inner(a, true)));
    if (expr.kind === 'cast' || (expr.kind === 'call' && STRICT_CALLS.has(expr.name))) return (expr.kind === 'cast' ? [expr.arg] : expr.args).flatMap((a) => (a.kind === 'column' ? [{ key: `[${a.column.column}]`, test: { kind: 'some', loose: true } } satisfies Atom] : inner(a, true)));
    return [];
  };
  return inner(term.side.expr, false);
}

const STRICT_CALLS: ReadonlySet<string> = new Set('lower upper abs length char_length trim btrim ltrim rtrim substr substring left right date_trunc date extract date_part round floor ceil md5'.split(' '));

const STRICT: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '||']);

function ownAtoms(term: Term): readonly Atom[] {
  // A value of a foreign type compares by another operator: all that is known is that there is one.
  if (term.blocked !== null && term.form !== 'is-null') return [{ key: term.key, test: { kind: 'not-null' } }];
  const { collation } = term;
  const foreign = term.side.column !== null && collation !== '*' && collation !== (term.side.column.collation ?? 'default').toLowerCase();
  return foreign ? comparedAtoms(term).map((atom) => ({ ...atom, collation })) : comparedAtoms(term);
}

function comparedAtoms(term: Term): readonly Atom[] {
  const { key, constants } = term;
  switch (term.form) {
    case 'is-null': return [{ key, test: { kind: 'null' } }];
    case 'not-null': return [{ key, test: { kind: 'not-null' } }];
    case 'equality': case 'in': {
      // Fact 4: `flag IS TRUE` and `flag = true` are two classes, and neither implies the other.
      const named = term.operator === 'is' ? `${key} is` : key;
      return [{ key: named, test: constants === undefined ? { kind: 'some', loose: false } : { kind: 'in', values: constants } }];
    }
    case 'between': return constants?.[0] === undefined || constants[1] === undefined ? [{ key, test: { kind: 'some', loose: false } }] : [{ key, test: { kind: 'lower', value: constants[0], strict: false } }, { key, test: { kind: 'upper', value: constants[1], strict: false } }];
    case 'lower': case 'upper': return constants?.[0] === undefined || term.row !== undefined ? [{ key, test: { kind: 'some', loose: false } }] : [{ key, test: { kind: term.form, value: constants[0], strict: term.strict === true } }];
    case 'excluded': return [{ key, test: { kind: 'some', loose: false } }];
    case 'pattern': return [{ key, test: { kind: 'some', loose: term.pattern?.simple !== true || term.pattern.shape === 'wildcard' } }];
    case 'special': return [{ key, test: { kind: 'some', loose: true } }];
  }
}

/** `a <> 1` and `a NOT IN (1, 2)`: no index takes them, but predicates are made of them. */
function negatedAtom(expr: BoundExpr): Atom | null {
  if (expr.kind === 'compare' && expr.op === '<>' && expr.left.kind === 'column') { const value = constantOf(expr.right); return value === undefined ? null : { key: `[${expr.left.column.column}]`, test: { kind: 'not-in', values: [value] } }; }
  if (expr.kind !== 'in' || !expr.negated || expr.arg.kind !== 'column') return null;
  const values = expr.items.map(constantOf);
  return values.includes(undefined) ? null : { key: `[${expr.arg.column.column}]`, test: { kind: 'not-in', values: values.flatMap((v) => (v === undefined ? [] : [v])) } };
}

interface Proof { readonly used: readonly number[]; readonly strong: boolean }

/** SQLite compares text, IS NOT NULL apart (fact 16); PostgreSQL reasons about values (fact 5). */
function prove(part: Part, known: readonly Known[], dialect: Dialect): Proof | null {
  const same = known.find((k) => k.text === part.text);
  if (same !== undefined) return { used: [same.at], strong: true };
  const arm = known.find((k) => part.texts.includes(k.text));
  if (arm !== undefined) return { used: [], strong: true };
  const notNull = part.arms === null && part.atoms.length === 1 && part.atoms[0]?.test.kind === 'not-null' ? part.atoms[0].key : null;
  if (dialect === 'sqlite') return notNull !== null && known.some((k) => k.arms === null && k.atoms.some((a) => a.key === notNull && a.test.kind !== 'null' && !(a.test.kind === 'some' && a.test.loose))) ? { used: [], strong: false } : null;
  return proveByValue(part, known, notNull !== null);
}

function proveByValue(part: Part, known: readonly Known[], weak: boolean): Proof | null {
  for (const k of known) {
    const alternatives = k.arms ?? [k.atoms];
    const all = alternatives.length > 0 && alternatives.every((atoms) => (part.arms ?? [part.atoms]).some((wanted) => wanted.length > 0 && wanted.every((w) => atoms.some((a) => atomImplies(a, w)))));
    if (all) return { used: equivalent(part, k) ? [k.at] : [], strong: !weak };
  }
  // A range needs its two ends from two conjuncts.
  const everything = known.filter((k) => k.arms === null).flatMap((k) => k.atoms);
  const joined = part.arms === null && part.atoms.length > 0 && part.atoms.every((w) => everything.some((a) => atomImplies(a, w)));
  return joined ? { used: [], strong: !weak } : null;
}

/** The predicate says no less than the conjunct: nothing of it is left to check. */
function equivalent(part: Part, k: Known): boolean {
  if (k.arms !== null || part.arms !== null || k.atoms.length === 0) return false;
  return k.atoms.every((wanted) => part.atoms.some((a) => atomImplies(a, wanted)));
}

function atomImplies(a: Atom, wanted: Atom): boolean {
  if (a.key !== wanted.key) return false;
  const [t, w] = [a.test, wanted.test];
  if (w.kind === 'not-null') return t.kind !== 'null';
  if (w.kind === 'null') return t.kind === 'null';
  if (w.kind === 'some' || a.collation !== wanted.collation) return false;
  if (t.kind === 'in') return t.values.every((v) => holds(v, w));
  if (t.kind === 'not-in') return w.kind === 'not-in' && w.values.every((v) => t.values.includes(v));
  if (t.kind !== 'lower' && t.kind !== 'upper') return false;
  if (w.kind === 'not-in') return w.values.every((v) => excludes(t, v));
  if (w.kind !== t.kind) return false;
  const order = compareConstants(t.value, w.value);
  if (order === null) return false;
  if (order === 0) return t.strict || !w.strict;
  return t.kind === 'lower' ? order > 0 : order < 0;
}

function holds(value: Constant, w: Exclude<Atom['test'], { kind: 'null' | 'not-null' | 'some' }>): boolean {
  if (w.kind === 'in') return w.values.includes(value);
  if (w.kind === 'not-in') return !w.values.includes(value);
  const order = compareConstants(value, w.value);
  if (order === null) return false;
  if (order === 0) return !w.strict;
  return w.kind === 'lower' ? order > 0 : order < 0;
}

function excludes(bound: { readonly kind: 'lower' | 'upper'; readonly value: Constant; readonly strict: boolean }, value: Constant): boolean {
  const order = compareConstants(value, bound.value);
  if (order === null) return false;
  if (order === 0) return bound.strict;
  return bound.kind === 'lower' ? order < 0 : order > 0;
}

/** Numbers, and dates written the ISO way; the order of other texts is the collation's business. */
function compareConstants(a: Constant, b: Constant): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  if (a === b) return 0;
  const iso = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/;
  return iso.test(a) && iso.test(b) ? (a < b ? -1 : 1) : null;
}

/** Whether a predicate could hold for some value of a parameter. */
function mayHold(part: Part, known: readonly Known[]): boolean {
  const wanted = (part.arms ?? [part.atoms]).flat();
  return wanted.length > 0 && wanted.some((w) => known.some((k) => k.arms === null && k.atoms.some((a) => a.key === w.key && a.test.kind === 'some' && w.test.kind !== 'null' && w.test.kind !== 'not-null')));
}
