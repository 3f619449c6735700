import fc from 'fast-check';
import type { Dialect } from '../../../../server/src/facts/dialect.ts';
import type { IndexSpec } from '../../../../server/src/facts/finding.ts';
import { call, column, desc, isNull, key, spec, type Writing } from './support.ts';

/** A model that the real library takes, and an index to be written into it. */
export interface Generated extends Writing { readonly text: string; readonly index: IndexSpec; readonly dialect: Dialect }

/** `a` is stored as `first`; the others as they are called. */
const ATTRS = new Map([['first', 'a'], ['b', 'b'], ['order', 'order'], ['d', 'd']]);
const columns = [...ATTRS.keys()];

const words = fc.record({
  prefix: fc.constantFrom('', 'sa.'),
  quote: fc.constantFrom("'", '"'),
  unit: fc.constantFrom('    ', '  ', '\t'),
  newline: fc.constantFrom('\n', '\r\n'),
  style: fc.constantFrom('column', 'mapped', 'core'),
  args: fc.constantFrom('none', 'tuple', 'lines', 'with-options', 'options', 'declared', 'mixin-options', 'mixin-tuple', 'sum'),
  convention: fc.constantFrom(null, 'idx_%(table_name)s_%(column_0_N_name)s'),
  schema: fc.boolean(),
});

const keys = fc.uniqueArray(fc.constantFrom(...columns), { minLength: 1, maxLength: 3 }).chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(key(name), key(name), desc(name), key(call('lower', column(name)))))));
const several = fc.record({ keys, unique: fc.boolean(), where: fc.constantFrom(null, null, isNull('order'), isNull('first')), named: fc.boolean(), dialect: fc.constantFrom<Dialect>('sqlite', 'sqlite', 'postgresql') });

const single = fc.record({ keys: fc.constantFrom(...columns).map((name) => [key(name)]), unique: fc.constant(false), where: fc.constant(null), named: fc.constantFrom(true, true, false), dialect: fc.constantFrom<Dialect>('sqlite', 'postgresql') });
const asked = fc.oneof(several, several, single);

export const generated = (version: '1.4' | '2.0') => fc.tuple(words, asked).map(([how, what]): Generated => {
  const style = how.style === 'mapped' && version === '1.4' ? 'column' : how.style;
  const text = (style === 'core' ? core(how) : declarative({ ...how, style })).replaceAll("'", how.quote).replaceAll('    ', how.unit).replaceAll('\n', how.newline);
  const [first, more] = what.keys;
  const plain = first?.expr.kind === 'column' && more === undefined && !what.unique && what.where === null ? first.expr.column : null;
  const given = plain === null || !what.named ? 'i_new' : how.convention === null ? `ix_${how.schema ? 'app_' : ''}items_${plain}` : `idx_items_${plain}`;
  return {
    text, dialect: what.dialect, index: spec(given, what.keys, { unique: what.unique, where: what.where }), attrs: ATTRS, symbol: style === 'core' ? 'items' : 'Item',
    ...(how.convention === null ? {} : { naming: how.convention }), ...(how.schema ? { schema: 'app' } : {}),
  };
});

type Words = typeof words extends fc.Arbitrary<infer T> ? T : never;

const head = ({ prefix, convention }: Words, names: string): string => `${prefix === '' ? `from sqlalchemy import ${names}` : 'import sqlalchemy as sa'}\nfrom sqlalchemy import MetaData\n\nmetadata = MetaData(${convention === null ? '' : `naming_convention={'ix': '${convention}'}`})\n`;

function core(how: Words): string {
  const p = how.prefix;
  return `${head(how, 'Column, Integer, String, Table, UniqueConstraint')}\nitems = ${p}Table(\n    'items',\n    metadata,\n    ${p}Column('id', ${p}Integer, primary_key=True),\n    ${p}Column('first', ${p}String(20)),  # by people\n    ${p}Column('b', ${p}String(20)),\n    ${p}Column('order', ${p}String(20), nullable=False),\n    ${p}Column('d', ${p}String(20)),\n    ${p}UniqueConstraint('b', 'd', name='uq_b_d')${how.schema ? ",\n    schema='app',\n)\n" : '\n)\n'}`;
}

function declarative(how: Words): string {
  const p = how.prefix;
  const mapped = how.style === 'mapped';
  const maker = mapped ? 'mapped_column' : `${p}Column`;
  const base = mapped ? '\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column\n\nclass Base(DeclarativeBase):\n    metadata = metadata\n' : '\nfrom sqlalchemy.orm import declarative_base, declared_attr\n\nBase = declarative_base(metadata=metadata)\n';
  const type = mapped ? ': Mapped[str]' : '';
  const body = [
    `id${mapped ? ': Mapped[int]' : ''} = ${maker}(${p}Integer, primary_key=True)`,
    `a${type} = ${maker}('first', ${p}String(20))`,
    mapped ? 'b: Mapped[str]' : `b = ${maker}(${p}String(20), nullable=False)`,
    `order${type} = ${maker}(\n        ${p}String(20),\n        nullable=False,\n    )`,
    `d${type} = ${maker}(${p}String(20), ${p}CheckConstraint('length(d) < 20'), nullable=False, comment='d')`,
  ];
  return `${head(how, 'CheckConstraint, Column, Integer, String, UniqueConstraint')}${base}${mixin(how)}\n\nclass Item(${mixin(how) === '' ? '' : 'Mixin, '}Base):\n    __tablename__ = 'items'\n${args(how)}\n${body.map((line) => `    ${line}\n`).join('')}\n    def __repr__(self):\n        return 'item'\n`;
}

const options = ({ schema }: Words): string => (schema ? "{'schema': 'app'}" : "{'comment': 'things'}");

function mixin(how: Words): string {
  const unique = `${how.prefix}UniqueConstraint('b', 'd', name='uq_b_d')`;
  if (how.args === 'mixin-options') return `\nclass Mixin:\n    __table_args__ = ${options(how)}\n`;
  if (how.args === 'mixin-tuple' || how.args === 'sum') return `\nclass Mixin:\n    __table_args__ = (${unique}, ${options(how)})\n`;
  return '';
}

function args(how: Words): string {
  const unique = `${how.prefix}UniqueConstraint('b', 'd', name='uq_b_d')`;
  const more = how.schema ? `, ${options(how)}` : ',';
  switch (how.args) {
    case 'none': return how.schema ? `    __table_args__ = ${options(how)}\n` : '';
    case 'tuple': return `    __table_args__ = (${unique}${more})\n`;
    case 'lines': return `    __table_args__ = (\n        ${unique},  # both\n        # and more\n        ${options(how)}\n    )\n`;
    case 'with-options': return `    __table_args__ = ${unique}, ${options(how)}\n`;
    case 'options': return `    __table_args__ = ${options(how)}\n`;
    case 'declared': return `    @declared_attr\n    def __table_args__(cls):\n        return (${unique}${more})\n`;
    case 'sum': return `    __table_args__ = (${how.prefix}CheckConstraint('id > 0'),) + Mixin.__table_args__\n`;
    default: return '';
  }
}
