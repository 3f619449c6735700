import type { CallHost, HostExpr, StringHost, TemplateHost } from '../../lang/expression.ts';
import type { Binding, Outline } from '../../lang/outline.ts';
import type { Span } from '../../text/span.ts';
import { lastName, propertyValue, rootOf } from './chain.ts';
import { fragmentAt, holeAt, type Piece, wholeString } from './pieces.ts';
import { isSqlTag, tagHole } from './tags.ts';
import { helperText, quotedName } from './helpers.ts';
import type { Receivers } from './receivers.ts';
import { bracePieces, composedPieces, percentPieces } from './formats.ts';
import { itemsOf, joined, textOfName } from './variables.ts';

/** Reads the texts of one file. `budget` bounds what names that lead to names can blow up to. */
export interface Reading {
  readonly outline: Outline;
  readonly receivers: Receivers;
  /** Where templates start that became part of another statement: they are no statements of their own. */
  readonly used: Set<number>;
  budget: number;
  /** What the parameters of helpers stand for while one is followed; null for what cannot be read. */
  readonly given: Map<Binding, Piece[] | null>;
}

const DEEPEST = 40;
/** Tags that give the text as it stands, or with its indentation changed. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(['dedent', 'outdent', 'stripIndent', 'stripIndents', 'oneLine']);

export const isPlain = ({ tag }: TemplateHost): boolean => tag === null || PLAIN_TAGS.has(lastName(tag)) || (lastName(tag) === 'raw' && rootOf(tag)?.name === 'String');

/**
 * The pieces that a string expression is made of; null when it is no text that can be read here (a parameter, an import, a call).
 * Literals, templates, `+`, constants, `.join()`, `.trim()`, conditions and SQL tags are followed.
 */
export function piecesOf(reading: Reading, expr: HostExpr, depth = 0): Piece[] | null {
  if (depth > DEEPEST || --reading.budget < 0) return null;
  switch (expr.kind) {
    case 'string': return [wholeString(expr)];
    case 'number': return [{ kind: 'made', text: expr.raw, span: expr.span }];
    case 'template': return templatePieces(reading, expr, depth);
    case 'binary': return binaryPieces(reading, expr, depth);
    case 'conditional': return eitherOf(reading, expr.span, expr.then, expr.otherwise, depth);
    case 'await': return piecesOf(reading, expr.arg, depth + 1);
    case 'call': return callPieces(reading, expr, depth);
    case 'identifier': return textOfName(reading, expr.name, expr.span, depth + 1);
    case 'member': return memberPieces(reading, expr, depth);
    case 'subscript': return slicePieces(reading, expr, depth);
    case 'nothing': return [];
    default: return null;
  }
}

function templatePieces(reading: Reading, template: TemplateHost, depth: number): Piece[] | null {
  if (isPlain(template)) return rawTemplate(reading, template, depth);
  if (!isSqlTag(reading, template)) return null;
  reading.used.add(template.span.start);
  return taggedTemplate(reading, template, depth);
}

/** An SQL tag: every hole is sent as a value unless it says otherwise. */
export function taggedTemplate(reading: Reading, template: TemplateHost, depth = 0): Piece[] {
  return template.quasis.flatMap((quasi, index) => {
    const hole = template.holes[index];
    return hole === undefined ? [wholeString(quasi)] : [wholeString(quasi), holeAt(hole.span, tagHole(reading, hole, depth + 1))];
  });
}

function rawTemplate(reading: Reading, template: TemplateHost, depth: number): Piece[] {
  const out: Piece[] = [];
  for (const [index, quasi] of template.quasis.entries()) {
    out.push(wholeString(quasi));
    const hole = template.holes[index];
    if (hole !== undefined) out.push(...rawHole(reading, hole, quasi, out, depth));
  }
  return out;
}

