import type { ProgramExpr, ProgramTarget } from '../../facts/program.ts';
import { attributeOf, globalValue } from './objects.ts';
import { callValue } from './calls.ts';
import { merged } from './merge.ts';
import type { Frame } from './run.ts';
import { percentFilled, repeated, sliced } from './texts.ts';
import { bool, listOf, literalOf, NONE, pastedParts, sameValue, text, truthOf, UNKNOWN, type Value } from './values.ts';

/** What an expression gives; unknown where that cannot be told. Never throws. */
export function evaluated(frame: Frame, expr: ProgramExpr): Value {
  if (--frame.run.budget < 0) return UNKNOWN;
  switch (expr.e) {
    case 'text': return text(expr.value, { file: frame.file, at: expr.at });
    case 'number': return { v: 'number', value: expr.value };
    case 'bool': return bool(expr.value);
    case 'none': return NONE;
    case 'name': return named(frame, expr.name);
    case 'attr': return attributeOf(frame, evaluated(frame, expr.of), expr.name);
    case 'format': return { v: 'text', parts: expr.parts.flatMap((part) => pastedParts(evaluated(frame, part))) };
    case 'list': return listValue(frame, expr);
    case 'dict': return dictValue(frame, expr);
    case 'call': return callValue(frame, expr);
    case 'index': return indexed(evaluated(frame, expr.of), evaluated(frame, expr.index));
    case 'slice': return sliceValue(frame, expr);
    case 'op': return operated(frame, expr);
    case 'not': { const truth = truthOf(evaluated(frame, expr.arg)); return truth === null ? UNKNOWN : bool(!truth); }
    case 'if': return eitherValue(frame, expr);
    case 'each': return eachValue(frame, expr);
    default: return UNKNOWN;
  }
}

function named(frame: Frame, name: string): Value {
  const own = frame.names.get(name);
  if (own !== undefined) return own.v === 'unknown' ? (frame.assumed.get(name) ?? own) : own;
  if (frame.owner !== null && frame.self === null) { const attr = frame.owner.decl.attrs.find((one) => one.name === name && one.value !== null); if (attr?.value) return evaluated(frame, attr.value); }
  const found = globalValue(frame.run, frame.file, name);
  return found.v === 'unknown' ? (frame.assumed.get(name) ?? found) : found;
}

function listValue(frame: Frame, expr: Extract<ProgramExpr, { e: 'list' }>): Value {
  let open = false;
  const items = expr.items.flatMap((item): readonly Value[] => {
    if (item.e !== 'star') return [evaluated(frame, item)];
    const inner = evaluated(frame, item.arg);
    if (inner.v !== 'list') { open = true; return []; }
    open ||= inner.open;
    return inner.items;
  });
  return { v: 'list', form: expr.form, items, open, place: { file: frame.file, at: expr.at } };
}

function dictValue(frame: Frame, expr: Extract<ProgramExpr, { e: 'dict' }>): Value {
  let open = false;
  const entries = expr.entries.flatMap(([key, value]): readonly (readonly [Value, Value])[] => {
    if (key !== null) return [[evaluated(frame, key), evaluated(frame, value)]];
    const inner = evaluated(frame, value);
    if (inner.v !== 'dict') { open = true; return []; }
    open ||= inner.open;
    return inner.entries;
  });
  return { v: 'dict', entries, open, place: { file: frame.file, at: expr.at } };
}

export function indexed(of: Value, index: Value): Value {
  if (of.v === 'dict') return of.entries.findLast(([key]) => sameValue(key, index))?.[1] ?? UNKNOWN;
  if (of.v === 'many') return of.item;
  if (index.v !== 'number') return of.v === 'class' ? of : UNKNOWN;
  if (of.v === 'list') return of.items.at(index.value) ?? UNKNOWN;
  return of.v === 'text' ? sliced(of, index.value, index.value === -1 ? null : index.value + 1) : UNKNOWN;
}

function sliceValue(frame: Frame, expr: Extract<ProgramExpr, { e: 'slice' }>): Value {
  const of = evaluated(frame, expr.of);
  const bounds = [expr.from, expr.to].map((bound) => (bound === null ? null : evaluated(frame, bound)));
  const [from, to] = bounds.map((bound) => (bound === null ? null : bound?.v === 'number' ? bound.value : Number.NaN));
  if (Number.isNaN(from) || Number.isNaN(to)) return UNKNOWN;
  if (of.v === 'list') return listOf(of.items.slice(from ?? 0, to ?? undefined), of.form, of.place);
  return of.v === 'text' ? sliced(of, from ?? 0, to ?? null) : UNKNOWN;
}

