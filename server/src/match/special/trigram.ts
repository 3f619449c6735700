import type { BoundExpr } from '../bound.ts';
import { classOfType } from '../types.ts';
import type { Term } from '../term.ts';
import { textParts } from '../value.ts';

type LikeExpr = Extract<BoundExpr, { kind: 'like' }>;

/** Operators of pg_trgm's class whose trigrams can be told from the pattern (PostgreSQL's manual, pg_trgm, "Index Support"). */
const OPERATORS: ReadonlySet<string> = new Set(['like', 'ilike', 'regex', 'iregex']);

/** What the words of an expression give: text, that gin_trgm_ops takes. */
const TEXT_CALLS: ReadonlySet<string> = new Set(['lower', 'upper', 'initcap', 'trim', 'btrim', 'ltrim', 'rtrim', 'replace', 'coalesce', 'substr', 'substring', 'left', 'right', 'jsonb_extract_path_text', 'json_extract_path_text']);

/**
 * Whether only trigrams could serve this pattern, and would: it begins with a wildcard, or minds no case, and has three letters or digits in a row or a part
 * that is known only at run time. A pattern of which nothing is known may be anything, and is left alone.
 */
export function wantsTrigrams(term: Term, expr: LikeExpr): boolean {
  const { pattern } = term;
  if (pattern === undefined || expr.negated || !OPERATORS.has(pattern.op) || pattern.shape === 'unknown') return false;
  const anyCase = pattern.op === 'ilike' || pattern.op === 'iregex';
  if (!anyCase && pattern.shape !== 'wildcard') return false;
  return isText(term) && hasRun(expr, pattern.op === 'regex' || pattern.op === 'iregex');
}

function hasRun(expr: LikeExpr, regex: boolean): boolean {
  const parts = textParts(expr.pattern);
  if (parts.includes(null)) return !regex;
  const text = parts.join('');
  // An alternative without three letters in a row would need every row to be looked at.
  return (regex ? text.split('|') : [text]).every((part) => /[\p{L}\p{N}]{3}/u.test(part));
}

/** Text and varchar, or an expression that is text whatever its operands: gin_trgm_ops takes neither citext nor char(n). */
function isText({ side }: Term): boolean {
  if (side.column !== null) return side.column.type === 'text' || side.column.type === 'varchar';
  switch (side.expr.kind) {
    case 'call': return TEXT_CALLS.has(side.expr.name);
    case 'operator': return side.expr.op === '||' || side.expr.op === '->>' || side.expr.op === '#>>';
    case 'cast': return classOfType(side.expr.type) === 'text';
    default: return false;
  }
}
