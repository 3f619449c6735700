import type { Dialect } from '../../facts/dialect.ts';
import type { CallHost, HostExpr } from '../../lang/expression.ts';

/**
 * What a type expression (`sa.String(40)`, `postgresql.JSONB`, `sa.Enum('a', 'b', name='mood')`) is in a dialect's DDL. `type` is lower case; null where it is not known.
 * `integer`: a primary key of it counts up by itself. `enumName`: the database's type of that name is meant, or made; null for an enum without a name.
 */
export interface TypeRead { readonly type: string | null; readonly few: boolean; readonly integer: boolean; readonly enumName?: string | null }

/** How texts, numbers and names are looked up where the type stands. `look` gives the expression that a name stands for. */
export interface TypeReader { readonly dialect: Dialect; readonly text: (expr: HostExpr) => string | null; readonly number: (expr: HostExpr) => number | null; readonly look: (expr: HostExpr) => HostExpr }

type Family = 'postgresql' | 'sqlite' | 'mysql';
type Spelling = string | Readonly<Record<Family, string>>;

const by = (postgresql: string, sqlite: string, mysql: string): Spelling => ({ postgresql, sqlite, mysql });

/** SQLAlchemy's types by name. What stands in upper case is the database's own word for it, in most dialects. `(n)` takes a length, `(p,s)` a precision and a scale. */
const TYPES: Readonly<Record<string, Spelling>> = {
  String: 'varchar(n)', Unicode: 'varchar(n)', VARCHAR: 'varchar(n)', NVARCHAR: 'varchar(n)', CHAR: 'char(n)', NCHAR: 'char(n)', AutoString: 'varchar(n)',
  Text: by('text', 'text', 'text'), UnicodeText: by('text', 'text', 'text'), TEXT: 'text', CLOB: 'clob',
  TINYTEXT: 'tinytext', MEDIUMTEXT: 'mediumtext', LONGTEXT: 'longtext', CITEXT: 'citext',
  Integer: 'integer', INTEGER: 'integer', INT: 'integer', SmallInteger: 'smallint', SMALLINT: 'smallint', BigInteger: 'bigint', BIGINT: 'bigint', TINYINT: 'tinyint(n)', MEDIUMINT: 'mediumint', YEAR: 'year',
  Boolean: by('boolean', 'boolean', 'tinyint(1)'), BOOLEAN: by('boolean', 'boolean', 'tinyint(1)'),
  Float: by('double precision', 'float', 'float'), FLOAT: by('double precision', 'float', 'float'), REAL: 'real', Double: by('double precision', 'double', 'double'), DOUBLE: by('double precision', 'double', 'double'), DOUBLE_PRECISION: 'double precision',
  Numeric: 'numeric(p,s)', NUMERIC: 'numeric(p,s)', DECIMAL: 'decimal(p,s)', MONEY: 'money',
  Date: 'date', DATE: 'date', DateTime: by('timestamp', 'datetime', 'datetime'), DATETIME: by('timestamp', 'datetime', 'datetime'), TIMESTAMP: 'timestamp', Time: 'time', TIME: 'time', Interval: by('interval', 'datetime', 'datetime'), INTERVAL: 'interval',
  LargeBinary: by('bytea', 'blob', 'blob'), BLOB: 'blob', BYTEA: 'bytea', BINARY: 'binary(n)', VARBINARY: 'varbinary(n)', PickleType: by('bytea', 'blob', 'blob'), TINYBLOB: 'tinyblob', MEDIUMBLOB: 'mediumblob', LONGBLOB: 'longblob',
  JSON: 'json', JSONB: 'jsonb', Uuid: by('uuid', 'char(32)', 'char(32)'), UUID: by('uuid', 'char(32)', 'char(32)'),
  INET: 'inet', CIDR: 'cidr', MACADDR: 'macaddr', MACADDR8: 'macaddr8', TSVECTOR: 'tsvector', TSQUERY: 'tsquery', HSTORE: 'hstore', OID: 'oid', REGCLASS: 'regclass', BIT: 'bit(n)',
  INT4RANGE: 'int4range', INT8RANGE: 'int8range', NUMRANGE: 'numrange', DATERANGE: 'daterange', TSRANGE: 'tsrange', TSTZRANGE: 'tstzrange',
  INT4MULTIRANGE: 'int4multirange', INT8MULTIRANGE: 'int8multirange', NUMMULTIRANGE: 'nummultirange', DATEMULTIRANGE: 'datemultirange', TSMULTIRANGE: 'tsmultirange', TSTZMULTIRANGE: 'tstzmultirange',
  // Of packages that are much used beside it: pgvector, geoalchemy2, sqlalchemy-utils, fastapi-users.
  Vector: 'vector(n)', VECTOR: 'vector(n)', HALFVEC: 'halfvec(n)', SPARSEVEC: 'sparsevec(n)', Geometry: 'geometry', Geography: 'geography', Ltree: 'ltree', LTREE: 'ltree', LtreeType: 'ltree',
  TSVectorType: 'tsvector', StringEncryptedType: 'varchar(n)', EncryptedType: by('bytea', 'blob', 'blob'), UUIDType: by('uuid', 'binary(16)', 'binary(16)'), JSONType: by('json', 'text', 'text'), EmailType: 'varchar(255)', ArrowType: by('timestamp', 'datetime', 'datetime'), GUID: by('uuid', 'char(36)', 'char(36)'), URLType: 'text', PhoneNumberType: 'varchar(20)', TimezoneType: 'varchar(50)', LocaleType: 'varchar(10)', IPAddressType: 'varchar(50)', ColorType: 'varchar(20)', CountryType: 'varchar(2)', CurrencyType: 'varchar(3)', ChoiceType: 'varchar(255)', TIMESTAMPAware: 'timestamptz', UtcDateTime: by('timestamptz', 'datetime', 'datetime'),
};

