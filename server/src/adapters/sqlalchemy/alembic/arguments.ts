import type { CallHost, HostExpr } from '../../../lang/expression.ts';

/** The argument of that name; undefined where it is not given by name. */
export function keyword(call: CallHost, name: string): HostExpr | undefined {
  const found = call.keywords?.find((one) => one.kind === 'property' && one.key === name);
  return found?.kind === 'property' ? found.value : undefined;
}

/** An argument by its name, or else by its place. */
export const argument = (call: CallHost, place: number, name: string): HostExpr | undefined => keyword(call, name) ?? call.args[place];
