import type { CallHost, HostExpr, HostProperty } from '../../../lang/expression.ts';
import type { Outline } from '../../../lang/outline.ts';

/** What an expression of a migration stands for, as far as its file says. `code` is something that is built (`sa.Column(…)`), with the names that it is to be read with. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sql'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [string, Value])[] }
  | { readonly kind: 'code'; readonly expr: HostExpr; readonly names: Names };

/** Names that loops and parameters give; all others are the file's. */
export type Names = ReadonlyMap<string, Value>;

export const NO_NAMES: Names = new Map();

/** Evaluates what is literal. `budget` bounds what names that lead to names can blow up to. */
export class Evaluator {
  readonly #outline: Outline;
  #budget = 200_000;

  constructor(outline: Outline) {
    this.#outline = outline;
  }

  of(expr: HostExpr, names: Names, depth = 0): Value {
    const itself: Value = { kind: 'code', expr, names };
    if (depth > DEEPEST || --this.#budget < 0) return itself;
    switch (expr.kind) {
      case 'string': return { kind: 'text', text: expr.value };
      case 'number': return { kind: 'number', number: expr.value };
      case 'boolean': return { kind: 'truth', value: expr.value };
      case 'nothing': return { kind: 'none' };
      case 'template': return this.#template(expr, names, depth) ?? itself;
      case 'array': return { kind: 'list', items: expr.items.flatMap((item) => this.#item(item, names, depth)) };
      case 'object': return this.#dict(expr.properties, names, depth) ?? itself;
      case 'binary': return this.#binary(expr, names, depth) ?? itself;
      case 'identifier': return names.get(expr.name) ?? this.#named(expr, depth, names) ?? itself;
      case 'member': return this.#member(expr, names, depth) ?? itself;
      case 'subscript': return this.#subscript(expr, names, depth) ?? itself;
      case 'call': return this.#call(expr, names, depth) ?? itself;
      case 'conditional': return this.#either(expr, names, depth) ?? itself;
      case 'spread': case 'await': return this.of(expr.arg, names, depth + 1);
      default: return itself;
    }
  }

  /** The text of an expression; null for anything but a text. */
  text(expr: HostExpr | undefined, names: Names): string | null {
    const value = expr === undefined ? null : this.of(expr, names);
    return value?.kind === 'text' ? value.text : null;
  }

  #item(item: HostExpr, names: Names, depth: number): readonly Value[] {
    if (item.kind !== 'spread') return [this.of(item, names, depth + 1)];
    const value = this.of(item.arg, names, depth + 1);
    return value.kind === 'list' ? value.items : [value];
  }

  #template(expr: Extract<HostExpr, { kind: 'template' }>, names: Names, depth: number): Value | null {
    let text = '';
    for (const [place, quasi] of expr.quasis.entries()) {
      text += quasi.value;
      const hole = expr.holes[place];
      if (hole === undefined) continue;
      const part = asText(this.of(hole, names, depth + 1));
      if (part === null) return null;
      text += part;
    }
    return { kind: 'text', text };
  }

  #dict(properties: readonly HostProperty[], names: Names, depth: number): Value | null {
    const entries = properties.flatMap((property): readonly (readonly [string, Value])[] => {
      if (property.kind === 'property') return [[property.key, this.of(property.value, names, depth + 1)]];
      const key = property.kind === 'computed' ? asText(this.of(property.key, names, depth + 1)) : null;
      return property.kind === 'computed' && key !== null ? [[key, this.of(property.value, names, depth + 1)]] : [];
    });
    return entries.length === properties.length ? { kind: 'dict', entries } : null;
  }

