import type { ProgramFunction } from '../../facts/program.ts';

const prints = new WeakMap<ProgramFunction, string>();

/** A function as text, in which names and literals can be looked for. */
function printOf(fn: ProgramFunction): string {
  const known = prints.get(fn) ?? JSON.stringify([fn.params, fn.body]);
  prints.set(fn, known);
  return known;
}

export const speaksOf = (fn: ProgramFunction, pattern: RegExp): boolean => pattern.test(printOf(fn));

const MEMBER = /"e":"attr","of":\{"e":"name","name":"(\w+)"\},"name":"(\w+)"/g;
const GETATTR = /"of":\{"e":"name","name":"getattr"\},"args":\[\{"e":"name","name":"(\w+)"\},\{"e":"text","value":"(\w+)"/g;

/** The names of which a function asks an attribute, `x.indexes` and `getattr(x, 'indexes')`, with that attribute. */
export const membersAsked = (fn: ProgramFunction): readonly { readonly name: string; readonly attr: string }[] =>
  [MEMBER, GETATTR].flatMap((form) => [...printOf(fn).matchAll(form)].map(([, name = '', attr = '']) => ({ name, attr })));
