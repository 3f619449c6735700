import type { FlowExpr } from '../../facts/flow.ts';
import { type Env, lookup } from './env.ts';
import { ownerOf, unitValue } from './meanings.ts';
import type { Run } from './run.ts';
import type { Value } from './values.ts';

/** `super.x`, `super().x`, `super(…)`: a method of what the class is built on, for the same instance. Null where it is something else, or not known. */
export function superMethod(run: Run, env: Env, of: FlowExpr, name: string): Value | null {
  if (!(of.e === 'name' ? of.name === 'super' : of.e === 'call' && of.of.e === 'name' && of.of.name === 'super')) return null;
  const owner = ownerOf(run, run.place);
  const method = owner === null ? null : run.world.code.above(owner.of, name === 'constructor' && owner.of.file.endsWith('.py') ? '__init__' : name);
  return method === null ? null : unitValue(run, method, lookup(env, 'this') ?? lookup(env, 'self') ?? lookup(env, 'cls'));
}
