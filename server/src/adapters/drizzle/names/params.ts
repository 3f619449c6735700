import type { FunctionHost, HostExpr, Pattern } from '../../../lang/expression.ts';
import type { Env, Meaning } from './env.ts';
import { VALUE } from './env.ts';

/** What one parameter is given: a meaning for a plain name, and one for each key that it takes apart. */
export interface Given { readonly whole: Meaning; readonly key: (name: string) => Meaning }

/** The environment inside a callback whose parameters mean `given`, in order. */
export function callbackEnv(fn: FunctionHost, given: readonly Given[], outer: Env | null): Env {
  const map = new Map<number, Meaning>();
  fn.params.forEach((param, i) => {
    const meaning = given[i];
    if (meaning !== undefined) bindPattern(param, meaning, map);
  });
  return { given: map, outer };
}

function bindPattern(pattern: Pattern, given: Given, map: Map<number, Meaning>): void {
  if (pattern.kind === 'name') map.set(pattern.span.start, given.whole);
  if (pattern.kind !== 'object') return;
  for (const entry of pattern.entries) {
    const meaning = given.key(entry.key);
    if (entry.target.kind === 'name') map.set(entry.target.span.start, meaning);
    else bindPattern(entry.target, { whole: meaning, key: () => VALUE }, map);
  }
}

/** The environment inside a function that is read in place of its call. Arguments beyond the last parameter are dropped. */
export function inlinedEnv(fn: FunctionHost, args: readonly HostExpr[], argsEnv: Env | null, outer: Env | null): Env {
  const given = fn.params.map((_, i): Given => {
    const arg = args[i];
    const whole: Meaning = arg === undefined ? VALUE : { kind: 'expr', expr: arg, env: argsEnv };
    return { whole, key: (name) => memberOf(arg, name, argsEnv) };
  });
  return callbackEnv(fn, given, outer);
}

function memberOf(arg: HostExpr | undefined, key: string, env: Env | null): Meaning {
  if (arg === undefined) return VALUE;
  if (arg.kind === 'object') {
    const found = arg.properties.find((p) => p.kind === 'property' && p.key === key);
    return found?.kind === 'property' ? { kind: 'expr', expr: found.value, env } : VALUE;
  }
  return { kind: 'expr', expr: { kind: 'member', object: arg, property: key, propertySpan: arg.span, span: arg.span }, env };
}
