import type { FlowExpr, FlowLoop, FlowSpan, FlowStep, FlowTarget } from '../../facts/flow.ts';
import { textOf } from './conditions.ts';
import { originOf } from './elements.ts';
import { type Env, lookup } from './env.ts';
import { countedName, iterableName } from './rounds/name.ts';
import { isGuarded, mayChange, type RoundsInput, roundsOf } from './rounds.ts';
import { loopKey, OTHER, type Roots } from './roots.ts';
import { during, placeOf, type RepeaterMade, type Run } from './run.ts';
import { rootsOf, type Value } from './values.ts';

/** A repeater as its code has it. */
export interface Repeated { readonly form: RepeaterMade['form']; readonly loop: FlowLoop | null; readonly of: FlowExpr | null; readonly target: FlowTarget | null; readonly body: readonly FlowStep[]; readonly head: FlowSpan; readonly whole: FlowSpan; readonly iterable: Value }

/** Runs what a repeater repeats, once, with all that happens there inside of it. */
export function repeat<T>(run: Run, env: Env, repeated: Repeated, work: (id: number) => T): T {
  const id = run.repeaters.length;
  const made: RepeaterMade = { form: repeated.form, rounds: { rounds: 'many' }, iterable: repeated.iterable, name: iterableName(repeated.of) || (repeated.loop?.form === 'count' ? countedName(repeated.loop.test) : ''), head: placeOf(run, repeated.head), whole: placeOf(run, repeated.whole) };
  run.repeaters.push(made);
  const first = run.happenings.length;
  const result = during(run, { loops: [...run.loops, id], sometimes: false, below: false }, () => work(id));
  Object.assign(made, rounds(run, env, repeated, id, first));
  return result;
}

function rounds(run: Run, env: Env, { form, loop, of, target, body }: Repeated, id: number, first: number): Pick<RepeaterMade, 'rounds' | 'guarded' | 'changes'> {
  const inside = run.happenings.slice(first).filter(({ loops }) => loops.includes(id));
  // Nobody hears of a repeater in which nothing happens, and most are such.
  if (inside.length === 0 && !run.selfCalls.some(({ loops }) => loops.includes(id))) return { rounds: { rounds: 'many' } };
  if (inside.some(({ what, receiver }) => what?.kind === 'query' && receiver !== null && isOfRound(rootsOf(receiver), id))) return { rounds: { rounds: 'databases' } };
  if (TABLES.test(run.repeaters[id]?.name ?? '')) for (const one of inside) if (one.chosen !== null && rootsOf(one.chosen).has(loopKey(id))) one.varies = without(one.varies, loopKey(id));
  const queries = inside.flatMap(({ what, at }) => (what !== null && at.in === run.place ? [at.at] : []));
  const input: RoundsInput = { form, loop, of, target, body, around: run.fn, queries, known: (expr) => knownOf(run, env, expr) };
  const made = run.repeaters[id];
  return { rounds: named(counted(roundsOf(input), made?.iterable), made), ...(isGuarded(input) ? { guarded: true } : {}), ...(mayChange(input) ? { changes: true } : {}) };
}

/** Each of these is a table of its own: what differs by round is then no matter of one table's rows. */
const TABLES = /(?:^|[._]|[a-z])(?:collections|globals|tables|models|entities|slugs|collectionslugs|relations)$/i;

const without = (roots: Roots, key: string): Roots => new Set([...roots].filter((one) => one !== key));

/** A list whose elements are known one by one, though it was made elsewhere; what is empty so far may be filled by somebody. */
const counted = (rounds: RepeaterMade['rounds'], iterable: Value | undefined): RepeaterMade['rounds'] =>
  rounds.rounds === 'many' && iterable?.v === 'list' && iterable.cell.items !== null && iterable.cell.items.length > 0 ? { rounds: 'constant', count: iterable.cell.items.length } : rounds;

/** `batches`, `chunks`, `windows`: what is called so is cut by somebody else, unless it is rows of a table. */
const named = (rounds: RepeaterMade['rounds'], made: RepeaterMade | undefined): RepeaterMade['rounds'] =>
  rounds.rounds === 'many' && made !== undefined && /(?:^|[._a-z])(?:batches|chunks|windows)$/i.test(made.name) && originOf(made.iterable) === null ? { rounds: 'batches' } : rounds;

/** A connection that differs by round. What was got from rows (`object_session(row)`) need be no other one. */
const isOfRound = (roots: Roots, id: number): boolean => roots.has(loopKey(id)) && ![...roots].some((key) => key.startsWith('q') || key === OTHER);

/** What a name from outside of the function is given. */
function knownOf(run: Run, env: Env, expr: FlowExpr): FlowExpr | number | null {
  const text = textOf(expr);
  const path = text.split('.');
  if (text === '' || lookup(env, path[0] ?? '') !== null) return null;
  const meaning = run.world.code.meaning(run.place.file, path);
  if (meaning?.m === 'value') return meaning.expr;
  const of = meaning?.m === 'class' ? run.world.code.classOf(meaning.of) : null;
  return of?.bases.some((base) => /Enum$/.test(base.at(-1) ?? '')) === true ? of.fields.length : null;
}

