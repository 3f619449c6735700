import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { Binding, ClassHost, Outline } from '../../../lang/outline.ts';
import { importedAs, type Missing } from './imports.ts';
import { lastName, type Target } from './target.ts';

/** Names of the libraries as one declaration calls them; what is not imported yet is noted. */
export interface Names {
  readonly name: (imported: keyof typeof HOMES) => string;
  readonly missing: readonly Missing[];
}

interface Home { readonly module: string; /** Other modules that give the same thing. */ readonly also: RegExp; /** What it is imported as where the plain name means something else. */ readonly otherwise: string }

const CORE = /^sqlalchemy(?:\.schema|\.sql(?:\.\w+)?)?$/;
const HOMES = {
  Index: { module: 'sqlalchemy', also: CORE, otherwise: 'SqlIndex' },
  text: { module: 'sqlalchemy', also: CORE, otherwise: 'sql_text' },
  and_: { module: 'sqlalchemy', also: CORE, otherwise: 'sql_and' },
  or_: { module: 'sqlalchemy', also: CORE, otherwise: 'sql_or' },
  mapped_column: { module: 'sqlalchemy.orm', also: /^sqlalchemy\.orm$/, otherwise: 'sql_mapped_column' },
  select: { module: 'sqlalchemy', also: /^(?:sqlalchemy(?:\.sql(?:\.\w+)?|\.future)?|sqlmodel(?:\.\w+)*)$/, otherwise: 'sql_select' },
  insert: { module: 'sqlalchemy', also: CORE, otherwise: 'sql_insert' },
  selectinload: { module: 'sqlalchemy.orm', also: /^sqlalchemy\.orm(?:\.\w+)?$/, otherwise: 'load_selectin' },
  joinedload: { module: 'sqlalchemy.orm', also: /^sqlalchemy\.orm(?:\.\w+)?$/, otherwise: 'load_joined' },
  Field: { module: 'sqlmodel', also: /^sqlmodel(?:\.main)?$/, otherwise: 'SqlField' },
} as const satisfies Record<string, Home>;

/** What each module is asked for by: names that a file says with the module in front of them. */
const OF_MODULE: Readonly<Record<string, RegExp>> = {
  sqlalchemy: /^(?:Column|ForeignKey|Index|UniqueConstraint|ForeignKeyConstraint|PrimaryKeyConstraint|CheckConstraint|Table|text|func|[A-Z]\w*)$/,
  'sqlalchemy.orm': /^(?:mapped_column|relationship|Mapped|backref|deferred|column_property|(?:joined|selectin|subquery|lazy)load|contains_eager)$/,
  sqlmodel: /^(?:Field|SQLModel|Relationship)$/,
};

/** @param offset where the names are to be used: a column named `text` hides the function in its class's body */
export function namesAt(outline: Outline, offset: number, around: readonly CallHost[], bases: readonly HostExpr[]): Names {
  const missing: Missing[] = [];
  const name = (imported: keyof typeof HOMES): string => {
    const { module, also, otherwise } = HOMES[imported];
    const named = importedAs(outline, offset, (binding) => binding.import?.imported === imported && also.test(binding.import.module));
    if (named !== null) return named.name;
    const prefix = prefixOf(outline, offset, { module, around, bases });
    if (prefix !== null) return `${prefix}.${imported}`;
    const taken = outline.resolve(imported, offset) !== null || outline.bindings.some((binding) => binding.topLevel && binding.name === imported);
    if (!taken && outline.imports.some(({ local, module: from }) => local === '*' && from === module)) return imported;
    const local = taken ? otherwise : imported;
    if (!missing.some((one) => one.imported === imported)) missing.push({ imported, module, local });
    return local;
  };
  return { name, missing };
}

interface Asked { readonly module: string; readonly around: readonly CallHost[]; readonly bases: readonly HostExpr[] }

/** `db` of `db.Column(…)` and `class A(db.Model)`, `sa` of `sa.Column(…)`, a module that is imported whole; null where names stand by themselves. */
function prefixOf(outline: Outline, offset: number, { module, around, bases }: Asked): string | null {
  const pattern = OF_MODULE[module];
  const written = pattern === undefined ? undefined : around.flatMap(({ callee }) => (callee.kind === 'member' && pattern.test(callee.property) ? (dotted(callee.object) ?? []) : [])).find((prefix) => gives(outline, offset, prefix, module));
  if (written !== undefined) return written;
  const extension = bases.flatMap((base) => (base.kind === 'member' && base.property === 'Model' ? (dotted(base.object) ?? []) : []))[0];
  const alone = around.some(({ callee }) => callee.kind === 'identifier' && pattern?.test(callee.name) === true);
  if (extension !== undefined && !alone && module !== 'sqlmodel') return extension;
  return importedAs(outline, offset, (binding) => isWhole(binding, module))?.name ?? null;
}

const isWhole = (binding: Binding, module: string): boolean =>
  (binding.import?.imported === '*' && binding.import.module === module) || (binding.import !== null && `${binding.import.module}.${binding.import.imported}` === module);

/** Whether a module said in front has the names of another: `orm.` has none of SQLAlchemy's core. */
function gives(outline: Outline, offset: number, prefix: string, module: string): boolean {
  const [head = '', ...rest] = prefix.split('.');
  const bound = outline.resolve(head, offset)?.import ?? null;
  const path = bound === null ? null : [bound.module, ...(bound.imported === '*' ? [] : [bound.imported]), ...rest].join('.');
  if (path === null || !/^(?:sqlalchemy|sqlmodel|geoalchemy2|pgvector)\b/.test(path)) return true;
  return path === module;
}

function dotted(expr: HostExpr): string | null {
  if (expr.kind === 'identifier') return expr.name === 'this' ? null : expr.name;
  if (expr.kind !== 'member') return null;
  const object = dotted(expr.object);
  return object === null ? null : `${object}.${expr.property}`;
}

/** All calls that make up a declaration, inner ones too. */
export function callsIn(target: Target): readonly CallHost[] {
  const roots = target.kind === 'call' ? [target.call] : valuesOf(target.cls);
  return roots.flatMap((root) => nested(root, 0));
}

const valuesOf = (cls: ClassHost): readonly HostExpr[] => cls.members.flatMap((member) => (member.kind === 'assign' && member.value !== null ? [member.value] : member.kind === 'function' ? member.value.returns : []));

/** Deeper than any declaration that a person wrote. */
const DEEPEST = 6;

function nested(expr: HostExpr, depth: number): readonly CallHost[] {
  if (depth > DEEPEST) return [];
  if (expr.kind === 'array') return expr.items.flatMap((item) => nested(item, depth + 1));
  if (expr.kind !== 'call') return [];
  const values = [...expr.args, ...(expr.keywords ?? []).flatMap((one) => (one.kind === 'property' ? [one.value] : []))];
  return [expr, ...values.flatMap((value) => nested(value, depth + 1))];
}

/** Whether a declaration is one of SQLModel's, whose columns are made by `Field`. */
export const isSqlModel = (cls: ClassHost): boolean =>
  cls.keywords.some((one) => one.kind === 'property' && one.key === 'table') || cls.bases.some((base) => lastName(base) === 'SQLModel') || cls.members.some((member) => member.kind === 'assign' && member.value?.kind === 'call' && lastName(member.value.callee) === 'Field');
