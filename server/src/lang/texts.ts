import type { CallHost, HostExpr, HostProperty, StringHost, TemplateHost } from './expression.ts';
import type { Outline } from './outline.ts';

/** A string or template of a file; `call` is the call that it is an argument of, itself or by way of its tag. */
export interface HostText { readonly text: StringHost | TemplateHost; readonly call: CallHost | null }

/** Every string and template that is reachable from a file's calls, bindings and marked templates, each once. */
export function textsOf(outline: Outline): readonly HostText[] {
  const found = new Map<number, HostText>();
  const stack: { readonly expr: HostExpr; readonly call: CallHost | null }[] = [...outline.calls, ...outline.templates, ...outline.bindings.flatMap((binding) => (binding.init === null ? [] : [binding.init]))].map((expr) => ({ expr, call: null }));
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { expr, call } = next;
    if (expr.kind === 'string' || expr.kind === 'template') {
      const known = found.get(expr.span.start);
      // Calls inside initialisers come up twice: what was met with its call has been looked into.
      if (known !== undefined && (known.call !== null || call === null)) continue;
      found.set(expr.span.start, { text: expr, call });
    }
    for (const child of childrenOf(expr)) stack.push({ expr: child, call: expr.kind === 'call' ? expr : null });
  }
  return [...found.values()];
}

function childrenOf(expr: HostExpr): readonly HostExpr[] {
  switch (expr.kind) {
    case 'member': return [expr.object];
    case 'subscript': return [expr.object, expr.index];
    case 'call': return [expr.callee, ...expr.args, ...(expr.keywords ?? []).flatMap(valuesOf)];
    case 'template': return expr.tag === null ? expr.holes : [expr.tag, ...expr.holes];
    case 'object': return expr.properties.flatMap(valuesOf);
    case 'array': return expr.items;
    case 'function': return expr.returns;
    case 'conditional': return [expr.test, expr.then, expr.otherwise];
    case 'binary': return [expr.left, expr.right];
    case 'unary': case 'await': case 'spread': return [expr.arg];
    case 'identifier': case 'string': case 'number': case 'boolean': case 'nothing': case 'unknown': return [];
  }
}

const valuesOf = (property: HostProperty): readonly HostExpr[] => (property.kind === 'property' ? [property.value] : property.kind === 'spread' ? [property.arg] : [property.key, property.value]);
