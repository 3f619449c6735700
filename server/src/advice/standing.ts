import type { AccessPath, Condition } from '../facts/access.ts';
import type { BoundColumn, Expr } from '../facts/expr.ts';
import { mapExpr } from '../facts/walk.ts';
import { isSoftDelete } from '../rules/conditions.ts';
import { exprText, indexStyle } from '../rules/words/expression.ts';

/** A test that says which rows of a table count at all: those not deleted (`gone` are left out), or those still to be worked on (`waiting`). */
export interface Standing { readonly text: string; readonly expr: Expr<string>; readonly column: string; readonly kind: 'gone' | 'waiting' }

/** The tests of one query that are always sent and have their value in the statement's own text or as a value known now. */
export function standingTests(path: AccessPath): readonly Standing[] {
  const known = found.get(path) ?? path.conditions.flatMap((c) => standingOf(c) ?? []);
  found.set(path, known);
  return known;
}

/** A path is unchanging. */
const found = new WeakMap<AccessPath, readonly Standing[]>();

function standingOf(condition: Condition): Standing | null {
  const [column, ...others] = condition.columns;
  if (condition.optional || column === undefined || others.length > 0) return null;
  const kind = kindOf(condition, column);
  if (kind === null) return null;
  const expr = mapExpr<BoundColumn, string>(condition.expr, { column: (c) => ({ kind: 'column', column: c.column.column, span: nowhere }), query: () => null });
  return { text: exprText(expr, indexStyle), expr, column, kind };
}

const nowhere = { start: 0, end: 0 };

function kindOf({ expr, form }: Condition, column: string): Standing['kind'] | null {
  if (form === 'is-null') return isSoftDelete(column) ? 'gone' : isDone(column) ? 'waiting' : null;
  const asked = booleanAsked(expr);
  if (asked === null) return null;
  if (asked) return isWaiting(column) ? 'waiting' : null;
  return isSoftDelete(column) ? 'gone' : isDone(column) ? 'waiting' : null;
}

const words = (column: string): string => column.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** What is done once: nearly all rows are, after a while. */
const isDone = (column: string): boolean => /(^|_)(done|processed|completed|finished|sent|delivered|handled|synced|indexed|executed|dispatched|notified|acked|acknowledged|consumed|exported|imported|migrated|settled)(_at|_on|_time)?$/.test(words(column));

const isWaiting = (column: string): boolean => /(^|_)(pending|queued|waiting|dirty|unprocessed|unsent)$/.test(words(column));

/** `NOT done`, `done = false`, `done = 0`, `done IS FALSE`; null where it is no test of one value, or the value is not known. */
function booleanAsked(expr: Expr<BoundColumn>): boolean | null {
  switch (expr.kind) {
    case 'column': return true;
    case 'not': return expr.arg.kind === 'column' ? false : null;
    case 'is': return expr.test === 'true' || expr.test === 'false' ? (expr.test === 'true') !== expr.negated : null;
    case 'compare': return expr.op === '=' && expr.left.kind === 'column' && expr.right.kind === 'literal' ? truth(expr.right.value) : null;
    default: return null;
  }
}

const truth = (value: string | number | boolean | null): boolean | null => (typeof value === 'boolean' ? value : value === 0 ? false : value === 1 ? true : null);
