import type { IndexSpec } from '../../../facts/finding.ts';
import type { Expr } from '../../../facts/expr.ts';
import type { NamingConvention, QualifiedName } from '../../../facts/schema.ts';
import { columnsOf } from '../../../facts/walk.ts';

/** SQLAlchemy's own way, when its metadata has no other. */
const DEFAULT = 'ix_%(column_0_label)s';

/** The name in SQLAlchemy's way, `ix_users_email`; with every column in it, since the one it gives an unnamed Index would be taken by `index=True` on the first. */
export function nameIndex(spec: IndexSpec): string {
  return ['ix', spec.table.replaceAll('.', '_'), ...spec.keys.map((key) => part(key.expr))].join('_');
}

function part(expr: Expr<string>): string {
  const columns = columnsOf(expr).map((node) => node.column);
  const words = expr.kind === 'call' ? [expr.name, ...columns] : columns;
  return words.length === 0 ? 'expr' : words.join('_');
}

/** What `index=True` calls the index it makes; null where the template asks for what only running code knows. */
export function nameByTemplate(table: QualifiedName, column: string, naming: NamingConvention): string | null {
  const template = naming['ix'] ?? DEFAULT;
  const label = [...(table.schema === null ? [] : [table.schema.replaceAll('.', '_')]), table.name, column].join('_');
  let known = true;
  const name = template.replace(/%%|%\((\w+)\)s/g, (whole, token: string | undefined) => {
    if (token === undefined) return whole.slice(1);
    if (token === 'table_name') return table.name;
    const asked = /^column_0(?:_?N)?_(name|key|label)$/.exec(token)?.[1];
    known &&= asked !== undefined;
    return asked === 'label' ? label : column;
  });
  return known ? name : null;
}
