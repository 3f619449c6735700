import type { CallHost, HostExpr } from '../../lang/expression.ts';
import { lastName, propertyValue } from './chain.ts';
import { holeAt, type Piece } from './pieces.ts';
import { piecesOf, rawHole, type Reading } from './texts.ts';

const PERCENT = /%%|%(?:\((\w+)\))?[-+ #0]*[\d*]*(?:\.\d+)?[sdrifxc]/g;
const BRACES = /\{\{|\}\}|\{(\w*)[^{}]*\}/g;

/** What stands for the mark of a name, or for the next one without; null where it cannot be told. */
type Pick = (name: string, index: number) => HostExpr | null;

/** `text % values`: values in order, by name, or one. */
export function percentPieces(reading: Reading, { left, right }: Extract<HostExpr, { kind: 'binary' }>, depth: number): Piece[] | null {
  const text = piecesOf(reading, left, depth + 1);
  const pick: Pick = (name, index) => {
    if (right.kind === 'object') return propertyValue(right.properties, name);
    return right.kind === 'array' ? (right.items[index] ?? null) : index === 0 ? right : null;
  };
  return text === null ? null : filled(reading, text, PERCENT, pick, depth);
}

/** `text.format(…)`. */
export function bracePieces(reading: Reading, call: CallHost, object: HostExpr, depth: number): Piece[] | null {
  const text = piecesOf(reading, object, depth + 1);
  const pick: Pick = (name, index) => (name === '' ? (call.args[index] ?? null) : /^\d+$/.test(name) ? (call.args[Number(name)] ?? null) : propertyValue(call.keywords ?? [], name));
  return text === null ? null : filled(reading, text, BRACES, pick, depth);
}

/** The pieces with their marks filled in; a mark that is written twice stands for itself. */
function filled(reading: Reading, pieces: readonly Piece[], marks: RegExp, pick: Pick, depth: number): Piece[] {
  let index = 0;
  return pieces.flatMap((piece): Piece[] => {
    if (piece.kind !== 'string') return [piece];
    const out: Piece[] = [];
    let from = piece.from;
    for (const match of piece.string.value.slice(0, piece.to).matchAll(marks)) {
      if (match.index < from) continue;
      const [whole, name = ''] = match;
      const end = match.index + whole.length;
      const double = /^(?:%%|\{\{|\}\})$/.test(whole);
      out.push({ ...piece, from, to: double ? match.index + 1 : match.index });
      from = end;
      if (double) continue;
      const span = { start: piece.string.toDocument(match.index), end: piece.string.toDocument(end) };
      const arg = pick(name, name === '' ? index++ : index);
      // What is filled in stands for its mark, so that places of the text keep their order.
      out.push(...(arg === null ? [holeAt(span, { kind: 'unknown' } as const)] : rawHole(reading, arg, null, out, depth).map((hole) => ({ ...hole, span }))));
    }
    return [...out, { ...piece, from }];
  });
}

/** psycopg's `sql.SQL('…')`, `sql.Identifier(…)`, `sql.Placeholder()` and `sql.Literal(…)`; null for any other call. */
export function composedPieces(reading: Reading, call: CallHost, depth: number): Piece[] | null {
  const [arg] = call.args;
  switch (lastName(call.callee)) {
    case 'SQL': return arg === undefined || call.args.length > 1 ? null : piecesOf(reading, arg, depth + 1);
    case 'Composed': return arg?.kind === 'array' ? arg.items.flatMap((item) => piecesOf(reading, item, depth + 1) ?? [holeAt(item.span, { kind: 'unknown' } as const)]) : null;
    case 'Placeholder': case 'Literal': return [holeAt(call.span, { kind: 'value' })];
    case 'Identifier': return [holeAt(call.span, identifierOf(call))];
    default: return null;
  }
}

function identifierOf({ args }: CallHost): { readonly kind: 'identifier'; readonly name: string } | { readonly kind: 'unknown' } {
  const names = args.flatMap((arg) => (arg.kind === 'string' ? [arg.value] : []));
  return names.length === args.length && names.length > 0 ? { kind: 'identifier', name: names.join('.') } : { kind: 'unknown' };
}
