import { type Dialect, isMysql } from '../../facts/dialect.ts';
import type { IndexKey } from '../../facts/schema.ts';
import { keySql } from '../../sql/ddl.ts';
import { printSql } from '../../sql/print.ts';
import type { Build } from '../plain/build.ts';
import type { IndexToWrite } from '../plain/print.ts';
import { callIn, listIn, type PythonStyle, stringIn } from './code.ts';

/** All that a statement's form depends on. `conventional`: names that the naming convention would give are marked by `op.f`. */
export interface Writing { readonly style: PythonStyle; readonly dialect: Dialect; readonly build: Build; readonly conventional: boolean }

/** `op.create_index(…)`; null where a key or the condition has no text in this dialect. */
export function createLines(index: IndexToWrite, writing: Writing): readonly string[] | null {
  const { spec, table } = index;
  const { style, dialect } = writing;
  const keys = spec.keys.map((key) => keyIn(key, writing));
  const where = spec.where === null ? null : printSql(spec.where, dialect);
  if (keys.some((key) => key === null) || (spec.where !== null && (where === null || isMysql(dialect)))) return null;
  const args = [
    nameIn(index, writing), stringIn(style, table.name), `[${keys.join(', ')}]`, `unique=${spec.unique ? 'True' : 'False'}`, ...schemaIn(index, writing), ...methodIn(index, writing), ...opclassesIn(index, writing), ...lengthsIn(index, writing),
    ...(spec.include.length > 0 && dialect === 'postgresql' ? [`postgresql_include=${listIn(style, spec.include)}`] : []),
    ...(spec.nullsNotDistinct === true && dialect === 'postgresql' ? ['postgresql_nulls_not_distinct=True'] : []),
    ...(where === null ? [] : [`${dialect}_where=${textIn(style, where)}`]),
    ...(writing.build === 'concurrent' ? ['postgresql_concurrently=True'] : []),
  ];
  return outside(callIn(style, 'op.create_index', args, style.indent.length * 2), writing);
}

/** `op.drop_index(…)`. */
export function dropLines(index: IndexToWrite, writing: Writing): readonly string[] {
  const args = [nameIn(index, writing), `table_name=${stringIn(writing.style, index.table.name)}`, ...schemaIn(index, writing), ...(writing.build === 'concurrent' ? ['postgresql_concurrently=True'] : [])];
  return outside(callIn(writing.style, 'op.drop_index', args, writing.style.indent.length * 2), writing);
}

/** Alembic commits what it has done so far and goes on outside a transaction, where alone PostgreSQL builds CONCURRENTLY. */
const outside = (lines: readonly string[], { style, build }: Writing): readonly string[] => (build === 'concurrent' ? ['with op.get_context().autocommit_block():', ...lines.map((line) => style.indent + line)] : lines);

const isPlain = (key: IndexKey<string>): boolean => key.expr.kind === 'column' && key.direction === 'asc' && key.nulls === 'default' && key.collation === undefined;

/** A column by its name, everything else as SQL. */
function keyIn(key: IndexKey<string>, { style, dialect }: Writing): string | null {
  if (isPlain(key) && key.expr.kind === 'column') return stringIn(style, key.expr.column);
  const sql = keySql(key, dialect, 'needed');
  return sql === null ? null : textIn(style, sql);
}

/** SQLAlchemy takes `:name` for a parameter, and `\:` for a colon; `::` it leaves alone. */
const textIn = (style: PythonStyle, sql: string): string => `sa.text(${stringIn(style, sql.replace(/(?<![:\w\\]):(?=\w)/g, '\\:'))})`;

const schemaIn = ({ table }: IndexToWrite, { style }: Writing): readonly string[] => (table.schema === null ? [] : [`schema=${stringIn(style, table.schema)}`]);

function methodIn({ spec }: IndexToWrite, { style, dialect }: Writing): readonly string[] {
  if (spec.method === 'btree') return [];
  if (dialect === 'postgresql') return [`postgresql_using=${stringIn(style, spec.method)}`];
  return isMysql(dialect) ? [`mysql_prefix=${stringIn(style, spec.method.toUpperCase())}`] : [];
}

/** Operator classes of plain columns; those of expressions stand in their text. */
function opclassesIn({ spec }: IndexToWrite, { style, dialect }: Writing): readonly string[] {
  const pairs = spec.keys.flatMap((key) => (dialect === 'postgresql' && isPlain(key) && key.opclass !== undefined && key.expr.kind === 'column' ? [`${stringIn(style, key.expr.column)}: ${stringIn(style, key.opclass)}`] : []));
  return pairs.length === 0 ? [] : [`postgresql_ops={${pairs.join(', ')}}`];
}

function lengthsIn({ spec }: IndexToWrite, { style, dialect }: Writing): readonly string[] {
  const pairs = spec.keys.flatMap((key) => (isMysql(dialect) && isPlain(key) && key.prefixLength !== undefined && key.expr.kind === 'column' ? [`${stringIn(style, key.expr.column)}: ${key.prefixLength}`] : []));
  return pairs.length === 0 ? [] : [`mysql_length={${pairs.join(', ')}}`];
}

/** What a column's `index=True` would be called; autogenerate marks such names, so that no convention is applied to them again. */
function nameIn({ spec, name, table }: IndexToWrite, { style, conventional }: Writing): string {
  const [only, ...others] = spec.keys;
  const isConventional = conventional && only !== undefined && others.length === 0 && only.expr.kind === 'column' && name === `ix_${table.schema === null ? '' : `${table.schema}_`}${table.name}_${only.expr.column}`;
  return isConventional ? `op.f(${stringIn(style, name)})` : stringIn(style, name);
}
