import type { CallHost, HostExpr, StringHost, TemplateHost } from '../../lang/expression.ts';
import type { Binding, Outline } from '../../lang/outline.ts';
import type { Span } from '../../text/span.ts';
import { lastName, propertyValue, rootOf } from './chain.ts';
import { bindingOf, elementsOf, fieldOf, propertiesOf } from './elements.ts';
import { fragmentAt, holeAt, type Piece, preview, sqlTextOf, wholeString } from './pieces.ts';
import { isPlaceholderList, isPlaceholders, isSeparator } from './placeholder-lists.ts';
import { isSqlTag, tagHole } from './tags.ts';
import { helperText, quotedName } from './helpers.ts';
import type { Receivers } from './receivers.ts';
import { bracePieces, composedPieces, percentPieces } from './formats.ts';
import { itemsOf, joined } from './lists.ts';
import { chosenOf, textOfBinding, textOfName } from './variables.ts';

/** Reads the texts of one file. `budget` bounds what names that lead to names can blow up to. */
export interface Reading {
  readonly outline: Outline;
  readonly receivers: Receivers;
  /** Where templates start that became part of another statement: they are no statements of their own. */
  readonly used: Set<number>;
  budget: number;
  /** What the parameters of helpers stand for while one is followed; null for what cannot be read. */
  readonly given: Map<Binding, Piece[] | null>;
  /** Where each text that was read begins, between its quotes. */
  readonly read: Set<number>;
  /** Names that may stand for several things, with how many, as the reading of one expression met them. */
  readonly forks: Map<object, number>;
  /** Which of them such a name is taken to be. */
  readonly chosen: Map<object, number>;
}

const DEEPEST = 40;
/** Tags that give the text as it stands, or with its indentation changed. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(['dedent', 'outdent', 'stripIndent', 'stripIndents', 'oneLine']);

export const isTagged = (expr: HostExpr): expr is TemplateHost & { readonly tag: HostExpr } => expr.kind === 'template' && !isPlain(expr);

export const isPlain = ({ tag }: TemplateHost): boolean => tag === null || PLAIN_TAGS.has(lastName(tag)) || (lastName(tag) === 'raw' && rootOf(tag)?.name === 'String');

/**
 * The pieces that a string expression is made of; null when it is no text that can be read here (a parameter, an import, a call).
 * Literals, templates, `+`, constants, `.join()`, `.trim()`, conditions and SQL tags are followed.
 */
export function piecesOf(reading: Reading, expr: HostExpr, depth = 0): Piece[] | null {
  if (depth > DEEPEST || --reading.budget < 0) return null;
  switch (expr.kind) {
    case 'string': reading.read.add(expr.inner.start); return [wholeString(expr)];
    case 'number': return [{ kind: 'made', text: expr.raw, span: expr.span }];
    case 'template': return templatePieces(reading, expr, depth);
    case 'binary': return binaryPieces(reading, expr, depth);
    case 'conditional': return eitherOf(reading, expr.span, expr.then, expr.otherwise, depth);
    // An SQL tag that is awaited gives rows.
    case 'await': return isTagged(expr.arg) ? null : piecesOf(reading, expr.arg, depth + 1);
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
  if (template.quasis[0] !== undefined) reading.read.add(template.quasis[0].inner.start);
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
  if (/^(?:dedent|cleandoc|str)$/.test(lastName(call.callee))) return call.args[0] === undefined ? null : piecesOf(reading, call.args[0], depth + 1);
  const helped = composedPieces(reading, call, depth) ?? quotedName(reading, call, depth) ?? helperText(reading, call, depth);
  if (helped !== null || call.callee.kind !== 'member') return helped;
  const { object, property } = call.callee;
  if (property === 'join') {
    // Python's separator is what joins, JavaScript's an argument.
    const own = isSeparator(object) ? piecesOf(reading, object, depth + 1) : null;
    const [list, separator] = own !== null && call.args[0] !== undefined ? [call.args[0], preview(sqlTextOf(own))] : [object, separatorOf(call)];
    const items = itemsOf(reading, list, depth + 1);
    return items === null ? null : joined(items, separator, call.span);
  }
  if (property === 'format') return bracePieces(reading, call, object, depth);
  return /^(?:trim|trimStart|trimEnd|toString|replaceAll|replace|strip|rstrip|lstrip)$/.test(property) ? piecesOf(reading, object, depth + 1) : null;
}

function separatorOf(call: CallHost): string {
  const [arg] = call.args;
  if (arg === undefined) return ',';
  return arg.kind === 'string' ? arg.value : arg.kind === 'template' && arg.tag === null && arg.holes.length === 0 ? (arg.quasis[0]?.value ?? '') : ' ';
}

/** `('?,' * n)[:-1]`; of any other text a part is not known. */
function slicePieces(reading: Reading, { object, index }: Extract<HostExpr, { kind: 'subscript' }>, depth: number): Piece[] | null {
  if (index.kind !== 'unknown') return elementPieces(reading, object, index, depth);
  const pieces = piecesOf(reading, object, depth + 1);
  const [only] = pieces ?? [];
  return pieces?.length === 1 && only?.kind === 'hole' && only.hole.kind === 'value' ? pieces : null;
}

/** `STEPS[0]`, `QUERIES['by_email']`; of `MIGRATIONS[version]` each may be meant. */
function elementPieces(reading: Reading, object: HostExpr, index: HostExpr, depth: number): Piece[] | null {
  const properties = propertiesOf(reading.outline, object);
  const all = properties?.flatMap((property) => (property.kind === 'spread' ? [] : [property.value])) ?? elementsOf(reading.outline, object);
  if (all === null) return null;
  const element = index.kind === 'string' ? propertyValue(properties ?? [], index.value) : index.kind === 'number' && properties === null ? all[index.value] : chosenOf(reading, bindingOf(reading.outline, object) ?? object, all);
  return element ? piecesOf(reading, element, depth + 1) : null;
}

/** `QUERIES.byEmail`, `this.text`, `Queries.BY_EMAIL`: a text in a constant object, a field or a class. */
function memberPieces(reading: Reading, member: Extract<HostExpr, { kind: 'member' }>, depth: number): Piece[] | null {
  const { object, property } = member;
  if (object.kind !== 'identifier') return null;
  if (object.name === 'this') return textOfBinding(reading, fieldOf(reading.outline, property, member.span.start), member.span, depth + 1);
  const binding = reading.outline.resolve(object.name, object.span.start);
  if (binding?.kind === 'class') return textOfBinding(reading, fieldOf(reading.outline, property, binding.span.start), binding.span, depth + 1);
  if (binding === null || binding.kind !== 'const' || binding.init?.kind !== 'object') return null;
  const value = propertyValue(binding.init.properties, property);
  return value === null ? null : piecesOf(reading, value, depth + 1);
}
