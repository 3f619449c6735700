import type { CallHost, HostExpr, HostProperty } from '../../lang/expression.ts';

/** The calls of a chain, outermost first: `a.b(…).c(…)` has `.c(…)` and `.b(…)`. */
export function callsIn(chain: CallHost): CallHost[] {
  const out: CallHost[] = [];
  let at: HostExpr = chain;
  while (at.kind === 'call' || at.kind === 'member' || at.kind === 'subscript') {
    if (at.kind === 'call') out.push(at);
    at = at.kind === 'call' ? at.callee : at.object;
  }
  return out;
}

/** The last name of what is called or used as a tag: `query` of `pool.query(…)`; empty when it has none. `sql.type(row)` as a tag is `type`. */
export function lastName(expr: HostExpr): string {
  if (expr.kind === 'identifier') return expr.name;
  if (expr.kind === 'member') return expr.property;
  return expr.kind === 'call' ? lastName(expr.callee) : '';
}

/** The name a chain of members and calls starts from, `this.x` for a field; null for another root. */
export function rootOf(expr: HostExpr): { readonly name: string; readonly at: number } | null {
  let at = expr;
  for (;;) {
    if (at.kind === 'identifier') return { name: at.name, at: at.span.start };
    if (at.kind === 'member' && at.object.kind === 'identifier' && at.object.name === 'this') return { name: `this.${at.property}`, at: at.span.start };
    if (at.kind === 'call') at = at.callee;
    else if (at.kind === 'member' || at.kind === 'subscript') at = at.object;
    else return null;
  }
}

export function propertyValue(properties: readonly HostProperty[], ...keys: readonly string[]): HostExpr | null {
  for (const property of properties) if (property.kind === 'property' && keys.includes(property.key)) return property.value;
  return null;
}
