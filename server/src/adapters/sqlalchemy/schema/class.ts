import type { MixinDecl, ModelFact, RelationEntry, RelationsDecl, TableDecl } from '../../../facts/schema.ts';
import type { ColumnDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost, ClassMember } from '../../../lang/outline.ts';
import { textIn } from '../alembic/reader.ts';
import { addArguments, type Arguments, noArguments } from './arguments.ts';
import { type Bases, basesOf } from './bases.ts';
import { columnCall, readColumn } from './column.ts';
import { classAttributes } from './attributes.ts';
import type { AttributeOf } from './keys.ts';
import { DEFAULT_NAMING, metadataAt, type MetadataRead, typesOf } from './metadata.ts';
import { type Reading, callWord, isCall, isTrue, pathOf, tellUnread, wordOf } from './reading.ts';
import { readRelation, relationCall } from './relations.ts';
import { fieldColumn, hasTable, isSqlModel } from './sqlmodel.ts';
import { coreTable, tableCall } from './core-table.ts';
import { type NameRead, nameDecl, snake, tableNameOf } from './table-name.ts';
import { mappedForm } from './typed.ts';

/** Everything that a class's body says of a table. */
interface Body {
  readonly cls: ClassHost;
  readonly bases: Bases;
  readonly name: NameRead;
  readonly args: Arguments;
  readonly hasArgs: boolean;
  readonly columns: readonly ColumnDecl[];
  readonly relations: readonly RelationEntry[];
  readonly back: readonly RelationsDecl[];
  readonly metadata: MetadataRead | null;
  readonly types: Readonly<Record<string, string | null>> | null;
  readonly isModelLike: boolean;
}

/** What a class declares: a table, or what others are made from; its relations; what its body declares beside. */
export function classFacts(reading: Reading, cls: ClassHost, added: AddedIndexes): readonly ModelFact[] {
  const body = bodyOf(reading, cls);
  const main = tableOf(reading, body, added.get(cls.name) ?? []) ?? mixinOf(body);
  const relations: ModelFact[] = body.relations.length === 0 ? [] : [{ kind: 'relations', from: [cls.name], entries: body.relations }];
  return [...body.bases.library, ...(body.metadata?.made ?? []), main, ...relations, ...body.back];
}

/** Indexes that statements behind a class add to it, by its name. */
export type AddedIndexes = ReadonlyMap<string, TableDecl['indexes']>;

function bodyOf(reading: Reading, cls: ClassHost): Body {
  const attributeOf = classAttributes(cls);
  const args = noArguments();
  const given = argumentsExpr(cls);
  if (given !== null) addArguments(reading, args, given, attributeOf);
  const fields = isSqlModel(reading, cls);
  const parts = lastOfEach(cls.members).map((member) => partOf(reading, member, { cls, fields, attributeOf }));
  const value = (name: string): HostExpr | null => assigned(cls, name);
  return {
    cls, bases: basesOf(reading, cls), name: tableNameOf(reading, cls), args, hasArgs: given !== null,
    columns: parts.flatMap((part) => (part.kind === 'columns' ? part.columns : [])),
    relations: parts.flatMap((part) => (part.kind === 'relation' ? [part.own] : [])), back: parts.flatMap((part) => (part.kind === 'relation' && part.back !== null ? [part.back] : [])),
    metadata: metadataAt(reading, cls.name, value('metadata') ?? value('registry') ?? undefined), types: typesOf(reading, value('type_annotation_map')),
    isModelLike: value('__mapper_args__') !== null || cls.members.some((member) => member.kind === 'function' && member.name === '__mapper_args__') || hasTable(cls) || isMapped(reading, cls),
  };
}

/** `@mapper_registry.mapped`, `@reg.mapped_as_dataclass(…)`. */
const isMapped = (reading: Reading, cls: ClassHost): boolean => cls.decorators.some((decorator) => /^mapped(?:_as_dataclass)?$/.test(wordOf(reading, isCall(decorator) ? decorator.callee : decorator) ?? ''));

const assigned = (cls: ClassHost, name: string): HostExpr | null => {
  const found = cls.members.findLast((member) => member.kind === 'assign' && member.name === name);
  return found?.kind === 'assign' ? found.value : null;
};

function argumentsExpr(cls: ClassHost): HostExpr | null {
  const found = cls.members.findLast((member) => member.kind !== 'other' && member.name === '__table_args__');
  return found?.kind === 'assign' ? found.value : found?.kind === 'function' ? (found.value.returns.at(-1) ?? null) : null;
}

/** Of members of one name the last counts; all that have none are left out. */
function lastOfEach(members: readonly ClassMember[]): readonly Exclude<ClassMember, { readonly kind: 'other' }>[] {
  const byName = new Map<string, Exclude<ClassMember, { readonly kind: 'other' }>>();
  for (const member of members) if (member.kind !== 'other') byName.set(member.name, member);
  return [...byName.values()];
}

