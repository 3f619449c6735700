import type { FlowLoop } from '../../facts/flow.ts';
import { assign, addTo } from './assign.ts';
import { elementOf } from './elements.ts';
import { bind, branchOf, type Env, lookup, mergeBranches } from './env.ts';
import { evaluate } from './evaluate.ts';
import { join, joinAll } from './join.ts';
import { iterated } from './perform.ts';
import { repeat } from './repeaters.ts';
import { assignmentsOf, everyExpr, everyStep, targetNames } from './rounds/walk.ts';
import { loopKey, only } from './roots.ts';
import type { Run } from './run.ts';
import { runSteps } from './steps.ts';
import { listOf, NOTHING, unknown, type Value, withRoots } from './values.ts';
import { ADDS, ADDS_ALL } from './words.ts';

/** A loop of any form: what it goes over is made once, its test and body are in each round. */
export function runLoop(run: Run, env: Env, loop: FlowLoop): void {
  runSteps(run, env, loop.init);
  const iterable = loop.of === null ? NOTHING : iterated(run, evaluate(run, env, loop.of), loop.of.at);
  const [body, none] = [branchOf(env), branchOf(env)];
  const form = loop.role ?? (loop.form === 'while' || loop.form === 'until' ? 'while' : 'for');
  const id = run.repeaters.length;
  repeat(run, env, { form, loop, of: loop.of, target: loop.target, body: loop.body, head: loop.head, whole: loop.at, iterable }, () => {
    carry(body, loop, id);
    if (loop.target !== null) assign(run, body, loop.target, loop.form === 'keys' ? unknown(elementOf(iterable, id).roots) : elementOf(iterable, id), null);
    if (loop.test !== null && loop.form !== 'until') evaluate(run, body, loop.test);
    runSteps(run, body, loop.body);
    runSteps(run, body, loop.update);
    if (loop.test !== null && loop.form === 'until') evaluate(run, body, loop.test);
  });
  const made = run.repeaters[id];
  if (loop.role !== undefined && made !== undefined) made.rounds = { rounds: 'many' };
  mergeBranches(env, [body, none], joinAll);
  runSteps(run, env, loop.otherwise);
}

/** What a round leaves to the next one differs by round: names that are given something again, lists that grow. */
function carry(env: Env, loop: FlowLoop, id: number): void {
  const roots = only(loopKey(id));
  const { again, moves } = changesKnown.get(loop) ?? changesOf(loop);
  for (const name of again) {
    const before = lookup(env, name);
    if (before !== null && before.v !== 'list' && before.v !== 'object') bind(env, name, carried(before, roots));
  }
  for (const { of, method } of moves) {
    const list = lookup(env, of);
    if (list?.v === 'list') TAKES.has(method) ? bind(env, of, { ...list, roots: joined(list, roots) }) : addTo(list, unknown(roots));
  }
}

/** `again`: names that a round gives something. `moves`: calls that put something into a list or take it out. */
interface Changes { readonly again: ReadonlySet<string>; readonly moves: readonly { readonly of: string; readonly method: string }[] }
const changesKnown = new WeakMap<FlowLoop, Changes>();

function changesOf(loop: FlowLoop): Changes {
  const { body, update, test } = loop;
  const steps = everyStep([...body, ...update], 'with loops');
  const again = new Set([...assignmentsOf(steps).flatMap(({ names }) => names), ...steps.flatMap((step) => (step.s === 'loop' ? targetNames(step.target) : step.s === 'let' ? targetNames(step.target) : []))]);
  const moves = everyExpr(test === null ? [] : [test], [...body, ...update]).flatMap((expr) => (expr.e === 'call' && expr.of.e === 'attr' && expr.of.of.e === 'name' && (ADDS.has(expr.of.name) || ADDS_ALL.has(expr.of.name) || TAKES.has(expr.of.name)) ? [{ of: expr.of.of.name, method: expr.of.name }] : []));
  const changes = { again, moves };
  changesKnown.set(loop, changes);
  return changes;
}

/** What takes elements out: another one each round. */
const TAKES: ReadonlySet<string> = new Set(['pop', 'shift', 'popleft', 'get', 'splice']);

const joined = (list: Value, roots: ReturnType<typeof only>): Value['roots'] => withRoots(listOf(null, list.roots), roots).roots;

const carried = (before: Value, roots: ReturnType<typeof only>): Value => (before.v === 'constant' ? unknown(roots) : before.v === 'row' || before.v === 'rows' || before.v === 'statement' ? withRoots(before, roots) : join(before, unknown(roots)));
