import type { FlowExpr, FlowFunction, FlowStep } from '../../facts/flow.ts';
import { lookedUp, textOf } from './conditions.ts';
import { insideExpr, insideStep } from './rounds/walk.ts';
import type { Env } from './env.ts';
import { evaluate } from './evaluate.ts';
import { type Run, silently } from './run.ts';

const stores = new WeakMap<FlowFunction, ReadonlySet<string>>();

/** Whether a test asks for a key of a container that this function also fills: `missing` where what is kept is not there if it holds, `there` where it is. */
export function cacheOf(run: Run, env: Env, test: FlowExpr): 'missing' | 'there' | null {
  const found = lookedUp(test);
  if (found === null || !isStored(run, found.container) || isOwnKey(run, env, found.key)) return null;
  return found.there ? 'there' : 'missing';
}

/** `row.id` of a row: a test for it leaves out doubles, and keeps no answers. */
function isOwnKey(run: Run, env: Env, key: FlowExpr | null): boolean {
  if (key?.e !== 'attr' || !/^(?:id|pk|uuid)$/.test(key.name) || key.of.e !== 'name') return false;
  const { of } = key;
  return silently(run, () => evaluate(run, env, of)).v === 'row';
}

/** Whether the function puts something into a container by a key. */
export function isStored(run: Run, container: string): boolean {
  const unit = run.world.code.unit(run.place)?.fn ?? run.fn;
  const known = stores.get(unit) ?? storesOf(unit);
  stores.set(unit, known);
  return container !== '' && known.has(container);
}

const STORING: ReadonlySet<string> = new Set(['set', 'setdefault', 'add', 'put', 'setex', 'set_many', 'push', 'append']);

function storesOf(fn: FlowFunction): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting: (FlowExpr | FlowStep)[] = [...fn.body];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const inside = 'e' in next ? insideExpr(next) : insideStep(next);
    waiting.push(...inside.exprs, ...inside.steps);
    if ('e' in next && next.e === 'call' && next.of.e === 'attr' && STORING.has(next.of.name) && next.args.length > 0) found.add(textOf(next.of.of));
    const target = 'e' in next ? (next.e === 'set' ? next.target : null) : next.s === 'let' ? next.target : null;
    if (target?.t === 'item') found.add(textOf(target.of));
  }
  return found;
}
