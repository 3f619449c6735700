import type { HostExpr } from '../../../lang/expression.ts';
import type { ClassHost } from '../../../lang/outline.ts';
import type { AttributeOf } from './keys.ts';
import { pathOf } from './reading.ts';

const BETWEEN: ReadonlySet<string> = new Set(['c', 'columns', '__table__']);

/** What stands for the class or the row itself inside its methods. */
const isSelf = (expr: HostExpr): boolean => expr.kind === 'identifier' && /^(?:this|cls|self)$/.test(expr.name);

/** Columns as a class's body writes them: `email`, `cls.email` in a declared_attr, `User.email`, and those of a base, `Timestamps.created_at`. */
export function classAttributes(cls: ClassHost): AttributeOf {
  const names = new Set(cls.members.flatMap((member) => (member.kind === 'other' || /^__\w+__$/.test(member.name) ? [] : [member.name])));
  const owners = new Set([cls.name, cls.name.slice(cls.name.lastIndexOf('.') + 1), ...cls.bases.flatMap((base) => pathOf(base)?.join('.') ?? [])]);
  return (expr) => {
    if (expr.kind === 'identifier') return names.has(expr.name) ? expr.name : null;
    if (expr.kind !== 'member' || BETWEEN.has(expr.property) || /^__\w+__$/.test(expr.property)) return null;
    if (isSelf(expr.object)) return expr.property;
    const path = ownerOf(expr);
    return path !== null && owners.has(path) ? expr.property : null;
  };
}

/** `users` of `users.c.email`; the class of `User.__table__.c.email`. */
function ownerOf({ object }: Extract<HostExpr, { kind: 'member' }>): string | null {
  let at: HostExpr = object;
  while (at.kind === 'member' && BETWEEN.has(at.property)) at = at.object;
  return pathOf(at)?.join('.') ?? null;
}

/** Columns behind a class or a table: the owner's path, and the attribute. Null for anything else. */
export function columnOfOwner(expr: HostExpr): { readonly owner: readonly string[]; readonly attr: string } | null {
  if (expr.kind !== 'member' || BETWEEN.has(expr.property)) return null;
  const owner = ownerOf(expr)?.split('.') ?? null;
  return owner === null ? null : { owner, attr: expr.property };
}
