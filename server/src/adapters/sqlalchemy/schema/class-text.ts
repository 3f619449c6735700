import type { HostExpr } from '../../../lang/expression.ts';
import { keyword } from '../alembic/arguments.ts';
import { type Reader, textIn } from '../alembic/reader.ts';
import { asText } from '../alembic/values.ts';

/**
 * A text that hangs on the class it is evaluated for, with tokens where the class comes in: `f'ix_{cls.__tablename__}_email'` is `ix_%(table_name)s_email`,
 * `cls.__name__.lower()` is `%(class_lower)s`. A text without tokens where it hangs on none; null where it cannot be told.
 */
export function classText(expr: HostExpr | undefined, reader: Reader, depth = 0): string | null {
  if (expr === undefined || depth > 10) return null;
  const known = textIn(reader, expr) ?? (expr.kind === 'number' ? asText(reader.value(expr)) : null);
  if (known !== null) return known;
  const inner = (part: HostExpr | undefined): string | null => classText(part, reader, depth + 1);
  switch (expr.kind) {
    case 'member': return !isOwnClass(expr.object) ? null : expr.property === '__name__' ? '%(class_name)s' : expr.property === '__tablename__' ? '%(table_name)s' : null;
    case 'template': return joined(expr.quasis.map(({ value }) => value), expr.holes.map(inner));
    case 'binary': return expr.op === '+' ? joined(['', '', ''], [inner(expr.left), inner(expr.right)]) : expr.op === '%' ? filled(textIn(reader, expr.left), expr.right.kind === 'array' ? expr.right.items.map(inner) : [inner(expr.right)]) : null;
    case 'call': return ofCall(expr, reader, inner);
    case 'conditional': return inner(expr.then) ?? inner(expr.otherwise);
    case 'identifier': { const made = reader.look(expr); return made === expr ? null : inner(made); }
    default: return null;
  }
}

const isOwnClass = (expr: HostExpr): boolean => (expr.kind === 'identifier' && /^(?:this|cls|self|klass)$/.test(expr.name)) || (expr.kind === 'member' && expr.property === '__class__');

const joined = (texts: readonly string[], between: readonly (string | null)[]): string | null => (between.includes(null) ? null : texts.map((part, i) => part + (between[i] ?? '')).join(''));

const filled = (text: string | null, parts: readonly (string | null)[]): string | null => { const pieces = text?.split(/%s|\{\d*\}/) ?? []; return pieces.length === parts.length + 1 ? joined(pieces, parts) : null; };

/** Functions that put `_` between the words of a name, by what people call them. */
const SNAKE = /snake|underscore|decamel|uncamel|camel_?to|table_?name/i;

function ofCall(call: Extract<HostExpr, { kind: 'call' }>, reader: Reader, inner: (part: HostExpr | undefined) => string | null): string | null {
  const { callee, args } = call;
  const name = callee.kind === 'member' ? callee.property : callee.kind === 'identifier' ? callee.name : '';
  if (callee.kind === 'member' && name === 'lower' && args.length === 0) return inner(callee.object)?.replace(/%\(\w+\)s|[^%]+|%/g, (part) => (part === '%(class_name)s' ? '%(class_lower)s' : part.startsWith('%(') ? part : part.toLowerCase())) ?? null;
  if (callee.kind === 'member' && name === 'format') return filled(textIn(reader, callee.object), args.map(inner));
  if (/^(?:f|conv|quoted_name|str)$/.test(name)) return inner(args[0] ?? keyword(call, 'name'));
  const named = args.map(inner).find((text) => text?.includes('%(class_name)s') === true);
  const isSnake = name === 'sub' ? args.some((arg) => textIn(reader, arg)?.includes('[A-Z]') === true) : SNAKE.test(name);
  return named === undefined || named === null || !isSnake ? null : named.replace('%(class_name)s', '%(class_snake)s');
}
