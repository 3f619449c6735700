import type { HostExpr } from '../../../lang/expression.ts';
import { chainOf } from './chain.ts';

const TYPES: Readonly<Record<string, string>> = {
  integer: 'int4', int: 'int4', smallinteger: 'int2', biginteger: 'int8', bigint: 'int8', string: 'varchar', varchar: 'varchar', unicode: 'varchar', text: 'text', unicodetext: 'text', boolean: 'bool', bool: 'bool', date: 'date', datetime: 'timestamp', timestamp: 'timestamp', time: 'time',
  numeric: 'numeric', decimal: 'numeric', float: 'float8', double: 'float8', real: 'float4', uuid: 'uuid', json: 'json', jsonb: 'jsonb', largebinary: 'bytea', interval: 'interval', inet: 'inet', citext: 'citext',
};

/** The database's name of a type of SQLAlchemy's, as casts use it: `Integer` is `int4`, `ARRAY(Integer)` is `int4[]`. */
export function typeName(expr: HostExpr | null): string {
  if (expr === null) return 'unknown';
  const call = expr.kind === 'call' ? expr : null;
  const { base, steps } = chainOf(call === null ? expr : call.callee, null);
  const name = (steps.at(-1)?.name ?? (base.kind === 'identifier' ? base.name : 'unknown')).toLowerCase();
  if (name === 'array' && call !== null) return `${typeName(call.args[0] ?? null)}[]`;
  return TYPES[name] ?? name;
}
