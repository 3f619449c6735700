import type { RelationEntry, RelationsDecl } from '../../../facts/schema.ts';
import type { CallHost, HostExpr } from '../../../lang/expression.ts';
import type { ClassHost } from '../../../lang/outline.ts';
import { keyword } from '../alembic/arguments.ts';
import { textIn } from '../alembic/reader.ts';
import { formOf, LISTS, type TypeForm, withoutNone } from './annotation.ts';
import type { AttributeOf } from './keys.ts';
import { callWord, isCall, pathOf, type Reading } from './reading.ts';
import { mappedForm } from './typed.ts';

const RELATIONS: ReadonlySet<string> = new Set(['relationship', 'Relationship', 'relation', 'dynamic_loader']);

/** The call that makes a relation; null for anything else. */
export function relationCall(reading: Reading, expr: HostExpr | null | undefined): CallHost | null {
  const word = callWord(reading, expr);
  return isCall(expr) && word !== null && RELATIONS.has(word) ? expr : null;
}

export interface RelationSite { readonly name: string; readonly annotation: HostExpr | null; readonly cls: ClassHost; readonly attributeOf: AttributeOf }

/** A relation of a class, and those that its `backref` makes of the other class. */
export function readRelation(reading: Reading, call: CallHost, site: RelationSite): { readonly own: RelationEntry; readonly back: RelationsDecl | null } | null {
  const form = targetForm(reading, site.annotation);
  const target = targetOf(reading, call, form);
  if (target === null) return null;
  const columns = joinColumns(reading, call, site);
  const many = isMany(reading, call, form);
  const through = throughOf(reading, call);
  const own: RelationEntry = {
    name: site.name, ...target, ...loadingOf(reading, call, callWord(reading, call) === 'dynamic_loader' ? 'DynamicMapped' : wrapperOf(site.annotation)), cardinality: many ?? (columns.fields.length === 0 && !looksOwned(site)) ? 'many' : 'one', ...(many === null && columns.fields.length === 0 ? { guessed: true } : {}), ...columns, ...(through === null ? {} : { through }),
  };
  return { own, back: backOf(reading, call, site, own) };
}

/** `Mapped[List['Post']]`, or what SQLModel has it as: `list['Post']`. */
function targetForm(reading: Reading, annotation: HostExpr | null): TypeForm | null {
  if (annotation === null) return null;
  const mapped = mappedForm(reading, annotation);
  if (mapped !== null) return mapped;
  const form = formOf(annotation);
  return form.name === 'DynamicMapped' || form.name === 'WriteOnlyMapped' || callWord(reading, annotation) === null ? form : null;
}

type Target = Pick<RelationEntry, 'target' | 'targetByName'>;

/** The class by its name, its path, or a function that gives it; else what the annotation says. */
function targetOf(reading: Reading, call: CallHost, form: TypeForm | null): Target | null {
  const given = keyword(call, 'argument') ?? call.args[0];
  const made = given?.kind === 'function' ? given.returns[0] : given;
  const text = textIn(reading.reader, made);
  if (text !== null) return byName(text);
  const path = pathOf(made);
  if (path !== null) return { target: path };
  if (form === null) return null;
  const { form: inner } = withoutNone(form);
  const item = LISTS.has(inner.name) ? withoutNone(inner.args.at(-1) ?? inner).form : inner;
  const written = item.expr === null ? null : pathOf(item.expr);
  return written !== null && written.length > 1 ? { target: written } : item.name === '' ? null : byName(item.name);
}

/** `app.models.User` is looked for as User; one that the file binds is what it says there. */
function byName(text: string): Target {
  const name = /^[\w.]+$/.test(text) ? text.slice(text.lastIndexOf('.') + 1) : '';
  return { target: [name], targetByName: true };
}