/** What is pasted into a text: a known text as it is, else anything. `$${n}` and `:${name}` are placeholders, whatever their number. */
export function rawHole(reading: Reading, hole: HostExpr, before: StringHost | null, out: Piece[], depth: number): Piece[] {
  const mark = before === null ? null : /(?:\$|(?<!:):|@)$/.exec(before.value);
  const last = out.at(-1);
  if (before !== null && mark !== null && last?.kind === 'string') {
    out[out.length - 1] = { ...last, to: mark.index };
    return [holeAt({ start: before.toDocument(mark.index), end: hole.span.end }, { kind: 'value' })];
  }
  const pieces = piecesOf(reading, hole, depth + 1);
  if (pieces === null) return [holeAt(hole.span, { kind: 'unknown' })];
  const [only] = pieces;
  // It stands where it is pasted, wherever it was made: places of a text keep their order.
  return pieces.length === 1 && only?.kind === 'hole' ? [{ ...only, span: hole.span }] : [fragmentAt(hole.span, pieces, 'always')];
}

function binaryPieces(reading: Reading, expr: Extract<HostExpr, { kind: 'binary' }>, depth: number): Piece[] | null {
  if (expr.op === '&&') return eitherOf(reading, expr.span, expr.right, null, depth);
  if (expr.op === '||' || expr.op === '??') return piecesOf(reading, expr.left, depth + 1) ?? piecesOf(reading, expr.right, depth + 1);
  if (expr.op === '%') return percentPieces(reading, expr, depth);
  if (expr.op === '*') return isPlaceholders(expr) ? [holeAt(expr.span, { kind: 'value', list: true })] : null;
  if (expr.op !== '+') return null;
  const operands: HostExpr[] = [];
  let left: HostExpr = expr;
  for (; left.kind === 'binary' && left.op === '+'; left = left.left) operands.push(left.right);
  operands.push(left);
  return concatenated(reading, operands.reverse(), depth);
}

function concatenated(reading: Reading, operands: readonly HostExpr[], depth: number): Piece[] | null {
  const out: Piece[] = [];
  let known = false;
  for (const operand of operands) {
    const last = out.at(-1);
    const before = last?.kind === 'string' && last.to === last.string.value.length ? last.string : null;
    const pieces = operand.kind === 'string' || operand.kind === 'template' || operand.kind === 'binary' ? piecesOf(reading, operand, depth + 1) : rawHole(reading, operand, before, out, depth);
    out.push(...(pieces ?? [holeAt(operand.span, { kind: 'unknown' } as const)]));
    // A number makes no text of what is added to it: `limit + 1`.
    known ||= operand.kind !== 'number' && pieces !== null && pieces.some((piece) => piece.kind !== 'hole' || piece.hole.kind === 'fragment');
  }
  return known ? out : null;
}

/** One of two texts, or a text that is there only sometimes. Of two that both say something the first is taken, as a possibility. */
export function eitherOf(reading: Reading, span: Span, one: HostExpr, other: HostExpr | null, depth: number): Piece[] | null {
  const texts = [one, other].map((expr) => (expr === null ? [] : piecesOf(reading, expr, depth + 1)));
  if (texts.every((pieces) => pieces === null)) return null;
  const chosen = texts.find((pieces) => pieces?.some((piece) => piece.kind !== 'string' || piece.string.value.trim() !== ''));
  return chosen ? [fragmentAt(span, chosen, 'sometimes')] : [];
}

function callPieces(reading: Reading, call: CallHost, depth: number): Piece[] | null {
  if (isPlaceholderList(call)) return [holeAt(call.span, { kind: 'value', list: true })];
  const helped = composedPieces(reading, call, depth) ?? quotedName(reading, call, depth) ?? helperText(reading, call, depth);
  if (helped !== null || call.callee.kind !== 'member') return helped;
  const { object, property } = call.callee;
  if (property === 'join') {
    // Python's separator is what joins, JavaScript's an argument.
    const [list, separator] = object.kind === 'string' && call.args[0] !== undefined ? [call.args[0], object.value] : [object, separatorOf(call)];
    const items = itemsOf(reading, list, depth + 1);
    return items === null ? null : joined(items, separator, call.span);
  }
  if (property === 'format') return bracePieces(reading, call, object, depth);
  if (property === 'dedent' || property === 'cleandoc') return call.args[0] === undefined ? null : piecesOf(reading, call.args[0], depth + 1);
  return /^(?:trim|trimStart|trimEnd|toString|replaceAll|replace|strip|rstrip|lstrip)$/.test(property) ? piecesOf(reading, object, depth + 1) : null;
}

