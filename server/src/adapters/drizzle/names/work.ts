import type { HostExpr } from '../../../lang/expression.ts';
import type { Env, Meaning } from './env.ts';

/**
 * What reading one statement may cost. Variables that are assigned from each other, or functions that return each other, would otherwise be walked
 * along every path between them; a statement that people wrote takes a few hundred steps.
 */
export interface Work { left: number; rest: number }

const PER_STATEMENT = 20_000;
/** For a whole file: thousands of ordinary statements, or some tens of the worst. */
const PER_FILE = 600_000;

export const startWork = (): Work => ({ left: PER_STATEMENT, rest: PER_FILE });

/** Gives a new statement its share of what the file has left. */
export function renew(work: Work): void {
  work.rest -= PER_STATEMENT - work.left;
  work.left = Math.max(0, Math.min(PER_STATEMENT, work.rest));
  work.rest -= PER_STATEMENT - work.left;
}

/** Takes one step; false when there are none left. */
export function spend(work: Work): boolean {
  work.left -= 1;
  return work.left >= 0;
}

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
