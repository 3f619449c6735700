import type { HostExpr, HostProperty } from '../../lang/expression.ts';
import type { Binding, Outline } from '../../lang/outline.ts';

const MAX_DEPTH = 8;

/** What a constant of this file stands for: the expression that it was given; the expression itself where there is nothing to follow. */
export function follow(outline: Outline, expr: HostExpr, depth = 0): HostExpr {
  if (depth > MAX_DEPTH) return expr;
  if (expr.kind === 'await') return follow(outline, expr.arg, depth + 1);
  if (expr.kind === 'member') {
    const object = follow(outline, expr.object, depth + 1);
    const value = object === expr.object ? null : propertyOf(object, expr.property);
    return value === null ? expr : follow(outline, value, depth + 1);
  }
  if (expr.kind !== 'identifier') return expr;
  const binding = outline.resolve(expr.name, expr.span.start);
  return binding === null || !isConstant(outline, binding) || binding.init === null ? expr : follow(outline, binding.init, depth + 1);
}

const isConstant = (outline: Outline, binding: Binding): boolean =>
  binding.kind === 'const' || ((binding.kind === 'let' || binding.kind === 'var') && outline.mutationsOf(binding).length === 0);

/** The last value under a key of an object literal; null for another expression, for a missing key, and where a later spread may give another. */
export function propertyOf(expr: HostExpr | null | undefined, key: string): HostExpr | null {
  if (expr?.kind !== 'object') return null;
  const found = expr.properties.findLast((property): property is Extract<HostProperty, { kind: 'property' }> => property.kind === 'property' && property.key === key);
  return found?.value ?? null;
}

export const hasSpread = (expr: HostExpr): boolean => expr.kind === 'object' && expr.properties.some(({ kind }) => kind !== 'property');

/** A text that can be told without running anything. */
export function textOf(outline: Outline, expr: HostExpr | null): string | null {
  const at = expr === null ? null : follow(outline, expr);
  if (at?.kind === 'string') return at.value;
  return at?.kind === 'template' && at.tag === null && at.holes.length === 0 ? (at.quasis[0]?.value ?? '') : null;
}

/** `true`, `false`, or null where it is not said or not known. */
export const flagOf = (outline: Outline, expr: HostExpr | null): boolean | null => {
  const at = expr === null ? null : follow(outline, expr);
  return at?.kind === 'boolean' ? at.value : null;
};

/** `Posts.slug`, `slugs.posts`, `postsSlug`: a path whose first name comes from elsewhere; null for anything else. */
export function pathOf(expr: HostExpr): readonly string[] | null {
  if (expr.kind === 'identifier') return [expr.name];
  const object = expr.kind === 'member' ? pathOf(expr.object) : null;
  return object === null || expr.kind !== 'member' ? null : [...object, expr.property];
}
