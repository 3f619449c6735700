import type { HostExpr } from '../../lang/expression.ts';
import type { Span } from '../../text/span.ts';
import type { Env } from './names/env.ts';

/** One link of a chain: `.where(…)`, or `.query` with `args` null. `env` is what the names in its arguments mean. */
export interface Step {
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly HostExpr[] | null;
  readonly env: Env | null;
  /** From the chain's start to the end of this link. */
  readonly span: Span;
  /** Runs only sometimes (`if (…) q = q.where(…)`). */
  readonly optional: boolean;
}

export interface Chain { readonly base: HostExpr; readonly steps: readonly Step[] }

/** Takes `base.a(…).b.c(…)` apart. A plain call `f(…)` is a base without steps. Iterative, since chains may be as long as a text. */
export function chainOf(expr: HostExpr, env: Env | null): Chain {
  const steps: Step[] = [];
  let at = expr;
  for (;;) {
    if (at.kind === 'call' && at.callee.kind === 'member') {
      steps.push({ name: at.callee.property, nameSpan: at.callee.propertySpan, args: at.args, env, span: at.span, optional: false });
      at = at.callee.object;
    } else if (at.kind === 'member') {
      steps.push({ name: at.property, nameSpan: at.propertySpan, args: null, env, span: at.span, optional: false });
      at = at.object;
    } else if (at.kind === 'await') at = at.arg;
    else return { base: at, steps: steps.reverse() };
  }
}

/** The call a chain of modifiers stands on, and the modifiers: `text('a')` and `.notNull()` of `text('a').notNull()`. */
export interface BuilderChain { readonly call: Extract<HostExpr, { kind: 'call' }>; readonly modifiers: readonly Step[] }

/** Splits a chain at its innermost call: `t.text('a').notNull()` has the call `t.text('a')`. Null when nothing is called. */
export function builderChain(expr: HostExpr): BuilderChain | null {
  const modifiers: Step[] = [];
  let call: BuilderChain['call'] | null = null;
  let at: HostExpr = expr;
  for (;;) {
    if (at.kind === 'call') {
      if (call !== null && call.callee.kind === 'member') modifiers.push({ name: call.callee.property, nameSpan: call.callee.propertySpan, args: call.args, env: null, span: call.span, optional: false });
      call = at;
      at = at.callee;
    } else if (at.kind === 'member') at = at.object;
    else if (at.kind === 'await') at = at.arg;
    else return call === null ? null : { call, modifiers: modifiers.reverse() };
  }
}
