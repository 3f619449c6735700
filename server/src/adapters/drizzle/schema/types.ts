import type { Dialect } from '../../../facts/dialect.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { numberOf, propertyOf, stringOf } from '../literals.ts';

/** SQL types of column builders that have no options worth telling. */
const PLAIN: Readonly<Record<Exclude<Dialect, 'mariadb'>, Readonly<Record<string, string>>>> = {
  postgresql: {
    bigint: 'bigint', bigserial: 'bigserial', boolean: 'boolean', bytea: 'bytea', cidr: 'cidr', date: 'date', doublePrecision: 'double precision', inet: 'inet', integer: 'integer', json: 'json', jsonb: 'jsonb',
    line: 'line', macaddr: 'macaddr', macaddr8: 'macaddr8', point: 'point', real: 'real', serial: 'serial', smallint: 'smallint', smallserial: 'smallserial', text: 'text', uuid: 'uuid',
  },
  sqlite: { blob: 'blob', int: 'integer', integer: 'integer', numeric: 'numeric', real: 'real', text: 'text' },
  mysql: {
    boolean: 'boolean', date: 'date', double: 'double', float: 'float', int: 'int', json: 'json', longtext: 'longtext', mediumint: 'mediumint', mediumtext: 'mediumtext', real: 'real',
    bigint: 'bigint', serial: 'bigint unsigned', smallint: 'smallint', text: 'text', tinyint: 'tinyint', tinytext: 'tinytext', year: 'year',
  },
};

/** Builders whose type carries one number, and the option that holds it. */
const SIZED: Readonly<Record<string, string>> = { varchar: 'length', char: 'length', bit: 'dimensions', vector: 'dimensions', halfvec: 'dimensions', sparsevec: 'dimensions', binary: 'length', varbinary: 'length' };

const NUMERIC: ReadonlySet<string> = new Set(['numeric', 'decimal']);
const TIMED: ReadonlySet<string> = new Set(['timestamp', 'time', 'datetime']);

/** Whether drizzle-orm has a column builder of that name for that dialect. */
export const isColumnBuilder = (name: string, dialect: Dialect): boolean => typeName(name, dialect, null) !== null;

/**
 * The SQL type a column builder makes, lower case and as drizzle-kit writes it (`timestamp with time zone` as `timestamptz`); null for a name that is no builder.
 * `options` is the object of options, where one is written.
 */
export function typeName(builder: string, dialect: Dialect, options: HostExpr | null): string | null {
  const plain = PLAIN[dialect === 'mariadb' ? 'mysql' : dialect];
  if (dialect === 'sqlite') return Object.hasOwn(plain, builder) ? (plain[builder] ?? null) : null;
  if (Object.hasOwn(plain, builder)) return plain[builder] ?? null;
  if (Object.hasOwn(SIZED, builder)) return sized(builder, numberOf(propertyOf(options, SIZED[builder] ?? '')));
  if (NUMERIC.has(builder)) return numericType(builder, options);
  if (TIMED.has(builder)) return timedType(builder, options);
  if (dialect === 'postgresql' && builder === 'interval') return 'interval';
  if (dialect === 'postgresql' && builder === 'geometry') return `geometry(${stringOf(propertyOf(options, 'type')) ?? 'point'})`;
  return null;
}

const sized = (type: string, size: number | null): string => (size === null ? type : `${type}(${size})`);

function numericType(builder: string, options: HostExpr | null): string {
  const precision = numberOf(propertyOf(options, 'precision'));
  const scale = numberOf(propertyOf(options, 'scale'));
  return precision === null ? builder : scale === null ? `${builder}(${precision})` : `${builder}(${precision},${scale})`;
}

function timedType(builder: string, options: HostExpr | null): string {
  const zoned = propertyOf(options, 'withTimezone');
  return zoned?.kind === 'boolean' && zoned.value ? `${builder}tz` : builder;
}
