import type { HostExpr, TemplateHost } from '../../lang/expression.ts';
import type { Outline } from '../../lang/outline.ts';

/** How a column is printed, by its attribute; null for one that is not known. */
export type AttrText = (attr: string) => string | null;

/** The `sql` templates of an index in a model, as drizzle prints them: a text for each key that is a template, null for each that is a column. */
export interface ModelText { readonly keys: readonly (TemplateHost | null)[]; readonly where: TemplateHost | null }

/**
 * Finds `index('name').on(…).where(…)` in a model. What is inside a template goes into the snapshot letter by letter, since drizzle-kit
 * compares texts: printing the expression again, however well, would be drift.
 */
export function modelText(outline: Outline, name: string): ModelText | null {
  const stack: HostExpr[] = [...outline.calls];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const steps = stepsOf(next);
    if (steps !== null && isIndexNamed(steps[0], name)) return textOf(steps);
    stack.push(...childrenOf(next));
  }
  return null;
}

interface Step { readonly method: string; readonly args: readonly HostExpr[] }

/** A chain of calls from its root: `index('a').on(x)` is `index`, `on`. */
function stepsOf(expr: HostExpr): readonly Step[] | null {
  const steps: Step[] = [];
  for (let at = expr; at.kind === 'call'; ) {
    if (at.callee.kind === 'identifier') return [{ method: at.callee.name, args: at.args }, ...steps.reverse()];
    if (at.callee.kind !== 'member') return null;
    steps.push({ method: at.callee.property, args: at.args });
    at = at.callee.object;
  }
  return null;
}

const isIndexNamed = (step: Step | undefined, name: string): boolean => step?.args[0]?.kind === 'string' && step.args[0].value === name && /index/i.test(step.method);

function textOf(steps: readonly Step[]): ModelText | null {
  const on = steps.find((step) => step.method === 'on' || step.method === 'onOnly' || step.method === 'using');
  const where = steps.find((step) => step.method === 'where')?.args[0];
  if (on === undefined) return null;
  const keys = on.method === 'using' ? on.args.slice(1) : on.args;
  return { keys: keys.map((key) => (key.kind === 'template' ? key : null)), where: where?.kind === 'template' ? where : null };
}

/** A template with its columns printed; null when a hole is something else than a column. */
export function printTemplate(template: TemplateHost, column: AttrText): string | null {
  let text = template.quasis[0]?.value ?? '';
  for (const [at, hole] of template.holes.entries()) {
    const attr = hole.kind === 'member' ? hole.property : hole.kind === 'identifier' ? hole.name : null;
    const printed = attr === null ? null : column(attr);
    if (printed === null) return null;
    text += printed + (template.quasis[at + 1]?.value ?? '');
  }
  return text;
}

function childrenOf(expr: HostExpr): readonly HostExpr[] {
  switch (expr.kind) {
    case 'call': return [expr.callee, ...expr.args];
    case 'member': return [expr.object];
    case 'function': return expr.returns;
    case 'array': return expr.items;
    case 'object': return expr.properties.flatMap((property) => (property.kind === 'property' ? [property.value] : []));
    default: return [];
  }
}
