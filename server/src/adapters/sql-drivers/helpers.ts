import type { CallHost, FunctionHost } from '../../lang/expression.ts';
import type { Binding } from '../../lang/outline.ts';
import { lastName, propertyValue } from './chain.ts';
import { holeAt, type Piece } from './pieces.ts';
import { piecesOf, type Reading } from './texts.ts';

/** `quoteIdentifier(name)`, `client.escapeIdentifier(name)`, `pgFormat.ident(name)`: what comes out is a name, whatever it is. */
const QUOTES_NAME = /^(?:(?:quote|escape|wrap)_?(?:qualified_?)?(?:ident(?:ifier)?|name|table|table_?name|column|column_?name|schema|id)s?|ident|quote_?ident)$/i;

/** A name put in quotes by a function that is called so; null for any other call. */
export function quotedName(reading: Reading, call: CallHost, depth: number): Piece[] | null {
  const [arg, ...others] = call.args;
  if (arg === undefined || others.length > 0 || !QUOTES_NAME.test(lastName(call.callee))) return null;
  const pieces = piecesOf(reading, arg, depth + 1);
  const [only] = pieces ?? [];
  const name = pieces?.length === 1 && only?.kind === 'string' ? only.string.value.slice(only.from, only.to) : null;
  return [holeAt(call.span, name === null ? { kind: 'unknown' } : { kind: 'identifier', name })];
}

/** The text that a function of this file gives (`this.table('orders')`), when it returns one expression; null when it cannot be told. */
export function helperText(reading: Reading, call: CallHost, depth: number): Piece[] | null {
  const helper = helperOf(reading, call);
  const [returned, ...others] = helper?.returns ?? [];
  if (helper === null || returned === undefined || others.length > 0) return null;
  const before = new Map<Binding, Piece[] | null | undefined>();
  for (const [index, param] of helper.params.entries()) {
    const binding = param.kind === 'name' ? reading.outline.resolve(param.name, helper.bodySpan.start + 1) : null;
    const arg = call.args[index] ?? (param.kind === 'name' ? propertyValue(call.keywords ?? [], param.name) : null) ?? binding?.init;
    if (binding?.kind !== 'param' || reading.outline.mutationsOf(binding).length > 0) continue;
    before.set(binding, reading.given.get(binding));
    reading.given.set(binding, arg ? piecesOf(reading, arg, depth + 1) : null);
  }
  const pieces = piecesOf(reading, returned, depth + 1);
  for (const [binding, pieces] of before) pieces === undefined ? reading.given.delete(binding) : reading.given.set(binding, pieces);
  return pieces;
}

/** The function of this file that a call means; null for any other. */
export function helperOf(reading: Reading, { callee, isNew }: CallHost): FunctionHost | null {
  if (isNew) return null;
  const name = callee.kind === 'identifier' ? callee.name : callee.kind === 'member' && callee.object.kind === 'identifier' && callee.object.name === 'this' ? `this.${callee.property}` : null;
  const init = name === null ? null : (reading.outline.resolve(name, callee.span.start)?.init ?? null);
  return init?.kind === 'function' ? init : null;
}
