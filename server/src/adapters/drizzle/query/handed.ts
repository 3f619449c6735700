import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding, Outline } from '../../../lang/outline.ts';
import { localFunction, type Names } from '../names/names.ts';

/** Where each variable is handed to a function, in document order. */
type Handed = ReadonlyMap<Binding, readonly Handing[]>;
interface Handing { readonly at: number; readonly call: CallHost; readonly place: number }

const MAX_DEPTH = 4;
const byOutline = new WeakMap<Outline, Handed>();

/** Whether a function may have added to an array before `offset`: `addTenant(ctx, conditions)` that is written elsewhere, or that pushes to its parameter. */
export const mayBeAddedTo = (names: Names, binding: Binding, offset: number, depth = 0): boolean =>
  (handedIn(names.outline).get(binding) ?? []).some(({ at, call, place }) => at < offset && !isHarmless(names, call, place, depth));

function handedIn(outline: Outline): Handed {
  const known = byOutline.get(outline);
  if (known !== undefined) return known;
  const found = new Map<Binding, Handing[]>();
  for (const top of outline.calls) for (const call of linksOf(top)) call.args.forEach((arg, place) => { note(outline, found, arg, { call, place }); });
  byOutline.set(outline, found);
  return found;
}

function note(outline: Outline, found: Map<Binding, Handing[]>, arg: HostExpr, { call, place }: Pick<Handing, 'call' | 'place'>): void {
  const binding = arg.kind === 'identifier' ? outline.resolve(arg.name, arg.span.start) : null;
  if (binding === null) return;
  const list = found.get(binding);
  if (list === undefined) found.set(binding, [{ at: arg.span.start, call, place }]);
  else list.push({ at: arg.span.start, call, place });
}

/** Every call of a chain, since only its outermost is listed. */
function linksOf(top: CallHost): readonly CallHost[] {
  const links: CallHost[] = [];
  for (let at: HostExpr = top; at.kind === 'call' || at.kind === 'member' || at.kind === 'await'; at = at.kind === 'call' ? at.callee : at.kind === 'member' ? at.object : at.arg) if (at.kind === 'call') links.push(at);
  return links;
}

/** Globals (`console.log`, `JSON.stringify`) and Drizzle's own functions leave an array as it is; so does a function of this file that never pushes to it. */
function isHarmless(names: Names, call: CallHost, place: number, depth: number): boolean {
  const root = rootOf(call.callee);
  if (root?.kind === 'identifier' && root.name !== 'this') {
    const binding = names.outline.resolve(root.name, root.span.start);
    if ((binding === null && call.callee.kind === 'member') || binding?.import?.module.startsWith('drizzle-orm') === true) return true;
  }
  const fn = localFunction(names, call.callee, null);
  const param = fn?.params[place];
  if (fn === null || depth > MAX_DEPTH) return false;
  if (param === undefined || param.kind !== 'name') return param === undefined;
  const own = names.outline.resolve(param.name, fn.bodySpan.start + 1);
  return own !== null && names.outline.mutationsOf(own).length === 0 && !mayBeAddedTo(names, own, fn.bodySpan.end, depth + 1);
}

function rootOf(callee: HostExpr): HostExpr | null {
  let at = callee;
  while (at.kind === 'member' || at.kind === 'call' || at.kind === 'await') at = at.kind === 'member' ? at.object : at.kind === 'call' ? at.callee : at.arg;
  return at;
}
