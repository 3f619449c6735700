import type { SymbolPath } from '../../facts/expr.ts';
import type { FlowClass, FlowExpr, FlowFunction, FlowStep, FlowUnit } from '../../facts/flow.ts';
import { type Annotation, readAnnotation } from './code-annotation.ts';
import { lastNameOf, textAt } from './code-expressions.ts';
import { keptFunction, type Making, makingAt, paramsNamed } from './code-make.ts';
import { annotationOf } from './code-types.ts';

/** A class whose instances are made of others by reading what has the name of each of their fields. */
export interface Read { readonly path: SymbolPath; readonly many: boolean }

const MANY: ReadonlySet<string> = new Set(['list', 'List', 'Sequence', 'set', 'Set', 'tuple', 'Tuple', 'Iterable', 'Collection', 'frozenset', 'FrozenSet']);
const PLAIN: ReadonlySet<string> = new Set(['str', 'int', 'float', 'bool', 'bytes', 'object', 'None', 'Any', 'datetime', 'date', 'time', 'timedelta', 'Decimal', 'UUID', 'UUID4', 'EmailStr', 'HttpUrl', 'AnyUrl', 'dict', 'Dict', 'Literal', 'Json', 'type', 'Callable']);

/** The class that an annotation names for what is in it, and whether there are many; null for plain values and for what names several. */
export function readOf(from: Annotation): Read | null {
  if (from.a === 'list') { const inner = readOf(from.of); return inner === null ? null : { ...inner, many: true }; }
  if (from.a === 'union') return onlyOne(from.parts);
  if (from.a !== 'name') return null;
  const last = from.path.at(-1) ?? '';
  const [first] = from.args;
  if (last === 'Union') return onlyOne(from.args);
  if ((last === 'Optional' || last === 'Annotated') && first !== undefined) return readOf(first);
  if (MANY.has(last) && first !== undefined) { const inner = readOf(first); return inner === null ? null : { ...inner, many: true }; }
  return PLAIN.has(last) || from.called !== null ? null : { path: from.path, many: false };
}

function onlyOne(parts: readonly Annotation[]): Read | null {
  const [only, ...others] = parts.flatMap((part) => readOf(part) ?? []);
  return others.length > 0 ? null : (only ?? null);
}

/** What Pydantic's classes have to make an instance of an object. */
const MAKERS = ['model_validate', 'from_orm'];

/** The makers of a class with annotated fields, as functions that read each field of what they are given; none for a class that is mapped, whose fields are its columns. */
export function validators(one: FlowClass, isMapped: boolean): readonly FlowUnit[] {
  const fields = one.fields.filter(({ name, type, value }) => type !== null && !name.startsWith('_') && name !== 'model_config' && !(value?.e === 'call' && /relationship$/i.test(lastNameOf(value))));
  if (isMapped || fields.length === 0 || one.kind !== undefined || fields.some(({ type }) => /^(?:\w+\.)?(?:Mapped|ClassVar)\b/.test(type ?? ''))) return [];
  return MAKERS.map((maker) => ({ name: `${one.name}.${maker}`, span: one.span, nameSpan: null, fn: validating(one, maker, fields) }));
}

function validating(one: FlowClass, maker: string, fields: FlowClass['fields']): FlowFunction {
  const making = makingAt([0, one.name.length]);
  const steps = fields.flatMap(({ name, type, value: stated }): FlowStep[] => {
    const alias = stated?.e === 'call' ? stated.keywords.find((keyword) => keyword.name === 'validation_alias' || keyword.name === 'alias')?.value : undefined;
    const value = making.attr(making.name('obj'), textAt(alias) ?? name);
    return reading(making, readOf(readAnnotation(type ?? '')), value, maker);
  });
  const inherited = one.bases.length === 0 ? [] : [making.run(making.call(making.attr(making.call(making.name('super')), maker), making.name('obj')))];
  return keptFunction({ params: paramsNamed('cls', 'obj'), body: [...inherited, ...steps, making.give(making.call(making.name('cls')))], flags: ['classmethod'], decorators: [], returns: null, at: [0, one.name.length] });
}

/** What is made of a value that a field is given. */
function reading(making: Making, read: Read | null, value: FlowExpr, maker: string): FlowStep[] {
  if (read === null) return [making.run(value)];
  const make = making.attr(making.path(read.path), maker);
  return read.many ? [making.each('serializer', 'one', value, [making.run(making.call(make, making.name('one')))])] : [making.run(making.call(make, value))];
}

const ROUTES: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'api_route', 'route']);

/** What FastAPI makes of what a route gives: by its `response_model`, or by its annotation. */
function responseOf({ decorators, returns }: FlowFunction): Read | null {
  const route = decorators.find((decorator) => decorator.e === 'call' && decorator.of.e === 'attr' && ROUTES.has(decorator.of.name));
  if (route?.e !== 'call') return null;
  const stated = route.keywords.find(({ name }) => name === 'response_model')?.value;
  const annotation = stated === undefined ? (returns === null ? null : readAnnotation(returns)) : annotationOf(stated, 6);
  return annotation === null ? null : readOf(annotation);
}

/** A route with what happens to what it gives; null for any other function. */
export function responding(fn: FlowFunction): FlowFunction | null {
  const response = responseOf(fn);
  return response === null ? null : { ...fn, body: fn.body.flatMap((step) => withResponse(step, response, 0)) };
}

const DEEPEST = 20;

function withResponse(step: FlowStep, response: Read, depth: number): readonly FlowStep[] {
  const inner = (steps: readonly FlowStep[]): readonly FlowStep[] => (depth > DEEPEST ? steps : steps.flatMap((one) => withResponse(one, response, depth + 1)));
  switch (step.s) {
    case 'return': return step.value === null ? [step] : given(step, response);
    case 'if': return [{ ...step, yes: inner(step.yes), no: inner(step.no) }];
    case 'switch': return [{ ...step, cases: step.cases.map(({ test, body }) => ({ test, body: inner(body) })) }];
    case 'loop': return [{ ...step, body: inner(step.body), otherwise: inner(step.otherwise) }];
    case 'try': return [{ ...step, body: inner(step.body), handlers: step.handlers.map(inner), last: inner(step.last) }];
    case 'block': return [{ ...step, body: inner(step.body) }];
    default: return [step];
  }
}

function given(step: Extract<FlowStep, { readonly s: 'return' }>, response: Read): readonly FlowStep[] {
  const making = makingAt(step.at);
  const { value } = step;
  if (value === null) return [step];
  const isName = value.e === 'name';
  const name = isName ? value : making.name('response');
  return [...(isName ? [] : [making.let('response', value)]), ...reading(making, response, name, 'model_validate'), { ...step, value: name }];
}
