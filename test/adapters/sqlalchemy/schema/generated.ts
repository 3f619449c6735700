import fc from 'fast-check';
import type { Program } from './support.ts';

/** Python programs that declare tables, in the classic or the typed style, as random as SQLAlchemy takes them. */
interface ColumnPlan { readonly attr: string; readonly column: string | null; readonly type: number; readonly nullable: boolean | null; readonly unique: boolean; readonly index: boolean; readonly refers: boolean }
interface IndexPlan { readonly keys: readonly number[]; readonly form: number; readonly unique: boolean; readonly named: boolean; readonly where: boolean }
interface ClassPlan { readonly columns: readonly ColumnPlan[]; readonly indexes: readonly IndexPlan[]; readonly args: number; readonly bases: number; readonly name: number; readonly heir: number; readonly long: boolean; readonly pair: boolean }
interface Plan { readonly typed: boolean; readonly convention: number; readonly schema: boolean; readonly classes: readonly ClassPlan[]; readonly outside: boolean }

const ATTRS = ['alpha', 'beta', 'gamma', 'delta', 'some_rather_long_column_name', 'State'] as const;
const TYPES = ['Integer', 'String(30)', 'Text', 'Boolean', 'DateTime', 'DateTime(timezone=True)', 'Date', 'Numeric(10, 2)', 'BigInteger', 'JSON', 'LargeBinary', 'Float', 'SmallInteger', 'Enum("a", "b", name="letters")'] as const;
const PYTHON = ['int', 'str', 'bool', 'datetime.datetime', 'datetime.date', 'float', 'decimal.Decimal', 'bytes', 'uuid.UUID', 'intkey', 'name30'] as const;
const CONVENTIONS = [
  '',
  'naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s"}',
  'naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0N_name)s"}',
  'naming_convention={"ix": "idx_%(column_0_N_label)s", "uq": "uq_%(constraint_name)s", "pk": "%(table_name)s_pk"}',
] as const;

const column = fc.record<ColumnPlan>({
  attr: fc.constantFrom(...ATTRS), column: fc.option(fc.constantFrom('col_a', 'ColB', 'a b'), { nil: null, freq: 4 }), type: fc.nat(13), nullable: fc.option(fc.boolean(), { nil: null }), unique: fc.boolean(), index: fc.boolean(), refers: fc.boolean(),
});
const index = fc.record<IndexPlan>({ keys: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }), form: fc.nat(4), unique: fc.boolean(), named: fc.boolean(), where: fc.boolean() });
const cls = fc.record<ClassPlan>({
  columns: fc.uniqueArray(column, { minLength: 1, maxLength: 5, selector: ({ attr }) => attr }).map(distinctNames), indexes: fc.array(index, { maxLength: 2 }), args: fc.nat(4), bases: fc.nat(3), name: fc.nat(2), heir: fc.nat(3), long: fc.boolean(), pair: fc.boolean(),
});
const plan = (typed: boolean): fc.Arbitrary<Plan> => fc.record({ typed: fc.constant(typed), convention: fc.nat(3), schema: fc.boolean(), classes: fc.array(cls, { minLength: 1, maxLength: 4 }), outside: fc.boolean() });

/** Programs from one seed, always the same. */
export const programs = (typed: boolean, count: number, seed: number): readonly Program[] => fc.sample(plan(typed), { numRuns: count, seed }).map(programOf);

function distinctNames(columns: readonly ColumnPlan[]): readonly ColumnPlan[] {
  const taken = new Set<string>();
  return columns.map((one) => { const name = one.column !== null && !taken.has(one.column) ? one.column : null; taken.add(name ?? one.attr); return { ...one, column: name }; });
}

const programOf = (made: Plan): Program => ({ files: { 'models.py': source(made), 'base.py': base(made) }, run: ['models'], metadata: 'models.Base.metadata', dialects: ['sqlite', 'postgresql'] });

const IMPORTS = `import datetime
import decimal
import uuid
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Enum, Float, ForeignKey, Index, Integer, JSON, LargeBinary, MetaData, Numeric, SmallInteger, String, Text, UniqueConstraint, desc, func, text
`;

function base({ typed, convention, schema }: Plan): string {
  const metadata = `MetaData(${[CONVENTIONS[convention] ?? '', schema ? 'schema="app"' : ''].filter((part) => part !== '').join(', ')})`;
  const made = typed
    ? `from typing import Annotated\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column\n\nintkey = Annotated[int, mapped_column(BigInteger, index=True)]\nname30 = Annotated[str, 30]\n\nclass Base(DeclarativeBase):\n    metadata = ${metadata}\n    type_annotation_map = {name30: String(30)}\n`
    : `from sqlalchemy.orm import declarative_base\nfrom sqlalchemy.ext.declarative import declared_attr\n\nBase = declarative_base(metadata=${metadata})\n`;
  return `${IMPORTS}${made}
class Stamped:
    made_at = ${typed ? 'mapped_column' : 'Column'}(DateTime, index=True)
    @declared_attr
    def twin_id(cls):
        return ${typed ? 'mapped_column' : 'Column'}(${target('twin', schema)}, unique=True)

class Named:
    @declared_attr.directive if hasattr(declared_attr, "directive") else declared_attr
    def __tablename__(cls):
        return f"x_{cls.__name__.lower()}"
`.replace('@declared_attr.directive if hasattr(declared_attr, "directive") else declared_attr', '@declared_attr');
}

