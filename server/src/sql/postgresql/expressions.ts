import type { ColumnRef } from '../../facts/expr.ts';
import { isDynamicName } from '../dialect-reader.ts';
import { type Ast, child, children, flag, integer, location, strings, type Tagged, text, unwrap, unwrapChild } from './ast.ts';
import { readBinary } from './binary.ts';
import { readCall, readCoalesce, readMinMax, readSqlValue } from './calls.ts';
import { around, MAX_DEPTH, nameEnd, qualifierOf, type Ranged, type Reading, spanOf, startOf, type SymbolicExpr, tokenRange } from './reading.ts';
import { readSublink } from './sublinks.ts';
import { closerOf, endAt, kindAt, placeOf, startAt, wordAt } from './token-index.ts';
import { typeEnd, typeName } from './types.ts';

type Reader = (reading: Reading, node: Ast) => Ranged;

/** Reads an expression; what is too deep or not known is opaque, with the columns inside it. */
export function readExpr(reading: Reading, tagged: Tagged): Ranged {
  if (reading.depth >= MAX_DEPTH) return opaqueAt(reading, 'nested too deep', tagged.node);
  reading.depth += 1;
  const reader = READERS[tagged.tag];
  const read = reader ? reader(reading, tagged.node) : readUnknown(reading, tagged);
  reading.depth -= 1;
  return read;
}

export const readWrapped = (reading: Reading, wrapped: Ast): Ranged => readExpr(reading, unwrap(wrapped));
export const readAll = (reading: Reading, wrapped: readonly Ast[]): Ranged[] => wrapped.map((item) => readWrapped(reading, item));

/** The expression under a key, without its range; null when there is none. */
export function readChild(reading: Reading, node: Ast, key: string): SymbolicExpr | null {
  const found = unwrapChild(node, key);
  return found ? readExpr(reading, found).expr : null;
}

/** A child that the grammar demands. */
export function needChild(reading: Reading, node: Ast, key: string): Ranged {
  const found = unwrapChild(node, key);
  return found ? readExpr(reading, found) : opaqueAt(reading, `no ${key}`, node);
}

function opaqueAt(reading: Reading, reason: string, node: Ast): Ranged {
  const range = tokenRange(reading, startOf(reading, node));
  return { expr: { kind: 'opaque', reason, args: [], span: spanOf(reading, range) }, ...range };
}

const READERS: Readonly<Record<string, Reader>> = {
  ColumnRef: readColumn,
  A_Const: readConst,
  ParamRef: readParam,
  A_Expr: (reading, node) => readBinary(reading, node, TOOLS),
  BoolExpr: readBool,
  NullTest: readNullTest,
  BooleanTest: readBooleanTest,
  TypeCast: readCast,
  CollateClause: readCollate,
  SubLink: (reading, node) => readSublink(reading, node, TOOLS, false),
  FuncCall: (reading, node) => readCall(reading, node, TOOLS),
  CoalesceExpr: (reading, node) => readCoalesce(reading, node, TOOLS),
  MinMaxExpr: (reading, node) => readMinMax(reading, node, TOOLS),
  SQLValueFunction: readSqlValue,
  A_ArrayExpr: (reading, node) => readItems(reading, node, 'array', children(node, 'elements')),
  RowExpr: (reading, node) => readItems(reading, node, 'row', children(node, 'args')),
  A_Indirection: readIndirection,
  NamedArgExpr: (reading, node) => needChild(reading, node, 'arg'),
};

/** What the readers of single kinds of expression need of this one. */
export interface Tools { readonly expr: typeof readExpr; readonly all: typeof readAll; readonly need: typeof needChild }
const TOOLS: Tools = { expr: readExpr, all: readAll, need: needChild };

function readColumn(reading: Reading, node: Ast): Ranged {
  const names = strings(children(node, 'fields'));
  const start = startOf(reading, node);
  const range = { start, end: nameEnd(reading, start) };
  const span = spanOf(reading, range);
  const name = names[names.length - 1] ?? '';
  if (name === '*') return { expr: { kind: 'opaque', reason: 'whole row', args: [], span }, ...range };
  const column = columnOf(reading, names[names.length - 2] ?? null, name);
  return { expr: column ? { kind: 'column', column, span } : { kind: 'opaque', reason: 'known only at run time', args: [], span }, ...range };
}

function columnOf(reading: Reading, qualifier: string | null, name: string): ColumnRef | null {
  const hole = reading.statement.holeAt(name);
  if (hole?.kind === 'column') {
    const attr = hole.column.by === 'symbol' ? hole.column.path[hole.column.path.length - 1] : undefined;
    return qualifier !== null && attr !== undefined ? { by: 'attr', source: qualifierOf(reading, qualifier), attr } : hole.column;
  }
  if (isDynamicName(name) || (qualifier !== null && isDynamicName(qualifier) && reading.statement.holeAt(qualifier)?.kind !== 'table')) return null;
  return { by: 'name', qualifier: qualifier === null ? null : qualifierOf(reading, qualifier), name };
}

