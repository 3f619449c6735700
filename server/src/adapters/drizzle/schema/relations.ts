import type { SymbolPath } from '../../../facts/expr.ts';
import type { RelationEntry, RelationsDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { constantString, objectOf } from '../constants.ts';
import { propertiesOf, propertyOf } from '../literals.ts';
import type { Env } from '../names/env.ts';
import { functionName, meaningOf } from '../names/names.ts';
import { callbackEnv } from '../names/params.ts';
import type { Reading } from '../reading.ts';
import { readDefinedRelations } from './defined-relations.ts';

/** `relations(users, …)` of 0.x and `defineRelations(schema, …)` of 1.0. */
export function readRelations(reading: Reading): readonly RelationsDecl[] {
  return reading.names.outline.calls.flatMap((call) => {
    if (call.args.length < 2 || call.callee.kind === 'call') return [];
    const name = functionName(reading.names, call.callee, null);
    if (name === 'relations') return ofTable(reading, call);
    return name === 'defineRelations' || name === 'defineRelationsPart' ? readDefinedRelations(reading, call) : [];
  });
}

function ofTable(reading: Reading, call: CallHost): readonly RelationsDecl[] {
  const [table, fn] = call.args;
  const from = table === undefined ? null : pathOf(reading, table, null);
  if (from === null || fn?.kind !== 'function') return [];
  const env = callbackEnv(fn, [{ whole: { kind: 'operators' }, key: (name) => ({ kind: 'operator', name }) }], null);
  const [returned] = fn.returns;
  const object = returned === undefined ? null : objectOf(reading.names, returned, env);
  if (object === null) return [];
  return [{ kind: 'relations', from, entries: propertiesOf(object.expr).flatMap((p) => (p.kind === 'property' ? entryOf(reading, p.key, p.value, object.env) : [])) }];
}

function pathOf(reading: Reading, expr: HostExpr, env: Env | null): SymbolPath | null {
  const meaning = meaningOf(reading.names, expr, env);
  return meaning.kind === 'path' ? meaning.path : null;
}

/** `one(users, { fields: [posts.authorId], references: [users.id], relationName: 'author' })`. */
function entryOf(reading: Reading, name: string, expr: HostExpr, env: Env | null): readonly RelationEntry[] {
  if (expr.kind !== 'call') return [];
  const cardinality = functionName(reading.names, expr.callee, env);
  const [first, options] = expr.args;
  const target = first === undefined ? null : pathOf(reading, first, env);
  if ((cardinality !== 'one' && cardinality !== 'many') || target === null) return [];
  const alias = constantString(reading.names, propertyOf(options, 'relationName'), env);
  return [{ name, cardinality, target, fields: attrs(reading, propertyOf(options, 'fields'), env), references: attrs(reading, propertyOf(options, 'references'), env), ...(alias === null ? {} : { alias }) }];
}

function attrs(reading: Reading, list: HostExpr | null, env: Env | null): readonly string[] {
  return list?.kind === 'array' ? list.items.flatMap((item) => { const path = pathOf(reading, item, env); return path === null || path.length < 2 ? [] : [path.at(-1) ?? '']; }) : [];
}
