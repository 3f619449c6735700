import type { ModelFact } from '../../../facts/schema.ts';
import type { FunctionHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import { constantString } from '../constants.ts';
import { functionName, type Names } from '../names/names.ts';
import { CREATOR_FUNCTIONS, SCHEMA_FUNCTIONS } from '../vocabulary.ts';
import { callsOf, isTableFunction } from './find.ts';
import { isColumn } from './recognise.ts';
import { readMaker } from './column.ts';
import { readColumns } from './columns.ts';
import type { Reading } from '../reading.ts';

type Creator = Extract<ModelFact, { kind: 'creator' }>;

/** What a file's top-level names offer to the tables of other files: creators, schemas, mixins. */
export function readMakers(reading: Reading): readonly ModelFact[] {
  return reading.names.outline.bindings.flatMap((binding) => (binding.topLevel && binding.import === null && binding.init !== null ? makersOf(reading, binding, binding.init) : []));
}

function makersOf(reading: Reading, binding: Binding, init: HostExpr): readonly ModelFact[] {
  const { names } = reading;
  const column = init.kind === 'call' || init.kind === 'function' ? readMaker(names, binding, init, reading.dialect) : null;
  if (column !== null) return [{ kind: 'mixin', symbol: binding.name, columns: [column] }];
  if (init.kind === 'call') return ofCall(names, binding, init);
  if (init.kind === 'object') return mixinsOf(reading, binding.name, init, 0);
  if (init.kind !== 'function') return [];
  const wrapper = wrapperOf(names, binding, init);
  if (wrapper !== null) return [wrapper];
  const [only] = init.returns;
  return only !== undefined && init.returns.length === 1 && only.kind === 'object' ? mixinsOf(reading, binding.name, only, 0) : [];
}

function ofCall(names: Names, binding: Binding, call: Extract<HostExpr, { kind: 'call' }>): readonly ModelFact[] {
  const name = functionName(names, call.callee, null) ?? '';
  if (SCHEMA_FUNCTIONS.has(name)) {
    const schema = constantString(names, call.args[0], null);
    return schema === null ? [] : [{ kind: 'schema', symbol: binding.name, name: schema }];
  }
  return CREATOR_FUNCTIONS.has(name) ? [creatorOf(names, binding.name, call.args[0])] : [];
}

/** Object literals of columns, also one level down (`mixins.timestamps`). */
function mixinsOf(reading: Reading, symbol: string, object: Extract<HostExpr, { kind: 'object' }>, depth: number): readonly ModelFact[] {
  const { names } = reading;
  if (object.properties.some((p) => p.kind === 'property' && isColumn(names, p.value, null))) {
    return [{ kind: 'mixin', symbol, columns: readColumns(names, object, null, reading.dialect).columns }];
  }
  if (depth > 0) return [];
  return object.properties.flatMap((p) => (p.kind === 'property' && p.value.kind === 'object' ? mixinsOf(reading, `${symbol}.${p.key}`, p.value, depth + 1) : []));
}

function creatorOf(names: Names, symbol: string, arg: HostExpr | undefined): Creator {
  const [param] = arg?.kind === 'function' ? arg.params : [];
  const [body] = arg?.kind === 'function' ? arg.returns : [];
  const around = param?.kind === 'name' && body !== undefined ? aroundName(names, body, param.name) : null;
  return around === null ? { kind: 'creator', symbol, prefix: '', suffix: '', unknown: 'its names are made at run time' } : { kind: 'creator', symbol, ...around };
}

/** What a template puts before and after the table's name: `` `app_${name}` ``, `'app_' + name`. */
function aroundName(names: Names, body: HostExpr, param: string): { prefix: string; suffix: string } | null {
  const parts = partsOf(body);
  const at = parts.findIndex((part) => typeof part !== 'string' && part.kind === 'identifier' && part.name === param);
  if (at < 0) return null;
  const text = (part: string | HostExpr): string | null => (typeof part === 'string' ? part : constantString(names, part, null));
  const [before, after] = [parts.slice(0, at).map(text), parts.slice(at + 1).map(text)];
  return before.includes(null) || after.includes(null) ? null : { prefix: before.join(''), suffix: after.join('') };
}

function partsOf(body: HostExpr, depth = 0): readonly (string | HostExpr)[] {
  if (body.kind === 'string') return [body.value];
  if (body.kind === 'template' && body.tag === null) return body.quasis.flatMap((q, i) => { const hole = body.holes[i]; return hole === undefined ? [q.value] : [q.value, hole]; });
  if (body.kind === 'binary' && body.op === '+' && depth < 8) return [...partsOf(body.left, depth + 1), ...partsOf(body.right, depth + 1)];
  return [body];
}

/** A function that makes tables for its callers; only one that hands the columns through unchanged can be read elsewhere. */
function wrapperOf(names: Names, binding: Binding, fn: FunctionHost): Creator | null {
  const [only] = fn.returns;
  if (only?.kind !== 'call') return null;
  const made = callsOf(only).find((call) => isTableFunction(names, call));
  const [name, columns] = made?.args ?? [];
  const [param, second] = fn.params;
  if (name === undefined || param?.kind !== 'name') return null;
  const around = aroundName(names, name, param.name);
  const through = columns?.kind === 'identifier' && second?.kind === 'name' && columns.name === second.name;
  if (around !== null && through) return { kind: 'creator', symbol: binding.name, ...around };
  return { kind: 'creator', symbol: binding.name, prefix: '', suffix: '', unknown: 'the function adds to the table it makes' };
}