const target = (table: string, schema: boolean): string => `ForeignKey("${schema ? 'app.' : ''}${table}.id")`;

function source(made: Plan): string {
  const { typed, schema } = made;
  const head = `${IMPORTS}from base import Base, Named, Stamped${typed ? ', intkey, name30' : ''}\n${typed ? 'from typing import Optional\nfrom sqlalchemy.orm import Mapped, mapped_column\n' : ''}from sqlalchemy import PrimaryKeyConstraint\n`;
  const twin = `\nclass Twin(Base):\n    __tablename__ = "twin"\n    id = ${typed ? 'mapped_column' : 'Column'}(Integer, primary_key=True)\n`;
  return head + twin + made.classes.map((one, place) => classSource(one, place, made)).join('') + (made.outside ? `\nIndex("ix_outside", Model0.id.desc(), unique=True)\n` : '') + (schema ? '' : '\n');
}

function classSource(one: ClassPlan, place: number, { typed, schema }: Plan): string {
  const name = `Model${place}`;
  const bases = [...(one.bases === 1 || one.bases === 3 ? ['Stamped'] : []), ...(one.name === 1 ? ['Named'] : []), 'Base'];
  const table = `${one.long ? 'a_table_whose_name_is_long_enough_to_be_cut_off_' : 'Table'}${place}`;
  const make = typed ? 'mapped_column' : 'Column';
  const key = one.pair ? [`    id = ${make}(Integer, primary_key=True)`, `    second = ${make}("second_id", String(10), primary_key=True)`] : [`    id = ${make}(Integer, primary_key=True)`];
  const columns = one.columns.map((own) => (typed && own.type % 2 === 0 ? typedColumn(own, schema) : `    ${own.attr} = ${make}(${columnArgs(own, schema, true)})`));
  const lines = [...(one.name === 1 ? [] : [`    __tablename__ = "${table}"`]), ...key, ...columns, ...argsLines(one, place)];
  const heir = one.heir === 0 ? `\nclass Heir${place}(${name}):\n    extra${place} = ${make}(Integer, index=True)\n` : one.heir === 1 && !one.pair && one.name !== 1 ? `\nclass Joined${place}(${name}):\n    __tablename__ = "joined${place}"\n    id = ${make}(${`ForeignKey(${name}.id)`}, primary_key=True)\n    more = ${make}(Text)\n` : '';
  return `\nclass ${name}(${bases.join(', ')}):\n${lines.join('\n')}\n${heir}`;
}

function columnArgs({ column: own, type, nullable, unique, index: indexed, refers }: ColumnPlan, schema: boolean, withType: boolean): string {
  return [
    ...(own === null ? [] : [`"${own}"`]), ...(withType && !refers ? [TYPES[type] ?? 'Integer'] : []), ...(refers ? [target('twin', schema)] : []), ...(nullable === null ? [] : [`nullable=${nullable ? 'True' : 'False'}`]), ...(unique ? ['unique=True'] : []), ...(indexed ? ['index=True'] : []),
  ].join(', ');
}

function typedColumn(own: ColumnPlan, schema: boolean): string {
  const python = own.refers ? 'int' : (PYTHON[own.type % PYTHON.length] ?? 'int');
  const type = own.unique ? `Optional[${python}]` : python;
  const args = columnArgs(own, schema, false);
  return `    ${own.attr}: Mapped[${type}]${args === '' ? '' : ` = mapped_column(${args})`}`;
}

function argsLines(one: ClassPlan, place: number): readonly string[] {
  const items = [...one.indexes.map((own, number) => indexSource(own, one, `${place}_${number}`)), ...(one.args === 4 ? [`UniqueConstraint("id", "${keyOf(one, 0)}"${one.long ? `, name="uq_${place}"` : ''})`] : [])];
  if (one.args === 0) return [];
  if (one.args === 1) return ['    __table_args__ = {"comment": "plain"}'];
  const all = `(${[...items, ...(one.args === 2 ? ['{"comment": "both"}'] : [])].map((item) => `${item},`).join(' ')})`;
  return one.args === 3 ? ['    @declared_attr', '    def __table_args__(cls):', `        return ${all}`].map((line) => line.replace('@declared_attr', '@__import__("base").declared_attr')) : [`    __table_args__ = ${all}`];
}

const keyOf = (one: ClassPlan, at: number): string => { const own = one.columns[at % one.columns.length]; return own?.column ?? own?.attr ?? 'id'; };

function indexSource(own: IndexPlan, one: ClassPlan, suffix: string): string {
  const names = [...new Set(own.keys.map((at) => keyOf(one, at)))];
  const attr = one.columns[(own.keys[0] ?? 0) % one.columns.length]?.attr ?? 'id';
  const inMethod = one.args === 3;
  const first = own.form === 1 ? `desc(${inMethod ? `cls.${attr}` : attr})` : own.form === 2 ? `text("id DESC")` : own.form === 3 ? `func.coalesce(${inMethod ? `cls.${attr}` : attr})` : `"${names[0] ?? 'id'}"`;
  // The convention names by the first column, which a text has none of.
  const named = own.named || own.form === 2 ? `"ix_${suffix}"` : 'None';
  const where = own.where ? ', postgresql_where=text("id > 3"), sqlite_where=text("id > 3")' : '';
  return `Index(${[named, first, ...names.slice(1).map((name) => `"${name}"`)].join(', ')}${own.unique ? ', unique=True' : ''}${where})`;
}
