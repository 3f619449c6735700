import type { FlowFunction } from '../../facts/flow.ts';
import { loopKey, only, paramKey, THIS, union, unitKey } from './roots.ts';
import type { Run, SelfCall } from './run.ts';
import { unknown } from './values.ts';

/** A function that asks the database and calls itself for each of several things asks again for each of them. */
export function recursion(run: Run, { params, at }: FlowFunction): void {
  const calls = run.selfCalls.filter(({ of, loops }) => unitKey(of) === unitKey(run.unit) && loops.length > 0);
  const [first] = calls;
  if (first === undefined) return;
  const id = run.repeaters.length;
  const changing = new Set(params.flatMap((_, index) => (calls.some((call) => differs(call, index)) ? [paramKey(index)] : [])));
  if (changing.size === 0) return;
  const repeated = run.happenings.filter(({ what, varies }) => what !== null && [...varies].some((key) => changing.has(key)));
  if (repeated.length === 0) return;
  run.repeaters.push({ form: 'recursion', rounds: { rounds: 'many' }, iterable: unknown(), name: '', head: first.at, whole: { in: run.unit, at } });
  run.happenings.forEach((happening, index) => {
    if (repeated.includes(happening)) run.happenings[index] = { ...happening, loops: [id, ...happening.loops], varies: union(happening.varies, only(loopKey(id))) };
  });
}

/** Whether a call hands over something else for a parameter than what the function was given itself. */
function differs({ args }: SelfCall, index: number): boolean {
  const value = args.list[index];
  if (value === undefined || index === THIS) return false;
  return !(value.v === 'symbol' && value.form.is === 'param' && value.form.index === index) && value.v !== 'constant';
}
