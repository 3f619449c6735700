import type { FlowCall, FlowClass, FlowExpr, FlowFunction, FlowStep, FlowUnit } from '../../facts/flow.ts';
import { lastNameOf, pathOf, textAt } from './code-expressions.ts';
import { keptFunction, type Making, makingAt, paramsNamed } from './code-make.ts';

/** Marshmallow's `dump` of a schema, as a function that reads each field of the rows (or the one) that it is handed; none for any other class. `picks`: its own constructor may leave some out. */
export function dumpers(one: FlowClass, picks: boolean): readonly FlowUnit[] {
  const fields = one.fields.flatMap(({ name, value }) => (value?.e === 'call' && isField(value) ? [{ name, value }] : []));
  if (fields.length === 0 || !one.bases.some((base) => /Schema$/.test(base.at(-1) ?? ''))) return [];
  const at = [0, one.name.length] as const;
  const making = makingAt(at);
  const obj = making.name('obj');
  const inherited = making.run(making.call(making.attr(making.call(making.name('super')), 'dump'), obj));
  const ofOne = (row: FlowExpr): FlowStep[] => fields.flatMap(({ name, value }) => fieldSteps(making, name, value, row));
  const body = [inherited, ...ofOne(obj), making.each('serializer', 'row', obj, ofOne(making.name('row')))];
  const unit = (name: string, params: FlowFunction['params'], flags: FlowFunction['flags'], steps: readonly FlowStep[]): FlowUnit => ({ name: `${one.name}.${name}`, span: one.span, nameSpan: null, fn: keptFunction({ params, body: steps, flags, decorators: [], returns: null, at }) });
  if (picks) return [unit('dump', paramsNamed('self', 'obj', 'many'), ['method'], [{ s: 'if', test: { e: 'unknown', at }, yes: body, no: [], at }])];
  // A schema that is made for some of its fields reads no others: its rows go through what it was made with, which only by default gives them back.
  const through = (name: string): FlowStep => making.let('obj', making.call(making.attr(making.name('self'), name), obj));
  const optional = paramsNamed('only', 'exclude').map((param) => ({ ...param, value: { e: 'function', fn: { params: paramsNamed('rows'), body: [making.give(making.name('rows'))], flags: [], decorators: [], returns: null, at }, at } as const }));
  const keep = (name: string): FlowStep => ({ s: 'let', target: { t: 'attr', of: making.name('self'), name }, value: making.name(name), op: null, type: null, at });
  return [
    unit('dump', paramsNamed('self', 'obj', 'many'), ['method'], [through('only'), through('exclude'), ...body]),
    unit('__init__', [...paramsNamed('self'), ...optional], ['method', 'constructor'], [keep('only'), keep('exclude')]),
  ];
}

/** `fields.Nested(…)`, `ma.Str()`, `Nested(…)`. */
const isField = (value: FlowCall): boolean => /^(?:fields|ma|mm|marshmallow|Nested|Method|Function|Pluck|List)$/.test(pathOf(value.of)?.[0] ?? '');

function fieldSteps(making: Making, name: string, field: FlowCall, row: FlowExpr): FlowStep[] {
  const given = (key: string): FlowExpr | undefined => field.keywords.find((keyword) => keyword.name === key)?.value;
  const value = (textAt(given('attribute')) ?? name).split('.').reduce<FlowExpr>(making.attr, row);
  const [first] = field.args;
  switch (lastNameOf(field)) {
    case 'Method': { const method = textAt(first ?? given('serialize')); return method === null ? [] : [making.run(making.call(making.attr(making.name('self'), method), row))]; }
    case 'Function': { const fn = first ?? given('serialize'); return fn === undefined ? [] : [making.run(making.call(fn, row))]; }
    case 'Nested': case 'Pluck': return nested(making, first ?? given('nested'), value);
    case 'List': return first?.e === 'call' && isField(first) && /^(?:Nested|Pluck)$/.test(lastNameOf(first)) ? nested(making, first.args[0], value) : [making.run(value)];
    default: return [making.run(value)];
  }
}

/** `Nested(AuthorSchema)`, `Nested("AuthorSchema")`, `Nested(lambda: AuthorSchema())`, `Nested(AuthorSchema(only=…))`. */
function nested(making: Making, schema: FlowExpr | undefined, value: FlowExpr): FlowStep[] {
  const returned = schema?.e === 'function' ? schema.fn.body.flatMap((step) => (step.s === 'return' && step.value !== null ? [step.value] : []))[0] : schema;
  const path = textAt(returned)?.split('.').slice(-1) ?? (returned === undefined ? null : pathOf(returned.e === 'call' ? returned.of : returned));
  return path === null ? [making.run(value)] : [making.run(making.call(making.attr(making.call(making.path(path)), 'dump'), value))];
}
