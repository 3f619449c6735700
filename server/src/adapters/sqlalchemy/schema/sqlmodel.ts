import type { ColumnDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost, ClassMember } from '../../../lang/outline.ts';
import { keyword } from '../alembic/arguments.ts';
import { referenceOf, textIn, truthIn } from '../alembic/reader.ts';
import { formOf, LISTS, withoutNone } from './annotation.ts';
import { type ColumnSite, columnCall, readColumn, referenceIn, typeAt } from './column.ts';
import { callWord, isTrue, type Reading, wordOf } from './reading.ts';
import { typedAs } from './typed.ts';

type Assigned = Extract<ClassMember, { readonly kind: 'assign' }>;

const MAX_DEPTH = 12;

/** Whether a class has fields that become columns: one of SQLModel's, by its bases of this file or by `table=True`. */
export function isSqlModel(reading: Reading, cls: ClassHost, depth = 0): boolean {
  if (hasTable(cls) || depth > MAX_DEPTH) return hasTable(cls);
  return cls.bases.some((base) => {
    const word = wordOf(reading, base);
    if (word === 'SQLModel') return true;
    const own = base.kind === 'identifier' ? reading.classes.get(base.name) : undefined;
    return own !== undefined && own !== cls ? isSqlModel(reading, own, depth + 1) : word !== null && word !== 'BaseModel' && usesFields(reading, cls);
  });
}

/** A class of a base that is not known here, whose fields are made by SQLModel's Field. */
const usesFields = (reading: Reading, cls: ClassHost): boolean =>
  reading.outline.imports.some(({ module }) => module === 'sqlmodel' || module.startsWith('sqlmodel.')) && cls.members.some((member) => member.kind === 'assign' && callWord(reading, member.value) === 'Field');

/** `class Hero(SQLModel, table=True)`: without it there is no table. */
export const hasTable = (cls: ClassHost): boolean => cls.keywords.some((property) => property.kind === 'property' && property.key === 'table' && isTrue(property.value));

/** A field as the column that it becomes; null for what is none. */
export function fieldColumn(reading: Reading, member: Assigned): ColumnDecl | null {
  if (member.type === null || member.name.startsWith('_') || member.name === 'model_config') return null;
  const form = formOf(member.type);
  if (form.name === 'ClassVar' || callWord(reading, member.value) === 'Relationship') return null;
  const call = member.value?.kind === 'call' && callWord(reading, member.value) === 'Field' ? member.value : fieldIn(reading, member.type);
  const site: ColumnSite = { attr: member.name, annotation: null, span: member.span };
  const own = call === null ? null : columnCall(reading, keyword(call, 'sa_column'));
  if (own !== null) return readColumn(reading, own, site);
  if (call === null && LISTS.has(withoutNone(form).form.name)) return null;
  return ofField(reading, { call, form, site });
}

/** `Annotated[int, Field(primary_key=True)]`. */
function fieldIn(reading: Reading, type: HostExpr): CallHost | null {
  const items = type.kind === 'subscript' && type.index.kind === 'array' ? type.index.items : [];
  const found = items.find((item) => callWord(reading, item) === 'Field');
  return found?.kind === 'call' ? found : null;
}

interface Field { readonly call: CallHost | null; readonly form: ReturnType<typeof formOf>; readonly site: ColumnSite }

function ofField(reading: Reading, { call, form, site }: Field): ColumnDecl {
  const { reader } = reading;
  const given = (name: string): HostExpr | undefined => (call === null ? undefined : keyword(call, name));
  const says = (name: string): boolean | null => truthIn(reader, given(name)) ?? inKwargs(given('sa_column_kwargs'), name);
  const written = given('sa_type') === undefined ? null : typeAt(given('sa_type') ?? form.expr ?? { kind: 'unknown', span: site.span }, reader);
  const typed = typedAs(reading, form, written !== null);
  const length = given('max_length');
  const size = length === undefined ? null : reader.number(length);
  const primaryKey = says('primary_key') === true;
  const nullable = says('nullable');
  const [unique, indexed] = [says('unique') === true, says('index') === true];
  const text = textIn(reader, given('foreign_key'));
  const target = text === null ? null : referenceOf(text);
  const list = given('sa_column_args');
  const reference = target === null ? referenceIn(reading, list?.kind === 'array' ? list.items : [], reader) : { references: null, refersTo: target, onDelete: textIn(reader, given('ondelete'))?.toLowerCase() ?? null };
  const type = written?.type ?? typed.type;
  return {
    kind: 'column', attr: site.attr, name: textIn(reader, entryOf(given('sa_column_kwargs'), 'name')), type: type === 'varchar' && size !== null && !typed.few ? `varchar(${size})` : type, ...(written?.few === true || typed.few ? { few: true } : {}),
    notNull: primaryKey || (nullable === null ? !typed.optional : !nullable), primaryKey, unique: unique && !indexed, ...reference, ...(indexed ? { indexed: { unique, span: given('index')?.span ?? site.span } } : {}), span: site.span,
  };
}

const entryOf = (expr: HostExpr | undefined, name: string): HostExpr | undefined => {
  const found = expr?.kind === 'object' ? expr.properties.find((property) => property.kind === 'property' && property.key === name) : undefined;
  return found?.kind === 'property' ? found.value : undefined;
};

const inKwargs = (expr: HostExpr | undefined, name: string): boolean | null => { const value = entryOf(expr, name); return value?.kind === 'boolean' ? value.value : null; };
