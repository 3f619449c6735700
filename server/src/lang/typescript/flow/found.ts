import type { FlowClass, FlowFunction, FlowStep, FlowUnit } from '../../../facts/flow.ts';
import { endOf, NONE, spanOf, startOf } from '../../flat-tree.ts';
import { functionOf } from './functions.ts';
import type { Making } from './making.ts';

/** What was found in a file so far. */
export interface Found { readonly making: Making; readonly units: FlowUnit[]; readonly classes: FlowClass[] }

/** One unit takes no more than this of the file's budget: what a program wrote must not hide the rest. */
const UNIT_BUDGET = 40_000;

/** Runs `make` with all offsets told from the beginning of `whole`. */
export function within<T>({ making }: Found, whole: number, make: (making: Making) => T): T {
  const { base, budget } = making;
  making.base = startOf(making.tree, whole);
  making.budget = Math.min(budget, UNIT_BUDGET);
  const given = making.budget;
  const made = make(making);
  making.base = base;
  making.budget = budget - (given - Math.max(0, making.budget));
  return made;
}

function addUnit(found: Found, whole: number, name: string, nameNode: number, fn: FlowFunction): void {
  const { tree } = found.making;
  found.units.push({ name, span: spanOf(tree, whole), nameSpan: nameNode === NONE ? null : spanOf(tree, nameNode), fn });
}

/** A function that is a unit. `whole`: the statement or property that it stands in. */
export function functionUnit(found: Found, node: number, whole: number, name: string, nameNode: number, more: Parameters<typeof functionOf>[3] = {}): void {
  addUnit(found, whole, name, nameNode, within(found, whole, (making) => functionOf(making, node, 0, more)));
}

/** A statement of the module itself; one without steps is none. */
export function stepsUnit(found: Found, whole: number, name: string, nameNode: number, make: (making: Making) => readonly FlowStep[], flags: FlowFunction['flags'] = []): void {
  const { tree } = found.making;
  const body = within(found, whole, make);
  if (body.length === 0) return;
  addUnit(found, whole, name, nameNode, { params: [], body, flags, decorators: [], returns: null, at: [0, endOf(tree, whole) - startOf(tree, whole)] });
}
