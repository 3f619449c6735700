import type { Table } from '../facts/catalog.ts';
import { isMysql } from '../facts/dialect.ts';
import { alternatives } from './alternatives.ts';
import { type BoundExpr, sourcesIn } from './bound.ts';
import { between, comparison, inList } from './comparisons.ts';
import type { Ground } from './ground.ts';
import { type Here, other, REASON, together } from './meaning.ts';
import { flat } from './normal.ts';
import type { Compiled } from './term.ts';
import { bareColumn, isTest, like, negatedBare, quantified, special, subquery } from './tests.ts';

/** What a conjunct means to a source: which keys it binds, and when. Null when it does not name the source at all. */
export function compile(expr: BoundExpr, source: number, table: Table, ground: Ground): Compiled | null {
  return sourcesIn(expr).includes(source) ? compiled(expr, { source, table, ground }) : null;
}

function compiled(expr: BoundExpr, here: Here): Compiled {
  switch (expr.kind) {
    case 'compare': return comparison(expr, here);
    case 'between': return between(expr, here);
    case 'in': return inList(expr, here);
    case 'is': return isTest(expr, here);
    case 'like': return like(expr, here);
    case 'quantified': return quantified(expr, here);
    case 'subquery': return subquery(expr, here);
    case 'operator': return special(expr, here);
    case 'column': return bareColumn(expr, here);
    case 'not': return negatedBare(expr, here);
    case 'or': return alternatives(expr, here, compiled);
    case 'and': return together(flat('and', expr).map((e) => compiled(e, here)));
    case 'call': return callTest(expr, here);
    default: return other(expr, here, 'opaque', REASON.opaque);
  }
}

/** `starts_with(a, 'x')` is an operator written as a function; other functions that give a boolean bind nothing. */
function callTest(expr: Extract<BoundExpr, { kind: 'call' }>, here: Here): Compiled {
  const [arg, pattern] = expr.args;
  if (expr.name === 'starts_with' && arg !== undefined && pattern !== undefined) return like({ kind: 'like', op: 'starts-with', negated: false, arg, pattern, span: expr.span }, here);
  // Fact 22: a hint, and the condition inside it stays a condition.
  if (here.ground.dialect === 'sqlite' && HINTS.has(expr.name) && arg !== undefined) return compiled(arg, here);
  if (isMysql(here.ground.dialect) && expr.name === 'isnull' && arg !== undefined && expr.args.length === 1) return compiled({ kind: 'is', test: 'null', negated: false, arg, span: expr.span }, here);
  return other(expr, here, 'function', REASON.function);
}

const HINTS: ReadonlySet<string> = new Set(['likely', 'unlikely', 'likelihood']);
