import type { IndexKey, QualifiedName, SchemaOp } from '../../facts/schema.ts';
import type { HostExpr } from '../../lang/expression.ts';
import type { AdapterInput } from '../adapter.ts';
import { keyOf, madeIndex, unread } from './operations.ts';
import { isTrue, memberOf, type Step, textOf } from './steps.ts';

/** What a call of node-pg-migrate's builder does to the schema; null for nothing that concerns it. */
export function pgmOperation({ name, args, span }: Step, { outline, document }: AdapterInput): SchemaOp | null {
  const table = tableOf(args[0], { outline });
  const options = args[2];
  const text = document.text.slice(span.start, span.end);
  if (name === 'createIndex' || name === 'addIndex') {
    if (table === null) return null;
    const keys = keysOf(args[1], outline);
    const columns = keys.map((key) => (key?.expr.kind === 'column' ? key.expr.column : '')).join('_');
    const unique = isTrue(memberOf(options, 'unique'));
    const partial = memberOf(options, 'where') !== undefined || memberOf(options, 'include') !== undefined;
    return madeIndex({
      name: textOf(memberOf(options, 'name'), outline) ?? `${table.name}_${columns}${unique ? '_unique' : ''}_index`, table, keys: partial ? [null] : keys, unique, method: textOf(memberOf(options, 'method'), outline) ?? 'btree',
      concurrently: isTrue(memberOf(options, 'concurrently')), ifNotExists: isTrue(memberOf(options, 'ifNotExists')), span,
    }, BUILDER);
  }
  if (name === 'dropIndex') return table === null ? null : { op: 'drop-index', name: { schema: table.schema, name: textOf(memberOf(options, 'name'), outline) ?? `${table.name}_${keysOf(args[1], outline).map((key) => (key?.expr.kind === 'column' ? key.expr.column : '')).join('_')}_index` } };
  if (name === 'dropTable') return table === null ? null : { op: 'drop-table', table };
  return /^(?:create|add|alter|drop|rename)(?:Table|Columns?|Constraint)/.test(name) ? unread(table, text, BUILDER) : null;
}

const BUILDER = 'node-pg-migrate';

function tableOf(expr: HostExpr | undefined, { outline }: Pick<AdapterInput, 'outline'>): QualifiedName | null {
  const text = textOf(expr, outline);
  if (text !== null) return { schema: null, name: text };
  const name = textOf(memberOf(expr, 'name'), outline);
  return name === null ? null : { schema: textOf(memberOf(expr, 'schema'), outline), name };
}

function keysOf(expr: HostExpr | undefined, outline: AdapterInput['outline']): readonly (IndexKey<string> | null)[] {
  const items = expr?.kind === 'array' ? expr.items : expr === undefined ? [] : [expr];
  return items.map((item) => {
    const column = textOf(item, outline);
    if (column !== null) return keyOf(column, item.span);
    const named = textOf(memberOf(item, 'name'), outline);
    const sort = textOf(memberOf(item, 'sort'), outline) ?? 'ASC';
    return named === null || memberOf(item, 'opclass') !== undefined ? null : keyOf(`${named} ${sort}`, item.span);
  });
}

