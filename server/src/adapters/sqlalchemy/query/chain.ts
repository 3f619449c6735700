import type { HostExpr, HostProperty } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import type { Env } from './env.ts';

/** One link of a chain: `.where(…)`, `.query` with `args` null, `['key']` with the name `[]`. `env` is what the names in its arguments mean. */
export interface Step {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly HostExpr[] | null;
  readonly keywords: readonly HostProperty[];
  readonly env: Env | null;
  /** What stands before this link. */
  readonly object: HostExpr;
  /** From the chain's start to the end of this link. */
  readonly span: Span;
  /** Runs only sometimes (`if …: q = q.where(…)`). */
  readonly optional: boolean;
}

export interface Chain { readonly base: HostExpr; readonly steps: readonly Step[] }

const step = (name: string, nameSpan: Span, rest: Pick<Step, 'args' | 'keywords' | 'env' | 'object' | 'span'>): Step => ({ name, nameSpan, optional: false, ...rest });

/** Takes `base.a(…).b['k'].c(…)` apart. A plain call `f(…)` is a base without steps. Iterative, since chains may be as long as a text. */
export function chainOf(expr: HostExpr, env: Env | null): Chain {
  const steps: Step[] = [];
  let at = expr;
  for (;;) {
    if (at.kind === 'call' && at.callee.kind === 'member') {
      steps.push(step(at.callee.property, at.callee.propertySpan, { args: at.args, keywords: at.keywords ?? [], env, object: at.callee.object, span: at.span }));
      at = at.callee.object;
    } else if (at.kind === 'member') {
      steps.push(step(at.property, at.propertySpan, { args: null, keywords: [], env, object: at.object, span: at.span }));
      at = at.object;
    } else if (at.kind === 'subscript') {
      steps.push(step('[]', at.index.span, { args: [at.index], keywords: [], env, object: at.object, span: at.span }));
      at = at.object;
    } else if (at.kind === 'await') at = at.arg;
    else return { base: at, steps: steps.reverse() };
  }
}

/** The value given by name; null when there is none. */
export function keywordOf(keywords: readonly HostProperty[], name: string): HostExpr | null {
  for (const keyword of keywords) if (keyword.kind === 'property' && keyword.key === name) return keyword.value;
  return null;
}

/** The argument at a place or of that name. */
export const argumentOf = (step: Pick<Step, 'args' | 'keywords'>, place: number, name: string): HostExpr | null => step.args?.[place] ?? keywordOf(step.keywords, name);