function operated(frame: Frame, { op, left: leftExpr, right: rightExpr }: Extract<ProgramExpr, { e: 'op' }>): Value {
  const left = evaluated(frame, leftExpr);
  if (op === 'and' || op === 'or') return chosen(frame, op, left, rightExpr);
  return combined(op, left, evaluated(frame, rightExpr));
}

function chosen(frame: Frame, op: 'and' | 'or', left: Value, rightExpr: ProgramExpr): Value {
  const truth = truthOf(left);
  if (truth !== null && !(op === 'or' && left.v === 'unknown')) return truth === (op === 'and') ? evaluated(frame, rightExpr) : left;
  const right = evaluated(frame, rightExpr);
  // `given or Made()`: what is made is what is known of it.
  return op === 'or' && left.v === 'unknown' ? (right.v === 'object' || right.v === 'class' ? right : left) : merged(left, right);
}

/** What an operator gives of two values; also `x += y`. */
export function combined(op: string, left: Value, right: Value): Value {
  switch (op) {
    case '+': return added(left, right);
    case '*': return left.v === 'text' || left.v === 'list' ? repeated(left, right) : repeated(right, left);
    case '%': return left.v === 'text' ? percentFilled(left, right) : UNKNOWN;
    case '|': return left.v === 'dict' && right.v === 'dict' ? { ...left, entries: [...left.entries, ...right.entries], open: left.open || right.open } : UNKNOWN;
    case '==': case '!=': return equality(op, left, right);
    case 'is': case 'is not': return identity(op, left, right);
    case 'in': case 'not in': return membership(op, left, right);
    case '>': case '<': case '>=': case '<=': return compared(op, left, right);
    default: return UNKNOWN;
  }
}

function added(left: Value, right: Value): Value {
  if (left.v === 'list' && right.v === 'list') return { ...left, items: [...left.items, ...right.items], open: left.open || right.open };
  if (left.v === 'list') return { ...left, open: true };
  if (left.v === 'number' && right.v === 'number') return { v: 'number', value: left.value + right.value };
  return left.v === 'text' || right.v === 'text' ? { v: 'text', parts: [...pastedParts(left), ...pastedParts(right)] } : UNKNOWN;
}

function equality(op: string, left: Value, right: Value): Value {
  const [a, b] = [plainOf(left), plainOf(right)];
  if (a === undefined || b === undefined) return UNKNOWN;
  return bool((a === b) === (op === '=='));
}

const plainOf = (value: Value): string | number | boolean | null | undefined =>
  value.v === 'text' ? (literalOf(value) ?? undefined) : value.v === 'number' || value.v === 'bool' ? value.value : value.v === 'none' ? null : undefined;

function identity(op: string, left: Value, right: Value): Value {
  if (right.v === 'bool' && left.v === 'bool') return bool((left.value === right.value) === (op === 'is'));
  if (right.v !== 'none') return UNKNOWN;
  if (left.v === 'unknown' && !left.given) return UNKNOWN;
  return left.v === 'maybe' ? UNKNOWN : bool((left.v === 'none') === (op === 'is'));
}

function membership(op: string, item: Value, of: Value): Value {
  const wanted = literalOf(item);
  const isIn = wanted === null ? null : of.v === 'text' ? within(literalOf(of), wanted) : of.v === 'list' ? among(of.items, wanted, of.open) : of.v === 'dict' ? among(of.entries.map(([key]) => key), wanted, of.open) : null;
  return isIn === null ? UNKNOWN : bool(isIn === (op === 'in'));
}

const within = (text: string | null, wanted: string): boolean | null => (text === null ? null : text.includes(wanted));

function among(items: readonly Value[], wanted: string, open: boolean): boolean | null {
  const known = items.map(literalOf);
  if (known.includes(wanted)) return true;
  return open || known.includes(null) ? null : false;
}

function compared(op: string, left: Value, right: Value): Value {
  if (left.v !== 'number' || right.v !== 'number') return UNKNOWN;
  const [a, b] = [left.value, right.value];
  return bool(op === '>' ? a > b : op === '<' ? a < b : op === '>=' ? a >= b : a <= b);
}

