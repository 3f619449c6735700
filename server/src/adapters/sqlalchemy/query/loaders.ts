import type { HostExpr, HostProperty } from '../../../lang/expression.ts';
import { chainOf } from './chain.ts';
import type { Env } from './env.ts';
import { functionName } from './functions.ts';
import { mutationsOf, type Reading } from './reading.ts';
import { constantOf } from './values.ts';

/** One link of `selectinload(A.b).joinedload(B.c)`. */
export interface LoaderLink { readonly name: string; readonly args: readonly HostExpr[]; readonly keywords: readonly HostProperty[] }

/** What one argument of `.options(…)` says, outermost relation first. */
export const loaderLinks = (reading: Reading, option: HostExpr, env: Env | null): readonly LoaderLink[] => {
  const { base, steps } = chainOf(option, env);
  const name = base.kind === 'call' ? functionName(reading, base.callee, env) : null;
  const first = base.kind === 'call' && name !== null ? [{ name, args: base.args, keywords: base.keywords ?? [] }] : [];
  return [...first, ...steps.flatMap((step) => (step.args === null ? [] : [{ name: step.name, args: step.args, keywords: step.keywords }]))];
};

const MOST = 200;

/**
 * The options that arguments of `.options(…)` stand for: lists and constants of this file are followed, with what is appended to them. Null stands for what
 * is made elsewhere.
 */
export function optionsIn(reading: Reading, args: readonly HostExpr[], env: Env | null, depth = 0): readonly (HostExpr | null)[] {
  if (depth > 8) return [null];
  return args.slice(0, MOST).flatMap((arg): readonly (HostExpr | null)[] => {
    switch (arg.kind) {
      case 'spread': return optionsIn(reading, [arg.arg], env, depth + 1);
      case 'array': return optionsIn(reading, arg.items, env, depth + 1);
      case 'conditional': return optionsIn(reading, [arg.then, arg.otherwise], env, depth + 1);
      case 'identifier': return named(reading, arg, env, depth);
      case 'nothing': return [];
      default: return [arg];
    }
  });
}

function named(reading: Reading, name: Extract<HostExpr, { kind: 'identifier' }>, env: Env | null, depth: number): readonly (HostExpr | null)[] {
  const value = constantOf(reading, name, env);
  if (value === name) return [null];
  const binding = reading.outline.resolve(name.name, name.span.start);
  const added = binding === null ? [] : mutationsOf(reading, binding).flatMap((m) => (m.kind === 'call' ? m.call.args : []));
  return optionsIn(reading, [value, ...added.map((arg): HostExpr => (arg.kind === 'identifier' ? { kind: 'spread', arg, span: arg.span } : arg))], env, depth + 1);
}