function isMany(reading: Reading, call: CallHost, form: TypeForm | null): boolean | null {
  const uselist = keyword(call, 'uselist');
  if (uselist?.kind === 'boolean') return uselist.value;
  if (callWord(reading, call) === 'dynamic_loader' || keyword(call, 'secondary') !== undefined || keyword(call, 'link_model') !== undefined || keyword(call, 'collection_class') !== undefined) return true;
  return form === null ? null : LISTS.has(withoutNone(form).form.name);
}

/** `author` beside a column `author_id`. */
const looksOwned = ({ name, cls }: RelationSite): boolean => cls.members.some((member) => member.kind !== 'other' && (member.name === `${name}_id` || member.name === `${name}_uuid` || member.name === `id_${name}`));

/** By the value of `lazy`. `immediate` asks for every row by itself, though not where the relation is read. */
const LOADING: Readonly<Record<string, NonNullable<RelationEntry['loading']>>> = {
  select: 'access', joined: 'join', selectin: 'batch', subquery: 'batch', immediate: 'batch', selectinload: 'batch', dynamic: 'query', write_only: 'never', raise: 'never', raise_on_sql: 'never', noload: 'never', none: 'never',
};

/** When a relation is loaded, as its call says, else as its annotation does (`DynamicMapped`). What is only viewed may be filled by code of the project. */
function loadingOf(reading: Reading, call: CallHost, wrapper: string): Pick<RelationEntry, 'loading'> {
  const lazy = inKwargs(call, 'lazy');
  const viewed = inKwargs(call, 'viewonly');
  if (viewed?.kind === 'boolean' && viewed.value) return {};
  if (lazy?.kind === 'boolean') return { loading: lazy.value ? 'access' : 'join' };
  if (lazy?.kind === 'nothing') return { loading: 'never' };
  if (lazy !== undefined) { const text = textIn(reading.reader, lazy) ?? ''; return Object.hasOwn(LOADING, text) ? { loading: LOADING[text] ?? 'access' } : {}; }
  return { loading: wrapper === 'DynamicMapped' ? 'query' : wrapper === 'WriteOnlyMapped' ? 'never' : 'access' };
}

const wrapperOf = (annotation: HostExpr | null): string => (annotation === null ? '' : formOf(annotation).name);

interface JoinColumns { readonly fields: readonly string[]; readonly references: readonly string[] }

/** Which columns join, where the relation says it itself: `foreign_keys=`, `primaryjoin=`. */
function joinColumns(reading: Reading, call: CallHost, site: RelationSite): JoinColumns {
  const joined = primaryJoin(reading, call, site);
  if (joined !== null) return joined;
  const given = inKwargs(call, 'foreign_keys');
  const items = given === undefined ? [] : given.kind === 'array' ? given.items : [given];
  const sides = items.flatMap((item) => sideOf(reading, item, site));
  const own = sides.filter((side) => side.own).map(({ attr }) => attr);
  const other = sides.filter((side) => !side.own).map(({ attr }) => attr);
  // Columns of the other table alone: they are its foreign key to this one.
  return own.length > 0 ? { fields: own, references: [] } : { fields: [], references: other };
}

/** SQLModel hands on what is SQLAlchemy's. */
function inKwargs(call: CallHost, name: string): HostExpr | undefined {
  const plain = keyword(call, name);
  if (plain !== undefined) return plain;
  const kwargs = keyword(call, 'sa_relationship_kwargs');
  const found = kwargs?.kind === 'object' ? kwargs.properties.find((property) => property.kind === 'property' && property.key === name) : undefined;
  return found?.kind === 'property' ? found.value : undefined;
}

interface Side { readonly own: boolean; readonly attr: string }

/** A column of one of the two tables: by itself, by its class, or as text (`'Post.author_id'`, `'[Post.author_id]'`). */
function sideOf(reading: Reading, expr: HostExpr, { attributeOf, cls }: RelationSite): readonly Side[] {
  const attr = attributeOf(expr);
  if (attr !== null) return [{ own: true, attr }];
  const text = textIn(reading.reader, expr);
  if (text !== null) return [...text.matchAll(/(?:(\w+)\.)?(\w+)(?=\s*[\],]|\s*$)/g)].map(([, owner, name]) => ({ own: owner === undefined || owner === cls.name, attr: name ?? '' }));
  const path = pathOf(expr);
  return path === null ? [] : [{ own: false, attr: path.at(-1) ?? '' }];
}

