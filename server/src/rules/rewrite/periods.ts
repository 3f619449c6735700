import type { TypeClass } from '../../facts/catalog.ts';
import type { Dialect } from '../../facts/dialect.ts';
import { classOfType } from '../../match/types.ts';
import type { Period } from './moments.ts';
import { type BoundExpr, inBrackets, isConstant, type Piece } from './rewrite.ts';

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Where a period starts and where the next one does, in the words of the dialect. `caution` where a value that is no such start would now count. */
export interface Bounds { readonly low: readonly Piece[]; readonly next: readonly Piece[]; readonly caution: string | null }

type Asked = Pick<Period, 'unit' | 'told'>;

export function bounds(period: Asked, value: BoundExpr, column: TypeClass, dialect: Dialect): Bounds | null {
  if (!isConstant(value)) return null;
  if (value.kind === 'literal') return ofLiteral(period, value.value, column);
  if (dialect === 'postgresql') return inPostgres(period, value, column);
  return dialect === 'sqlite' ? inSqlite(period, value) : inMySql(period, value);
}

/** A day, month or year that is written out: its own start and the next one's are written out too. */
function ofLiteral({ unit, told }: Asked, value: unknown, column: TypeClass): Bounds | null {
  const start = startOf(unit, told, String(value));
  if (start === null) return null;
  const [year, month, day] = start;
  const next = unit === 'year' ? Date.UTC(year + 1, 0, 1) : unit === 'month' ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1);
  return { low: [quoted(Date.UTC(year, month - 1, day))], next: [quoted(next)], caution: column === 'time' ? 'the column has no day' : null };
}

const shapes: Readonly<Partial<Record<Unit, RegExp>>> = { day: /^(\d{4})-(\d\d)-(\d\d)$/, month: /^(\d{4})-(\d\d)$/, year: /^(\d{4})$/ };

function startOf(unit: Unit, told: Period['told'], text: string): readonly [number, number, number] | null {
  // A moment is written out to the day at least: `date_trunc('month', ts) = '2024-03-01'`.
  const parts = (told === 'moment' ? shapes.day : shapes[unit])?.exec(text);
  if (parts === null || parts === undefined || !['day', 'month', 'year'].includes(unit)) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  const isStart = unit === 'day' || (day === 1 && (unit === 'month' || month === 1));
  const made = new Date(Date.UTC(year, month - 1, day));
  return isStart && year > 0 && made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? [year, month, day] : null;
}

const quoted = (time: number): string => `'${new Date(time).toISOString().slice(0, 10)}'`;

function inPostgres({ unit, told }: Asked, value: BoundExpr, column: TypeClass): Bounds | null {
  if (told === 'number') return { low: ['make_date(', ...asInt(value), ', 1, 1)'], next: ['make_date(', ...asInt(value), ' + 1, 1, 1)'], caution: null };
  if (told === 'date') return isDate(value) ? { low: [value], next: [value, ' + 1'], caution: null } : value.kind === 'param' ? { low: [value, '::date'], next: [value, '::date + 1'], caution: null } : null;
  if (told === 'text') return value.kind === 'param' ? { ...textPeriod(unit, value), caution: 'a value that is no date would be an error' } : null;
  const start: readonly Piece[] | null = value.kind === 'param' ? [value, `::${column}`] : value.kind === 'cast' || value.kind === 'call' ? [value] : null;
  const isAligned = value.kind === 'call' && value.name === 'date_trunc' && value.args[0]?.kind === 'literal' && value.args[0].value === unit;
  return start === null ? null : { low: start, next: [...start, ` + interval '${unit === 'quarter' ? '3 months' : `1 ${unit}`}'`], caution: isAligned ? null : `the value must be the start of a ${unit}` };
}

function textPeriod(unit: Unit, value: BoundExpr): Pick<Bounds, 'low' | 'next'> {
  if (unit === 'year') return { low: ['make_date(', value, '::int, 1, 1)'], next: ['make_date(', value, '::int + 1, 1, 1)'] };
  const start: readonly Piece[] = unit === 'month' ? ['(', value, " || '-01')::date"] : [value, '::date'];
  return { low: start, next: [...start, unit === 'month' ? " + interval '1 month'" : ' + 1'] };
}

const asInt = (value: BoundExpr): readonly Piece[] => [...inBrackets(value), '::int'];

const isDate = (value: BoundExpr): boolean => (value.kind === 'cast' && classOfType(value.type) === 'date') || (value.kind === 'call' && (value.name === 'current_date' || value.name === 'make_date' || value.name === 'date'));

/** Nothing but texts: what is compared must be written as the column is. */
function inSqlite({ unit }: Asked, value: BoundExpr): Bounds | null {
  const rest = unit === 'year' ? " || '-01-01'" : unit === 'month' ? " || '-01'" : '';
  if (unit !== 'year' && unit !== 'month' && unit !== 'day') return null;
  return { low: ['date(', ...inBrackets(value), `${rest})`], next: ['date(', ...inBrackets(value), `${rest}, '+1 ${unit}')`], caution: null };
}

function inMySql({ unit, told }: Asked, value: BoundExpr): Bounds | null {
  if (told === 'number') return { low: ['MAKEDATE(', value, ', 1)'], next: ['MAKEDATE(', ...inBrackets(value), ' + 1, 1)'], caution: null };
  if (unit !== 'day') return null;
  return { low: ['DATE(', value, ')'], next: ['DATE(', value, ') + INTERVAL 1 DAY'], caution: told === 'text' ? 'a value that is no date would find nothing' : null };
}
