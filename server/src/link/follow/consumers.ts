import type { Program } from '../../facts/program.ts';
import { INDEX_ATTR } from '../../lang/model-names.ts';
import { unknownArguments } from './calls.ts';
import { membersAsked } from './mentions.ts';
import { newFrame, startRun } from './run.ts';
import { runSteps } from './steps.ts';
import { isDdl } from './shape.ts';
import type { ClassValue, TextValue, Value } from './values.ts';
import { methodOf } from './classes.ts';
import type { World } from './world.ts';

/** A function outside of the classes that turns their lists of indexes into SQL. */
export interface Consumer { /** The attributes that it asks for. */ readonly attrs: ReadonlySet<string>; /** What it runs and gives for one class. */ readonly follow: (of: ClassValue) => readonly TextValue[] }

const BUDGET = 20_000;

/** Functions and methods that ask something which is not known for an attribute of such a name. */
export function consumersOf(world: World, attr: RegExp): readonly Consumer[] {
  return [...world.programs].flatMap(([file, program]) => {
    const functions = [...program.functions.map((fn) => ({ fn, owner: null })), ...program.classes.flatMap((decl) => decl.methods.map((fn) => ({ fn, owner: { v: 'class', file, decl } as const })))];
    return functions.flatMap(({ fn, owner }): Consumer[] => {
      const asked = membersAsked(fn).filter((one) => attr.test(one.attr) && one.name !== 'self' && one.name !== 'cls');
      if (asked.length === 0) return [];
      const names = new Set(asked.map(({ name }) => name));
      return [{ attrs: new Set(asked.map((one) => one.attr)), follow: (of) => followFor(world, { file, fn, owner }, new Map([...names].map((name) => [name, of]))) }];
    });
  });
}

/** Whether some function of a file asks something for a list of indexes. */
export const asksForIndexes = ({ functions, classes }: Program): boolean =>
  [...functions, ...classes.flatMap(({ methods }) => methods)].some((fn) => membersAsked(fn).some(({ name, attr }) => INDEX_ATTR.test(attr) && name !== 'self' && name !== 'cls'));

function followFor(world: World, { file, fn, owner }: { readonly file: string; readonly fn: Parameters<typeof methodOf>[3]; readonly owner: ClassValue | null }, assumed: ReadonlyMap<string, Value>): readonly TextValue[] {
  const run = startRun(world, BUDGET);
  const self = owner === null ? null : methodOf(run, owner, owner, fn).self;
  const frame = newFrame(run, file, { owner, self: self ?? { v: 'none' }, assumed });
  frame.names = unknownArguments(run, { v: 'function', file, fn, self, owner });
  runSteps(frame, fn.body);
  const given = [...frame.returned, ...frame.yielded].flatMap((value) => (value.v === 'list' ? value.items : [value]));
  return [...run.statements.map(({ text }) => text), ...given.flatMap((value) => (value.v === 'text' ? [value] : []))].filter(isDdl);
}