type Part = { readonly kind: 'columns'; readonly columns: readonly ColumnDecl[] } | { readonly kind: 'relation'; readonly own: RelationEntry; readonly back: RelationsDecl | null } | { readonly kind: 'other' };
interface PartSite { readonly cls: ClassHost; readonly fields: boolean; readonly attributeOf: AttributeOf }

const OTHER: Part = { kind: 'other' };

function partOf(reading: Reading, member: Exclude<ClassMember, { readonly kind: 'other' }>, site: PartSite): Part {
  if (/^__\w+__$/.test(member.name)) return OTHER;
  if (member.kind === 'function') return isDeclared(reading, member.decorators) ? valuePart(reading, member, member.value.returns, site) : OTHER;
  if (site.fields && relationCall(reading, member.value) === null && columnCall(reading, member.value) === null) {
    const column = fieldColumn(reading, member);
    return column === null ? OTHER : { kind: 'columns', columns: [column] };
  }
  return valuePart(reading, member, member.value === null ? [] : [member.value], site);
}

const isDeclared = (reading: Reading, decorators: readonly HostExpr[]): boolean =>
  decorators.some((decorator) => { const path = pathOf(decorator) ?? []; return path.some((part) => part === 'declared_attr') || wordOf(reading, decorator) === 'declared_attr'; });

function valuePart(reading: Reading, member: Exclude<ClassMember, { readonly kind: 'other' }>, values: readonly HostExpr[], { cls, attributeOf }: PartSite): Part {
  const annotation = member.kind === 'assign' ? member.type : null;
  for (const value of values) {
    const relation = relationCall(reading, value);
    const read = relation === null ? null : readRelation(reading, relation, { name: member.name, annotation, cls, attributeOf });
    if (relation !== null) return read === null ? OTHER : { kind: 'relation', ...read };
    const column = columnCall(reading, value);
    if (column !== null) return { kind: 'columns', columns: [readColumn(reading, column, { attr: member.name, annotation, span: member.span })] };
    const composed = compositeColumns(reading, value);
    if (composed.length > 0) return { kind: 'columns', columns: composed };
  }
  const [value] = values;
  if (value === undefined && annotation !== null) return bareColumn(reading, member.name, annotation, member.span);
  return value !== undefined && member.kind === 'assign' ? madeElsewhere(reading, member.name, value, member.span) : OTHER;
}

/** `x: Mapped[int]` alone is a column. */
function bareColumn(reading: Reading, attr: string, annotation: HostExpr, span: ClassMember['span']): Part {
  if (mappedForm(reading, annotation) === null) return OTHER;
  const call = { kind: 'call', callee: annotation, args: [], isNew: false, argsSpan: span, span } as const;
  return { kind: 'columns', columns: [readColumn(reading, { call, reader: reading.reader }, { attr, annotation, span })] };
}

/** `composite(Point, mapped_column('x'), mapped_column('y'))`. */
function compositeColumns(reading: Reading, value: HostExpr): readonly ColumnDecl[] {
  if (!isCall(value) || callWord(reading, value) !== 'composite') return [];
  return value.args.flatMap((arg) => {
    const found = isCall(arg) ? columnCall(reading, arg) : null;
    const name = found === null ? null : textIn(found.reader, found.call.args[0]);
    return found === null || name === null ? [] : [readColumn(reading, found, { attr: name, annotation: null, span: arg.span })];
  });
}

/** Functions that make anything but a column. */
const NO_COLUMNS = /^(?:relationship|synonym|association_proxy|hybrid_\w+|column_property|query_expression|aliased|validates|property|classproperty|field|dict|list|set|tuple|frozenset|partial|lambda|namedtuple|getLogger|compile|Lock|TypeVar|contains_eager|select|case|func|text)$/;

/** A function of another file may make a column (`id = primary_key()`). */
function madeElsewhere(reading: Reading, attr: string, value: HostExpr, span: ClassMember['span']): Part {
  const path = isCall(value) ? pathOf(value.callee) : pathOf(value);
  const [head = ''] = path ?? [];
  const bound = reading.outline.imports.find(({ local }) => local === head);
  if (path === null || path.length > 2 || bound === undefined || NO_COLUMNS.test(path.at(-1) ?? '') || /^(?:sqlalchemy|sqlmodel|flask|django|typing|datetime|enum|uuid|logging|os|re|json)\b/.test(bound.module)) return OTHER;
  const plain: ColumnDecl = { kind: 'column', attr, name: null, type: null, notNull: false, primaryKey: false, unique: false, references: null, span };
  // Arguments that only a column takes are a column's; a text in front may be anything.
  const said = isCall(value) && takesColumnArguments(reading, value) ? { ...readColumn(reading, { call: value, reader: reading.reader }, { attr, annotation: null, span }), name: null } : plain;
  return { kind: 'columns', columns: [{ ...said, made: path, maybe: 'column' }] };
}