const INTEGERS = /^(?:Integer|INTEGER|INT|SmallInteger|SMALLINT|BigInteger|BIGINT|TINYINT|MEDIUMINT)$/;

export const isTypeName = (name: string): boolean => Object.hasOwn(TYPES, name) || name === 'Enum' || name === 'ENUM' || name === 'ARRAY';

const UNKNOWN: TypeRead = { type: null, few: false, integer: false };

/** Null-safe: an expression that is no known type has the type null. Names are followed once. */
export function readType(written: HostExpr | undefined, reader: TypeReader, depth = 0): TypeRead {
  if (written === undefined || depth > 6) return UNKNOWN;
  const expr = reader.look(written);
  if (expr.kind !== 'call') return named(nameOf(expr), null, reader, depth);
  const { callee } = expr;
  if (callee.kind === 'member' && callee.property === 'with_variant') return variant(expr, callee.object, reader, depth);
  // `JSON().as_mutable(…)`, `MutableDict.as_mutable(JSONB)`.
  if (callee.kind === 'member' && callee.property === 'as_mutable') return readType(expr.args[0], reader, depth + 1);
  return named(nameOf(callee), expr, reader, depth);
}

const nameOf = (expr: HostExpr): string => (expr.kind === 'identifier' ? expr.name : expr.kind === 'member' ? expr.property : '');

const familyOf = (dialect: Dialect): Family => (dialect === 'mariadb' ? 'mysql' : dialect);

function variant(call: CallHost, base: HostExpr, reader: TypeReader, depth: number): TypeRead {
  const dialects = call.args.slice(1).map(reader.text);
  const isHere = dialects.some((dialect) => dialect !== null && (dialect === reader.dialect || (dialect === 'mysql' && reader.dialect === 'mariadb')));
  return readType(isHere ? call.args[0] : base, reader, depth + 1);
}

function named(name: string, call: CallHost | null, reader: TypeReader, depth: number): TypeRead {
  if (name === 'Enum' || name === 'ENUM') return enumType(call, reader);
  if (name === 'ARRAY') return arrayType(call, reader, depth);
  const spelling = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (spelling === undefined) return UNKNOWN;
  const written = typeof spelling === 'string' ? spelling : spelling[familyOf(reader.dialect)];
  return { type: withZone(sized(written, call, reader), call, reader), few: false, integer: INTEGERS.test(name) };
}

/** `sa.Enum` of names, or of a Python enum, which is then called as that is in lower case. Outside PostgreSQL the values stand in the column's type. */
function enumType(call: CallHost | null, reader: TypeReader): TypeRead {
  const nameArg = given(call, 'name');
  const [first] = call?.args ?? [];
  const isClass = first !== undefined && reader.text(first) === null && (first.kind === 'identifier' || first.kind === 'member');
  const name = nameArg === undefined ? (isClass ? nameOf(first).toLowerCase() : null) : reader.text(nameArg);
  const native = given(call, 'native_enum');
  const isNative = reader.dialect === 'postgresql' && !(native?.kind === 'boolean' && !native.value);
  const isMysql = familyOf(reader.dialect) === 'mysql' && !(native?.kind === 'boolean' && !native.value);
  const values = (call?.args ?? []).flatMap((arg) => reader.text(arg) ?? []);
  const longest = Math.max(0, ...values.map((value) => value.length));
  const type = isNative ? `enum:${name ?? ''}` : isMysql ? 'enum' : longest === 0 ? 'varchar' : `varchar(${longest})`;
  return { type, few: true, integer: false, ...(isNative ? { enumName: name } : {}) };
}

function arrayType(call: CallHost | null, reader: TypeReader, depth: number): TypeRead {
  const { type } = readType(call?.args[0] ?? given(call, 'item_type'), reader, depth + 1);
  return { type: `${type ?? 'text'}[]`, few: false, integer: false };
}

/** A length or a precision where the type is given one. */
function sized(spelling: string, call: CallHost | null, reader: TypeReader): string {
  const open = spelling.indexOf('(');
  const form = open < 0 ? '' : spelling.slice(open);
  if (form !== '(n)' && form !== '(p,s)') return spelling;
  const base = spelling.slice(0, open);
  const at = (place: number, ...names: readonly string[]): number | null => { const arg = names.map((name) => given(call, name)).find((value) => value !== undefined) ?? call?.args[place]; return arg === undefined ? null : reader.number(arg); };
  if (form === '(n)') { const length = at(0, 'length', 'display_width', 'dim'); return length === null ? base : `${base}(${length})`; }
  const [precision, scale] = [at(0, 'precision'), at(1, 'scale')];
  return precision === null ? base : scale === null ? `${base}(${precision})` : `${base}(${precision}, ${scale})`;
}

/** PostgreSQL alone tells times with their zone from others. */
function withZone(type: string, call: CallHost | null, reader: TypeReader): string {
  if (reader.dialect !== 'postgresql' || (type !== 'timestamp' && type !== 'time')) return type;
  const zone = given(call, 'timezone') ?? call?.args[0];
  return zone?.kind === 'boolean' && zone.value ? `${type}tz` : type;
}

function given(call: CallHost | null, name: string): HostExpr | undefined {
  const found = call?.keywords?.find((one) => one.kind === 'property' && one.key === name);
  return found?.kind === 'property' ? found.value : undefined;
}
