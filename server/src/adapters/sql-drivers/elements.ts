import type { CallHost, HostExpr, HostProperty, StringHost } from '../../lang/expression.ts';
import type { Binding, Outline } from '../../lang/outline.ts';
import { lastName } from './chain.ts';

/** Longer lists are data rather than statements. */
const MOST = 300;
const DEEPEST = 8;

/** What a loop's variable is in each round, where the list that is looped over is written in the file; null where it is not. */
export function loopElements(outline: Outline, binding: Binding, depth = 0): readonly HostExpr[] | null {
  const { pattern } = binding;
  if (depth > DEEPEST || !pattern?.of) return null;
  const elements = elementsOf(outline, pattern.of, depth + 1);
  const path = pattern.key === null ? [] : pattern.key.split('.');
  const found = elements?.flatMap((element) => at(element, path) ?? []) ?? [];
  return found.length > 0 && found.length === elements?.length ? found : null;
}

/** A part of a tuple, by the way to it. */
function at(element: HostExpr, path: readonly string[]): HostExpr | null {
  const [place, ...rest] = path;
  if (place === undefined) return element;
  const item = element.kind === 'array' ? element.items[Number(place)] : undefined;
  return item === undefined ? null : at(item, rest);
}

/** The elements of a list, tuple or dictionary of the file, by name or as it stands; null when they cannot be told. */
export function elementsOf(outline: Outline, expr: HostExpr, depth = 0): readonly HostExpr[] | null {
  if (depth > DEEPEST) return null;
  const found = elementsIn(outline, expr, depth);
  return found === null || found.length > MOST || found.some(({ kind }) => kind === 'spread') ? null : found;
}

function elementsIn(outline: Outline, expr: HostExpr, depth: number): readonly HostExpr[] | null {
  const next = (inner: HostExpr) => elementsOf(outline, inner, depth + 1);
  switch (expr.kind) {
    case 'array': return expr.items;
    case 'identifier': case 'member': return ofName(outline, expr, depth);
    case 'call': return ofCall(outline, expr, depth);
    // A part of a list (`STEPS[version:]`): all of it may be meant.
    case 'subscript': return expr.index.kind === 'unknown' ? next(expr.object) : null;
    case 'binary': return expr.op === '+' ? both(next(expr.left), next(expr.right)) : null;
    default: return null;
  }
}

const both = (one: readonly HostExpr[] | null, other: readonly HostExpr[] | null): readonly HostExpr[] | null => (one === null || other === null ? null : [...one, ...other]);

function ofName(outline: Outline, expr: HostExpr, depth: number): readonly HostExpr[] | null {
  const binding = bindingOf(outline, expr);
  if (binding?.kind === 'loop') {
    const lists = loopElements(outline, binding, depth + 1)?.map((element) => elementsOf(outline, element, depth + 1));
    return lists === undefined || lists.some((list) => list === null) ? null : lists.flatMap((list) => list ?? []);
  }
  if (!binding?.init || binding.pattern !== null || binding.kind === 'param') return null;
  const first = elementsOf(outline, binding.init, depth + 1);
  return first === null ? null : [...first, ...appendedTo(outline, binding)];
}

/** The variable, field or class attribute that a name means. */
export function bindingOf(outline: Outline, expr: HostExpr): Binding | null {
  if (expr.kind === 'identifier') return outline.resolve(expr.name, expr.span.start);
  if (expr.kind !== 'member' || expr.object.kind !== 'identifier') return null;
  if (expr.object.name === 'this') return fieldOf(outline, expr.property, expr.span.start);
  const owner = outline.resolve(expr.object.name, expr.span.start);
  return owner?.kind === 'class' ? fieldOf(outline, expr.property, owner.span.start) : null;
}

/** What `this.name` is at a place in a class: of that class, else of the classes of this file that it comes from. */
export function fieldOf(outline: Outline, name: string, offset: number, depth = 0): Binding | null {
  const own = outline.resolve(`this.${name}`, offset);
  if (own !== null || depth > DEEPEST) return own;
  const around = outline.classes.findLast(({ span }) => span.start <= offset && offset < span.end);
  for (const base of around?.bases ?? []) {
    const parent = base.kind === 'identifier' ? outline.resolve(base.name, base.span.start) : null;
    const found = parent?.kind === 'class' && parent.span.start !== around?.nameSpan.start ? fieldOf(outline, name, parent.span.start, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

const appendedTo = (outline: Outline, binding: Binding): readonly HostExpr[] =>
  outline.mutationsOf(binding).flatMap((mutation) => (mutation.kind === 'call' && /^(?:append|push)$/.test(lastName(mutation.call.callee)) ? mutation.call.args : []));

/** `M.items()`, `M.values()`, `sorted(…)`, `enumerate(…)`, `list(…)`. */
function ofCall(outline: Outline, { callee, args: [arg] }: CallHost, depth: number): readonly HostExpr[] | null {
  if (callee.kind === 'member' && (callee.property === 'items' || callee.property === 'values')) {
    const properties = propertiesOf(outline, callee.object);
    return properties?.flatMap((property) => (property.kind === 'spread' ? [] : callee.property === 'values' ? [property.value] : [pairOf(property)])) ?? null;
  }
  if (callee.kind !== 'identifier' || arg === undefined) return null;
  if (/^(?:sorted|reversed|list|tuple|iter|filter)$/.test(callee.name)) return elementsOf(outline, arg, depth + 1);
  return callee.name === 'enumerate' ? (elementsOf(outline, arg, depth + 1)?.map((item): HostExpr => ({ kind: 'array', items: [{ kind: 'unknown', span: item.span }, item], span: item.span })) ?? null) : null;
}

/** What a dictionary of the file has; null when it is none. */
export function propertiesOf(outline: Outline, expr: HostExpr): readonly HostProperty[] | null {
  if (expr.kind === 'object') return expr.properties;
  const init = bindingOf(outline, expr)?.init ?? null;
  return init?.kind === 'object' ? init.properties : null;
}

function pairOf(property: Exclude<HostProperty, { kind: 'spread' }>): HostExpr {
  const key: HostExpr = property.kind === 'computed' ? property.key : keyText(property);
  return { kind: 'array', items: [key, property.value], span: property.span };
}

const keyText = ({ key, keySpan }: { readonly key: string; readonly keySpan: StringHost['span'] }): StringHost => ({ kind: 'string', value: key, inner: keySpan, span: keySpan, toDocument: (offset) => Math.min(keySpan.start + 1 + offset, keySpan.end) });
