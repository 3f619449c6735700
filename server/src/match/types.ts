import type { Column, TypeClass } from '../facts/catalog.ts';
import type { BoundExpr } from './bound.ts';
import { columnOf, type Ground } from './ground.ts';

/**
 * What PostgreSQL's planner does to a comparison of two types: facts 9 and 10. A column keeps its index when the value is of its own family, or is cast to it.
 */

const NUMERIC_RANK: Readonly<Partial<Record<TypeClass, number>>> = { int: 1, bigint: 1, numeric: 2, float: 3 };

/** Types as they are written in casts. */
const CAST_CLASS: Readonly<Record<string, TypeClass>> = {
  int: 'int', int2: 'int', int4: 'int', integer: 'int', smallint: 'int', int8: 'bigint', bigint: 'bigint', numeric: 'numeric', decimal: 'numeric', float4: 'float', float8: 'float', real: 'float', 'double precision': 'float', signed: 'bigint', unsigned: 'bigint', double: 'float',
  text: 'text', varchar: 'varchar', 'character varying': 'varchar', bpchar: 'char', char: 'char', character: 'char', name: 'text', citext: 'citext', uuid: 'uuid', bool: 'bool', boolean: 'bool',
  timestamp: 'timestamp', timestamptz: 'timestamptz', date: 'date', time: 'time', json: 'json', jsonb: 'jsonb', bytea: 'bytes', inet: 'inet', cidr: 'inet',
};

/** A type's class; `varchar(40)` and `numeric(10,2)` too, arrays as `array`, and `unknown`. */
export function classOfType(type: string): TypeClass {
  if (type.endsWith('[]')) return 'array';
  return CAST_CLASS[type.replace(/\s*\(.*$/, '').toLowerCase()] ?? 'unknown';
}

/** A cast that is only a relabelling: `varchar::text`, or a type to itself. */
export function isFreeCast(column: TypeClass, to: string): boolean {
  if (to.includes('(')) return false;
  const target = classOfType(to);
  if (target === 'text') return column === 'text' || column === 'varchar';
  if (target === 'varchar') return column === 'varchar' || column === 'text';
  return target === column && column !== 'unknown' && column !== 'float' && column !== 'array';
}

/** Whether a value of class `value` leaves the index of a column of class `column` usable. */
export function keepsIndex(column: TypeClass, value: TypeClass): boolean {
  if (column === 'unknown' || value === 'unknown' || column === value) return true;
  const [a, b] = [NUMERIC_RANK[column], NUMERIC_RANK[value]];
  if (a !== undefined && b !== undefined) return a >= b;
  // Operators are resolved by exact matches first, then by the preferred type, text: `varchar = char` compares as char, `text = char` and `char = text` as text.
  if (column === 'varchar' && value === 'char') return false;
  if (column === 'char') return value !== 'text';
  if (column === 'citext') return value !== 'text' && value !== 'varchar';
  return true;
}

/** The class of a value's type, as PostgreSQL resolves it; `unknown` for parameters and quoted literals, which take the column's. */
export function valueClass(expr: BoundExpr, ground: Ground): TypeClass {
  switch (expr.kind) {
    case 'literal': return expr.type === 'integer' ? 'int' : expr.type === 'numeric' ? 'numeric' : expr.type === 'boolean' ? 'bool' : 'unknown';
    case 'cast': return classOfType(expr.type);
    case 'collate': return valueClass(expr.arg, ground);
    case 'column': return columnOf(ground.tableOf(expr.column.source), expr.column.column)?.type ?? 'unknown';
    case 'operator': return ARITHMETIC.has(expr.op) ? widest(expr.args.map((a) => valueClass(a, ground))) : 'unknown';
    default: return 'unknown';
  }
}

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);

/** Arithmetic gives the widest numeric type; with anything else in it (a date, a parameter) nothing is concluded. */
function widest(classes: readonly TypeClass[]): TypeClass {
  let best: TypeClass = 'unknown';
  for (const c of classes) {
    const rank = NUMERIC_RANK[c];
    if (rank === undefined) return 'unknown';
    if (rank > (NUMERIC_RANK[best] ?? 0)) best = c;
  }
  return best;
}

const STRINGS: ReadonlySet<TypeClass> = new Set(['text', 'varchar', 'char']);

/** Fact 24: MySQL converts a string column row by row to compare it with a number; a numeric column takes a constant of any kind, but not another table's string. */
export function mysqlKeepsIndex(column: TypeClass, value: BoundExpr, ground: Ground): boolean {
  const of = value.kind === 'literal' && value.type === 'boolean' ? 'int' : valueClass(value, ground);
  const isNumber = of === 'bool' || NUMERIC_RANK[of] !== undefined;
  if (STRINGS.has(column)) return !isNumber;
  return !(value.kind === 'column' && STRINGS.has(of) && (column === 'bool' || NUMERIC_RANK[column] !== undefined));
}

export type Affinity = 'integer' | 'text' | 'blob' | 'real' | 'numeric';

/** A SQLite column's affinity, by the rules of its documentation ("Determination Of Column Affinity"). */
export function affinityOf(rawType: string | null): Affinity {
  const type = (rawType ?? '').toUpperCase();
  if (type.includes('INT')) return 'integer';
  if (/CHAR|CLOB|TEXT/.test(type)) return 'text';
  if (type === '' || type.includes('BLOB')) return 'blob';
  return /REAL|FLOA|DOUB/.test(type) ? 'real' : 'numeric';
}

export const columnAffinity = (column: Column | null): Affinity => affinityOf(column?.rawType ?? null);

const isNumeric = (a: Affinity): boolean => a === 'integer' || a === 'real' || a === 'numeric';

/** The affinity of a value's expression in SQLite; null where it has none (literals, parameters, functions). */
export function valueAffinity(expr: BoundExpr, ground: Ground): Affinity | null {
  if (expr.kind === 'column') { const table = ground.tableOf(expr.column.source); return table === null ? null : columnAffinity(columnOf(table, expr.column.column)); }
  if (expr.kind === 'cast') return affinityOf(expr.type);
  if (expr.kind === 'collate' || (expr.kind === 'operator' && expr.op === '+' && expr.args.length === 1)) { const inner = expr.kind === 'collate' ? expr.arg : expr.args[0]; return inner === undefined ? null : valueAffinity(inner, ground); }
  return null;
}

/** Whether SQLite may use an index on a column of affinity `column` to compare with a value of affinity `value`: the comparison's affinity must not change what the index holds. */
export function affinityKeepsIndex(column: Affinity, value: Affinity | null): boolean {
  if (value === null) return true;
  return isNumeric(column) || !isNumeric(value);
}
