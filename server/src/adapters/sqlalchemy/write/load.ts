import type { HostExpr } from '../../../lang/expression.ts';
import { append } from '../../../text/bracketed.ts';
import type { Span, TextEdit } from '../../../text/span.ts';
import type { LoadInput, LoadStep } from '../../adapter.ts';
import { type Chain, chainOf, keywordOf, type Step } from '../query/chain.ts';
import { importEdits } from './imports.ts';
import { type Layout, layoutOf, listStyle } from './layout.ts';
import { type Names, namesAt } from './names.ts';

/**
 * Puts `.options(selectinload(Post.comments))` behind the start of a statement, or its loader among the options that are there: a to-one relation comes by a join, the rows of a to-many one by one
 * further statement. Null for a statement whose start is not written out at its place.
 */
export function writeLoad({ document: { text }, outline, fact, path }: LoadInput): readonly TextEdit[] | null {
  const chain = chainAt(outline.calls, outline.bindings.flatMap(({ init }) => init ?? []), fact.span);
  const start = chain === null ? null : startOf(chain);
  if (chain === null || start === null) return null;
  const names = namesAt(outline, fact.span.start, outline.calls, []);
  const quote = text.split("'").length > text.split('"').length ? "'" : '"';
  const writing: Writing = { text, names, path, layout: layoutOf(text, { outer: fact.span.start, inner: fact.span.start, quote }), joins: !chain.steps.some(({ name }) => NO_JOIN.has(name)) };
  const edits = intoStatement(writing, chain, start);
  return edits === null ? null : [...edits, ...importEdits(text, outline, names.missing, writing.layout)];
}

interface Writing { readonly text: string; readonly names: Names; readonly path: readonly LoadStep[]; readonly layout: Layout; /** Whether a further join changes nothing about which rows come. */ readonly joins: boolean }

/** A lock reaches the joined rows too (PostgreSQL refuses it on an outer join's), and the columns of a join would be grouped or compared with the others. */
const NO_JOIN: ReadonlySet<string> = new Set(['with_for_update', 'distinct', 'group_by', 'union', 'union_all']);

/** The chain that a fact is about: the shortest that holds its beginning. */
function chainAt(calls: readonly HostExpr[], values: readonly HostExpr[], span: Span): Chain | null {
  const found = [...calls, ...values].filter((expr) => expr.span.start === span.start && (expr.kind === 'call' || expr.kind === 'member')).sort((a, b) => b.span.end - a.span.end)[0];
  return found === undefined ? null : chainOf(found, null);
}

interface Start { readonly span: Span; readonly get: Step | null; /** The steps behind it. */ readonly rest: readonly Step[] }

/** `session.query(Post)`, `select(Post)`, `Post.query`, `session.get(Post, 1)`. */
function startOf({ base, steps }: Chain): Start | null {
  if (base.kind === 'call') return base.callee.kind === 'identifier' && base.callee.name === 'select' ? { span: base.span, get: null, rest: steps } : null;
  const at = steps.findIndex(({ name, args }) => name === 'query' || (args !== null && (name === 'select' || (name === 'get' && args.length === 2))));
  const step = steps[at];
  return step === undefined ? null : { span: step.span, get: step.name === 'get' ? step : null, rest: steps.slice(at + 1) };
}

function intoStatement(writing: Writing, { steps }: Chain, start: Start): readonly TextEdit[] | null {
  if (start.get !== null) return intoGet(writing, start.get);
  const options = steps.filter(({ name, args }) => name === 'options' && args !== null);
  for (const step of options) {
    const extended = extendedBy(writing, step);
    if (extended !== null) return [extended];
  }
  const first = options.find((step) => step.keywords.length === 0);
  return first === undefined ? [behindStart(writing, start)] : append(writing.text, { span: bracketsOf(writing.text, first), items: (first.args ?? []).map(({ span }) => span) }, loaderText(writing), listStyle(writing.layout));
}

/** `session.get(Post, 1, options=[…])`. */
function intoGet(writing: Writing, step: Step): readonly TextEdit[] | null {
  const given = keywordOf(step.keywords, 'options');
  if (given?.kind === 'array') return append(writing.text, { span: given.span, items: given.items.map(({ span }) => span) }, loaderText(writing), listStyle(writing.layout));
  if (given !== null) return null;
  const items = [...(step.args ?? []).map(({ span }) => span), ...step.keywords.map(({ span }) => span)];
  return append(writing.text, { span: bracketsOf(writing.text, step), items }, `options=[${loaderText(writing)}]`, listStyle(writing.layout));
}

const bracketsOf = (text: string, { nameSpan, span }: Step): Span => ({ start: text.indexOf('(', nameSpan.end), end: span.end });

/** A chain whose links stand on lines of their own gets one line more. */
function behindStart(writing: Writing, { span, rest }: Start): TextEdit {
  const next = rest[0];
  const gap = next === undefined ? '' : (/^(\s*)\.\s*$/.exec(writing.text.slice(span.end, next.nameSpan.start))?.[1] ?? '');
  return { span: { start: span.end, end: span.end }, newText: `${gap}.options(${loaderText(writing)})` };
}

const LOADERS: ReadonlySet<string> = new Set(['joinedload', 'selectinload', 'subqueryload', 'immediateload', 'contains_eager', 'defaultload']);

/** `selectinload(Post.comments)` that is there already leads on: `.joinedload(Comment.author)`. */
function extendedBy(writing: Writing, options: Step): TextEdit | null {
  const before = writing.path.slice(0, -1).map(({ relation }) => relation).join('.');
  const last = writing.path.at(-1);
  if (before === '' || last === undefined) return null;
  const found = (options.args ?? []).find((option) => relationsOf(option) === before);
  return found === undefined ? null : { span: { start: found.span.end, end: found.span.end }, newText: `.${loaderFor(writing, last)}(${last.owner}.${last.relation})` };
}

/** The relations along one loader's chain; null where it is no plain chain of loaders. */
function relationsOf(option: HostExpr): string | null {
  const { base, steps } = chainOf(option, null);
  const links = [...(base.kind === 'call' && base.callee.kind === 'identifier' ? [{ name: base.callee.name, args: base.args }] : []), ...steps.filter(({ args }) => args !== null)];
  const relations = links.map(({ name, args }) => (LOADERS.has(name) && args?.length === 1 && args[0]?.kind === 'member' ? args[0].property : null));
  return relations.length === 0 || relations.includes(null) ? null : relations.join('.');
}

const loaderFor = ({ joins }: Writing, { many }: LoadStep): 'selectinload' | 'joinedload' => (many || !joins ? 'selectinload' : 'joinedload');

const loaderText = (writing: Writing): string =>
  writing.path.map((step, index) => `${index === 0 ? writing.names.name(loaderFor(writing, step)) : loaderFor(writing, step)}(${step.owner}.${step.relation})`).join('.');