  #binary({ op, left, right }: Extract<HostExpr, { kind: 'binary' }>, names: Names, depth: number): Value | null {
    if (op !== '+' && op !== '%') return null;
    const [one, other] = [this.of(left, names, depth + 1), this.of(right, names, depth + 1)];
    if (op === '+' && one.kind === 'text' && other.kind === 'text') return { kind: 'text', text: one.text + other.text };
    if (op === '+' && one.kind === 'list' && other.kind === 'list') return { kind: 'list', items: [...one.items, ...other.items] };
    return op === '%' && one.kind === 'text' ? filledIn(one.text, other) : null;
  }

  /** A constant, a variable that is given a value once, or what a parameter is when nothing is given. */
  #named(expr: Extract<HostExpr, { kind: 'identifier' }>, depth: number, names: Names): Value | null {
    const binding = this.#outline.resolve(expr.name, expr.span.start);
    if (binding === null || binding.init === null || !/^(?:const|let|var|param)$/.test(binding.kind) || binding.init.span.start === expr.span.start) return null;
    if (this.#outline.mutationsOf(binding).some((mutation) => mutation.kind === 'assign' || /^(?:append|extend|insert|update|pop|remove)$/.test(mutation.call.callee.kind === 'member' ? mutation.call.callee.property : ''))) return null;
    return this.of(binding.init, binding.topLevel ? NO_NAMES : names, depth + 1);
  }

  /** A class's constant. */
  #member({ object, property }: Extract<HostExpr, { kind: 'member' }>, names: Names, depth: number): Value | null {
    if (object.kind !== 'identifier' || names.has(object.name)) return null;
    const owner = this.#outline.classes.find(({ name }) => name === object.name)?.members.find((member) => member.kind === 'assign' && member.name === property);
    return owner?.kind === 'assign' && owner.value !== null ? this.of(owner.value, NO_NAMES, depth + 1) : null;
  }

  #subscript({ object, index }: Extract<HostExpr, { kind: 'subscript' }>, names: Names, depth: number): Value | null {
    const [owner, key] = [this.of(object, names, depth + 1), this.of(index, names, depth + 1)];
    if (owner.kind === 'dict') return owner.entries.findLast(([name]) => name === asText(key))?.[1] ?? null;
    return owner.kind === 'list' && key.kind === 'number' ? (owner.items.at(key.number) ?? null) : null;
  }

  #either({ test, then, otherwise }: Extract<HostExpr, { kind: 'conditional' }>, names: Names, depth: number): Value | null {
    const decided = truthOf(this.of(test, names, depth + 1));
    return decided === null ? null : this.of(decided ? then : otherwise, names, depth + 1);
  }

  #call(call: CallHost, names: Names, depth: number): Value | null {
    const [first] = call.args;
    const { callee } = call;
    const bound = callee.kind === 'identifier' ? this.#outline.resolve(callee.name, callee.span.start) : null;
    if (callee.kind === 'identifier' && bound?.kind === 'function') return this.#returned(call, callee.name, names, depth);
    // `text as sql_text`: what it is imported from says what it is.
    const name = callee.kind === 'member' ? callee.property : callee.kind === 'identifier' ? (bound?.import?.imported ?? callee.name) : '';
    if (name === 'map' && callee.kind === 'member' && first?.kind === 'function') return this.#mapped(callee.object, first, names, depth);
    const arg = (): Value | null => (first === undefined ? null : this.of(first, names, depth + 1));
    // `op.f`, `batch_op.f`, `sa.sql.naming.conv` and their kind give the name that they are given.
    if (/^(?:f|conv|quoted_name|list|tuple|sorted|set|frozenset|dedent|cleandoc|str)$/.test(name)) return copied(arg());
    if (name === 'text' || name === 'DDL' || name === 'literal_column') { const value = arg(); return value?.kind === 'text' ? { kind: 'sql', text: value.text } : null; }
    if (name === 'enumerate') { const value = arg(); return value?.kind === 'list' ? { kind: 'list', items: value.items.map((item, place) => ({ kind: 'list', items: [{ kind: 'number', number: place }, item] })) } : null; }
    return callee.kind === 'member' ? this.#method(this.of(callee.object, names, depth + 1), name, call.args.map((one) => this.of(one, names, depth + 1)), call, names) : null;
  }

  #method(owner: Value, name: string, args: readonly Value[], call: CallHost, names: Names): Value | null {
    if (owner.kind === 'dict') {
      if (name === 'items') return { kind: 'list', items: owner.entries.map(([key, value]) => ({ kind: 'list', items: [{ kind: 'text', text: key }, value] })) };
      if (name === 'keys') return { kind: 'list', items: owner.entries.map(([key]) => ({ kind: 'text', text: key })) };
      if (name === 'values') return { kind: 'list', items: owner.entries.map(([, value]) => value) };
      return name === 'get' ? (owner.entries.findLast(([key]) => key === asText(args[0] ?? { kind: 'none' }))?.[1] ?? args[1] ?? { kind: 'none' }) : null;
    }
    if (owner.kind !== 'text') return null;
    if (name === 'join' && args[0]?.kind === 'list') { const parts = args[0].items.map(asText); return parts.every((part) => part !== null) ? { kind: 'text', text: parts.join(owner.text) } : null; }
    if (name === 'format') return formatted(owner.text, args, new Map((call.keywords ?? []).flatMap((one) => (one.kind === 'property' ? [[one.key, this.of(one.value, names, 1)] as const] : []))));
    if (name === 'lower') return { kind: 'text', text: owner.text.toLowerCase() };
    if (name === 'upper') return { kind: 'text', text: owner.text.toUpperCase() };
    if (name === 'strip') return { kind: 'text', text: owner.text.trim() };
    return name === 'split' && args.length === 0 ? { kind: 'list', items: owner.text.split(/\s+/).filter((word) => word !== '').map((text) => ({ kind: 'text', text })) } : null;
  }

  /** What a function of the file gives for these arguments, where it gives one thing. */
  #returned(call: CallHost, name: string, names: Names, depth: number): Value | null {
    const binding = this.#outline.resolve(name, call.span.start);
    const made = binding?.init;
    const [only] = made?.kind === 'function' && made.returns.length === 1 ? made.returns : [];
    return made?.kind !== 'function' || only === undefined ? null : this.of(only, this.given(made, call, names, depth), depth + 1);
  }

  /** The names inside a function of the file when it is called so. */
  given(made: Extract<HostExpr, { kind: 'function' }>, call: CallHost, names: Names, depth = 0): Names {
    const inside = new Map<string, Value>();
    for (const [place, param] of made.params.entries()) {
      if (param.kind !== 'name') continue;
      const keyword = call.keywords?.find((one) => one.kind === 'property' && one.key === param.name);
      const arg = keyword?.kind === 'property' ? keyword.value : call.args[place];
      if (arg !== undefined) inside.set(param.name, this.of(arg, names, depth + 1));
    }
    return inside;
  }

  #mapped(over: HostExpr, each: Extract<HostExpr, { kind: 'function' }>, names: Names, depth: number): Value | null {
    const list = this.of(over, names, depth + 1);
    const [param, body] = [each.params[0], each.returns[0]];
    if (list.kind !== 'list' || param === undefined || body === undefined) return null;
    const targets = param.kind === 'name' ? [param.name] : param.kind === 'array' ? param.items.map((item) => (item?.kind === 'name' ? item.name : '')) : [];
    return { kind: 'list', items: list.items.map((item) => this.of(body, bound(targets, item, names), depth + 1)) };
  }
}

