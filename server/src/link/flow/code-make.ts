import type { FlowExpr, FlowFunction, FlowLoop, FlowSpan, FlowStep } from '../../facts/flow.ts';

/** Code that a framework runs, put together; all of it stands at one place. */
export interface Making {
  readonly name: (name: string) => FlowExpr;
  readonly path: (path: readonly string[]) => FlowExpr;
  readonly attr: (of: FlowExpr, name: string) => FlowExpr;
  readonly call: (of: FlowExpr, ...args: readonly FlowExpr[]) => FlowExpr;
  readonly run: (value: FlowExpr) => FlowStep;
  readonly let: (name: string, value: FlowExpr) => FlowStep;
  readonly give: (value: FlowExpr) => FlowStep;
  readonly each: (role: NonNullable<FlowLoop['role']>, target: string, of: FlowExpr, body: readonly FlowStep[]) => FlowStep;
}

export function makingAt(at: FlowSpan): Making {
  const name = (text: string): FlowExpr => ({ e: 'name', name: text, at });
  const attr = (of: FlowExpr, text: string): FlowExpr => ({ e: 'attr', of, name: text, at });
  return {
    name, attr,
    path: ([root = '', ...rest]) => rest.reduce<FlowExpr>(attr, name(root)),
    call: (of, ...args) => ({ e: 'call', of, args, keywords: [], isNew: false, at }),
    run: (value) => ({ s: 'do', value, at }),
    let: (target, value) => ({ s: 'let', target: { t: 'name', name: target }, value, op: null, type: null, at }),
    give: (value) => ({ s: 'return', value, at }),
    each: (role, target, of, body) => ({ s: 'loop', role, form: 'each', target: { t: 'name', name: target }, of, init: [], test: null, update: [], body, otherwise: [], async: false, head: at, at }),
  };
}

export const paramsNamed = (...names: readonly string[]): FlowFunction['params'] => names.map((name) => ({ target: { t: 'name', name }, type: null, value: null, rest: null }));

const kept = new Map<string, FlowFunction>();
/** Beyond so many the table is begun anew. */
const MOST_KEPT = 20_000;

/** The same object for the same code: whoever asks whether a function has changed asks just that. */
export function keptFunction(fn: FlowFunction): FlowFunction {
  const key = JSON.stringify(fn);
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size > MOST_KEPT) kept.clear();
  kept.set(key, fn);
  return fn;
}
