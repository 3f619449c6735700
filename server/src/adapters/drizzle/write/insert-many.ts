import type { InsertInput, ManyInsert } from '../../adapter.ts';
import { chainOf } from '../chain.ts';

/** What may stand beside the values without a meaning for one row alone. */
const BESIDE: ReadonlySet<string> = new Set(['insert', 'values', 'onConflictDoNothing', 'run', 'execute', 'ignore']);

/** `db.insert(t).values({ … })` as one of a list; the library refuses an empty one. */
export function insertMany({ document: { text }, outline, fact, sent }: InsertInput): ManyInsert | null {
  const call = outline.calls.find(({ span }) => span.start === fact.span.start && span.end <= sent.end);
  const steps = call === undefined ? [] : chainOf(call, null).steps.filter(({ args }) => args !== null);
  const values = steps.find(({ name }) => name === 'values')?.args ?? [];
  const [row] = values;
  if (call === undefined || values.length !== 1 || row?.kind !== 'object' || call.span.end !== sent.end || steps.some(({ name }) => !BESIDE.has(name))) return null;
  const source = text.slice(row.span.start, row.span.end);
  if (/\bawait\b/.test(source)) return null;
  const whole = (rows: string): string => text.slice(sent.start, row.span.start) + rows + text.slice(row.span.end, sent.end);
  return { row: source, whole, needsRows: true, imports: [] };
}
