import type { HostExpr } from '../../../lang/expression.ts';
import type { CallHost, FunctionHost } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';

/** An expression together with what the names in it mean. */
export interface Placed { readonly expr: HostExpr; readonly env: Env | null }

/** What parameters of inlined functions were given, innermost first; a binding is known by where it stands. Null: nothing that is known. */
export interface Env { readonly given: ReadonlyMap<number, Placed | null>; readonly outer: Env | null }

/** Undefined where nothing was given to that binding. */
export function lookup(env: Env | null, binding: Binding): Placed | null | undefined {
  for (let at = env; at !== null; at = at.outer) {
    const found = at.given.get(binding.span.start);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What names mean inside a function that is read in place of its call. A parameter that is given nothing keeps its default. */
export function inlinedEnv(fn: FunctionHost, call: Pick<CallHost, 'args' | 'keywords'>, env: Env | null): Env {
  const given = new Map<number, Placed | null>();
  fn.params.forEach((param, place) => {
    if (param.kind !== 'name') return;
    const named = (call.keywords ?? []).find((keyword) => keyword.kind === 'property' && keyword.key === param.name);
    const arg = named?.kind === 'property' ? named.value : call.args[place];
    if (arg !== undefined && arg.kind !== 'spread') given.set(param.span.start, { expr: arg, env });
  });
  return { given, outer: env };
}

/** Where one binding means something else. */
export const withGiven = (env: Env | null, binding: Binding, placed: Placed | null): Env => ({ given: new Map([[binding.span.start, placed]]), outer: env });
