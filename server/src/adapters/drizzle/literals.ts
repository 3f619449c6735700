import type { CallHost, FunctionHost, HostExpr, HostProperty } from '../../lang/expression.ts';

/** The value under a key of an object literal; null for another expression or a missing key. */
export function propertyOf(expr: HostExpr | null | undefined, key: string): HostExpr | null {
  if (expr?.kind !== 'object') return null;
  for (const property of expr.properties) if (property.kind === 'property' && property.key === key) return property.value;
  return null;
}

/** A string known as it stands: a literal, or a template without holes. */
export function stringOf(expr: HostExpr | null | undefined): string | null {
  if (expr?.kind === 'string') return expr.value;
  if (expr?.kind === 'template' && expr.tag === null && expr.holes.length === 0) return expr.quasis[0]?.value ?? '';
  return null;
}

export const numberOf = (expr: HostExpr | null | undefined): number | null => (expr?.kind === 'number' ? expr.value : null);

export const isNothing = (expr: HostExpr | null | undefined): boolean => expr?.kind === 'nothing';

export const isCall = (expr: HostExpr | null | undefined): expr is CallHost => expr?.kind === 'call';

export const isFunction = (expr: HostExpr | null | undefined): expr is FunctionHost => expr?.kind === 'function';

/** Everything an object literal's entries hold, in order. */
export const propertiesOf = (expr: HostExpr | null | undefined): readonly HostProperty[] => (expr?.kind === 'object' ? expr.properties : []);
