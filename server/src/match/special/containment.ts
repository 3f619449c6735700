import type { Table } from '../../facts/catalog.ts';
import type { BoundExpr } from '../bound.ts';
import { columnOf } from '../ground.ts';
import type { Term } from '../term.ts';

/** Operators of jsonb_path_ops, which keeps less and finds faster; keys alone (`?`) it does not keep. */
const PATH_OPERATORS: ReadonlySet<string> = new Set(['@>', '@?', '@@']);
const JSON_OPERATORS: ReadonlySet<string> = new Set([...PATH_OPERATORS, '?', '?|', '?&']);
const ARRAY_OPERATORS: ReadonlySet<string> = new Set(['@>', '&&']);
const ELEMENTS_WITHOUT_ORDER = /^(json|xml|point|box|circle|polygon|path|line|lseg)\b/;

/** The operator class of the GIN index for a containment, overlap or full-text match: null for the type's own, undefined where GIN is not what helps. */
export function ginClassOf(term: Term, table: Table): string | null | undefined {
  const operator = term.operator ?? '';
  const { column, expr } = term.side;
  if (column === null) return ofExpression(expr, operator, table);
  switch (column.type) {
    case 'jsonb': return JSON_OPERATORS.has(operator) ? (PATH_OPERATORS.has(operator) ? 'jsonb_path_ops' : null) : undefined;
    case 'array': return ARRAY_OPERATORS.has(operator) && !ELEMENTS_WITHOUT_ORDER.test(column.rawType ?? '') ? null : undefined;
    case 'tsvector': return operator === '@@' ? null : undefined;
    case 'text': case 'varchar': return operator === '%' ? 'gin_trgm_ops' : undefined;
    default: return undefined;
  }
}

/** `to_tsvector('english', body) @@ …`, `data -> 'tags' ? …`. */
function ofExpression(expr: BoundExpr, operator: string, table: Table): string | null | undefined {
  if (operator === '@@' && isVector(expr)) return null;
  if (expr.kind !== 'operator' || (expr.op !== '->' && expr.op !== '#>') || !JSON_OPERATORS.has(operator)) return undefined;
  const [inner] = expr.args;
  const isJsonb = inner?.kind === 'column' && columnOf(table, inner.column.column)?.type === 'jsonb';
  return isJsonb ? (PATH_OPERATORS.has(operator) ? 'jsonb_path_ops' : null) : undefined;
}

/** `to_tsvector(…)`, weighed or put together. */
export function isVector(expr: BoundExpr): boolean {
  if (expr.kind === 'call') return expr.name === 'to_tsvector' || (expr.name === 'setweight' && expr.args[0] !== undefined && isVector(expr.args[0]));
  return expr.kind === 'operator' && expr.op === '||' && expr.args.length > 0 && expr.args.every(isVector);
}
