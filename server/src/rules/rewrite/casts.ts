import type { Column, TypeClass } from '../../facts/catalog.ts';
import { classOfType } from '../../match/types.ts';
import { type BoundExpr, type Comparison, isConstant, isMySql, type Piece, type Rewrite } from './rewrite.ts';

const texts: ReadonlySet<TypeClass> = new Set<TypeClass>(['text', 'varchar', 'char']);
const wholes: ReadonlySet<TypeClass> = new Set<TypeClass>(['int', 'bigint']);

/** The type to cast a value to, in the column's own words; null for those whose text has many forms. */
const castable: ReadonlySet<TypeClass> = new Set<TypeClass>(['int', 'bigint', 'uuid', 'bool', 'enum', 'inet']);

interface Cast { readonly value: readonly Piece[]; readonly caution: string | null }

/** `id::text = $1`: `id = $1::uuid`; `count = 5.0`: `count = 5`. The value is brought to the column's type, not the column to the value's. */
export function castRewrite({ side, op, value, column, declared, dialect }: Comparison): Rewrite | null {
  if (!isConstant(value)) return null;
  const found = side.kind === 'cast' && side.arg === column ? uncast(classOfType(side.type), side.type, op, value, declared, dialect) : side === column ? retyped(op, value, declared, dialect) : null;
  return found === null ? null : { column, tests: [{ op, value: found.value }], orNull: false, caution: found.caution, act: `give the value the type of ${column.column.column}` };
}

function uncast(to: TypeClass, written: string, op: Comparison['op'], value: BoundExpr, declared: Column, dialect: Comparison['dialect']): Cast | null {
  if (dialect !== 'postgresql') return null;
  // Comparisons of whole numbers of two sizes use either's index.
  if (wholes.has(declared.type) && wholes.has(to)) return { value: value.kind === 'param' ? [value, `::${written}`] : [value], caution: declared.type === 'int' || to === 'bigint' ? null : 'a number too large for the cast was an error' };
  if (op !== '=' || !texts.has(to) || !castable.has(declared.type)) return null;
  if (value.kind === 'literal') return isOwnText(String(value.value), declared.type) ? { value: [wholes.has(declared.type) ? String(value.value) : value], caution: null } : null;
  const type = declared.rawType === null || /^(big|small)?serial/.test(declared.rawType) ? (declared.type === 'bigint' ? 'bigint' : 'int') : declared.rawType;
  return value.kind === 'param' && /^[\w" ().]+$/.test(type) ? { value: [value, `::${type}`], caution: `a value that is no ${declared.type === 'enum' ? 'member of the enum' : declared.type} would be an error` } : null;
}

/** The one text that the cast gives for this value. */
function isOwnText(text: string, type: TypeClass): boolean {
  if (type === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
  return wholes.has(type) && /^(0|-?[1-9]\d{0,8})$/.test(text);
}

function retyped(op: Comparison['op'], value: BoundExpr, declared: Column, dialect: Comparison['dialect']): Cast | null {
  if (isMySql(dialect)) return texts.has(declared.type) && value.kind === 'literal' && value.type === 'integer' && op === '=' ? { value: [`'${String(value.value)}'`], caution: 'texts such as 05 or 5kg equal the number too' } : null;
  if (dialect !== 'postgresql') return null;
  if (value.kind === 'literal' && value.type === 'numeric' && typeof value.value === 'number' && Number.isSafeInteger(value.value) && wholes.has(declared.type)) return { value: [String(value.value)], caution: null };
  if (value.kind !== 'cast' || value.arg.kind === 'cast' || !isConstant(value.arg)) return null;
  if (wholes.has(declared.type) && (value.arg.kind !== 'literal' || Number.isSafeInteger(Number(value.arg.value)))) return { value: [value.arg, `::${declared.type}`], caution: 'a value with decimals would be rounded' };
  return texts.has(declared.type) ? { value: [value.arg, '::text'], caution: 'blanks at the end would count' } : null;
}
