import type { HostExpr } from '../../lang/expression.ts';
import type { Binding, Mutation } from '../../lang/outline.ts';
import type { Span } from '../../text/span.ts';
import { lastName } from './chain.ts';
import { handingsOf } from './handed.ts';
import { helperOf } from './helpers.ts';
import { fragmentAt, holeAt, type Piece } from './pieces.ts';
import { piecesOf, type Reading } from './texts.ts';

/** Lists are followed through so many functions. */
const DEEPEST_LIST = 12;

/** The text a local name holds at a place: its first value and everything appended to it before. */
export function textOfName(reading: Reading, name: string, span: Span, depth: number): Piece[] | null {
  const binding = reading.outline.resolve(name, span.start);
  const given = binding === null ? undefined : reading.given.get(binding);
  if (given !== undefined) return given;
  if (binding === null || binding.import !== null || binding.kind === 'param' || binding.kind === 'loop' || binding.pattern !== null) return null;
  const start = binding.init === null || binding.init.kind === 'function' ? null : piecesOf(reading, binding.init, depth + 1);
  if (binding.kind === 'const' || binding.kind === 'field') return start;
  return changed(reading, binding, start, span, depth);
}

function changed(reading: Reading, binding: Binding, start: Piece[] | null, use: Span, depth: number): Piece[] | null {
  let pieces = start;
  for (const mutation of reading.outline.mutationsOf(binding)) {
    if (mutation.span.start >= use.start) break;
    if (mutation.kind === 'call') continue;
    const added = appended(binding.name, mutation.value);
    if (added === null) {
      // A value of its own: known only when it is always given.
      if (mutation.conditional && pieces !== null && pieces.length > 0) return null;
      pieces = piecesOf(reading, mutation.value, depth + 1);
    } else if (pieces !== null) pieces = [...pieces, ...appendedPieces(reading, mutation, added, depth)];
  }
  return pieces;
}

/** The operands behind the name itself in `text + a + b`; null when the value does not begin with the name. */
function appended(name: string, value: HostExpr): HostExpr[] | null {
  const operands: HostExpr[] = [];
  let left = value;
  for (; left.kind === 'binary' && left.op === '+'; left = left.left) operands.push(left.right);
  return left.kind === 'identifier' && left.name === name && operands.length > 0 ? operands.reverse() : null;
}

function appendedPieces(reading: Reading, mutation: Mutation, operands: readonly HostExpr[], depth: number): Piece[] {
  const pieces = operands.flatMap((operand): Piece[] => piecesOf(reading, operand, depth + 1) ?? [holeAt(operand.span, { kind: 'unknown' })]);
  return mutation.conditional ? [fragmentAt(mutation.span, pieces, 'sometimes')] : pieces;
}

/** An item of a list of texts; `sometimes` when it is put in only under a condition. */
export interface Item { readonly pieces: readonly Piece[]; readonly presence: 'always' | 'sometimes'; readonly span: Span }

/** The items of an array of texts: a literal, or a constant with what is pushed to it; null for any other expression. */
export function itemsOf(reading: Reading, expr: HostExpr, depth: number): Item[] | null {
  if (expr.kind === 'array') return expr.items.map((item) => itemOf(reading, item, depth));
  if (expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.property === 'filter') return itemsOf(reading, expr.callee.object, depth + 1);
  const name = expr.kind === 'identifier' ? expr.name : null;
  const binding = name === null ? null : reading.outline.resolve(name, expr.span.start);
  if (binding?.init?.kind !== 'array' && binding?.init?.kind !== 'call') return null;
  const items = itemsOf(reading, binding.init, depth + 1);
  return items === null ? null : [...items, ...pushedItems(reading, binding, expr.span.start, depth), ...handedItems(reading, binding, expr.span.start, depth + 1)];
}

function itemOf(reading: Reading, expr: HostExpr, depth: number): Item {
  const pieces = piecesOf(reading, expr, depth + 1) ?? [holeAt(expr.span, { kind: 'unknown' } as const)];
  const [only] = pieces;
  // A conditional item comes back as one optional fragment, which is taken out of its wrapping so that its separator is optional with it.
  const sometimes = pieces.length === 1 && only?.kind === 'hole' && only.hole.kind === 'fragment' && only.hole.optional;
  return { pieces, presence: sometimes ? 'sometimes' : 'always', span: expr.span };
}

function pushedItems(reading: Reading, binding: Binding, before: number, depth: number): Item[] {
  return reading.outline.mutationsOf(binding).flatMap((mutation) => {
    if (mutation.kind === 'assign' && mutation.span.start < before) return grownItems(reading, mutation, depth);
    if (mutation.kind !== 'call' || mutation.span.start >= before || !/^(?:push|append|extend)$/.test(lastName(mutation.call.callee))) return [];
    const added = lastName(mutation.call.callee) === 'extend' ? mutation.call.args.flatMap((arg) => (arg.kind === 'array' ? arg.items : [arg])) : mutation.call.args;
    return added.map((arg): Item => { const item = itemOf(reading, arg, depth); return mutation.conditional ? { ...item, presence: 'sometimes' } : item; });
  });
}

/** `conditions += ['x = ?']`; any other new value is one that cannot be told. */
function grownItems(reading: Reading, { value, conditional, span }: Extract<Mutation, { kind: 'assign' }>, depth: number): Item[] {
  if (value.kind !== 'binary' || value.op !== '+' || value.right.kind !== 'array') return [{ pieces: [holeAt(span, { kind: 'unknown' })], presence: 'sometimes', span }];
  return value.right.items.map((item): Item => ({ ...itemOf(reading, item, depth), ...(conditional ? { presence: 'sometimes' as const } : {}) }));
}

/** What functions add to a list that they are given: read where the function stands in this file, else unknown. */
function handedItems(reading: Reading, binding: Binding, before: number, depth: number): Item[] {
  if (depth > DEEPEST_LIST) return [];
  return handingsOf(reading.outline, binding, before).flatMap(({ call, place }): Item[] => {
    const helper = helperOf(reading, call);
    if (helper === null) return [{ pieces: [holeAt(call.span, { kind: 'unknown' })], presence: 'sometimes', span: call.span }];
    const param = helper.params[place];
    const own = param?.kind === 'name' ? reading.outline.resolve(param.name, helper.bodySpan.start + 1) : null;
    return own?.kind === 'param' ? [...pushedItems(reading, own, helper.bodySpan.end, depth), ...handedItems(reading, own, helper.bodySpan.end, depth + 1)] : [];
  });
}

/** Items with a separator between them; that of an item which is not always there belongs to it. */
export function joined(items: readonly Item[], separator: string, span: Span): Piece[] {
  return items.flatMap((item, index): Piece[] => {
    const pieces: Piece[] = index === 0 ? [...item.pieces] : [{ kind: 'made', text: separator, span: { start: item.span.start, end: item.span.start } }, ...item.pieces];
    return item.presence === 'sometimes' ? [fragmentAt(item.span ?? span, pieces, 'sometimes')] : pieces;
  });
}
