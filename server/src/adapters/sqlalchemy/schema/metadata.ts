import type { SymbolPath } from '../../../facts/expr.ts';
import type { MixinDecl, NamingConvention, TableNameRule } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding } from '../../../lang/outline.ts';
import { keyword } from '../alembic/arguments.ts';
import { textIn } from '../alembic/reader.ts';
import { callWord, isCall, pathOf, type Reading, tellUnread, wordOf } from './reading.ts';
import { typeAt } from './column.ts';

/** What SQLAlchemy names when no convention is given: indexes of single columns. */
export const DEFAULT_NAMING: NamingConvention = { ix: 'ix_%(column_0_label)s' };

const FLASK_RULE: TableNameRule = { form: 'snake_case', prefix: '', suffix: '' };

/** `MetaData(schema='app', naming_convention={…})`. */
function metadataDecl(reading: Reading, symbol: string, call: CallHost): MixinDecl {
  const { reader } = reading;
  const schema = keyword(call, 'schema');
  const text = textIn(reader, schema);
  const path = pathOf(schema);
  const naming = keyword(call, 'naming_convention');
  return {
    kind: 'mixin', symbol, columns: [], ...(text !== null ? { schema: { name: text } } : path !== null ? { schema: { symbol: path } } : {}),
    ...(naming === undefined || naming.kind === 'nothing' ? {} : { naming: conventionOf(reading, naming) }),
  };
}

/** Null where it cannot be told. */
function conventionOf({ reader }: Reading, expr: HostExpr): NamingConvention | null {
  const value = reader.value(expr);
  if (value.kind !== 'dict') return null;
  if (value.entries.length === 0) return DEFAULT_NAMING;
  return Object.fromEntries(value.entries.flatMap(([key, one]) => (one.kind === 'text' ? [[key, one.text] as const] : [])));
}

/** The metadata that an expression names, as a path, with the declaration where it is made on the spot. */
export interface MetadataRead { readonly path: SymbolPath; readonly made: readonly MixinDecl[] }

export function metadataAt(reading: Reading, owner: string, expr: HostExpr | undefined): MetadataRead | null {
  if (expr === undefined) return null;
  if (isCall(expr)) {
    const word = callWord(reading, expr);
    if (word === 'MetaData') return { path: [`${owner}:metadata`], made: [metadataDecl(reading, `${owner}:metadata`, expr)] };
    return word === 'registry' ? metadataAt(reading, owner, keyword(expr, 'metadata') ?? expr.args[0]) : null;
  }
  const path = pathOf(expr);
  return path === null ? null : { path, made: [] };
}

/** SQL types that `type_annotation_map` gives to annotations. */
export function typesOf(reading: Reading, expr: HostExpr | null): Readonly<Record<string, string | null>> | null {
  if (expr?.kind !== 'object') return null;
  const entries = expr.properties.flatMap((property): [string, string | null][] => {
    if (property.kind !== 'computed') return [];
    const name = property.key.kind === 'identifier' ? property.key.name : property.key.kind === 'member' ? property.key.property : null;
    return name === null ? [] : [[name, typeAt(property.value, reading.reader).type]];
  });
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

const isBase = (word: string | null): boolean => word === 'declarative_base' || word === 'generate_base' || word === 'automap_base' || word === 'make_declarative_base';

/** Bases, metadata and handles that names of the file stand for. */
export function readHandles(reading: Reading): readonly MixinDecl[] {
  const handles = reading.outline.bindings.flatMap((binding) => (binding.topLevel && isCall(binding.init) ? handleOf(reading, binding, binding.init) : []));
  return CONVENTION_SET.test(reading.text) ? handles.map((handle) => ({ ...handle, naming: null })) : handles;
}

/** `db.Model.metadata.naming_convention = …`: a convention that comes later is not followed, and what it names has no name here. */
const CONVENTION_SET = /\bmetadata\s*\.\s*naming_convention\s*=[^=]/;

function handleOf(reading: Reading, { name }: Binding, call: CallHost): readonly MixinDecl[] {
  const word = callWord(reading, call);
  if (word === 'MetaData') return [metadataDecl(reading, name, call)];
  if (word === 'registry') {
    const metadata = metadataAt(reading, name, keyword(call, 'metadata') ?? call.args[0]);
    return [{ kind: 'mixin', symbol: name, columns: [], metadata: metadata?.path ?? [`${name}:metadata`] }, ...(metadata?.made ?? [{ kind: 'mixin', symbol: `${name}:metadata`, columns: [] } as const])];
  }
  if (isBase(word)) return baseOf(reading, name, call, word);
  return isFlask(reading, call, word) ? flaskOf(reading, name, call) : [];
}

/** `Base = declarative_base(metadata=…, cls=…)`, `mapper_registry.generate_base()`. */
function baseOf(reading: Reading, name: string, call: CallHost, word: string | null): readonly MixinDecl[] {
  if (word === 'automap_base') tellUnread(reading, `the tables of ${name} are read from the database when the program runs (automap)`, call.span);
  const given = keyword(call, 'metadata') ?? (word === 'generate_base' && call.callee.kind === 'member' ? call.callee.object : undefined);
  const metadata = metadataAt(reading, name, given);
  const cls = pathOf(keyword(call, 'cls'));
  return [
    { kind: 'mixin', symbol: name, columns: [], metadata: metadata?.path ?? [`${name}:metadata`], ...(cls === null ? {} : { bases: [cls] }) },
    ...(metadata === null ? [{ kind: 'mixin', symbol: `${name}:metadata`, columns: [] } as const] : metadata.made),
  ];
}

/** `SQLAlchemy(app)`, and classes of a project that derive from it. */
function isFlask(reading: Reading, call: CallHost, word: string | null): boolean {
  if (word === 'SQLAlchemy' || word === 'SQLA') return true;
  const own = call.callee.kind === 'identifier' ? reading.classes.get(call.callee.name) : undefined;
  return own?.bases.some((base) => /^(?:SQLAlchemy|_?BaseSQLAlchemy|SQLA)$/.test(wordOf(reading, base) ?? '')) === true || (word?.endsWith('SQLAlchemy') === true && own === undefined);
}

/** A handle's `Model` and `metadata` are known by dotted names. */
function flaskOf(reading: Reading, name: string, call: CallHost): readonly MixinDecl[] {
  const given = metadataAt(reading, `${name}.Model`, keyword(call, 'metadata'));
  const model = pathOf(keyword(call, 'model_class'));
  const own: MixinDecl = { kind: 'mixin', symbol: `${name}.metadata`, columns: [], ...(given === null ? {} : { metadata: given.path }) };
  const plain = model === null || given !== null;
  return [
    { kind: 'mixin', symbol: `${name}.Model`, columns: [], tableName: FLASK_RULE, ...(model === null ? {} : { bases: [model] }), ...(plain ? { metadata: [`${name}.metadata`] } : {}) },
    ...(model !== null && given === null ? [{ kind: 'mixin', symbol: `${name}.metadata`, columns: [], metadata: [...model, 'metadata'] } as const] : [own]),
    ...(given?.made ?? []),
  ];
}
