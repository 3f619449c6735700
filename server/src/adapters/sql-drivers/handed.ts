import type { CallHost } from '../../lang/expression.ts';
import type { Binding, Outline } from '../../lang/outline.ts';
import { callsIn } from './chain.ts';

/** A call that is given a variable, and as which argument. */
export interface Handing { readonly call: CallHost; readonly place: number }

const byOutline = new WeakMap<Outline, ReadonlyMap<Binding, readonly Handing[]>>();

/** The calls before `offset` that are given a variable, in document order; methods of globals (`console.log`, `JSON.stringify`) left out, since they change nothing. */
export function handingsOf(outline: Outline, binding: Binding, offset: number): readonly Handing[] {
  const known = byOutline.get(outline) ?? gather(outline);
  byOutline.set(outline, known);
  return (known.get(binding) ?? []).filter(({ call }) => call.span.start < offset && call.span.end <= offset);
}

function gather(outline: Outline): ReadonlyMap<Binding, readonly Handing[]> {
  const out = new Map<Binding, Handing[]>();
  for (const chain of outline.calls) for (const call of callsIn(chain)) {
    if (ofGlobal(outline, call)) continue;
    for (const [place, arg] of call.args.entries()) {
      const binding = arg.kind === 'identifier' ? outline.resolve(arg.name, arg.span.start) : null;
      if (binding === null) continue;
      const list = out.get(binding);
      if (list === undefined) out.set(binding, [{ call, place }]);
      else list.push({ call, place });
    }
  }
  return out;
}

/** Python's own functions, which change nothing that they are given. */
const LOOKS: ReadonlySet<string> = new Set(['len', 'print', 'list', 'tuple', 'set', 'str', 'repr', 'bool', 'any', 'all', 'sorted', 'enumerate', 'zip', 'isinstance', 'iter']);

const ofGlobal = (outline: Outline, { callee }: CallHost): boolean =>
  (callee.kind === 'member' && callee.object.kind === 'string') || (callee.kind === 'identifier' && LOOKS.has(callee.name) && outline.resolve(callee.name, callee.span.start) === null) ||
  callee.kind === 'member' && callee.object.kind === 'identifier' && callee.object.name !== 'this' && outline.resolve(callee.object.name, callee.span.start) === null;
