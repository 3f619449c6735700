import type { HostExpr } from '../../../lang/expression.ts';

/** A type as an annotation says it: `Optional[int]` is `Optional` of `int`, `int | None` is `|` of both. `expr` is what was written, where it was no string. */
export interface TypeForm { readonly name: string; readonly args: readonly TypeForm[]; readonly expr: HostExpr | null }

const MAX_DEPTH = 20;
const NOTHING: TypeForm = { name: '', args: [], expr: null };

/** Names are the last part of what is written: `datetime.datetime` is `datetime`. Text in quotes is read like what is not quoted. */
export function formOf(expr: HostExpr, depth = 0): TypeForm {
  if (depth > MAX_DEPTH) return NOTHING;
  const all = (items: readonly HostExpr[]): readonly TypeForm[] => items.map((item) => formOf(item, depth + 1));
  switch (expr.kind) {
    case 'identifier': return { name: expr.name, args: [], expr };
    case 'member': return { name: expr.property, args: [], expr };
    case 'nothing': return { name: 'None', args: [], expr };
    case 'string': return { ...formOfText(expr.value), expr: null };
    case 'subscript': return { ...formOf(expr.object, depth + 1), args: expr.index.kind === 'array' ? all(expr.index.items) : all([expr.index]), expr };
    case 'binary': return expr.op === '|' ? { name: '|', args: all([expr.left, expr.right]), expr } : NOTHING;
    default: return { name: '', args: [], expr };
  }
}

/** A type in quotes. */
function formOfText(text: string): TypeForm {
  const tokens = text.length > 500 ? [] : (text.match(/[\w.]+|[[\],|]/g) ?? []);
  let at = 0;
  const single = (depth: number): TypeForm => {
    const name = tokens[at++] ?? '';
    const args: TypeForm[] = [];
    if (tokens[at] === '[' && depth < MAX_DEPTH) {
      do { at++; args.push(union(depth + 1)); } while (tokens[at] === ',');
      at++;
    }
    return { name: name.slice(name.lastIndexOf('.') + 1), args, expr: null };
  };
  const union = (depth: number): TypeForm => {
    const parts = [single(depth)];
    while (tokens[at] === '|') { at++; parts.push(single(depth)); }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { name: '|', args: parts, expr: null };
  };
  return union(0);
}

/** The type without None, and whether None was among what it may be. */
export function withoutNone(form: TypeForm): { readonly form: TypeForm; readonly optional: boolean } {
  if (form.name === 'Optional') return { form: withoutNone(form.args[0] ?? NOTHING).form, optional: true };
  if (form.name !== '|' && form.name !== 'Union') return { form, optional: false };
  const parts = form.args.flatMap((part) => (part.name === '|' ? part.args : [part]));
  const rest = parts.filter(({ name }) => name !== 'None');
  const optional = rest.length < parts.length;
  const [only] = rest;
  if (rest.length !== 1 || only === undefined) return { form: { ...form, args: rest }, optional };
  const inner = withoutNone(only);
  return { form: inner.form, optional: optional || inner.optional };
}

export const LISTS: ReadonlySet<string> = new Set(['List', 'list', 'Sequence', 'Set', 'set', 'FrozenSet', 'Collection', 'Iterable', 'Tuple', 'tuple', 'Dict', 'dict', 'Mapping', 'AppenderQuery', 'DynamicMapped', 'WriteOnlyMapped', 'AssociationList', 'OrderedList']);
