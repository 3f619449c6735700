import type { CallHost, HostExpr } from '../../lang/expression.ts';
import type { Outline } from '../../lang/outline.ts';
import type { Span } from '../../text/span.ts';

/** One call of a chain. */
export interface Step { readonly name: string; readonly args: readonly HostExpr[]; readonly span: Span }

/** `db.schema.createIndex('i').on('t')`: the name it starts from, members that are not called, and the calls in order. */
export interface Steps { readonly root: string; readonly members: readonly string[]; readonly steps: readonly Step[]; readonly span: Span }

/** Takes a chain apart; null for one that does not start from a name. */
export function stepsOf(call: CallHost): Steps | null {
  const steps: Step[] = [];
  const members: string[] = [];
  let at: HostExpr = call;
  for (;;) {
    if (at.kind === 'call' && at.callee.kind === 'member') {
      steps.push({ name: at.callee.property, args: at.args, span: at.span });
      at = at.callee.object;
    } else if (at.kind === 'member') {
      members.push(at.property);
      at = at.object;
    } else if (at.kind === 'await') at = at.arg;
    else return at.kind === 'identifier' ? { root: at.name, members: members.reverse(), steps: steps.reverse(), span: call.span } : null;
  }
}

/** The text of an argument: a string, a template without holes, or a constant that is one; null for anything else. */
export function textOf(expr: HostExpr | undefined, outline: Outline): string | null {
  if (expr?.kind === 'string') return expr.value;
  if (expr?.kind === 'template' && expr.tag === null && expr.holes.length === 0) return expr.quasis[0]?.value ?? '';
  if (expr?.kind !== 'identifier') return null;
  const binding = outline.resolve(expr.name, expr.span.start);
  return binding?.kind === 'const' && binding.init?.kind === 'string' ? binding.init.value : null;
}

/** A list of texts, or one text as a list; null where not all of it is known. */
export function textsOf(expr: HostExpr | undefined, outline: Outline): readonly string[] | null {
  if (expr?.kind !== 'array') {
    const only = textOf(expr, outline);
    return only === null ? null : [only];
  }
  const texts = expr.items.map((item) => textOf(item, outline));
  return texts.every((text) => text !== null) ? texts : null;
}

/** The value of an object literal's member; undefined where it has none. */
export const memberOf = (expr: HostExpr | undefined, key: string): HostExpr | undefined => {
  const property = expr?.kind === 'object' ? expr.properties.find((one) => one.kind === 'property' && one.key === key) : undefined;
  return property?.kind === 'property' ? property.value : undefined;
};

export const isTrue = (expr: HostExpr | undefined): boolean => expr?.kind === 'boolean' && expr.value;
