import type { HostExpr, TemplateHost } from '../../lang/expression.ts';
import type { Binding, Mutation } from '../../lang/outline.ts';
import { contains, type Span } from '../../text/span.ts';
import { loopElements } from './elements.ts';
import { fragmentAt, holeAt, isBlank, type Piece, preview, sqlTextOf } from './pieces.ts';
import { looksLikeSql } from './shape.ts';
import { piecesOf, type Reading } from './texts.ts';

/** A variable is followed through so many values that exclude one another. */
const MOST_VALUES = 12;

/** The text a local name holds at a place: its first value and everything appended to it before. */
export const textOfName = (reading: Reading, name: string, span: Span, depth: number): Piece[] | null => textOfBinding(reading, reading.outline.resolve(name, span.start), span, depth);

/** The same for a name that is resolved already. */
export function textOfBinding(reading: Reading, binding: Binding | null, span: Span, depth: number): Piece[] | null {
  const given = binding === null ? undefined : reading.given.get(binding);
  if (given !== undefined) return given;
  if (binding?.kind === 'loop') return loopText(reading, binding, depth);
  if (binding === null || binding.import !== null || binding.kind === 'param' || binding.pattern !== null) return null;
  const { init } = binding;
  const start = (): Piece[] | null => (init === null || init.kind === 'function' ? null : piecesOf(reading, init, depth + 1));
  if (binding.kind === 'const' || binding.kind === 'field') return start();
  return chosenOf(reading, binding, valuesOf(reading, binding, start, span, depth))?.pieces ?? null;
}

/** What a loop's variable stands for: each element of a list that is written in the file, one after the other. */
function loopText(reading: Reading, binding: Binding, depth: number): Piece[] | null {
  const elements = loopElements(reading.outline, binding);
  if (elements === null || binding.pattern === null) return null;
  // The names of one loop go through its elements together.
  const element = chosenOf(reading, binding.pattern.pattern, elements);
  return element === null ? null : piecesOf(reading, element, depth + 1);
}

/** Of several things that a name may stand for the one that is being looked at (see `Reading.chosen`); null when none is, since then it is not known. */
export function chosenOf<T>(reading: Reading, name: object, all: readonly T[]): T | null {
  if (all.length < 2) return all[0] ?? null;
  reading.forks.set(name, all.length);
  return all[reading.chosen.get(name) ?? -1] ?? null;
}

/** One of the values that a variable may have; `branch` is where alone it was given, null where it always was. */
interface Value { readonly pieces: Piece[] | null; readonly branch: Span | null }

function valuesOf(reading: Reading, binding: Binding, start: () => Piece[] | null, use: Span, depth: number): readonly Value[] {
  const before = reading.outline.mutationsOf(binding).filter((mutation) => mutation.kind === 'assign' && mutation.span.start < use.start);
  // What stands before a value that is always given is gone.
  const from = before.findLastIndex((mutation) => !mutation.conditional && isOwn(binding.name, mutation));
  let values: Value[] = [{ pieces: from < 0 ? start() : null, branch: null }];
  for (const mutation of from < 0 ? before : before.slice(from)) {
    if (mutation.kind === 'call') continue;
    const added = appended(binding.name, mutation.value);
    if (added !== null) values = grown(reading, values, mutation, (conditional) => appendedPieces(reading, mutation, added, conditional, depth));
    else if (mentions(mutation.value, binding.name)) values = values.map((value) => rewritten(reading, binding, value, mutation, depth));
    else values = replaced(reading, values, { binding, mutation, use }, depth);
    if (values.length > MOST_VALUES) return [{ pieces: null, branch: null }];
  }
  return values;
}

/** Whether an assignment gives a value that has nothing to do with the one before. */
const isOwn = (name: string, mutation: Mutation): boolean => mutation.kind === 'assign' && appended(name, mutation.value) === null && !mentions(mutation.value, name);

/** The operands behind the name itself in `text + a + b` and `f'{text} a'`; null when the value does not begin with the name. */
function appended(name: string, value: HostExpr): HostExpr[] | null {
  const operands: HostExpr[] = [];
  let left = value;
  for (; left.kind === 'binary' && left.op === '+'; left = left.left) operands.push(left.right);
  if (left.kind === 'template') {
    const rest = behindName(name, left);
    return rest === null ? null : [rest, ...operands.reverse()];
  }
  return left.kind === 'identifier' && left.name === name && operands.length > 0 ? operands.reverse() : null;
}

