import { type Dialect, isMysql } from '../../facts/dialect.ts';
import type { NamingConvention, QualifiedName } from '../../facts/schema.ts';
import { md5 } from './md5.ts';

/** What is to be named: `columns` by the database's names, `name` what was written, if anything. */
export interface Nameless { readonly kind: 'ix' | 'uq' | 'fk' | 'pk'; readonly name: string | null; readonly table: QualifiedName; readonly columns: readonly string[]; readonly target?: QualifiedName; readonly targetColumns?: readonly string[] }

/**
 * The name that a convention gives, shortened as the dialect asks for; what was written where the convention does not build on it. Null where the database
 * chooses, and where a token is not known (SQLAlchemy's "Configuring Constraint Naming Conventions").
 */
export function conventionalName(what: Nameless, convention: NamingConvention | null, dialect: Dialect): string | null {
  const template = convention?.[what.kind];
  if (convention === null || template === undefined) return what.name;
  if (what.name !== null && !template.includes('%(constraint_name)s')) return what.name;
  let unknown = false;
  const name = template.replace(/%\((\w+)\)s/g, (_, token: string) => {
    const value = tokenValue(token, what);
    unknown ||= value === null;
    return value ?? '';
  });
  return unknown || name === '' ? what.name : shortened(name, dialect);
}

/** Only names that are made are shortened: the longest ones of the dialects are SQLAlchemy's own. */
export function shortened(name: string, dialect: Dialect): string {
  const most = dialect === 'postgresql' ? 63 : isMysql(dialect) ? 64 : 9999;
  return name.length <= most ? name : `${name.slice(0, most - 8)}_${md5(name).slice(-4)}`;
}

const labelOf = (table: QualifiedName, column: string): string => [table.schema?.replaceAll('.', '_') ?? null, table.name, column].filter((part) => part !== null).join('_');

function tokenValue(token: string, what: Nameless): string | null {
  if (token === 'table_name') return what.table.name;
  if (token === 'constraint_name') return what.name;
  if (token === 'referred_table_name') return what.target?.name ?? null;
  const parsed = /^(referred_)?column_(\d+)(_?N)?_(name|label|key)$|^(referred_)?column_(\d+)()()$/.exec(token);
  if (parsed === null) return null;
  const referred = (parsed[1] ?? parsed[5]) !== undefined;
  const [columns, table] = referred ? [what.targetColumns ?? [], what.target] : [what.columns, what.table];
  const written = (column: string): string => (parsed[4] === 'label' && table !== undefined ? labelOf(table, column) : column);
  const many = parsed[3] ?? '';
  if (many !== '') return columns.length === 0 ? null : columns.map(written).join(many === '_N' ? '_' : '');
  const column = columns[Number(parsed[2] ?? parsed[6])];
  return column === undefined ? null : written(column);
}
