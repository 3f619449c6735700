import type { TableDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost, ClassMember, Outline } from '../../../lang/outline.ts';
import { contains, type Span } from '../../../text/span.ts';

/** The code that declares a table: a class, or the call of `Table`, which may be a class's `__table__`. */
export type Target = { readonly kind: 'class'; readonly cls: ClassHost; readonly span: Span } | { readonly kind: 'call'; readonly call: CallHost; readonly span: Span };

export type Assigned = Extract<ClassMember, { kind: 'assign' }>;

/** Finds it by the name it has in its file; null where it is not there, or broken so that an edit could break it more. */
export function targetOf(outline: Outline, table: TableDecl): Target | null {
  const target = classTarget(outline, table) ?? callTarget(outline, table);
  return target === null || outline.errors.some((error) => error.start <= target.span.end && error.end >= target.span.start) ? null : target;
}

function classTarget(outline: Outline, table: TableDecl): Target | null {
  const named = outline.classes.filter((cls) => cls.name === table.symbol);
  const cls = named.find((one) => contains(one.span, table.nameSpan) || contains(table.span, one.nameSpan)) ?? named[0];
  if (cls === undefined) return null;
  const own = assigned(cls, '__table__')?.value;
  if (own === undefined || own === null) return { kind: 'class', cls, span: cls.span };
  return isTable(own) ? { kind: 'call', call: own, span: own.span } : null;
}

function callTarget(outline: Outline, table: TableDecl): Target | null {
  const calls = outline.calls.filter(isTable).filter(({ span }) => contains(span, table.nameSpan) || contains(table.span, span));
  const call = calls.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
  return call === undefined ? null : { kind: 'call', call, span: call.span };
}

/** `f` of `f`, `m.f` and `a.m.f`; null for what has no name. */
export const lastName = (expr: HostExpr): string | null => (expr.kind === 'identifier' ? expr.name : expr.kind === 'member' ? expr.property : null);

const isTable = (expr: HostExpr): expr is CallHost => expr.kind === 'call' && lastName(expr.callee) === 'Table';

/** What a class body always gives a name; the last time, as Python has it. */
export function assigned(cls: ClassHost, name: string): Assigned | undefined {
  const found = cls.members.filter((member): member is Assigned => member.kind === 'assign' && member.name === name);
  return found.some((member) => member.conditional) ? undefined : found.at(-1);
}

/** The value of an argument given by name. */
export function keyword(call: CallHost, name: string): HostExpr | undefined {
  for (const property of call.keywords ?? []) if (property.kind === 'property' && property.key === name) return property.value;
  return undefined;
}
