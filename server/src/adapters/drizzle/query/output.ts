import type { ColumnRef } from '../../../facts/expr.ts';
import type { OutputColumn } from '../../../facts/query.ts';
import type { HostExpr } from '../../../lang/expression.ts';
import { objectOf } from '../constants.ts';
import type { Env } from '../names/env.ts';
import { meaningOf } from '../names/names.ts';
import { isTablePath, type Scope } from './scope.ts';
import { readOperand } from './values.ts';

type Output = readonly OutputColumn<ColumnRef>[] | 'all' | 'unknown';

/** What `.select(…)` asks for. A nested selection has names with dots (`author.name`), a whole table is `all`. */
export function readOutput(scope: Scope, selection: HostExpr | undefined, env: Env | null): Output {
  if (selection === undefined || selection.kind === 'nothing') return 'all';
  const table = meaningOf(scope.reading.names, selection, env);
  if (table.kind === 'path' && isTablePath(scope, table.path)) return 'all';
  const object = objectOf(scope.reading.names, selection, env);
  return object === null ? 'unknown' : fieldsOf(scope, object.expr, object.env, '', 0);
}

function fieldsOf(scope: Scope, expr: HostExpr, env: Env | null, prefix: string, depth: number): readonly OutputColumn<ColumnRef>[] {
  if (expr.kind !== 'object' || depth > 6) return [{ name: null, expr: 'all' }];
  return expr.properties.flatMap((property): readonly OutputColumn<ColumnRef>[] => {
    if (property.kind !== 'property') return [{ name: null, expr: 'all' }];
    const name = prefix + property.key;
    if (property.value.kind === 'object') return fieldsOf(scope, property.value, env, `${name}.`, depth + 1);
    const meaning = meaningOf(scope.reading.names, property.value, env);
    if (meaning.kind === 'source' || (meaning.kind === 'path' && isTablePath(scope, meaning.path))) return [{ name, expr: 'all' }];
    return [{ name, expr: readOperand(scope, property.value, env, 0) }];
  });
}
