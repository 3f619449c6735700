import type { SymbolPath } from '../../../facts/expr.ts';
import type { ColumnDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Span } from '../../../text/span.ts';
import { keyword } from '../alembic/arguments.ts';
import { type Reader, referenceOf, textIn, truthIn } from '../alembic/reader.ts';
import { readType, type TypeRead } from '../types.ts';
import { callWord, isCall, partialOf, pathOf, type Reading } from './reading.ts';
import { type Typed, typedBy } from './typed.ts';

/** The call that makes a column, and what names mean in it. */
export interface ColumnCall { readonly call: CallHost; readonly reader: Reader }

const COLUMNS: ReadonlySet<string> = new Set(['Column', 'mapped_column', 'MappedColumn']);
const AROUND: ReadonlySet<string> = new Set(['deferred', 'column_property', 'annotated', 'copy']);

/** The column that an expression comes down to: through names of the file, `deferred(…)`, and functions of the file that return one. Null for anything else. */
export function columnCall(reading: Reading, expr: HostExpr | null | undefined, reader: Reader = reading.reader, depth = 0): ColumnCall | null {
  if (expr === null || expr === undefined || depth > 6) return null;
  const word = callWord(reading, expr);
  if (isCall(expr) && word !== null && COLUMNS.has(word)) return { call: withGiven(reading, expr, expr.callee, 0), reader };
  if (isCall(expr) && word !== null && AROUND.has(word)) return columnCall(reading, expr.args[0], reader, depth + 1);
  if (expr.kind !== 'identifier' && expr.kind !== 'call') return null;
  const value = reader.value(expr);
  return value.kind !== 'code' || value.expr === expr ? null : columnCall(reading, value.expr, reader.within(value.names), depth + 1);
}

/** What `Column = partial(Column, nullable=False)` gives beside what is written at the call. */
function withGiven(reading: Reading, call: CallHost, callee: HostExpr, depth: number): CallHost {
  const made = callee.kind === 'identifier' && depth < 6 ? (reading.outline.resolve(callee.name, callee.span.start)?.init ?? null) : callee;
  const inner = isCall(made) ? partialOf(made) : null;
  if (made?.kind !== 'call' || inner === null) return call;
  return withGiven(reading, { ...call, args: [...made.args.slice(1), ...call.args], keywords: [...(call.keywords ?? []), ...(made.keywords ?? [])] }, inner, depth + 1);
}

/** A name of another file of the project may give more than SQLAlchemy's own (`from .base import Column`). */
function givenElsewhere({ outline }: Reading, { callee }: CallHost): Pick<ColumnDecl, 'made' | 'maybe'> {
  const bound = callee.kind === 'identifier' ? (outline.resolve(callee.name, callee.span.start)?.import ?? null) : null;
  return bound === null || callee.kind !== 'identifier' || /^(?:sqlalchemy|sqlmodel|flask_sqlalchemy|geoalchemy2|advanced_alchemy)(?:\.|$)/.test(bound.module) ? {} : { made: [callee.name], maybe: 'more' };
}

export interface ColumnSite { readonly attr: string; readonly annotation: HostExpr | null; readonly span: Span; /** The column's own name where the attribute is none of a class: `Column('id', …)` in a Table. */ readonly core?: true }