const DEEPEST = 40;

/** Names with one turn of a loop: `a` is the item itself, `a, b` are its parts. */
export function bound(targets: readonly string[], item: Value, names: Names): Names {
  const inside = new Map(names);
  if (targets.length === 1) inside.set(targets[0] ?? '', item);
  else for (const [place, target] of targets.entries()) { const part = item.kind === 'list' ? item.items[place] : undefined; if (part !== undefined) inside.set(target, part); }
  return inside;
}

const copied = (value: Value | null): Value | null => (value?.kind === 'code' ? null : value);

/** As Python would write it into a text; null where that is not known. */
export function asText(value: Value): string | null {
  if (value.kind === 'text' || value.kind === 'sql') return value.text;
  return value.kind === 'number' ? String(value.number) : value.kind === 'none' ? 'None' : null;
}

/** Whether Python takes it for true; null where that is not known. */
export function truthOf(value: Value): boolean | null {
  switch (value.kind) {
    case 'text': return value.text !== '';
    case 'number': return value.number !== 0;
    case 'truth': return value.value;
    case 'none': return false;
    case 'list': return value.items.length > 0;
    case 'dict': return value.entries.length > 0;
    default: return null;
  }
}

/** `'ix_%s' % name`, `'%s_%s' % (a, b)`, `'%(t)s' % {'t': …}`. */
function filledIn(text: string, given: Value): Value | null {
  let next = 0;
  let known = true;
  const items = given.kind === 'list' ? given.items : [given];
  const filled = text.replace(/%(?:\((\w+)\))?([sd%])/g, (_whole, name: string | undefined, kind: string) => {
    if (kind === '%') return '%';
    const value = name === undefined ? items[next++] : given.kind === 'dict' ? given.entries.find(([key]) => key === name)?.[1] : undefined;
    const part = value === undefined ? null : asText(value);
    known &&= part !== null;
    return part ?? '';
  });
  return known ? { kind: 'text', text: filled } : null;
}

/** `'ix_{}'.format(name)`, `'{0}'`, `'{t}'`. */
function formatted(text: string, args: readonly Value[], named: ReadonlyMap<string, Value>): Value | null {
  let next = 0;
  let known = true;
  const filled = text.replace(/\{\{|\}\}|\{(\w*)\}/g, (whole, key: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0);
    const value = key === undefined || key === '' ? args[next++] : /^\d+$/.test(key) ? args[Number(key)] : named.get(key);
    const part = value === undefined ? null : asText(value);
    known &&= part !== null;
    return part ?? '';
  });
  return known ? { kind: 'text', text: filled } : null;
}
