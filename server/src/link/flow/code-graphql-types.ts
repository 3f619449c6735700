import type { FlowCall, FlowExpr, FlowFunction, FlowUnit } from '../../facts/flow.ts';
import { lastNameOf, stepsIn, textAt } from './code-expressions.ts';
import { insideExpr, insideStep } from './rounds/walk.ts';

/** A function that resolves a field of a type which code makes (`new GraphQLObjectType({ name: 'Post', fields: … })`). */
export interface FieldFunction { readonly type: string; readonly fn: FlowFunction }

/** What makes a type of fields with `resolve` functions: graphql-js, Nexus, Pothos. */
const MAKERS: ReadonlySet<string> = new Set(['GraphQLObjectType', 'objectType', 'objectField', 'objectFields', 'extendType', 'loadableObject', 'loadableNode', 'node', 'drizzleObject', 'prismaObject', 'drizzleNode', 'prismaNode', 'simpleObject', 'objectRef']);
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);
/** Expressions that are looked into. */
const MOST = 20_000;

const known = new WeakMap<FlowFunction, readonly FieldFunction[]>();

/** Those in one unit. */
export function fieldFunctions({ fn }: FlowUnit): readonly FieldFunction[] {
  const found = known.get(fn) ?? inFunction(fn);
  known.set(fn, found);
  return found;
}

function inFunction(fn: FlowFunction): readonly FieldFunction[] {
  const steps = [...stepsIn(fn.body)];
  return exprsUnder(steps.flatMap((step) => insideStep(step).exprs)).flatMap((expr) => (expr.e === 'call' && MAKERS.has(lastNameOf(expr)) ? ofMaker(expr) : []));
}

function exprsUnder(roots: readonly FlowExpr[]): readonly FlowExpr[] {
  const found: FlowExpr[] = [];
  const open = [...roots];
  for (let next = open.pop(); next !== undefined && found.length < MOST; next = open.pop()) { found.push(next); open.push(...insideExpr(next).exprs, ...(next.e === 'function' ? [...stepsIn(next.fn.body)].flatMap((step) => insideStep(step).exprs) : [])); }
  return found;
}

function ofMaker(call: FlowCall): readonly FieldFunction[] {
  const type = typeOf(call);
  if (type === null || ROOTS.has(type)) return [];
  return exprsUnder(call.args).flatMap((expr) => (expr.e === 'object' ? expr.entries.flatMap(({ key, value }) => (key === 'resolve' && value.e === 'function' && value.fn.params.length > 0 ? [{ type, fn: value.fn }] : [])) : []));
}

/** `{ name: 'Post' }`, `{ type: 'Post' }`, `objectType('Post', …)`, `objectType(Post, …)`. */
function typeOf({ args }: FlowCall): string | null {
  for (const arg of args) {
    const named = arg.e === 'object' ? arg.entries.find(({ key }) => key === 'name' || key === 'type')?.value : arg;
    const text = textAt(named) ?? (named?.e === 'name' && /^[A-Z]/.test(named.name) ? named.name : null);
    if (text !== null) return text;
  }
  return null;
}
