import type { FlowExpr, FlowSpan } from '../../facts/flow.ts';
import type { Env } from './env.ts';
import { lookup } from './env.ts';
import { evaluate } from './evaluate.ts';
import { joinAll } from './join.ts';
import { NONE, queryKey, union } from './roots.ts';
import { callFunction } from './call-function.ts';
import { NO_ARGS } from './args.ts';
import { everyExpr } from './rounds/walk.ts';
import { type Run, reading, silently } from './run.ts';
import { sendQuery } from './send.ts';
import { functionOf } from './evaluate.ts';
import { rootsOf, SOMETHING, type Value } from './values.ts';
import type { UnitQuery } from './world.ts';

/** An expression that is a statement, or that sends some. */
export function sentHere(run: Run, env: Env, expr: FlowExpr, built: readonly UnitQuery[], sent: readonly UnitQuery[]): Value {
  const [, read] = reading(run, () => spine(run, env, expr));
  const receiver = receiverOf(env, expr);
  const values: Value[] = [];
  for (const query of built) {
    run.made.set(queryKey(query.ref), read);
    if (query.sent === 'here') values.push(sendQuery(run, query, expr.at, read, receiver, null, query.chosenBy === undefined ? null : chosenValue(run, env, expr, query.chosenBy)));
    else if (sent.length === 0) values.push({ v: 'statement', query, relation: null, adapter: query.adapter, roots: read, receiver });
  }
  for (const query of sent) values.push(sendQuery(run, query, expr.at, union(read, run.made.get(queryKey(query.ref)) ?? NONE), receiver));
  return values.length === 0 ? SOMETHING : joinAll(values);
}

/** What chooses the table. */
function chosenValue(run: Run, env: Env, expr: FlowExpr, chosenBy: FlowSpan): Value | null {
  const named = everyExpr([expr]).find(({ at }) => at[0] === chosenBy[0] && at[1] === chosenBy[1]);
  return named === undefined ? null : silently(run, () => evaluate(run, env, named));
}

/** Reads all that a statement is made of; its own calls are known and mean nothing else. */
function spine(run: Run, env: Env, expr: FlowExpr): void {
  if (expr.e === 'call') {
    if (expr.of.e === 'attr') inner(run, env, expr.of.of);
    else if (expr.of.e !== 'name') evaluate(run, env, expr.of);
    for (const arg of [...expr.args, ...expr.keywords.map(({ value }) => value)]) argument(run, env, arg);
  } else if (expr.e === 'name') run.reading = union(run.reading, rootsOf(lookup(env, expr.name) ?? SOMETHING));
  else if (expr.e === 'attr' || expr.e === 'await') inner(run, env, expr.of);
}

function inner(run: Run, env: Env, expr: FlowExpr): void {
  if (expr.e === 'call' && expr.of.e === 'attr' && run.queries.built.size + run.queries.sent.size > 0) spine(run, env, expr);
  else if (expr.e === 'attr' || expr.e === 'await') inner(run, env, expr.of);
  else evaluate(run, env, expr);
}

/** A function that is handed to a statement is run by it at once (`where: (t, { eq }) => eq(t.id, id)`). */
function argument(run: Run, env: Env, arg: FlowExpr): void {
  if (arg.e === 'function') callFunction(run, functionOf(run, env, arg.fn, ''), { ...NO_ARGS, more: { v: 'unknown', roots: NONE } }, arg.at, '');
  else if (arg.e === 'object') for (const { value, computed } of arg.entries) { argument(run, env, value); if (computed !== undefined) evaluate(run, env, computed); }
  else evaluate(run, env, arg);
}

/** The connection or session that is asked, where a caller or a repeater gave it. */
function receiverOf(env: Env, expr: FlowExpr): Value | null {
  let at = expr;
  while (at.e === 'call' || at.e === 'attr' || at.e === 'await') at = at.of;
  const value = at.e === 'name' ? lookup(env, at.name) : null;
  return value?.v === 'symbol' && value.form.is !== 'result' && (value.hint === null || value.hint.v === 'instance' || value.hint.v === 'unknown') ? value : null;
}
