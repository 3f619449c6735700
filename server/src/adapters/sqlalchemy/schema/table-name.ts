import type { TableNameDecl, TableNameRule } from '../../../facts/schema.ts';
import type { FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost } from '../../../lang/outline.ts';
import { textIn } from '../alembic/reader.ts';
import { asText } from '../alembic/values.ts';
import type { Reading } from './reading.ts';

/** `__tablename__` as a class says it: its text, a rule for it and its subclasses, or why it cannot be told. Null where it says nothing. */
export type NameRead = { readonly kind: 'literal'; readonly name: string } | { readonly kind: 'rule'; readonly rule: TableNameRule } | { readonly kind: 'unknown' } | null;

export function tableNameOf(reading: Reading, cls: ClassHost): NameRead {
  for (const member of [...cls.members].reverse()) {
    if (member.kind === 'other' || member.name !== '__tablename__') continue;
    if (member.kind === 'function') return byFunction(reading, member.value);
    // `__tablename__: str` says nothing.
    if (member.value === null) continue;
    const text = textIn(reading.reader, member.value);
    if (text !== null) return { kind: 'literal', name: text };
    return member.value.kind === 'nothing' ? null : { kind: 'unknown' };
  }
  return null;
}

function byFunction(reading: Reading, { returns }: FunctionHost): NameRead {
  for (const expr of returns) {
    const text = textIn(reading.reader, expr);
    if (text !== null) return { kind: 'literal', name: text };
    const rule = ruleOf(reading, expr, 0);
    if (rule !== null) return { kind: 'rule', rule };
  }
  return returns.length === 0 || returns.every(({ kind }) => kind === 'nothing') ? null : { kind: 'unknown' };
}

const withAround = (rule: TableNameRule | null, prefix: string | null, suffix: string | null): TableNameRule | null =>
  (rule === null || prefix === null || suffix === null ? null : { ...rule, prefix: prefix + rule.prefix, suffix: rule.suffix + suffix });

/** `cls.__name__.lower()`, `f'{PREFIX}_{cls.__name__}s'`, `snake_case(cls.__name__)`. */
function ruleOf(reading: Reading, expr: HostExpr, depth: number): TableNameRule | null {
  if (depth > 10) return null;
  const inner = (part: HostExpr): TableNameRule | null => ruleOf(reading, part, depth + 1);
  const text = (part: HostExpr): string | null => asText(reading.reader.value(part));
  switch (expr.kind) {
    case 'member': return expr.property === '__name__' && isOwnClass(expr.object) ? { form: 'class', prefix: '', suffix: '' } : null;
    case 'binary': {
      if (expr.op !== '+') return null;
      return withAround(inner(expr.left), '', text(expr.right)) ?? withAround(inner(expr.right), text(expr.left), '');
    }
    case 'template': return ofTemplate(expr, inner, text);
    case 'call': return ofCall(reading, expr, inner);
    case 'conditional': return inner(expr.then) ?? inner(expr.otherwise);
    default: return null;
  }
}

const isOwnClass = (expr: HostExpr): boolean => (expr.kind === 'identifier' && /^(?:this|cls|self|klass)$/.test(expr.name)) || (expr.kind === 'member' && expr.property === '__class__');

function ofTemplate({ quasis, holes }: Extract<HostExpr, { kind: 'template' }>, inner: (part: HostExpr) => TableNameRule | null, text: (part: HostExpr) => string | null): TableNameRule | null {
  const at = holes.findIndex((hole) => inner(hole) !== null);
  const hole = holes[at];
  if (hole === undefined) return null;
  const before = at === 0 ? (quasis[0]?.value ?? '') : pasted(quasis.slice(0, at + 1).map(({ value }) => value), holes.slice(0, at).map(text));
  const after = pasted(quasis.slice(at + 1).map(({ value }) => value), holes.slice(at + 1).map(text));
  return withAround(inner(hole), before, after);
}

/** Texts with what stands between them; null where a part is not known. */
const pasted = (texts: readonly string[], between: readonly (string | null)[]): string | null => (between.includes(null) ? null : texts.map((part, i) => part + (between[i] ?? '')).join(''));

/** Functions that put `_` between the words of a name, by what people call them. */
const SNAKE = /snake|underscore|decamel|uncamel|camel_?to|table_?name/i;

function ofCall(reading: Reading, call: Extract<HostExpr, { kind: 'call' }>, inner: (part: HostExpr) => TableNameRule | null): TableNameRule | null {
  const { callee, args } = call;
  const name = callee.kind === 'member' ? callee.property : callee.kind === 'identifier' ? callee.name : '';
  if (callee.kind === 'member' && args.length === 0) {
    const rule = inner(callee.object);
    return name === 'lower' && rule !== null ? { ...rule, form: rule.form === 'class' ? 'lower' : rule.form, prefix: rule.prefix.toLowerCase(), suffix: rule.suffix.toLowerCase() } : null;
  }
  const named = args.map(inner).find((rule) => rule !== null);
  if (named?.form !== 'class') return null;
  if (name === 'sub') return /\(\?=\[A-Z\]\)|\[A-Z\]/.test(args.map((arg) => textIn(reading.reader, arg) ?? '').join(' ')) ? { ...named, form: 'snake_case' } : null;
  return SNAKE.test(name) ? { ...named, form: 'snake_case' } : null;
}

/** How a model's own table is named, its bases apart. */
export function nameDecl(read: NameRead, className: string, otherwise: string | null): TableNameDecl {
  if (read?.kind === 'literal') return { literal: read.name };
  if (read?.kind === 'unknown') return { unknown: 'its table\'s name is made when the program runs' };
  return { byBases: className, ...(otherwise === null ? {} : { otherwise }) };
}

/** `HTTPLog2Entry` is `http_log2_entry`: Flask-SQLAlchemy's own way. */
export const snake = (name: string): string => name.replace(/((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))/g, '_$1').toLowerCase().replace(/^_/, '');
