import type { CallHost, FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost, Outline } from '../../../lang/outline.ts';
import type { List } from '../../../text/bracketed.ts';
import { skipSpace } from '../../../text/layout.ts';
import type { Span } from '../../../text/span.ts';
import { assigned, type Assigned, lastName, type Target } from './target.ts';

/** Where a table keeps its indexes. */
export type Place =
  /** Nowhere yet; its class must get `__table_args__`. */
  | { readonly kind: 'none'; readonly cls: ClassHost }
  /** Among others, in a tuple or the arguments of `Table`. `before`: the index of the item that has to stay last; `isTuple`: one item alone needs its comma. */
  | { readonly kind: 'list'; readonly list: List; readonly before: number; readonly bracketed: boolean; readonly isTuple: boolean; readonly member: Assigned | null; readonly items: readonly HostExpr[] }
  /** Options alone, which become the last item of a tuple. */
  | { readonly kind: 'options'; readonly span: Span };

/** Null where an index cannot be written in: made by a helper, taken from elsewhere, or said in a way that is not understood. */
export function placeOf(text: string, outline: Outline, target: Target): Place | null {
  if (target.kind === 'call') return argumentsOf(target.call);
  const { cls } = target;
  const named = cls.members.filter((member) => member.kind !== 'other' && member.name === '__table_args__');
  const [member] = named;
  if (member === undefined) return { kind: 'none', cls };
  if (named.length > 1 || member.kind === 'other' || member.conditional) return null;
  if (member.kind === 'assign') return member.value === null ? null : valuePlace(text, outline, member.value, assigned(cls, '__table_args__') ?? null);
  const returned = returnOf(member.value);
  return returned === null ? null : valuePlace(text, outline, returned, null);
}

/** A `declared_attr` whose one answer is written down. */
const returnOf = (fn: FunctionHost): HostExpr | null => (fn.returns.length === 1 ? (fn.returns[0] ?? null) : null);

function argumentsOf(call: CallHost): Place {
  const items = [...call.args, ...(call.keywords ?? []).flatMap((one) => (one.kind === 'property' ? [one.value] : []))];
  const spans = [...call.args, ...(call.keywords ?? [])].map(({ span }) => span).sort((a, b) => a.start - b.start);
  // What is given by name comes behind everything else.
  const named = (call.keywords ?? []).map(({ span }) => span.start);
  const before = named.length === 0 ? spans.length : spans.findIndex(({ start }) => start >= Math.min(...named));
  return { kind: 'list', list: { span: call.argsSpan, items: spans }, before, bracketed: true, isTuple: false, member: null, items };
}

function valuePlace(text: string, outline: Outline, value: HostExpr, member: Assigned | null): Place | null {
  if (value.kind === 'array') return tuplePlace(text, value, member);
  if (isOptions(value)) return { kind: 'options', span: value.span };
  if (value.kind === 'identifier') return optionsByName(outline, value);
  if (value.kind !== 'binary' || value.op !== '+') return null;
  const tuples = [value.right, value.left].filter((side) => side.kind === 'array');
  const [tuple] = tuples;
  return tuple?.kind === 'array' ? tuplePlace(text, tuple, null) : null;
}

/** A list makes SQLAlchemy refuse the class, and is left to people. */
function tuplePlace(text: string, value: Extract<HostExpr, { kind: 'array' }>, member: Assigned | null): Place | null {
  if (text[value.span.start] === '[' || text[value.span.start] === '{') return null;
  const spans = value.items.map(({ span }) => span);
  const first = spans[0];
  const bracketed = text[value.span.start] === '(' && (first === undefined || (first.start > value.span.start && closes(text, value)));
  // Without brackets the list begins and ends with its items.
  const span = bracketed ? value.span : { start: value.span.start - 1, end: value.span.end + 1 };
  return { kind: 'list', list: { span, items: spans }, before: trailing(value.items), bracketed, isTuple: true, member, items: value.items };
}

/** Whether the bracket at the start is the tuple's own: in `(a), (b)` it is not. */
function closes(text: string, value: Extract<HostExpr, { kind: 'array' }>): boolean {
  const first = value.items[0];
  const after = first === undefined ? value.span.start + 1 : skipSpace(text, first.span.end, value.span.end, '#');
  return text[after] === ',' || after === value.span.end - 1;
}

/** Options, and what is spread in from elsewhere and may end with some, stay last. */
function trailing(items: readonly HostExpr[]): number {
  let before = items.length;
  while (before > 0 && isLast(items[before - 1])) before--;
  return before;
}

const isLast = (item: HostExpr | undefined): boolean => item !== undefined && (isOptions(item) || item.kind === 'spread' || item.kind === 'identifier');

export const isOptions = (value: HostExpr): boolean => value.kind === 'object' || (value.kind === 'call' && lastName(value.callee) === 'dict');

/** A name for options, or for a tuple that is taken apart. */
function optionsByName(outline: Outline, value: Extract<HostExpr, { kind: 'identifier' }>): Place | null {
  const init = outline.resolve(value.name, value.span.start)?.init ?? null;
  return init !== null && isOptions(init) ? { kind: 'options', span: value.span } : null;
}