/** What a template has behind the name that it begins with. */
function behindName(name: string, template: TemplateHost): TemplateHost | null {
  const [before] = template.quasis;
  const [hole] = template.holes;
  if (template.tag !== null || before?.value.trim() !== '' || hole?.kind !== 'identifier' || hole.name !== name) return null;
  return { ...template, quasis: template.quasis.slice(1), holes: template.holes.slice(1) };
}

/** Whether a value is made from the name itself: `text.format(…)`, `text % x`, `f'SELECT count(*) FROM ({text})'`. */
function mentions(value: HostExpr, name: string): boolean {
  switch (value.kind) {
    case 'identifier': return value.name === name;
    case 'member': return mentions(value.object, name);
    case 'call': return mentions(value.callee, name) || value.args.some((arg) => mentions(arg, name));
    case 'binary': return mentions(value.left, name) || mentions(value.right, name);
    case 'template': return value.holes.some((hole) => mentions(hole, name));
    case 'await': return mentions(value.arg, name);
    default: return false;
  }
}

/** A value made from the one before; of one that is only sometimes made so the earlier stands. */
function rewritten(reading: Reading, binding: Binding, value: Value, mutation: Extract<Mutation, { kind: 'assign' }>, depth: number): Value {
  if (value.pieces === null || (mutation.conditional && value.branch === null)) return value;
  const before = reading.given.get(binding);
  reading.given.set(binding, value.pieces);
  const pieces = piecesOf(reading, mutation.value, depth + 1);
  if (before === undefined) reading.given.delete(binding);
  else reading.given.set(binding, before);
  return { ...value, pieces };
}

/** What is appended belongs to the values of its own branch, else to all. */
function grown(reading: Reading, values: readonly Value[], mutation: Mutation, addition: (conditional: boolean) => Piece[]): Value[] {
  const own = values.filter(({ branch }) => branch !== null && contains(branch, mutation.span));
  return values.map((value) => {
    if (value.pieces === null || (own.length > 0 && !own.includes(value))) return value;
    const conditional = own.length > 0 ? !isDirectly(reading, mutation, value.branch) : mutation.conditional;
    return { ...value, pieces: [...value.pieces, ...addition(conditional)] };
  });
}

interface Assigned { readonly binding: Binding; readonly mutation: Extract<Mutation, { kind: 'assign' }>; readonly use: Span }

/** A value of its own: it takes the place of the earlier ones where it holds for sure. A clause in place of nothing is one that is there only sometimes. */
function replaced(reading: Reading, values: readonly Value[], { binding, mutation, use }: Assigned, depth: number): Value[] {
  const pieces = piecesOf(reading, mutation.value, depth + 1);
  const branch = branchOf(reading, mutation);
  // A loop alone between the two is taken to run.
  if (!mutation.conditional || branch === null || contains(branch, use) || contains(branch, binding.span)) return [{ pieces, branch: null }];
  const [only] = values;
  if (values.length === 1 && only?.pieces && isBlank(only.pieces) && pieces !== null) {
    return [looksLikeSql(preview(sqlTextOf(pieces))) ? { pieces, branch } : { pieces: [fragmentAt(mutation.span, pieces, 'sometimes')], branch: null }];
  }
  return [...values.filter((value) => value.pieces !== null && value.branch?.start !== branch.start), { pieces, branch }];
}

const branchOf = ({ outline }: Reading, { span }: Mutation): Span | null => outline.conditionsAround(span.start)[0] ?? null;

const isDirectly = (reading: Reading, mutation: Mutation, branch: Span | null): boolean => branchOf(reading, mutation)?.start === branch?.start;

function appendedPieces(reading: Reading, mutation: Mutation, operands: readonly HostExpr[], conditional: boolean, depth: number): Piece[] {
  const pieces = operands.flatMap((operand): Piece[] => piecesOf(reading, operand, depth + 1) ?? [holeAt(operand.span, { kind: 'unknown' })]);
  return conditional ? [fragmentAt(mutation.span, pieces, 'sometimes')] : pieces;
}
