import type { CallHost, HostExpr } from '../../lang/expression.ts';
import type { Binding, Mutation } from '../../lang/outline.ts';
import type { Span } from '../../text/span.ts';
import { lastName } from './chain.ts';
import { handingsOf } from './handed.ts';
import { helperOf } from './helpers.ts';
import { fragmentAt, holeAt, type Piece } from './pieces.ts';
import { piecesOf, type Reading } from './texts.ts';

/** Lists are followed through so many functions. */
const DEEPEST_LIST = 12;

/** An item of a list of texts; `sometimes` when it is put in only under a condition. */
export interface Item { readonly pieces: readonly Piece[]; readonly presence: 'always' | 'sometimes'; readonly span: Span }

/** The items of an array of texts: a literal, or a constant with what is pushed to it; null for any other expression. */
export function itemsOf(reading: Reading, expr: HostExpr, depth: number): Item[] | null {
  if (expr.kind === 'array') return expr.items.map((item) => itemOf(reading, item, depth));
  if (expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.property === 'filter') return itemsOf(reading, expr.callee.object, depth + 1);
  if (expr.kind === 'call') return mappedItem(reading, expr, depth);
  const name = expr.kind === 'identifier' ? expr.name : null;
  const binding = name === null ? null : reading.outline.resolve(name, expr.span.start);
  if (binding?.init?.kind !== 'array' && binding?.init?.kind !== 'call') return null;
  const items = itemsOf(reading, binding.init, depth + 1);
  return items === null ? null : [...items, ...pushedItems(reading, binding, expr.span.start, depth), ...handedItems(reading, binding, expr.span.start, depth + 1)];
}

/** `['a LIKE ?' for _ in words]`: said so many times, a condition is the same condition. */
function mappedItem(reading: Reading, { callee, args: [each] }: CallHost, depth: number): Item[] | null {
  const returned = callee.kind === 'member' && callee.property === 'map' && each?.kind === 'function' ? each.returns : [];
  return returned.length === 1 && returned[0] !== undefined ? [itemOf(reading, returned[0], depth)] : null;
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