const takesColumnArguments = (reading: Reading, call: CallHost): boolean =>
  (call.keywords ?? []).some((property) => property.kind === 'property' && /^(?:index|unique|primary_key|nullable|server_default)$/.test(property.key)) || call.args.some((arg) => callWord(reading, arg) === 'ForeignKey');

function isAbstract({ cls, bases }: Body): boolean {
  const value = assigned(cls, '__abstract__');
  return bases.declarative || (value !== null && isTrue(value));
}

function tableOf(reading: Reading, body: Body, added: TableDecl['indexes']): TableDecl | null {
  const { cls, bases, name, args } = body;
  if (name?.kind !== 'literal' && (isAbstract(body) || !isTable(reading, body))) return null;
  if (name?.kind === 'literal' && isTrue(assigned(cls, '__abstract__') ?? undefined)) return null;
  const own = assigned(cls, '__table__');
  const core = own === null ? null : tableCall(reading, own);
  if (core !== null) return { ...coreTable(reading, core, cls.name), bases: bases.paths, span: cls.span, nameSpan: cls.nameSpan };
  const table = own === null ? null : pathOf(own);
  if (name?.kind === 'unknown') tellUnread(reading, `the table of ${cls.name} has a name that is made when the program runs`, cls.nameSpan);
  const otherwise = table !== null ? null : isSqlModel(reading, cls) ? cls.name.slice(cls.name.lastIndexOf('.') + 1).toLowerCase() : flaskName(body);
  return {
    kind: 'table', adapter: 'sqlalchemy', symbol: cls.name, name: nameDecl(name, cls.name, otherwise), schema: args.schema, dialect: null, columns: body.columns, constraints: args.constraints, indexes: [...args.indexes, ...added],
    casing: 'attr', span: cls.span, nameSpan: cls.nameSpan, partial: args.doubts.length === 0 ? null : [...new Set(args.doubts)].join('; '), unnamed: DEFAULT_NAMING,
    ...inherited(body), ...(table === null ? {} : { bases: [table, ...bases.paths] }), ...bindOf(reading, cls),
  };
}

/** A class is one of the tables when its body says so, or when it has bases and columns; whether the bases make it one is seen when files are linked. */
function isTable(reading: Reading, { cls, bases, name, columns, relations, hasArgs, isModelLike }: Body): boolean {
  if (isSqlModel(reading, cls)) return hasTable(cls);
  if (name?.kind === 'unknown' || assigned(cls, '__table__') !== null || isModelLike) return true;
  return bases.paths.length > 0 && name?.kind !== 'rule' && (columns.some(({ maybe }) => maybe !== 'column') || relations.length > 0 || hasArgs);
}

/** `class Post(db.Model)` of a handle that no file declares, known by its columns: `db.Column(…)`. */
function flaskName({ cls }: Body): string | null {
  const handles = cls.bases.flatMap((base) => (base.kind === 'member' && base.property === 'Model' ? [pathOf(base.object)?.join('.') ?? ''] : []));
  const uses = cls.members.some((member) => member.kind === 'assign' && isCall(member.value) && member.value.callee.kind === 'member' && member.value.callee.property === 'Column' && handles.includes(pathOf(member.value.callee.object)?.join('.') ?? ' '));
  return uses ? snake(cls.name.slice(cls.name.lastIndexOf('.') + 1)) : null;
}

function bindOf(reading: Reading, cls: ClassHost): Pick<TableDecl, 'bind'> {
  const bind = textIn(reading.reader, assigned(cls, '__bind_key__') ?? undefined);
  return bind === null ? {} : { bind };
}

type Inherited = Pick<MixinDecl, 'bases' | 'tableName' | 'metadata' | 'args' | 'types' | 'strange'>;

function inherited({ bases, name, metadata, args, hasArgs, types }: Body): Inherited {
  return {
    ...(bases.paths.length === 0 ? {} : { bases: bases.paths }), ...(name?.kind === 'rule' ? { tableName: name.rule } : {}), ...(metadata === null ? {} : { metadata: metadata.path }),
    ...(hasArgs ? { args: args.from } : {}), ...(types === null ? {} : { types }), ...(bases.strange.length === 0 ? {} : { strange: bases.strange }),
  };
}

function mixinOf(body: Body): MixinDecl {
  const { cls, args, bases, metadata } = body;
  // A declarative base has metadata of its own where it names none.
  const own = bases.declarative && metadata === null ? { metadata: [`${cls.name}:metadata`] } : {};
  return {
    kind: 'mixin', symbol: cls.name, columns: body.columns, ...(args.constraints.length === 0 ? {} : { constraints: args.constraints }), ...(args.indexes.length === 0 ? {} : { indexes: args.indexes }),
    ...(args.schema === null ? {} : { schema: args.schema }), ...own, ...inherited(body),
  };
}
