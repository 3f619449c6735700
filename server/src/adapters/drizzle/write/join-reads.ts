import type { Span } from '../../../text/span.ts';
import type { JoinedRead, JoinInput, JoinLink } from '../../adapter.ts';
import { chainOf, type Step } from '../chain.ts';

interface Read { readonly sender: string; readonly table: string; readonly where: string; readonly awaits: boolean }

/** Plain reads of one row (`await db.select().from(a).where(…).limit(1)`) as one of a join, whose tables come by the names of the variables. */
export function joinReads(input: JoinInput): JoinedRead | null {
  const reads: Read[] = [];
  for (const link of input.links) {
    const read = readOf(input, link, reads.at(-1)?.table ?? null);
    if (read === null) return null;
    reads.push(read);
  }
  const [first, ...others] = reads;
  if (first === undefined || others.some(({ sender, awaits }) => sender !== first.sender || awaits !== first.awaits)) return null;
  const columns = input.links.map(({ row }, index) => { const table = reads[index]?.table ?? ''; return row === table ? row : `${row}: ${table}`; }).join(', ');
  const joins = others.map(({ table, where }) => `.innerJoin(${table}, ${where})`).join('');
  return { read: `${first.awaits ? 'await ' : ''}${first.sender}.select({ ${columns} }).from(${first.table})${joins}.where(${first.where}).limit(1)`, gives: 'object', imports: [] };
}

const slice = (text: string, { start, end }: Span): string => text.slice(start, end);

function readOf({ document: { text }, outline }: JoinInput, { fact, read, by }: JoinLink, before: string | null): Read | null {
  const call = outline.calls.find(({ span }) => span.start === fact.span.start && span.end === read.end);
  const steps = call === undefined ? [] : chainOf(call, null).steps;
  const from = steps.findIndex(({ name }) => name === 'select');
  const [select, source, condition, limit, ...others] = steps.slice(from).filter(({ args }) => args !== null);
  if (call === undefined || select?.args?.length !== 0 || !isOne(source, 'from') || !isOne(condition, 'where') || others.length > 0 || (limit !== undefined && (limit.name !== 'limit' || slice(text, limit.args?.[0]?.span ?? limit.span) !== '1'))) return null;
  const where = condition?.args?.[0]?.span;
  const table = source?.args?.[0];
  const sender = text.slice(fact.span.start, select.nameSpan.start).replace(/\s*\.\s*$/, '');
  if (where === undefined || table?.kind !== 'identifier' || (by !== null && before === null)) return null;
  const asked = by === null ? slice(text, where) : `${text.slice(where.start, by.value.start)}${before}.${by.attr}${text.slice(by.value.end, where.end)}`;
  return { sender, table: table.name, where: asked, awaits: /^await\b/.test(slice(text, read)) };
}

const isOne = (step: Step | undefined, name: string): boolean => step?.name === name && step.args?.length === 1;
