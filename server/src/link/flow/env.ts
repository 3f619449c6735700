import type { Value } from './values.ts';

/** The names of one function, or of a branch of it, whose assignments are joined with those of the others afterwards. */
export interface Env { readonly own: Map<string, Value>; readonly parent: Env | null; readonly kind: 'function' | 'branch'; /** What names from outside are to the one who runs it. */ readonly through?: (value: Value) => Value }

export const functionEnv = (parent: Env | null): Env => ({ own: new Map(), parent, kind: 'function' });
export const branchOf = (env: Env): Env => ({ own: new Map(), parent: env, kind: 'branch' });

export function lookup(env: Env, name: string): Value | null {
  const crossed: ((value: Value) => Value)[] = [];
  for (let at: Env | null = env; at !== null; at = at.parent) {
    const found = at.own.get(name);
    if (found !== undefined) return crossed.reduceRight((value, through) => through(value), found);
    if (at.through !== undefined) crossed.push(at.through);
  }
  return null;
}

export const bind = (env: Env, name: string, value: Value): void => { env.own.set(name, value); };

/** What branches made of names, put into the one they came from. `joined`: of a name that not every branch has set, what it was before takes part. */
export function mergeBranches(env: Env, branches: readonly Env[], join: (values: readonly Value[]) => Value): void {
  const names = new Set(branches.flatMap(({ own }) => [...own.keys()]));
  for (const name of names) {
    const values = branches.flatMap((branch) => lookup(branch, name) ?? []);
    env.own.set(name, join(values));
  }
}