function separatorOf(call: CallHost): string {
  const [arg] = call.args;
  if (arg === undefined) return ',';
  return arg.kind === 'string' ? arg.value : arg.kind === 'template' && arg.tag === null && arg.holes.length === 0 ? (arg.quasis[0]?.value ?? '') : ' ';
}

const PLACEHOLDER = /^\s*\(?\s*(?:\?|\$\d*|[:@]\w*|%s|%\()/;

/** `ids.map(() => '?').join(', ')`, `` ids.map((_, i) => `$${i + 1}`).join() ``, `Array(n).fill('?').join()`, `'?,'.repeat(n).slice(0, -1)`. */
function isPlaceholderList(call: CallHost): boolean {
  const [list] = call.args;
  if (call.callee.kind === 'member' && call.callee.property === 'join' && call.callee.object.kind === 'string' && list !== undefined) return isPlaceholders(list);
  for (let at: HostExpr = call, depth = 0; at.kind === 'call' && depth < 6; depth++) {
    const method = lastName(at.callee);
    const [arg] = at.args;
    if (method === 'map' && arg?.kind === 'function') return arg.returns.length > 0 && arg.returns.every(isPlaceholder);
    if (method === 'fill' && arg !== undefined) return isPlaceholder(arg);
    if (at.callee.kind !== 'member') return method === 'Array' || method === 'from' ? at.args.some((other) => other.kind === 'function' && other.returns.some(isPlaceholder)) : false;
    if (method === 'from') return at.args.some((other) => other.kind === 'function' && other.returns.some(isPlaceholder));
    if (method === 'repeat') return isPlaceholder(at.callee.object);
    if (!/^(?:join|slice|toString|trim|substring)$/.test(method)) return false;
    at = at.callee.object;
  }
  return false;
}

/** `['?'] * len(ids)`, `'?' * n`, `'?' for _ in ids`: what Python joins to a list. */
function isPlaceholders(expr: HostExpr): boolean {
  if (expr.kind === 'binary' && expr.op === '*') return [expr.left, expr.right].some((side) => (side.kind === 'array' ? side.items.length > 0 && side.items.every(isPlaceholder) : side.kind === 'string' && isPlaceholder(side)));
  return expr.kind === 'call' && isPlaceholderList(expr);
}

/** `('?,' * n)[:-1]`; of any other text a part is not known. */
function slicePieces(reading: Reading, { object, index }: Extract<HostExpr, { kind: 'subscript' }>, depth: number): Piece[] | null {
  const pieces = index.kind === 'unknown' ? piecesOf(reading, object, depth + 1) : null;
  const [only] = pieces ?? [];
  return pieces?.length === 1 && only?.kind === 'hole' && only.hole.kind === 'value' ? pieces : null;
}

function isPlaceholder(expr: HostExpr): boolean {
  if (expr.kind === 'string') return PLACEHOLDER.test(expr.value);
  if (expr.kind === 'template') return expr.tag === null && PLACEHOLDER.test(expr.quasis[0]?.value ?? '');
  return expr.kind === 'binary' && expr.op === '+' && isPlaceholder(expr.left);
}

/** `QUERIES.byEmail`, `this.text`, `Queries.BY_EMAIL`: a text in a constant object, a field or a class. */
function memberPieces(reading: Reading, member: Extract<HostExpr, { kind: 'member' }>, depth: number): Piece[] | null {
  const { object, property } = member;
  if (object.kind !== 'identifier') return null;
  if (object.name === 'this') return textOfName(reading, `this.${property}`, member.span, depth + 1);
  const binding = reading.outline.resolve(object.name, object.span.start);
  if (binding?.kind === 'class') return textOfName(reading, `this.${property}`, binding.span, depth + 1);
  if (binding === null || binding.kind !== 'const' || binding.init?.kind !== 'object') return null;
  const value = propertyValue(binding.init.properties, property);
  return value === null ? null : piecesOf(reading, value, depth + 1);
}
