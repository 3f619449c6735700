import type { TypeClass } from '../../facts/catalog.ts';
import type { Comparison, BoundExpr, Piece, Rewrite } from './rewrite.ts';
import { inBrackets, isConstant, isMySql } from './rewrite.ts';

type Op = Comparison['op'];
const FLIP: Readonly<Record<Op, Op>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** `a + 1 > 5`, `ts + interval '1 day' > now()`, `now() - ts > interval '1 hour'`, `a * 2 >= 10`: the column alone on its side. */
export function arithmeticRewrite(comparison: Comparison): Rewrite | null {
  const { side, column, value } = comparison;
  if (side.kind !== 'operator' || side.args.length !== 2 || !isConstant(value)) return null;
  const [left, right] = side.args;
  if (left === undefined || right === undefined) return null;
  const [other, first] = left.kind === 'column' ? [right, true] : [left, false];
  if ((first ? left : right) !== column || !isConstant(other)) return null;
  const found = side.op === '+' || (side.op === '-' && first) ? moved(comparison, other, side.op === '+' ? '-' : '+') : side.op === '-' ? turned(comparison, other) : side.op === '*' ? divided(comparison, other) : null;
  return found === null ? null : { column, tests: [{ op: found.op, value: found.value }], orNull: false, caution: found.caution, act: `leave ${column.column.column} alone on its side` };
}

interface Moved { readonly op: Op; readonly value: readonly Piece[]; readonly caution: string | null }

const integerOf = (expr: BoundExpr): number | null => (expr.kind === 'literal' && expr.type === 'integer' && typeof expr.value === 'number' && Number.isSafeInteger(expr.value) ? expr.value : null);

/** `a + c op v`: `a op v - c`. */
function moved({ op, value, declared, dialect }: Comparison, other: BoundExpr, sign: '+' | '-'): Moved | null {
  const [n, m] = [integerOf(value), integerOf(other)];
  if (n !== null && m !== null && isWhole(declared.type)) return { op, value: [String(sign === '+' ? n + m : n - m)], caution: null };
  const caution = cautionOf(declared.type, other, value, dialect);
  if (caution === undefined) return null;
  return { op, value: [...typed(value, declared.type), ` ${sign} `, ...inBrackets(other)], caution };
}

/** `c - a op v`: `a flipped op c - v`. */
function turned({ op, value, declared, dialect }: Comparison, other: BoundExpr): Moved | null {
  const caution = cautionOf(declared.type, isMoment(declared.type) ? value : other, other, dialect);
  if (caution === undefined || (isMoment(declared.type) && value.kind !== 'cast')) return null;
  return { op: FLIP[op], value: [...inBrackets(other), ' - ', ...inBrackets(value)], caution };
}

/** `a * 2 > 5` of whole numbers: exactly the ones above `5 / 2`. */
function divided({ op, value, declared }: Comparison, other: BoundExpr): Moved | null {
  const [n, k] = [integerOf(value), integerOf(other)];
  if (n === null || k === null || k <= 0 || !isWhole(declared.type)) return null;
  if (op === '=') return n % k === 0 ? { op, value: [String(n / k)], caution: null } : null;
  return { op, value: [String(op === '>' || op === '<=' ? Math.floor(n / k) : Math.ceil(n / k))], caution: null };
}

const isWhole = (type: TypeClass): boolean => type === 'int' || type === 'bigint';
const isMoment = (type: TypeClass): boolean => type === 'timestamp' || type === 'timestamptz';

/** A parameter or a text beside an interval has no type of its own. */
const typed = (value: BoundExpr, type: TypeClass): readonly Piece[] => ((value.kind === 'param' || (value.kind === 'literal' && value.type === 'string')) && (isMoment(type) || type === 'date') ? [value, `::${type}`] : inBrackets(value));

/** Null where moving the term over changes nothing, words where it may, undefined where nothing is known of the types. */
function cautionOf(type: TypeClass, term: BoundExpr, value: BoundExpr, dialect: Comparison['dialect']): string | null | undefined {
  if (isWhole(type)) return integerOf(term) === null ? 'if both are whole numbers' : isMySql(dialect) ? 'if neither runs over the end of its type' : null;
  if (type === 'numeric' || type === 'float') return term.kind === 'literal' || term.kind === 'param' ? (type === 'float' ? 'rounding may differ' : null) : undefined;
  if (type === 'date') return integerOf(term) === null ? undefined : null;
  return isMoment(type) && dialect === 'postgresql' ? cautionOfInterval(type, term, value) : undefined;
}

/** Hours are as long everywhere; days are not where the clock changes, nor months. */
function cautionOfInterval(type: TypeClass, term: BoundExpr, value: BoundExpr): string | null | undefined {
  if (term.kind !== 'cast' || term.type !== 'interval' || term.arg.kind !== 'literal') return term.kind === 'cast' && term.type === 'interval' ? 'months and days differ in length' : undefined;
  const text = String(term.arg.value).toLowerCase();
  if (/mon|year|decade|centur|\dy\b/.test(text)) return 'months differ in length';
  if (!/day|week|\d[dw]\b/.test(text)) return null;
  return type === 'timestamp' && !isZoned(value) ? null : 'a day is not always 24 hours';
}

const isZoned = (value: BoundExpr): boolean => (value.kind === 'call' ? ['now', 'current_timestamp', 'clock_timestamp', 'statement_timestamp', 'transaction_timestamp'].includes(value.name) : value.kind === 'cast' && value.type === 'timestamptz');