function eitherValue(frame: Frame, expr: Extract<ProgramExpr, { e: 'if' }>): Value {
  const truth = truthOf(evaluated(frame, expr.test));
  if (truth !== null) return evaluated(frame, truth ? expr.yes : expr.no);
  const [yes, no] = [evaluated(frame, expr.yes), evaluated(frame, expr.no)];
  const either = merged(yes, no);
  return either.v === 'unknown' && (yes.v === 'unknown' || no.v === 'unknown') ? (yes.v === 'object' || yes.v === 'class' ? yes : no.v === 'object' || no.v === 'class' ? no : either) : either;
}

/** Items are taken one by one up to so many. */
const MOST_ITEMS = 200;

function eachValue(frame: Frame, expr: Extract<ProgramExpr, { e: 'each' }>): Value {
  const [clause, ...others] = expr.clauses;
  if (clause === undefined || others.length > 0) return UNKNOWN;
  const around = frame.names;
  const out: { readonly key: Value | null; readonly value: Value }[] = [];
  const source = itemsOf(evaluated(frame, clause.of));
  for (const item of source.items.slice(0, MOST_ITEMS)) {
    frame.names = new Map(around);
    assign(frame, clause.target, item.v === 'maybe' ? item.value : item);
    const tests = clause.tests.map((test) => truthOf(evaluated(frame, test)));
    if (tests.includes(false)) continue;
    const value = evaluated(frame, expr.value);
    const key = expr.key === null ? null : evaluated(frame, expr.key);
    out.push({ key, value: item.v === 'maybe' || tests.includes(null) ? { v: 'maybe', value } : value });
  }
  frame.names = around;
  if (expr.form === 'dict') return { v: 'dict', entries: out.flatMap(({ key, value }) => (key === null ? [] : [[key, value] as const])), open: source.many, place: null };
  const [only] = out;
  if (source.many && out.length === 1 && only !== undefined) return { v: 'many', item: only.value.v === 'maybe' ? only.value.value : only.value };
  return { ...listOf(out.map(({ value }) => value), expr.form), open: source.many };
}

/** What a loop goes over: `many` where one item stands for any number. */
export function itemsOf(value: Value): { readonly items: readonly Value[]; readonly many: boolean } {
  switch (value.v) {
    case 'list': return value.open ? { items: [...value.items, UNKNOWN], many: true } : { items: value.items, many: false };
    case 'dict': return value.open ? { items: [...value.entries.map(([key]) => key), UNNAMED], many: true } : { items: value.entries.map(([key]) => key), many: false };
    case 'many': return { items: [value.item], many: true };
    case 'text': { const literal = literalOf(value); return literal !== null && literal.length < 40 ? { items: [...literal].map((char) => text(char)), many: false } : { items: [UNKNOWN], many: true }; }
    default: return { items: [UNKNOWN], many: true };
  }
}

/** A key of keywords that are not known. */
export const UNNAMED: Value = { v: 'text', parts: [{ p: 'unknown', name: true }] };

/** Gives a value to what stands on the left of `=`. */
export function assign(frame: Frame, target: ProgramTarget, value: Value): void {
  switch (target.t) {
    case 'name': frame.names.set(target.name, value); return;
    case 'attr': { const of = evaluated(frame, target.of); if (of.v === 'object') of.fields.set(target.name, value); return; }
    case 'item': assignItem(frame, target.of, evaluated(frame, target.index), value); return;
    case 'list': {
      const items = value.v === 'list' ? value.items : value.v === 'object' ? [...value.fields.values()] : [];
      for (const [at, one] of target.items.entries()) assign(frame, one, items[at] ?? UNKNOWN);
      return;
    }
    default:
  }
}

function assignItem(frame: Frame, of: ProgramExpr, key: Value, value: Value): void {
  const known = evaluated(frame, of);
  if (known.v === 'dict') store(frame, of, { ...known, entries: [...known.entries.filter(([own]) => !sameValue(own, key)), [key, value]] });
}

/** Puts a changed list or dict back where it came from. */
export function store(frame: Frame, of: ProgramExpr, value: Value): void {
  if (of.e === 'name') frame.names.set(of.name, value);
  if (of.e === 'attr') assign(frame, { t: 'attr', of: of.of, name: of.name }, value);
}

