import type { FlowClass, FlowFunction, FlowLoop, FlowParam, FlowStep, FlowUnit } from '../../facts/flow.ts';
import { resolverOf, type Resolver, type ResolverGround } from './code-graphql.ts';
import { fieldFunctions, type FieldFunction } from './code-graphql-types.ts';
import { dumpers } from './code-marshmallow.ts';
import { rendering } from './code-pages.ts';
import { responding, validators } from './code-pydantic.ts';

/**
 * A unit as its framework runs it: what is called for each object of a list is a loop over such objects, though nobody wrote one. Rests on the file alone. The function
 * of a unit that is called as it stands stays the object that it is.
 */
export function asRun(unit: FlowUnit, ground: ResolverGround): FlowUnit {
  const resolver = resolverOf(unit, ground);
  if (resolver !== null) return { ...unit, fn: kept(unit.fn, JSON.stringify(resolver), () => resolving(unit, resolver)) };
  const response = ground.path.endsWith('.py') ? kept(unit.fn, 'response', () => responding(unit.fn) ?? rendering(unit.fn)) : unit.fn;
  if (response !== unit.fn) return { ...unit, fn: response };
  const fields = fieldFunctions(unit);
  return fields.length === 0 ? unit : { ...unit, fn: kept(unit.fn, 'fields', () => ({ ...unit.fn, body: [...unit.fn.body, ...fields.map(ofField)] })) };
}

const made = new WeakMap<FlowFunction, Map<string, FlowFunction>>();

/** Whoever asks whether a unit has changed asks whether its function is another object. */
function kept(fn: FlowFunction, way: string, make: () => FlowFunction): FlowFunction {
  const ways = made.get(fn) ?? new Map<string, FlowFunction>();
  made.set(fn, ways);
  const known = ways.get(way) ?? make();
  ways.set(way, known);
  return known;
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** The parameter becomes the list of all objects whose field is asked for. */
function resolving({ fn, span, nameSpan }: FlowUnit, { type, parent, class: of }: Resolver): FlowFunction {
  const name = lowerFirst(type);
  const param = fn.params[parent];
  if (param === undefined) return fn;
  const many: FlowParam = { target: { t: 'name', name }, type: of === null ? listOf(param.type) : `list[${of}]`, value: null, rest: null };
  const head = nameSpan === null ? fn.at : ([nameSpan.start - span.start, nameSpan.end - span.start] as const);
  // An instance of the type is what it is called on, for each of them.
  const flags = parent === 0 && fn.flags.includes('method') && of !== null ? [...fn.flags.filter((flag) => flag !== 'method'), 'static' as const] : fn.flags;
  return { ...fn, flags, params: fn.params.map((one, index) => (index === parent ? many : one)), body: [loopOver(name, param.target, fn.body, { head, at: fn.at })] };
}

const listOf = (type: string | null): string | null => (type === null ? null : `Array<${type}>`);

function ofField({ type, fn }: FieldFunction): FlowStep {
  const [parent, ...others] = fn.params;
  const given = others.map(({ target }): FlowStep => ({ s: 'let', target, value: { e: 'unknown', at: fn.at }, op: null, type: null, at: fn.at }));
  return loopOver(lowerFirst(type), parent?.target ?? null, [...given, ...fn.body], { head: fn.at, at: fn.at });
}

const loopOver = (name: string, target: FlowLoop['target'], body: readonly FlowStep[], { head, at }: Pick<FlowLoop, 'head' | 'at'>): FlowLoop =>
  ({ s: 'loop', role: 'resolver', form: 'each', target, of: { e: 'name', name, at: head }, init: [], test: null, update: [], body, otherwise: [], async: false, head, at });

/** Functions that a class has of its library and that read what they are handed, field by field. */
export const unwritten = (classes: readonly FlowClass[], mapped: ReadonlySet<string>, written: ReadonlySet<string>, path: string): readonly FlowUnit[] =>
  path.endsWith('.py') ? classes.flatMap((one) => [...validators(one, mapped.has(one.name)), ...dumpers(one, written.has(`${one.name}.__init__`))]) : [];