function readConst(reading: Reading, node: Ast): Ranged {
  const start = startOf(reading, node);
  const first = placeOf(reading.index, start);
  // The parser makes one constant of a sign and a number.
  const last = kindAt(reading.index, first) === 'operator' ? first + 1 : first;
  const range = { start, end: endAt(reading.index, last) };
  return { expr: { ...constValue(node), span: spanOf(reading, range) }, ...range };
}

function constValue(node: Ast): { kind: 'literal'; type: 'integer' | 'numeric' | 'string' | 'boolean' | 'null' | 'blob'; value: string | number | boolean | null } {
  const kind = 'literal';
  if (flag(node, 'isnull')) return { kind, type: 'null', value: null };
  const int = child(node, 'ival');
  if (int) return { kind, type: 'integer', value: integer(int, 'ival') };
  const float = child(node, 'fval');
  if (float) return number(text(float, 'fval'));
  const bool = child(node, 'boolval');
  if (bool) return { kind, type: 'boolean', value: flag(bool, 'boolval') };
  const bits = child(node, 'bsval');
  if (bits) return { kind, type: 'blob', value: text(bits, 'bsval') };
  return { kind, type: 'string', value: text(child(node, 'sval') ?? {}, 'sval') };
}

/** Integers beyond 32 bits come as text; beyond 53 they stay text, so that no digit is lost. */
function number(written: string): { kind: 'literal'; type: 'integer' | 'numeric'; value: string | number } {
  const value = Number(written);
  if (/^[-+]?\d+$/.test(written)) return { kind: 'literal', type: 'integer', value: Number.isSafeInteger(value) ? value : written };
  return { kind: 'literal', type: 'numeric', value: Number.isFinite(value) ? value : written };
}

function readParam(reading: Reading, node: Ast): Ranged {
  const range = tokenRange(reading, startOf(reading, node));
  const own = `$${integer(node, 'number')}`;
  const hole = reading.statement.holeAt(own);
  const param = hole?.kind === 'param' ? hole : { name: own, list: false };
  return { expr: { kind: 'param', name: param.name, ...(param.list ? { list: true } : {}), span: spanOf(reading, range) }, ...range };
}

function readBool(reading: Reading, node: Ast): Ranged {
  const args = children(node, 'args');
  const op = text(node, 'boolop');
  if (op === 'NOT_EXPR') return readNot(reading, node, unwrap(args[0] ?? {}));
  const read = readAll(reading, args);
  const range = around(reading, ...read);
  return { expr: { kind: op === 'OR_EXPR' ? 'or' : 'and', args: read.map((arg) => arg.expr), span: spanOf(reading, range) }, ...range };
}

/** NOT IN and NOT EXISTS over a subquery come as NOT around it. */
function readNot(reading: Reading, node: Ast, arg: Tagged): Ranged {
  const form = arg.tag === 'SubLink' ? text(arg.node, 'subLinkType') : '';
  const negates = form === 'EXISTS_SUBLINK' || (form === 'ANY_SUBLINK' && children(arg.node, 'operName').length === 0);
  const read = negates ? readSublink(reading, arg.node, TOOLS, true) : readExpr(reading, arg);
  const range = around(reading, tokenRange(reading, startOf(reading, node)), read);
  const span = spanOf(reading, range);
  return { expr: negates ? { ...read.expr, span } : { kind: 'not', arg: read.expr, span }, ...range };
}

/** `x IS NOT NULL`: from the argument to the last word of the test. */
function readTest(reading: Reading, node: Ast, test: 'null' | 'true' | 'false' | 'unknown', negated: boolean): Ranged {
  const arg = needChild(reading, node, 'arg');
  const { index } = reading;
  let last = placeOf(index, around(reading, arg).end);
  if (wordAt(index, last) === 'is') last += wordAt(index, last + 1) === 'not' ? 2 : 1;
  const range = { start: around(reading, arg).start, end: endAt(index, last) };
  return { expr: { kind: 'is', test, negated, arg: arg.expr, span: spanOf(reading, range) }, ...range };
}

function readNullTest(reading: Reading, node: Ast): Ranged {
  return readTest(reading, node, 'null', text(node, 'nulltesttype') === 'IS_NOT_NULL');
}

function readBooleanTest(reading: Reading, node: Ast): Ranged {
  const type = text(node, 'booltesttype');
  return readTest(reading, node, type.endsWith('TRUE') ? 'true' : type.endsWith('FALSE') ? 'false' : 'unknown', type.includes('NOT'));
}