/** Pairs of equal columns in `primaryjoin`, as text or as an expression; null where there is none, or one that is not equal columns alone. */
function primaryJoin(reading: Reading, call: CallHost, site: RelationSite): JoinColumns | null {
  const given = inKwargs(call, 'primaryjoin');
  if (given === undefined) return null;
  const text = textIn(reading.reader, given);
  const pairs = text === null ? pairsIn(reading, given.kind === 'function' ? (given.returns[0] ?? given) : given, site) : pairsOfText(text, site.cls.name);
  return pairs.length === 0 ? null : { fields: pairs.map(([own]) => own), references: pairs.map(([, other]) => other) };
}

type Pair = readonly [own: string, other: string];

const pairsOfText = (text: string, owner: string): readonly Pair[] =>
  [...text.replace(/\b(?:foreign|remote)\(([\w.]+)\)/g, '$1').matchAll(/(\w+)\.(\w+)\s*==\s*(\w+)\.(\w+)/g)].flatMap(([, a, x = '', b, y = '']): Pair[] => (a === b ? [] : a === owner ? [[x, y]] : b === owner ? [[y, x]] : []));

function pairsIn(reading: Reading, expr: HostExpr, site: RelationSite): readonly Pair[] {
  if (isCall(expr)) return callWord(reading, expr) === 'and_' ? expr.args.flatMap((arg) => pairsIn(reading, arg, site)) : [];
  if (expr.kind !== 'binary') return [];
  if (expr.op === '&') return [...pairsIn(reading, expr.left, site), ...pairsIn(reading, expr.right, site)];
  const sides = expr.op === '==' ? [expr.left, expr.right].map((side) => sideOf(reading, isCall(side) ? (side.args[0] ?? side) : side, site)[0]) : [];
  const own = sides.find((side) => side?.own === true);
  const other = sides.find((side) => side?.own === false);
  return own === undefined || other === undefined ? [] : [[own.attr, other.attr]];
}

/** The table between two, by a name of the file or the table's own. */
function throughOf(reading: Reading, call: CallHost): NonNullable<RelationEntry['through']> | null {
  const given = inKwargs(call, 'secondary') ?? keyword(call, 'link_model');
  const made = given?.kind === 'function' ? given.returns[0] : given;
  const text = textIn(reading.reader, made);
  const path = text === null ? pathOf(made) : text.split('.').slice(-1);
  return path === null ? null : { table: path, fields: [], references: [] };
}

/** `backref='posts'`, `backref=backref('posts', lazy='dynamic')`: the other class's way back. */
function backOf(reading: Reading, call: CallHost, { cls }: RelationSite, own: RelationEntry): RelationsDecl | null {
  const given = inKwargs(call, 'backref');
  const made = isCall(given) && callWord(reading, given) === 'backref' ? given : null;
  const name = textIn(reading.reader, made === null ? given : made.args[0]);
  if (name === null) return null;
  const uselist = made === null ? undefined : keyword(made, 'uselist');
  const cardinality = uselist?.kind === 'boolean' ? (uselist.value ? 'many' : 'one') : own.through !== undefined || own.cardinality === 'one' ? 'many' : 'one';
  const loading = made === null ? { loading: 'access' as const } : loadingOf(reading, made, '');
  const entry: RelationEntry = { name, target: [cls.name], ...loading, cardinality, ...(own.guessed === true && uselist === undefined ? { guessed: true } : {}), fields: own.references, references: own.fields, ...(own.through === undefined ? {} : { through: own.through }) };
  return { kind: 'relations', from: own.target, ...(own.targetByName === true ? { fromByName: true } : {}), entries: [entry] };
}
