import type { FlowExpr, FlowStep } from '../../facts/flow.ts';
import { assign } from './assign.ts';
import { elementOf } from './elements.ts';
import { type Env, functionEnv } from './env.ts';
import { evaluate } from './evaluate.ts';
import { iterated } from './perform.ts';
import { repeat } from './repeaters.ts';
import { during, type Run, underCondition } from './run.ts';
import { listOf, rootsOf, unknown, type Value, withRoots } from './values.ts';

type Comprehension = Extract<FlowExpr, { readonly e: 'comprehension' }>;

/** Each of its clauses is a repeater; the first one's list is made once. */
export function comprehension(run: Run, env: Env, expr: Comprehension): Value {
  const inner = functionEnv(env);
  const body = [...(expr.key === null ? [] : [expr.key]), expr.value].map((value): FlowStep => ({ s: 'do', value, at: value.at }));
  return clause(run, inner, expr, 0, body);
}

function clause(run: Run, env: Env, expr: Comprehension, index: number, body: readonly FlowStep[]): Value {
  const one = expr.clauses[index];
  if (one === undefined) return elementGiven(run, env, expr);
  const iterable = iterated(run, evaluate(run, env, one.of), one.of.at);
  let repeater = 0;
  const element = repeat(run, env, { form: 'comprehension', loop: null, of: one.of, target: one.target, body, head: one.at, whole: expr.at, iterable }, (id) => {
    repeater = id;
    assign(run, env, one.target, elementOf(iterable, id), null);
    for (const test of one.tests) evaluate(run, env, test);
    return during(run, one.tests.length > 0 ? underCondition(run) : {}, () => clause(run, env, expr, index + 1, body));
  });
  if (index > 0) return element;
  const list = listOf(element, rootsOf(iterable), expr.form === 'dict' ? 'map' : 'list');
  list.cell.repeater = repeater;
  return list;
}

/** Rows that are kept as they are stay rows. */
function elementGiven(run: Run, env: Env, { key, value, form }: Comprehension): Value {
  if (key !== null) evaluate(run, env, key);
  const given = evaluate(run, env, value);
  return form === 'dict' ? withRoots(given, unknown().roots) : given;
}
