import type { QueryFact } from '../../facts/query.ts';
import type { SentQuery } from '../../rules/rule.ts';
import { contains, type Span } from '../../text/span.ts';
import type { Fix } from '../fix.ts';
import type { SourceFile } from '../sources.ts';
import { eventOf, type AskedFlow, type FlowFixInput } from './asked.ts';
import { type BatchInput, batchEdits, keysText } from './batch.ts';
import { keysOf } from './key.ts';
import { readInLoop } from './read-in-loop.ts';
import { trailTo } from './trail.ts';

/** Reads the rows of all rounds at once before the loop, and looks them up in it. Someone has to look: the rows are those of before the loop. */
export function manyFixes({ asked, writers, view }: FlowFixInput): readonly Fix[] {
  const sent = sentInLoop(asked);
  if (sent === null) return [];
  const { fact, place: { path } } = sent;
  const text = view.text(path);
  const source = text === null ? null : writers.sources.read(path, text);
  const read = writers.adapters.get(fact.adapter)?.readMany;
  if (source === null || source.outline === null || read === undefined) return [];
  for (const key of keysOf(fact, sent.query, sent.table)) {
    const core = coreOf(fact);
    const trail = core === null ? null : trailTo(source.outline.flow?.() ?? { units: [], classes: [] }, core);
    const loop = trail === null ? null : readInLoop(trail, key.value);
    if (loop === null || !contains(loop.read, fact.span)) continue;
    const input: BatchInput = { ...languageOf(source), text: source.document.text, loop, key: key.value, row: rowName(fact, sent.table.name, languageOf(source).language), isList: isList(source, loop.iterable.span), unique: key.unique };
    const { keys, ...rest } = keysText(input);
    const many = read({ document: source.document, outline: source.outline, fact, read: loop.read, comparison: key.comparison, key: key.value, attr: key.attr, keys });
    const edits = many === null ? null : batchEdits(input, many, rest);
    if (edits !== null) return [{ id: 'read-before-loop', title: `Read ${sent.table.name} once before the loop, by a list of ${key.attr}`, applicability: 'review', preferred: true, edits: () => ({ changes: [{ path, edits }], creates: [] }) }];
  }
  return [];
}

/** The read that a finding is about, where it stands in the one loop itself and nothing that writes is around it. */
function sentInLoop(asked: AskedFlow): { readonly fact: QueryFact; readonly query: NonNullable<SentQuery['query']>; readonly table: NonNullable<SentQuery['table']>; readonly place: SentQuery['place'] } | null {
  const event = eventOf(asked);
  if (event?.what.kind !== 'query' || event.via.length > 0 || event.loops.length !== 1) return null;
  const others = asked.summary.events.filter((other) => other !== event && other.loops.some((loop) => event.loops.includes(loop)));
  if (others.some((other) => writes(other.what, asked))) return null;
  const sent = asked.queryOf(event.what.query);
  return sent === null || sent.fact === null || sent.query === null || sent.table === null ? null : { fact: sent.fact, query: sent.query, table: sent.table, place: sent.place };
}

export const writes = (what: AskedFlow['summary']['events'][number]['what'], asked: AskedFlow): boolean =>
  what.kind === 'flush' || (what.kind === 'query' && asked.queryOf(what.query)?.fact?.query.op !== 'select');

/** What sends the statement; null where several calls do. */
export const coreOf = ({ sent, span }: QueryFact): Span | null => (sent === undefined ? span : sent.length === 1 ? (sent[0] ?? null) : null);

/** What one row is called: by its model, or its table, as the language writes names. */
export function rowName({ entity }: QueryFact, table: string, language: BatchInput['language']): string {
  const name = entity?.at(-1) ?? table.replace(/^.*\./, '').replace(/([^s])s$/, '$1');
  const camel = (name.slice(0, 1).toLowerCase() + name.slice(1)).replace(/\W/g, '_');
  return language === 'python' ? camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : camel.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export const languageOf = ({ document: { languageId } }: SourceFile): Pick<BatchInput, 'language' | 'typed'> => ({ language: languageId === 'python' ? 'python' : 'typescript', typed: languageId.startsWith('typescript') });

/** Whether a name is known to hold a list: by what it is given, or by its type. */
export function isList({ document: { text, languageId }, outline }: SourceFile, span: Span): boolean {
  const name = text.slice(span.start, span.end);
  if (languageId !== 'python') return !/^(?:new (?:Map|Set)\b)/.test(textOfInit(outline, text, name, span)) ;
  const binding = /^\w+$/.test(name) ? (outline?.resolve(name, span.start) ?? null) : null;
  if (binding === null) return false;
  if (binding.type !== null) return /^(?:typing\.)?(?:list|List|Sequence|tuple|Tuple)\b/.test(binding.type);
  const init = binding.init === null ? '' : text.slice(binding.init.span.start, binding.init.span.end);
  return /\.(?:all|fetchall)\(\)$/.test(init) || init.startsWith('[') || /^(?:list|sorted)\(/.test(init);
}

function textOfInit(outline: SourceFile['outline'], text: string, name: string, { start }: Span): string {
  const init = /^[\w$]+$/.test(name) ? outline?.resolve(name, start)?.init : null;
  return init === null || init === undefined ? '' : text.slice(init.span.start, init.span.end);
}
