import type { FlowClass, FlowExpr, FlowFunction, FlowUnit } from '../../facts/flow.ts';
import { lastNameOf, textAt } from './code-expressions.ts';
import type { Constant } from './code-index.ts';

/** A function that resolves a field of a GraphQL type, for each object of that type: which parameter is the object, and what its class is as the file names it. */
export interface Resolver { readonly type: string; readonly parent: number; readonly class: string | null }

/** What recognising resolvers asks of a file. */
export interface ResolverGround { readonly units: readonly FlowUnit[]; readonly classes: ReadonlyMap<string, FlowClass>; readonly constants: ReadonlyMap<string, Constant | null>; readonly path: string }

const ROOTS = /^(?:\w*[a-z])?(?:Query|Queries|Mutation|Mutations|Subscription|Subscriptions)$/;
/** Fields of a resolver map that are none of a type's. */
const META = /^(?:__\w+|subscribe|serialize|parseValue|parseLiteral)$/;
const isField = (type: string, field: string): boolean => /^[A-Z]\w*$/.test(type) && !ROOTS.test(type) && !META.test(field);

/** What a unit resolves; null for what is no resolver of a field, and for those of the root types, which are called once. */
export function resolverOf(unit: FlowUnit, ground: ResolverGround): Resolver | null {
  if (unit.fn.params.length === 0 || unit.fn.flags.includes('constructor')) return null;
  return ofDecorator(unit, ground) ?? ofPythonType(unit, ground) ?? ofMap(unit, ground);
}

/** NestJS's and TypeGraphQL's methods, Strawberry's, Ariadne's functions. */
function ofDecorator(unit: FlowUnit, ground: ResolverGround): Resolver | null {
  for (const decorator of unit.fn.decorators) {
    const name = lastNameOf(decorator);
    if (name === 'ResolveField' || name === 'FieldResolver' || name === 'ResolveProperty') return ofMethod(unit, ground);
    const bound = decorator.e === 'call' && decorator.of.e === 'attr' && decorator.of.name === 'field' && decorator.of.of.e === 'name' ? ground.constants.get(decorator.of.of.name) : undefined;
    const type = bound?.expr.e === 'call' && lastNameOf(bound.expr) === 'ObjectType' ? textAt(bound.expr.args[0]) : null;
    if (type !== null && isField(type, unit.name)) return { type, parent: 0, class: null };
  }
  return null;
}

function ofMethod({ name, fn }: FlowUnit, { classes }: ResolverGround): Resolver | null {
  const owner = name.slice(0, name.lastIndexOf('.'));
  if (classes.get(owner)?.decorators.some((decorator) => decorator === 'Resolver' || decorator === 'ObjectType') !== true) return null;
  const type = owner.replace(/(?:Field|Fields)?Resolvers?$/, '');
  const named = fn.params.findIndex(({ target }) => target.t === 'name' && (target.name === 'parent' || target.name === 'root' || target.name.toLowerCase() === type.toLowerCase()));
  const parent = named >= 0 ? named : fn.params.findIndex(({ target }) => target.t === 'name' && !/^(?:args?|ctx|context|info|input|loaders?|user)$/.test(target.name));
  return parent < 0 ? null : { type, parent, class: null };
}

/** Graphene's `resolve_author`, Strawberry's methods that are fields. */
function ofPythonType({ name, fn }: FlowUnit, { classes, path }: ResolverGround): Resolver | null {
  const dot = name.lastIndexOf('.');
  const type = name.slice(0, Math.max(0, dot));
  const owner = classes.get(type);
  if (!path.endsWith('.py') || owner === undefined || ROOTS.test(type)) return null;
  const isGraphene = owner.bases.some((base) => /ObjectType$|^Interface$/.test(base.at(-1) ?? '')) && name.slice(dot + 1).startsWith('resolve_');
  const isStrawberry = owner.decorators.some((decorator) => decorator === 'type' || decorator === 'interface') && fn.flags.includes('method') && fn.decorators.some((decorator) => isStrawberryField(decorator));
  if (isGraphene) { const model = classes.get(`${type}.Meta`)?.fields.find((field) => field.name === 'model')?.value; return { type, parent: 0, class: model?.e === 'name' ? model.name : null }; }
  return isStrawberry ? { type, parent: 0, class: type } : null;
}

function isStrawberryField(decorator: FlowExpr): boolean {
  const callee = decorator.e === 'call' ? decorator.of : decorator;
  return callee.e === 'attr' ? callee.name === 'field' && callee.of.e === 'name' && callee.of.name === 'strawberry' : callee.e === 'name' && callee.name === 'field';
}

/** `resolvers = { Query: { … }, Post: { author: (post) => … } }`, and the map of one type that its annotation or its file names so. */
function ofMap({ name, fn }: FlowUnit, ground: ResolverGround): Resolver | null {
  if (ground.path.endsWith('.py')) return null;
  const parts = name.replace(/^exports\./, '').split('.');
  const path = parts.length > 2 && parts.at(-1) === 'resolve' ? parts.slice(0, -1) : parts;
  const [field = '', type = '', map] = path.toReversed();
  if (path.length < 2 || ground.classes.has(path.slice(0, -1).join('.'))) return null;
  if (map !== undefined) return isField(type, field) && isResolverMap(map, path.slice(0, -2).join('.'), ground) ? { type, parent: 0, class: null } : null;
  const annotated = resolversOf(ground.constants.get(type)?.type ?? '');
  if (annotated !== null) return isField(annotated, field) ? { type: annotated, parent: 0, class: null } : null;
  return isField(type, field) && /resolvers?\b[^/]*(?:\/|$)/i.test(ground.path) && isParent(fn, type) ? { type, parent: 0, class: null } : null;
}

/** By its name, its annotation, or the root types beside it. */
function isResolverMap(name: string, path: string, { units, constants }: ResolverGround): boolean {
  if (/resolvers?$/i.test(name) || /\bI?Resolvers\b/.test(constants.get(name)?.type ?? '')) return true;
  return units.some((unit) => ['Query.', 'Mutation.', 'Subscription.'].some((root) => unit.name.startsWith(`${path}.${root}`)));
}

/** The type of `PostResolvers<Context>` and `Resolvers['Post']`. */
const resolversOf = (annotation: string): string | null => /^(?:\w+\.)?(\w+?)Resolvers\b/.exec(annotation)?.[1] ?? /^(?:\w+\.)?Resolvers(?:<[^>]*>)?\[['"](\w+)['"]\]/.exec(annotation)?.[1] ?? null;

function isParent({ params }: FlowFunction, type: string): boolean {
  const first = params[0]?.target;
  return first?.t === 'name' && (/^_?(?:parent|root|source|obj|self)$/.test(first.name) || first.name.toLowerCase() === type.toLowerCase());
}
