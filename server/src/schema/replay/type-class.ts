import type { TypeClass } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';

/** The class of a type as written (any case, with or without size); `unknown` for what has no rules here (enums by name, domains, interval). */
export function typeClass(raw: string | null, dialect: Dialect): TypeClass {
  if (raw === null) return 'unknown';
  const name = raw.trim().toLowerCase().replace(/\s+/g, ' ');
  if (dialect === 'sqlite') return sqliteClass(name);
  return dialect === 'postgresql' ? postgresClass(name) : mysqlClass(name);
}

const withoutSize = (name: string): string => name.replace(/ ?\([^)]*\)/, '').trim();

const POSTGRES: Readonly<Record<string, TypeClass>> = {
  smallint: 'int', int2: 'int', integer: 'int', int: 'int', int4: 'int', smallserial: 'int', serial2: 'int', serial: 'int', serial4: 'int',
  bigint: 'bigint', int8: 'bigint', bigserial: 'bigint', serial8: 'bigint',
  numeric: 'numeric', decimal: 'numeric', dec: 'numeric', money: 'numeric',
  real: 'float', float4: 'float', float8: 'float', float: 'float', 'double precision': 'float',
  text: 'text', varchar: 'varchar', 'character varying': 'varchar', 'char varying': 'varchar', char: 'char', character: 'char', bpchar: 'char', citext: 'citext',
  uuid: 'uuid', bool: 'bool', boolean: 'bool',
  timestamp: 'timestamp', 'timestamp without time zone': 'timestamp', timestamptz: 'timestamptz', 'timestamp with time zone': 'timestamptz',
  date: 'date', time: 'time', 'time without time zone': 'time', timetz: 'time', 'time with time zone': 'time',
  json: 'json', jsonb: 'jsonb', tsvector: 'tsvector', vector: 'vector', halfvec: 'vector', sparsevec: 'vector',
  bytea: 'bytes', inet: 'inet', cidr: 'inet', macaddr: 'inet', macaddr8: 'inet', enum: 'enum',
  int4range: 'range', int8range: 'range', numrange: 'range', tsrange: 'range', tstzrange: 'range', daterange: 'range',
  int4multirange: 'range', int8multirange: 'range', nummultirange: 'range', tsmultirange: 'range', tstzmultirange: 'range', datemultirange: 'range',
};

function postgresClass(name: string): TypeClass {
  if (/(\]| array)$/.test(name) || / array ?\[/.test(name)) return 'array';
  const plain = withoutSize(name).replaceAll('"', '').replace(/^pg_catalog\./, '');
  // A model says `enum:mood` of a type that it declares itself.
  if (plain.startsWith('enum:')) return 'enum';
  return Object.hasOwn(POSTGRES, plain) ? (POSTGRES[plain] ?? 'unknown') : 'unknown';
}

/**
 * https://sqlite.org/datatype3.html#determination_of_column_affinity, and inside the NUMERIC affinity what the words say: they decide
 * nothing in SQLite, but tell people a flag from an amount.
 */
function sqliteClass(name: string): TypeClass {
  if (name.includes('int')) return name.includes('big') ? 'bigint' : 'int';
  if (name.includes('varchar') || name.includes('varying')) return 'varchar';
  if (name.includes('char') || name.includes('clob') || name.includes('text')) return 'text';
  if (name.includes('blob') || name === '') return 'bytes';
  if (name.includes('real') || name.includes('floa') || name.includes('doub')) return 'float';
  if (name.includes('bool')) return 'bool';
  if (name.includes('datetime') || name.includes('timestamp')) return 'timestamp';
  if (name.startsWith('date')) return 'date';
  if (name.startsWith('time')) return 'time';
  if (name.startsWith('json')) return 'json';
  return name.startsWith('uuid') ? 'uuid' : 'numeric';
}

const MYSQL: Readonly<Record<string, TypeClass>> = {
  tinyint: 'int', smallint: 'int', mediumint: 'int', int: 'int', integer: 'int', year: 'int', bigint: 'bigint', serial: 'bigint',
  decimal: 'numeric', dec: 'numeric', numeric: 'numeric', fixed: 'numeric', float: 'float', double: 'float', real: 'float', 'double precision': 'float',
  varchar: 'varchar', nvarchar: 'varchar', 'character varying': 'varchar', char: 'char', nchar: 'char', character: 'char',
  text: 'text', tinytext: 'text', mediumtext: 'text', longtext: 'text', bool: 'bool', boolean: 'bool', uuid: 'uuid', inet4: 'inet', inet6: 'inet',
  datetime: 'timestamp', timestamp: 'timestamp', date: 'date', time: 'time', json: 'json', enum: 'enum', set: 'enum',
  blob: 'bytes', tinyblob: 'bytes', mediumblob: 'bytes', longblob: 'bytes', binary: 'bytes', varbinary: 'bytes', vector: 'vector',
};

function mysqlClass(name: string): TypeClass {
  if (/^tinyint ?\( ?1 ?\)/.test(name)) return 'bool';
  const plain = withoutSize(name).replace(/ (unsigned|signed|zerofill|character set .*|charset .*|collate .*)/g, '');
  return Object.hasOwn(MYSQL, plain) ? (MYSQL[plain] ?? 'unknown') : 'unknown';
}
