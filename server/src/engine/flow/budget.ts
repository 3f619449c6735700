import type { Budget } from '../../facts/budget.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { FlowUnit } from '../../facts/flow.ts';
import type { Code } from '../../link/flow/code.ts';
import { within } from '../../link/flow/rounds/walk.ts';
import type { Happening } from '../../link/flow/run.ts';
import type { QueryRef, Summary, UnitRef } from '../../link/flow/summary.ts';
import { ruleById } from '../../rules/index.ts';
import type { UnitCost, UnitCosts } from './budget-cost.ts';
import { type Counted, countedIn } from './budget-places.ts';
import { isSameUnit, loopsWeight } from './budget-events.ts';
import { losesCalls } from './budget-lost.ts';
import { atLeast, byPower, isZero, plus, type Weight, weightText, ZERO } from './budget-weight.ts';
import type { Statement } from './statements.ts';

/** `sends`: the last names of all functions that send queries. `flushes`: what a unit sends of changes that nobody saw it make. */
export interface BudgetGround {
  readonly costs: UnitCosts;
  readonly code: Code;
  readonly handler: (ref: UnitRef, unit: FlowUnit) => boolean;
  readonly statement: (ref: QueryRef) => Statement | null;
  readonly summary: (ref: UnitRef) => Summary | null;
  readonly flushes: (ref: UnitRef) => readonly Happening[];
  readonly sends: () => ReadonlySet<string>;
  readonly units: readonly { readonly ref: UnitRef; readonly unit: FlowUnit }[];
}

/** What one call of each function of a file that answers requests, or that others can call, may send; those that send nothing are left out. In order of the text. */
export function budgetsOf(facts: FileFacts, ground: BudgetGround): readonly Budget[] {
  const found = ground.units.flatMap(({ ref, unit }) => countedIn(unit, facts, ground.handler(ref, unit)).flatMap((counted) => {
    const cost = costOf(ref, counted, ground);
    return isZero(cost.weight) ? [] : [budgetOf(facts.path, unit, counted, cost, ground.statement)];
  }));
  return found.sort((a, b) => a.span.start - b.span.start);
}

function costOf(ref: UnitRef, counted: Counted, ground: BudgetGround): UnitCost {
  const cost = ground.costs.of(ref, { steps: counted.steps, at: counted.whole, except: counted.except });
  const weight = cost.writes ? cost.weight : plus(cost.weight, unseenWrites(ref, counted, ground));
  const whole = cost.whole && !losesCalls(ref, counted.steps, ground.summary(ref), { code: ground.code, sends: ground.sends() });
  return { ...cost, weight, whole };
}

/** A commit where nothing is known that it would write: it is there for something, which is counted as one statement (an attribute of a row that was set somewhere). */
function unseenWrites(ref: UnitRef, { whole, except }: Counted, ground: BudgetGround): Weight {
  const summary = ground.summary(ref);
  if (summary === null) return ZERO;
  const here = ground.flushes(ref).filter(({ at }) => (isSameUnit(at.in, ref) ? (whole === null || within(at.at, whole)) && !except.some((span) => within(at.at, span)) : whole === null));
  return here.reduce<Weight>((most, { loops }) => atLeast(most, loopsWeight({ loops, memoised: false, varies: [] }, summary, 'all')), ZERO);
}

function budgetOf(path: string, unit: FlowUnit, { name, kind, lens }: Counted, { weight, queries, whole }: UnitCost, statement: BudgetGround['statement']): Budget {
  const { plain, batched } = byPower(weight);
  const from = unit.span.start;
  return {
    path, span: { start: from + lens[0], end: from + lens[1] }, name, kind, once: plain[0] ?? 0, repeated: plain.slice(1), ...(batched.length === 0 ? {} : { batched }),
    text: `${whole ? 'up to' : 'at least'} ${weightText(weight)}`, unserved: [...queries.values()].filter((ref) => isUnserved(statement(ref))).length, whole,
  };
}

/** A table of the statement is read without an index, and a rule says so. */
const isUnserved = (statement: Statement | null): boolean => statement?.checked?.said.some(({ rule, path }) => ruleById(rule)?.family === 'index' && (path.filter === 'not-served' || path.sort === 'not-served')) === true;
