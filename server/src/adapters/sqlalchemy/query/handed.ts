import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding, Outline } from '../../../lang/outline.ts';
import { functionName } from './functions.ts';
import { localFunction } from './names.ts';
import { mutationsOf, type Reading } from './reading.ts';

interface Handing { readonly at: number; readonly call: CallHost; readonly place: number }

const byOutline = new WeakMap<Outline, ReadonlyMap<Binding, readonly Handing[]>>();

/** Whether a function may have added to a list before `offset`: `add_tenant(user, filters)` that is written elsewhere, or that appends to its parameter. */
export const addedElsewhere = (reading: Reading, binding: Binding, offset: number): boolean =>
  (handedIn(reading.outline).get(binding) ?? []).some(({ at, call, place }) => at < offset && !isHarmless(reading, call, place));

function handedIn(outline: Outline): ReadonlyMap<Binding, readonly Handing[]> {
  const known = byOutline.get(outline);
  if (known !== undefined) return known;
  const found = new Map<Binding, Handing[]>();
  for (const call of outline.calls) call.args.forEach((arg, place) => { note(outline, found, arg, { call, place }); });
  byOutline.set(outline, found);
  return found;
}

function note(outline: Outline, found: Map<Binding, Handing[]>, arg: HostExpr, { call, place }: Pick<Handing, 'call' | 'place'>): void {
  const binding = arg.kind === 'identifier' ? outline.resolve(arg.name, arg.span.start) : null;
  if (binding === null) return;
  found.set(binding, [...(found.get(binding) ?? []), { at: arg.span.start, call, place }]);
}

/** SQLAlchemy's functions, Python's own (`len`, `print`) and methods (`log.info`) leave a list as it is; so does a function of this file that never appends to it. */
function isHarmless(reading: Reading, call: CallHost, place: number): boolean {
  if (functionName(reading, call.callee, null) !== null || call.callee.kind === 'member') return true;
  if (call.callee.kind === 'identifier' && reading.outline.resolve(call.callee.name, call.callee.span.start) === null) return true;
  const fn = localFunction(reading, call.callee, null);
  const param = fn?.params[place];
  if (fn === null || param === undefined || param.kind !== 'name') return false;
  const own = reading.outline.resolve(param.name, fn.bodySpan.start + 1);
  return own !== null && mutationsOf(reading, own).length === 0;
}