/** A column by its call, with what the annotation adds. */
export function readColumn(reading: Reading, { call, reader }: ColumnCall, site: ColumnSite): ColumnDecl {
  const [first, ...others] = call.args;
  const positional = first === undefined ? null : textIn(reader, first);
  const name = positional ?? textIn(reader, keyword(call, 'name'));
  const rest = positional === null ? call.args : others;
  const written = typeOf(reading, rest, { call, reader });
  const typed = typedBy(reading, site.annotation, written !== null);
  const says = (key: string): boolean | null => truthIn(reader, keyword(call, key));
  const primaryKey = says('primary_key') === true;
  const nullable = says('nullable');
  const [unique, indexed] = [says('unique') === true, says('index') === true];
  const autoIncrement = says('autoincrement') === true;
  return {
    kind: 'column', attr: site.core === true ? (textIn(reader, keyword(call, 'key')) ?? name ?? site.attr) : site.attr, name, type: written?.type ?? typed.type, ...(written?.few === true || typed.few ? { few: true } : {}),
    ...nullability(primaryKey, nullable, typed), primaryKey, ...(autoIncrement ? { autoIncrement } : {}), unique: unique && !indexed, ...referenceIn(reading, rest, reader), ...(indexed ? { indexed: { unique, span: keyword(call, 'index')?.span ?? call.span } } : searchIndex(reading, rest, reader)),
    ...givenElsewhere(reading, call), ...typed.from, span: site.span,
  };
}

/** What is said at the column, else what the annotation says; a key is never null, and a column without either takes NULL. */
function nullability(primaryKey: boolean, nullable: boolean | null, typed: Typed): Pick<ColumnDecl, 'notNull' | 'nullable'> {
  if (nullable !== null) return nullable ? { notNull: false, nullable: true } : { notNull: true };
  if (primaryKey) return { notNull: true };
  return typed.mapped ? (typed.optional ? { notNull: false, nullable: true } : { notNull: true }) : { notNull: false };
}

/** Whoever has a column of sqlalchemy-utils' TSVectorType searches by it, and sqlalchemy-searchable makes the index when the tables are made. */
function searchIndex(reading: Reading, rest: readonly HostExpr[], reader: Reader): Pick<ColumnDecl, 'indexed'> {
  const type = rest.map((arg) => reader.look(arg)).find((arg) => callWord(reading, arg) === 'TSVectorType');
  return type === undefined || reading.dialect !== 'postgresql' ? {} : { indexed: { unique: false, method: 'gin', span: type.span } };
}

const CONSTRAINTS = /^(?:ForeignKey|Sequence|Identity|Computed|CheckConstraint|FetchedValue|UniqueConstraint|DefaultClause|ColumnDefault)$/;

/** The type is the first argument that is one, or given by name; null where none is written. */
function typeOf(reading: Reading, rest: readonly HostExpr[], { call, reader }: ColumnCall): TypeRead | null {
  const first = rest.find((arg) => arg.kind !== 'spread' && !CONSTRAINTS.test(callWord(reading, reader.look(arg)) ?? ''));
  const candidate = keyword(call, 'type_') ?? first;
  return candidate === undefined || candidate.kind === 'nothing' ? null : typeAt(candidate, reader);
}

export function typeAt(expr: HostExpr, reader: Reader): TypeRead {
  const value = reader.value(expr);
  return value.kind === 'code' && value.expr !== expr && (value.expr.kind === 'call' || value.expr.kind === 'member' || value.expr.kind === 'identifier') ? readType(value.expr, reader.within(value.names)) : readType(expr, reader);
}

type Reference = Pick<ColumnDecl, 'references' | 'refersTo' | 'onDelete'>;

/** `ForeignKey('app.users.id', ondelete='CASCADE')`, `ForeignKey(User.id)`. */
export function referenceIn(reading: Reading, args: readonly HostExpr[], reader: Reader): Reference {
  for (const arg of args) {
    const made = reader.look(arg);
    if (isCall(made) && callWord(reading, made) === 'ForeignKey') return referenceAt(made, reader);
  }
  return { references: null };
}

function referenceAt(call: CallHost, reader: Reader): Reference {
  const target = call.args[0] ?? keyword(call, 'column');
  const text = textIn(reader, target);
  const onDelete = textIn(reader, keyword(call, 'ondelete'))?.toLowerCase() ?? null;
  const named = text === null ? null : referenceOf(text);
  const path: SymbolPath | null = pathOf(target);
  return { references: named === null ? path : null, ...(named === null ? {} : { refersTo: named }), onDelete };
}
