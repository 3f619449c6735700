import type { Dialect } from '../../../facts/dialect.ts';
import type { ClassHost } from '../../../lang/outline.ts';
import type { TypeForm } from './annotation.ts';
import { type Reading, wordOf } from './reading.ts';

type Family = 'postgresql' | 'sqlite' | 'mysql';
const TYPES: Readonly<Record<string, string | Readonly<Record<Family, string>>>> = {
  int: 'integer', str: 'varchar', Decimal: 'numeric', date: 'date', time: 'time',
  bool: { postgresql: 'boolean', sqlite: 'boolean', mysql: 'tinyint(1)' }, float: { postgresql: 'double precision', sqlite: 'float', mysql: 'float' },
  datetime: { postgresql: 'timestamp', sqlite: 'datetime', mysql: 'datetime' }, timedelta: { postgresql: 'interval', sqlite: 'datetime', mysql: 'datetime' },
  bytes: { postgresql: 'bytea', sqlite: 'blob', mysql: 'blob' }, UUID: { postgresql: 'uuid', sqlite: 'char(32)', mysql: 'char(32)' },
  // Pydantic's texts, which SQLModel keeps as such.
  EmailStr: 'varchar', AnyUrl: 'varchar', HttpUrl: 'varchar', AnyHttpUrl: 'varchar', UUID4: { postgresql: 'uuid', sqlite: 'char(32)', mysql: 'char(32)' }, PositiveInt: 'integer', NonNegativeInt: 'integer', conint: 'integer', constr: 'varchar',
};

export interface PythonType { readonly type: string | null; readonly few: boolean; /** A Python type that SQLAlchemy itself knows, or the name of one that is not known here. */ readonly known: boolean }

/** What SQLAlchemy makes of a Python type that an annotation names, None taken off. */
export function pythonType(reading: Reading, form: TypeForm): PythonType {
  const family: Family = familyOf(reading.dialect);
  if (form.name === 'Literal') return { type: 'varchar', few: true, known: true };
  const found = Object.hasOwn(TYPES, form.name) ? TYPES[form.name] : undefined;
  if (found !== undefined) return { type: typeof found === 'string' ? found : found[family], few: false, known: true };
  const cls = reading.classes.get(form.name);
  if (cls !== undefined && isEnum(reading, cls)) return { type: family === 'postgresql' ? `enum:${form.name.toLowerCase()}` : family === 'mysql' ? 'enum' : 'varchar', few: true, known: true };
  return { type: null, few: false, known: false };
}

const familyOf = (dialect: Dialect): Family => (dialect === 'mariadb' ? 'mysql' : dialect);

const isEnum = (reading: Reading, cls: ClassHost): boolean => cls.bases.some((base) => /^(?:Str|Int)?Enum$/.test(wordOf(reading, base) ?? ''));
