import type { CallHost, HostProperty } from '../../../lang/expression.ts';
import { contains } from '../../../text/span.ts';
import type { InsertInput, ManyInsert } from '../../adapter.ts';
import { chainOf, type Step } from '../query/chain.ts';

const BESIDE: ReadonlySet<string> = new Set(['insert', 'values', 'on_conflict_do_nothing', 'prefix_with', 'inline']);

/** `session.execute(insert(X).values(…))` as one call with a list of rows, which the driver sends at once; with an empty list it would insert a row of defaults. */
export function insertMany({ document: { text }, outline, sent }: InsertInput): ManyInsert | null {
  const call = outline.calls.filter(({ span }) => contains(sent, span) && span.end === sent.end).sort((a, b) => a.span.start - b.span.start)[0];
  const steps = call === undefined ? [] : chainOf(call, null).steps;
  const execute = steps.at(-1);
  const [statement, given, ...others] = execute?.args ?? [];
  if (call === undefined || execute?.name !== 'execute' || statement === undefined || others.length > 0 || execute.keywords.length > 0) return null;
  const slice = ({ start, end }: { readonly start: number; readonly end: number }): string => text.slice(start, end);
  if (/\bawait\b/.test(slice(statement.span))) return null;
  const until = text.slice(sent.start, statement.span.start);
  const behind = text.slice(execute.span.end, sent.end);
  if (given !== undefined) return given.kind !== 'object' || /\.values\(/.test(slice(statement.span)) ? null : { row: slice(given.span), whole: (rows) => `${until}${slice(statement.span)}, ${rows})${behind}`, needsRows: true, imports: [] };
  const values = valuesOf(statement.kind === 'call' ? statement : null);
  const row = values === null ? null : rowText(values, text);
  if (values === null || row === null) return null;
  const plain = text.slice(statement.span.start, values.object.span.end) + text.slice(values.span.end, statement.span.end);
  return { row, whole: (rows) => `${until}${plain}, ${rows})${behind}`, needsRows: true, imports: [] };
}

function valuesOf(statement: CallHost | null): Step | null {
  const steps = statement === null ? [] : chainOf(statement, null).steps.filter(({ args }) => args !== null);
  return steps.every(({ name }) => BESIDE.has(name)) ? (steps.find(({ name }) => name === 'values') ?? null) : null;
}

/** A dict of the values, which may be given by name or as one. */
function rowText({ args, keywords }: Step, text: string): string | null {
  const slice = ({ start, end }: { readonly start: number; readonly end: number }): string => text.slice(start, end);
  const [only] = args ?? [];
  if (only !== undefined) return only.kind === 'object' && keywords.length === 0 && args?.length === 1 ? slice(only.span) : null;
  const quote = text.split("'").length > text.split('"').length ? "'" : '"';
  const entry = (one: HostProperty): string | null => (one.kind === 'property' ? `${quote}${one.key}${quote}: ${slice(one.value.span)}` : one.kind === 'spread' ? `**${slice(one.arg.span)}` : null);
  const entries = keywords.map(entry);
  return entries.length === 0 || entries.includes(null) ? null : `{${entries.join(', ')}}`;
}
