import { removeItem } from '../../../text/bracketed.ts';
import { applyEdits } from '../../../text/edits.ts';
import { contains, type Span, type TextEdit } from '../../../text/span.ts';
import type { ManyInput, ManyRead } from '../../adapter.ts';
import { type Chain, chainOf, type Step } from '../query/chain.ts';
import { importEdits } from './imports.ts';
import { layoutOf } from './layout.ts';
import { type Names, namesAt } from './names.ts';

/** A read by one key as one by `in_`: of a query of old, of a `select` that a session is handed, of `session.get`. Null for one whose absence is an error, and for one that counts or cuts its rows. */
export function readMany(input: ManyInput): ManyRead | null {
  const { document: { text }, outline, fact, read } = input;
  const call = outline.calls.filter((one) => contains(read, one.span)).sort((a, b) => b.span.end - a.span.end || a.span.start - b.span.start)[0];
  if (fact.entity === undefined || call === undefined) return null;
  const names = namesAt(outline, read.start, outline.calls, []);
  const writing: Writing = { input, names, model: fact.entity.join('.'), awaits: /^\(*await\b/.test(text.slice(read.start, read.end)) };
  const rows = rowsOf(writing, chainOf(call, null));
  const layout = layoutOf(text, { outer: read.start, inner: read.start, quote: '"' });
  return rows === null ? null : { ...rows, attr: input.attr, imports: importEdits(text, outline, names.missing, layout) };
}

interface Writing { readonly input: ManyInput; readonly names: Names; readonly model: string; readonly awaits: boolean }
type Rows = Pick<ManyRead, 'rows' | 'takes'>;

/** What takes one row or none, and all of them. */
const TAKES: Readonly<Record<string, ManyRead['takes']>> = { first: 'row', one_or_none: 'row', scalar_one_or_none: 'row', all: 'rows' };
/** What makes other rows, or other things, of a statement than those that its conditions find. */
const OTHERWISE: ReadonlySet<string> = new Set(['offset', 'slice', '[]', 'distinct', 'group_by', 'having', 'with_entities', 'add_columns', 'from_self', 'from_statement', 'with_for_update', 'join_from', 'union', 'yield_per', 'populate_existing']);

function rowsOf(writing: Writing, { steps }: Chain): Rows | null {
  const { input: { comparison } } = writing;
  const got = steps.find(({ name, args, span }) => name === 'get' && args !== null && span.end === comparison.end);
  if (got !== undefined) return byPrimaryKey(writing, got);
  const handed = steps.findIndex(({ name, args }) => args !== null && /^(?:execute|scalars?)$/.test(name));
  const sends = steps[handed];
  return sends === undefined ? fromQuery(writing, steps) : fromSession(writing, sends, steps.slice(handed + 1));
}

const slice = (text: string, span: Span): string => text.slice(span.start, span.end);

/** `session.get(User, key)`, `session.query(User).get(key)`, `User.query.get(key)`. */
function byPrimaryKey({ input: { document: { text }, attr, keys }, names, model, awaits }: Writing, { object, args, keywords }: Step): Rows | null {
  const owner = slice(text, object.span);
  if (keywords.length > 0) return null;
  if (args?.length === 1) return { rows: `${owner}.filter(${model}.${attr}.in_(${keys}))`, takes: 'row' };
  const rows = `${owner}.scalars(${names.name('select')}(${model}).where(${model}.${attr}.in_(${keys})))`;
  return { rows: awaits ? `(await ${rows})` : rows, takes: 'row' };
}

/** `session.query(User).filter(User.id == key).first()`. */
function fromQuery(writing: Writing, steps: readonly Step[]): Rows | null {
  const last = steps.at(-1);
  const takes = last === undefined || last.args?.length !== 0 ? undefined : TAKES[last.name];
  const edits = statementEdits(writing, steps.slice(0, -1));
  if (last === undefined || takes === undefined || edits === null) return null;
  return { rows: edited(writing.input.document.text, last.object.span, edits), takes };
}

/** `session.execute(select(User).where(User.id == key)).scalar_one_or_none()`, `session.scalar(select(…))`. */
function fromSession(writing: Writing, sends: Step, behind: readonly Step[]): Rows | null {
  const { input: { document: { text } }, awaits } = writing;
  const [statement, ...others] = sends.args ?? [];
  const edits = statement === undefined || others.length > 0 || sends.keywords.length > 0 || !contains(statement.span, writing.input.comparison) ? null : statementEdits(writing, chainOf(statement, null).steps);
  const takes = takenBy(sends, behind);
  if (statement === undefined || edits === null || takes === null) return null;
  const many = edited(text, statement.span, edits);
  const said = `${slice(text, sends.object.span)}.${sends.name === 'execute' ? 'execute' : 'scalars'}(${many})`;
  const given = awaits ? `(await ${said})` : said;
  return { rows: sends.name === 'execute' ? `${given}.scalars()` : given, takes };
}

function takenBy({ name }: Step, behind: readonly Step[]): ManyRead['takes'] | null {
  if (behind.length === 0 && name !== 'scalar') return 'result';
  const asked = behind.filter(({ args }) => args?.length === 0).map((step) => step.name);
  if (asked.length !== behind.length) return null;
  if (name === 'scalar') return asked.length === 0 ? 'row' : null;
  const [first = '', ...rest] = name === 'execute' && asked[0] === 'scalars' ? asked.slice(1) : asked;
  const scalars = name === 'scalars' || asked[0] === 'scalars' || first === 'scalar_one_or_none';
  return rest.length > 0 || !scalars || !Object.hasOwn(TAKES, first) ? null : (TAKES[first] ?? null);
}

/** The condition for many keys, and no `limit(1)`; null for a statement that does something else with its rows. */
function statementEdits(writing: Writing, steps: readonly Step[]): readonly TextEdit[] | null {
  if (steps.some(({ name, args }) => args !== null && OTHERWISE.has(name))) return null;
  const limits = steps.filter(({ name, args }) => name === 'limit' && args !== null);
  if (limits.some(({ args }) => args?.[0]?.kind !== 'number' || args[0].value !== 1)) return null;
  const condition = conditionEdits(writing, steps);
  return condition === null ? null : [...condition, ...limits.map(({ object, span }): TextEdit => ({ span: { start: object.span.end, end: span.end }, newText: '' }))];
}

function conditionEdits({ input: { document: { text }, comparison, key, attr, keys }, model }: Writing, steps: readonly Step[]): readonly TextEdit[] | null {
  const column = /^([\w.]+)\s*==\s*$/.exec(text.slice(comparison.start, key.start))?.[1];
  if (column !== undefined && comparison.end === key.end) return [{ span: comparison, newText: `${column}.in_(${keys})` }];
  const by = steps.find(({ name, keywords }) => name === 'filter_by' && keywords.some(({ span }) => contains(span, key)));
  if (by === undefined) return null;
  const method = steps.some(({ name }) => name === 'query') ? 'filter' : 'where';
  const condition = `${method}(${model}.${attr}.in_(${keys}))`;
  if (by.keywords.length === 1 && by.args?.length === 0) return [{ span: { start: by.nameSpan.start, end: by.span.end }, newText: condition }];
  const list = { span: { start: text.indexOf('(', by.nameSpan.end), end: by.span.end }, items: by.keywords.map(({ span }) => span) };
  const index = by.keywords.findIndex(({ span }) => contains(span, key));
  return [removeItem(text, list, index), { span: { start: by.span.end, end: by.span.end }, newText: `.${condition}` }];
}

/** A piece of the document after edits in it. */
const edited = (text: string, span: Span, edits: readonly TextEdit[]): string =>
  applyEdits(slice(text, span), edits.map((edit) => ({ ...edit, span: { start: edit.span.start - span.start, end: edit.span.end - span.start } })));
