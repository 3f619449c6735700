import type { Dialect } from '../../../facts/dialect.ts';
import type { SymbolPath } from '../../../facts/expr.ts';
import type { SchemaStatement } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost, Outline } from '../../../lang/outline.ts';
import type { Span } from '../../../text/span.ts';
import type { AdapterInput } from '../../adapter.ts';
import { type Reader, readerOf } from '../alembic/reader.ts';
import { Evaluator, NO_NAMES } from '../alembic/values.ts';

/** One file being read for what it declares. */
export interface Reading {
  readonly outline: Outline;
  readonly text: string;
  readonly reader: Reader;
  readonly dialect: Dialect;
  /** Classes that stand at the file's top level, by name. */
  readonly classes: ReadonlyMap<string, ClassHost>;
  /** What was seen and cannot be read, with the reason. */
  readonly unread: SchemaStatement[];
}

export function startReading(input: AdapterInput): Reading {
  const dialect = input.dialect ?? 'postgresql';
  const { outline } = input;
  return { outline, text: input.document.text, dialect, reader: readerOf(input, dialect, new Evaluator(outline), NO_NAMES), classes: new Map(outline.classes.filter((cls) => cls.topLevel).map((cls) => [cls.name, cls])), unread: [] };
}

/** Remembers what no catalog will have, so that `sargable schema` can say why. */
export const tellUnread = ({ unread }: Reading, reason: string, span: Span): void => { unread.push({ operation: { op: 'unreadable', table: null, reason }, span, dialect: null }); };

/** Modules whose Column, Table, Field or Index is another thing. */
const FOREIGN = /^(?:django|peewee|playhouse|tortoise|pony|mongoengine|mongokit|umongo|rich|textual|cassandra|clickhouse\w*|odmantic|beanie|marshmallow|wtforms|flask_wtf|graphene|strawberry|factory|pyspark|pandas|polars|dash|reportlab|docx|prettytable|alembic|pydantic|dataclasses|attrs?|msgspec|streamlit|nicegui|ormar|edgy|saffier|piccolo|gino|neomodel|whoosh|elasticsearch\w*|tables|astropy|pyarrow)(?:\.|$)/;

const MAX_DEPTH = 8;

/** The name that SQLAlchemy, SQLModel or Flask-SQLAlchemy knows something by, through imports, modules (`sa.Column`), handles (`db.Column`) and names of the file; null for what is another thing. */
export function wordOf(reading: Reading, expr: HostExpr, depth = 0): string | null {
  if (depth > MAX_DEPTH) return null;
  if (expr.kind === 'member') return isForeign(reading, expr.object) ? null : expr.property;
  if (expr.kind === 'call') { const inner = partialOf(expr); return inner === null ? null : wordOf(reading, inner, depth + 1); }
  if (expr.kind !== 'identifier') return null;
  const binding = reading.outline.resolve(expr.name, expr.span.start);
  if (binding === null) return expr.name;
  if (binding.import !== null) return FOREIGN.test(binding.import.module) ? null : binding.import.imported;
  if (binding.init === null || binding.init.span.start === expr.span.start) return null;
  return binding.init.kind === 'identifier' || binding.init.kind === 'member' || binding.init.kind === 'call' ? wordOf(reading, binding.init, depth + 1) : null;
}

/** What `functools.partial(Column, nullable=False)` is a part of. */
export function partialOf({ callee, args }: CallHost): HostExpr | null {
  const name = callee.kind === 'identifier' ? callee.name : callee.kind === 'member' ? callee.property : '';
  return name === 'partial' ? (args[0] ?? null) : null;
}

/** `models.Column` of a module of Django's. */
function isForeign({ outline }: Reading, object: HostExpr): boolean {
  let at = object;
  while (at.kind === 'member') at = at.object;
  const bound = at.kind === 'identifier' ? (outline.resolve(at.name, at.span.start)?.import ?? null) : null;
  return bound !== null && (FOREIGN.test(bound.module) || FOREIGN.test(`${bound.module}.${bound.imported}`));
}

export const callWord = (reading: Reading, expr: HostExpr | null | undefined): string | null => (expr?.kind === 'call' ? wordOf(reading, expr.callee) : null);

/** `a.b.c`; null for anything else. `self` and `cls` are no names of a file. */
export function pathOf(expr: HostExpr | null | undefined): SymbolPath | null {
  if (expr?.kind === 'identifier') return expr.name === 'this' ? null : [expr.name];
  if (expr?.kind !== 'member') return null;
  const object = pathOf(expr.object);
  return object === null ? null : [...object, expr.property];
}

export const isTrue = (expr: HostExpr | undefined): boolean => expr?.kind === 'boolean' && expr.value;
export const isCall = (expr: HostExpr | null | undefined): expr is CallHost => expr?.kind === 'call';