/** `x::t`, `CAST(x AS t)` and `t 'literal'`. */
function readCast(reading: Reading, node: Ast): Ranged {
  const { index } = reading;
  const arg = needChild(reading, node, 'arg');
  const type = child(node, 'typeName') ?? {};
  const typeStart = startOf(reading, type);
  const first = placeOf(index, startOf(reading, node));
  const call = wordAt(index, first) === 'cast' && kindAt(index, first + 1) === 'open';
  const range = call
    ? { start: startAt(index, first), end: endAt(index, closerOf(index, first + 1)) }
    : around(reading, arg, location(type) < 0 ? null : { start: typeStart, end: typeEnd(index, typeStart) });
  return { expr: { kind: 'cast', arg: arg.expr, type: typeName(type), span: spanOf(reading, range) }, ...range };
}

function readCollate(reading: Reading, node: Ast): Ranged {
  const arg = needChild(reading, node, 'arg');
  const names = strings(children(node, 'collname'));
  const end = nameEnd(reading, startAt(reading.index, placeOf(reading.index, startOf(reading, node)) + 1));
  const range = { start: around(reading, arg).start, end };
  return { expr: { kind: 'collate', arg: arg.expr, collation: names[names.length - 1] ?? '', span: spanOf(reading, range) }, ...range };
}

/** `ARRAY[…]`, `ROW(…)`, `(a, b)`. */
function readItems(reading: Reading, node: Ast, kind: 'array' | 'row', items: readonly Ast[]): Ranged {
  const { index } = reading;
  const read = readAll(reading, items);
  const first = placeOf(index, startOf(reading, node));
  const open = kindAt(index, first) === 'open' ? first : first + 1;
  const range = { start: startAt(index, first), end: endAt(index, closerOf(index, open)) };
  return { expr: { kind, items: read.map((item) => item.expr), span: spanOf(reading, range) }, ...range };
}

/** `a[1]` is an operator on the array; `(row).field` is opaque. */
function readIndirection(reading: Reading, node: Ast): Ranged {
  const arg = needChild(reading, node, 'arg');
  const steps = children(node, 'indirection').map(unwrap);
  const subscripts = steps.filter((step) => step.tag === 'A_Indices').flatMap((step) => ['lidx', 'uidx'].flatMap((key) => unwrapChild(step.node, key) ?? []));
  const args = [arg.expr, ...subscripts.map((step) => readExpr(reading, step).expr)];
  const range = { start: around(reading, arg).start, end: indirectionEnd(reading, around(reading, arg).end) };
  const span = spanOf(reading, range);
  return { expr: steps.every((step) => step.tag === 'A_Indices') ? { kind: 'operator', op: '[]', args, span } : { kind: 'opaque', reason: 'field of a row', args, span }, ...range };
}

function indirectionEnd(reading: Reading, from: number): number {
  const { index } = reading;
  let at = placeOf(index, from);
  for (;;) {
    if (kindAt(index, at) === 'dot') at += 2;
    else if (kindAt(index, at) === 'open' && index.text.charAt(startAt(index, at)) === '[') at = closerOf(index, at) + 1;
    else return endAt(index, at - 1);
  }
}

/** CASE and all that has no bearing on access: opaque, with what is inside. */
function readUnknown(reading: Reading, tagged: Tagged): Ranged {
  const parts = insideOf(reading, tagged.node);
  const own = typeof tagged.node['location'] === 'number' ? tokenRange(reading, startOf(reading, tagged.node)) : null;
  const closing = own && endAt(reading.index, closingPlace(reading, own.start));
  const all = around(reading, own, ...parts);
  const range = { start: all.start, end: Math.max(all.end, closing ?? 0) };
  return { expr: { kind: 'opaque', reason: tagged.tag === 'CaseExpr' ? 'CASE' : tagged.tag, args: parts.map((part) => part.expr), span: spanOf(reading, range) }, ...range };
}

/** The END of a CASE, the closing bracket of what looks like a call. */
function closingPlace(reading: Reading, start: number): number {
  const first = placeOf(reading.index, start);
  if (closerOf(reading.index, first) > first) return closerOf(reading.index, first);
  return kindAt(reading.index, first + 1) === 'open' ? closerOf(reading.index, first + 1) : first;
}

/** Every expression below a node of a kind that has no reader. */
function insideOf(reading: Reading, node: Ast): Ranged[] {
  const out: Ranged[] = [];
  const stack: Ast[] = [node];
  for (let next = stack.pop(); next; next = stack.pop()) {
    for (const [key, value] of Object.entries(next).reverse()) {
      if (typeof value !== 'object' || value === null) continue;
      if (READERS[key] && !Array.isArray(value)) out.push(readExpr(reading, unwrap({ [key]: value })));
      else for (const item of Array.isArray(value) ? value : [value]) if (typeof item === 'object' && item !== null) stack.push(item);
    }
  }
  return out;
}
