import type { SymbolPath } from '../../../facts/expr.ts';
import type { RelationEntry, RelationsDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import { chainOf } from '../chain.ts';
import { constantString, follow, objectOf } from '../constants.ts';
import { propertiesOf, propertyOf } from '../literals.ts';
import type { Env } from '../names/env.ts';
import { meaningOf } from '../names/names.ts';
import type { Reading } from '../reading.ts';

/** `defineRelations(schema, (r) => ({ users: { posts: r.many.posts({ from: r.users.id, to: r.posts.authorId }) } }))` of drizzle-orm 1.0. */
export function readDefinedRelations(reading: Reading, call: CallHost): readonly RelationsDecl[] {
  const [schema, fn] = call.args;
  const at = fn === undefined ? null : follow(reading.names, fn, null);
  const [returned] = at?.expr.kind === 'function' ? at.expr.returns : [];
  const object = returned === undefined ? null : objectOf(reading.names, returned, at?.env ?? null);
  if (schema === undefined || object === null) return [];
  const tableOf = (key: string): SymbolPath | null => tableOfKey(reading, schema, key);
  return propertiesOf(object.expr).flatMap((p) => {
    const from = p.kind === 'property' ? tableOf(p.key) : null;
    const entries = p.kind === 'property' ? objectOf(reading.names, p.value, object.env) : null;
    return from === null || entries === null ? [] : [{ kind: 'relations', from, entries: entriesOf(reading, entries.expr, entries.env, tableOf) } as const];
  });
}

/** The table under a key of the schema argument: a namespace, an object literal, or a spread of either. */
function tableOfKey(reading: Reading, schema: HostExpr, key: string): SymbolPath | null {
  const object = objectOf(reading.names, schema, null);
  const named = object === null ? null : propertyOf(object.expr, key);
  const whole = object === null ? schema : (propertiesOf(object.expr).find((p) => p.kind === 'spread') ?? null);
  const expr = named ?? (whole !== null && 'arg' in whole && whole.kind === 'spread' ? whole.arg : object === null ? schema : null);
  const meaning = expr === null ? null : meaningOf(reading.names, expr, object?.env ?? null);
  if (meaning?.kind !== 'path') return null;
  return named === null ? [...meaning.path, key] : meaning.path;
}

function entriesOf(reading: Reading, expr: HostExpr, env: Env | null, tableOf: (key: string) => SymbolPath | null): readonly RelationEntry[] {
  return propertiesOf(expr).flatMap((p) => {
    if (p.kind !== 'property' || p.value.kind !== 'call') return [];
    const steps = chainOf(p.value, env).steps;
    const [cardinality, made] = steps;
    const target = made === undefined ? null : tableOf(made.name);
    if ((cardinality?.name !== 'one' && cardinality?.name !== 'many') || made === undefined || target === null) return [];
    return [entryOf(reading, p.key, cardinality.name, target, made.args?.[0] ?? null, env, tableOf)];
  });
}

function entryOf(reading: Reading, name: string, cardinality: 'one' | 'many', target: SymbolPath, options: HostExpr | null, env: Env | null, tableOf: (key: string) => SymbolPath | null): RelationEntry {
  const [from, to] = [ends(propertyOf(options, 'from'), env), ends(propertyOf(options, 'to'), env)];
  const alias = constantString(reading.names, propertyOf(options, 'alias'), env);
  const junction = from[0]?.through === null || from[0] === undefined ? null : tableOf(from[0].through.table);
  const through = junction === null ? {} : { through: { table: junction, fields: from.flatMap((e) => e.through?.attr ?? []), references: to.flatMap((e) => e.through?.attr ?? []) } };
  return { name, cardinality, target, fields: from.map((e) => e.attr), references: to.map((e) => e.attr), ...through, ...(alias === null ? {} : { alias }) };
}

interface End { readonly attr: string; readonly through: { readonly table: string; readonly attr: string } | null }

/** `r.users.id`, `[r.a.x, r.a.y]`, `r.users.id.through(r.usersToGroups.userId)`. */
function ends(expr: HostExpr | null, env: Env | null): readonly End[] {
  const items = expr === null ? [] : expr.kind === 'array' ? expr.items : [expr];
  return items.flatMap((item) => {
    const [table, attr, through] = chainOf(item, env).steps;
    if (table === undefined || attr === undefined) return [];
    const junction = through?.name === 'through' && through.args?.[0] !== undefined ? chainOf(through.args[0], env).steps : [];
    return [{ attr: attr.name, through: junction[0] === undefined || junction[1] === undefined ? null : { table: junction[0].name, attr: junction[1].name } }];
  });
}
