import type { QueryFact } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import type { Step } from './chain.ts';
import type { Env } from './env.ts';
import { ELSEWHERE } from './expand.ts';
import { type LoaderLink, loaderLinks, optionsIn } from './loaders.ts';
import { stringOf } from './literals.ts';
import { meaningOf } from './names.ts';
import type { Reading } from './reading.ts';

type Loads = NonNullable<QueryFact['loads']>;
type How = Loads[number]['how'];

/** Loader functions by what becomes of the relation; `defaultload` and `Load` only lead on. `noload` leaves it empty, which sends nothing either. */
const HOW: Readonly<Record<string, How | null>> = {
  joinedload: 'join', contains_eager: 'join', selectinload: 'batch', subqueryload: 'batch', immediateload: 'batch', lazyload: 'access', raiseload: 'forbid', noload: 'forbid', defaultload: null,
  joinedload_all: 'join', subqueryload_all: 'batch',
};
/** Options about columns and conditions. */
const ASIDE: ReadonlySet<string> = new Set(['load_only', 'defer', 'undefer', 'undefer_group', 'with_expression', 'with_loader_criteria', 'Load', 'selectin_polymorphic', 'options']);

/** What may be loaded that is not known here: nothing is said of lazy relations then. */
const ANYTHING: Loads[number] = { path: '*', how: 'batch' };

/** The relations that `.options(…)` of a statement loads with its rows, or forbids; `*` for all at once. */
export function loadsOf(reading: Reading, steps: readonly Step[]): Loads {
  const found: Loads[number][] = [];
  for (const step of steps) {
    if (step.name === ELSEWHERE) found.push(ANYTHING);
    if (step.name !== 'options' || step.args === null) continue;
    for (const option of optionsIn(reading, step.args, step.env)) found.push(...(option === null ? [ANYTHING] : ofOption(reading, option, step.env)));
  }
  return found;
}

function ofOption(reading: Reading, option: HostExpr, env: Env | null): Loads {
  const links = loaderLinks(reading, option, env);
  if (!links.some(({ name }) => Object.hasOwn(HOW, name) || ASIDE.has(name))) return [ANYTHING];
  return alongLinks(reading, links, [], env);
}

function alongLinks(reading: Reading, links: readonly LoaderLink[], from: readonly string[], env: Env | null): Loads {
  const found: Loads[number][] = [];
  let path = from;
  for (const { name, args } of links) {
    // `joinedload(A.b).options(selectinload(B.c))` branches off where the chain has come to.
    if (name === 'options') for (const inner of optionsIn(reading, args, env)) found.push(...(inner === null ? [ANYTHING] : alongLinks(reading, loaderLinks(reading, inner, env), path, env)));
    if (!Object.hasOwn(HOW, name)) continue;
    const how = HOW[name] ?? null;
    for (const relation of args.flatMap((arg) => namesOf(reading, arg, env))) {
      path = [...path, relation];
      if (how !== null) found.push({ path: path.join('.'), how });
    }
  }
  return found;
}

/** The relations that an argument of a loader names: `A.b`, `A.b.of_type(x)`, `alias.b`, and of old `'b.c'`. */
function namesOf(reading: Reading, arg: HostExpr, env: Env | null): readonly string[] {
  const text = stringOf(arg);
  if (text !== null) return text.split('.');
  if (arg.kind === 'call' && arg.callee.kind === 'member') return namesOf(reading, arg.callee.object, env);
  const meaning = meaningOf(reading, arg, env);
  if (meaning.kind === 'column') return [meaning.attr];
  const last = meaning.kind === 'path' && meaning.path.length > 1 ? meaning.path.at(-1) : arg.kind === 'member' ? arg.property : undefined;
  return last === undefined ? [] : [last];
}
