import type { HostExpr } from '../../../lang/expression.ts';
import type { Env, Meaning } from './env.ts';

/** Meanings already found, by what the names around mean. */
export interface Memo { get(expr: HostExpr, env: Env | null): Meaning | undefined; set(expr: HostExpr, env: Env | null, meaning: Meaning): void }

export function startMemo(): Memo {
  const plain = new Map<HostExpr, Meaning>();
  const byEnv = new WeakMap<Env, Map<HostExpr, Meaning>>();
  const of = (env: Env | null): Map<HostExpr, Meaning> => {
    if (env === null) return plain;
    const known = byEnv.get(env) ?? new Map<HostExpr, Meaning>();
    byEnv.set(env, known);
    return known;
  };
  return { get: (expr, env) => of(env).get(expr), set: (expr, env, meaning) => { of(env).set(expr, meaning); } };
}
