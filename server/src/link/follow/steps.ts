import type { ProgramStep } from '../../facts/program.ts';
import { assign, combined, itemsOf, evaluated } from './expressions.ts';
import { mergedNames, type Names } from './merge.ts';
import type { Frame } from './run.ts';
import { truthOf, UNKNOWN, type Value } from './values.ts';

/** How a block is left: at its end, or before it. */
type Leaving = 'end' | 'return' | 'raise' | 'break' | 'continue';

/** A loop's items are taken one by one up to so many. */
const MOST_ITEMS = 100;

/** Follows the statements of a block. Where a test cannot be told both ways are taken, and what they agree on is known afterwards. */
export function runSteps(frame: Frame, steps: readonly ProgramStep[]): Leaving {
  for (const step of steps) {
    if (--frame.run.budget < 0) return 'return';
    const leaving = runStep(frame, step);
    if (leaving !== 'end') return leaving;
  }
  return 'end';
}

function runStep(frame: Frame, step: ProgramStep): Leaving {
  switch (step.s) {
    case 'set': {
      const value = evaluated(frame, step.value);
      assign(frame, step.target, step.op === null ? value : combined(step.op, currentOf(frame, step.target), value));
      return 'end';
    }
    case 'do': evaluated(frame, step.value); return 'end';
    case 'return': frame.returned.push(step.value === null ? { v: 'none' } : evaluated(frame, step.value)); return 'return';
    case 'yield': frame.yielded.push(evaluated(frame, step.value)); return 'end';
    case 'if': return branch(frame, truthOf(evaluated(frame, step.test)), step.yes, step.no);
    case 'for': return loop(frame, step);
    case 'while': branch(frame, null, step.body, []); return 'end';
    case 'block': return runSteps(frame, step.body);
    default: return step.how;
  }
}

function currentOf(frame: Frame, target: Extract<ProgramStep, { s: 'set' }>['target']): Value {
  if (target.t === 'name') return frame.names.get(target.name) ?? UNKNOWN;
  return target.t === 'attr' ? evaluated(frame, { e: 'attr', of: target.of, name: target.name }) : UNKNOWN;
}

function branch(frame: Frame, truth: boolean | null, yes: readonly ProgramStep[], no: readonly ProgramStep[]): Leaving {
  if (truth !== null) return runSteps(frame, truth ? yes : no);
  const before = frame.names;
  const [one, afterOne] = along(frame, before, yes);
  const [other, afterOther] = along(frame, before, no);
  frame.names = one === 'end' && other === 'end' ? mergedNames(afterOne, afterOther) : one === 'end' ? afterOne : afterOther;
  return one === 'end' || other === 'end' ? 'end' : one === 'raise' ? other : one;
}

function along(frame: Frame, before: Names, steps: readonly ProgramStep[]): readonly [Leaving, Names] {
  frame.names = new Map(before);
  const leaving = runSteps(frame, steps);
  return [leaving, frame.names];
}

function loop(frame: Frame, step: Extract<ProgramStep, { s: 'for' }>): Leaving {
  const { items, many } = itemsOf(evaluated(frame, step.of));
  for (const item of items.slice(0, MOST_ITEMS)) {
    const before = frame.names;
    frame.names = new Map(before);
    assign(frame, step.target, item.v === 'maybe' ? item.value : item);
    const leaving = runSteps(frame, step.body);
    if (many || item.v === 'maybe') frame.names = repeatedNames(before, mergedNames(before, frame.names));
    if (leaving === 'break') return 'end';
    if (leaving === 'return' && !many) return 'return';
  }
  return 'end';
}

/** A list that was empty and got one item each time round has any number of them. */
function repeatedNames(before: Names, after: Names): Names {
  for (const [name, value] of after) {
    const known = before.get(name);
    const [item] = value.v === 'list' ? value.items : [];
    if (known?.v === 'list' && known.items.length === 0 && value.v === 'list' && value.items.length === 1 && item?.v === 'maybe') after.set(name, { v: 'many', item: item.value });
  }
  return after;
}
