import type { Budget } from '../../facts/budget.ts';
import type { FileFacts } from '../../facts/file.ts';
import type { FlowUnit } from '../../facts/flow.ts';
import type { QueryRef, UnitRef } from '../../link/flow/summary.ts';
import { ruleById } from '../../rules/index.ts';
import type { UnitCost, UnitCosts } from './budget-cost.ts';
import { type Counted, countedIn } from './budget-places.ts';
import { byPower, isZero, weightText } from './budget-weight.ts';
import type { Statement } from './statements.ts';

export interface BudgetGround { readonly costs: UnitCosts; readonly handler: (ref: UnitRef, unit: FlowUnit) => boolean; readonly statement: (ref: QueryRef) => Statement | null; readonly units: readonly { readonly ref: UnitRef; readonly unit: FlowUnit }[] }

/** What one call of each function of a file that answers requests, or that others can call, may send; those that send nothing are left out. In order of the text. */
export function budgetsOf(facts: FileFacts, { costs, handler, statement, units }: BudgetGround): readonly Budget[] {
  const found = units.flatMap(({ ref, unit }) => countedIn(unit, facts, handler(ref, unit)).flatMap((counted) => {
    const cost = costs.of(ref, { steps: counted.steps, at: counted.whole, except: counted.except });
    return isZero(cost.weight) ? [] : [budgetOf(facts.path, unit, counted, cost, statement)];
  }));
  return found.sort((a, b) => a.span.start - b.span.start);
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
