import type { BoundColumn, Expr } from '../facts/expr.ts';

/** The key of a JSON document that a condition looks at: `type` of `json_extract(event, '$.type') = …` or `event->>'type' = …`; null where it looks at none. */
export function jsonField(expr: Expr<BoundColumn>): string | null {
  switch (expr.kind) {
    case 'compare': return jsonField(expr.left) ?? jsonField(expr.right);
    case 'in': case 'between': case 'like': case 'is': case 'cast': case 'collate': return jsonField(expr.arg);
    case 'operator': return arrows.has(expr.op) ? lastKey(expr.args.slice(1)) : null;
    case 'call': return extracts.test(expr.name) ? lastKey(expr.args.slice(1)) : null;
    default: return null;
  }
}

const arrows: ReadonlySet<string> = new Set(['->', '->>', '#>', '#>>']);
const extracts = /^jsonb?_extract(_path(_text)?)?$/;

/** The last word of the path: `$.a.type`, `{a,type}`, `type`. */
function lastKey(path: readonly Expr<BoundColumn>[]): string | null {
  const last = path.at(-1);
  if (last?.kind !== 'literal' || typeof last.value !== 'string') return null;
  return /(\w+)\W*$/.exec(last.value)?.[1] ?? null;
}
