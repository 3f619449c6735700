import type { JoinedRead, JoinLink } from '../../adapters/adapter.ts';
import type { FileFlow, FlowSpan } from '../../facts/flow.ts';
import type { Chain } from '../../link/flow/summary.ts';
import type { SentQuery } from '../../rules/rule.ts';
import { indentAt, lineStart, newlineOf, nextLine, onlyComment } from '../../text/layout.ts';
import { contains, type Span, type TextEdit } from '../../text/span.ts';
import type { Fix } from '../fix.ts';
import type { AskedFlow, FlowFixInput } from './asked.ts';
import { usesSemicolons } from './batch.ts';
import { keysOf } from './key.ts';
import { coreOf, languageOf } from './many.ts';
import { freeName } from './names.ts';
import { namesIn, trailTo } from './trail.ts';

/** Rows that are read one after the other, each found by the one before, come by one join. Only for chains of which any missing row has the same outcome; someone has to look at what the guards say. */
export function joinFixes({ site, asked, writers, view }: FlowFixInput): readonly Fix[] {
  const chain = chainOf(asked, site.span);
  const sent = chain === null || chain.outcomes !== 'same' ? [] : chain.links.map(({ event }) => sentBy(asked, event));
  const [first] = sent;
  if (chain === null || first === undefined || first === null || first.fact === null) return [];
  const { path } = first.place;
  const text = view.text(path);
  const source = text === null ? null : writers.sources.read(path, text);
  const join = writers.adapters.get(first.fact.adapter)?.joinReads;
  if (source === null || source.outline === null || join === undefined) return [];
  const links = linksOf(chain, sent, source.outline.flow?.() ?? { units: [], classes: [] }, source.document.text);
  const joined = links === null ? null : join({ document: source.document, outline: source.outline, links: links.map(({ link }) => link) });
  const edits = links === null || joined === null ? null : chainEdits(source.document.text, links, joined, languageOf(source).language);
  if (edits === null) return [];
  return [{ id: 'join-reads', title: `Read ${sent.map((one) => one?.table?.name ?? '?').join(', ')} by one join`, applicability: 'review', preferred: false, edits: () => ({ changes: [{ path, edits }], creates: [] }) }];
}

function chainOf({ summary, event, placeOf }: AskedFlow, site: Span): Chain | null {
  const isAt = ({ links }: Chain): boolean => links.some((link) => { const at = summary.events[link.event]?.at; return at !== undefined && overlaps(placeOf(at).span, site); });
  return summary.chains.find((chain) => (event !== null && chain.links.some((link) => link.event === event)) || (event === null && isAt(chain))) ?? null;
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** What a link sends, where it stands in this function itself and always runs. */
function sentBy(asked: AskedFlow, number: number): SentQuery | null {
  const event = asked.summary.events[number];
  return event?.what.kind !== 'query' || event.via.length > 0 || event.loops.length > 0 ? null : asked.queryOf(event.what.query);
}

interface Linked { readonly link: JoinLink; readonly statement: Span; readonly listed: boolean }

/** Every link as a statement of its own that gives one name its row, in the same list of statements. */
function linksOf(chain: Chain, sent: readonly (SentQuery | null)[], flow: FileFlow, text: string): readonly Linked[] | null {
  const links: Linked[] = [];
  for (const [index, one] of sent.entries()) {
    const linked = one === null ? null : linkOf(one, links.at(-1)?.link ?? null, chain.links[index]?.by ?? null, flow, text);
    if (linked === null) return null;
    links.push(linked);
  }
  return links.length > 1 ? links : null;
}

function linkOf({ fact, query, table }: SentQuery, before: JoinLink | null, attr: string | null, flow: FileFlow, text: string): Linked | null {
  const core = fact === null ? null : coreOf(fact);
  const trail = core === null ? null : trailTo(flow, core);
  const step = trail?.nodes.findLast((node) => node.n === 'step');
  if (fact === null || query === null || table === null || trail === null || step?.n !== 'step' || step.step.s !== 'let' || step.step.op !== null) return null;
  const absolute = ([start, end]: FlowSpan): Span => ({ start: start + trail.unit.span.start, end: end + trail.unit.span.start });
  const { target, value, at } = step.step;
  const listed = target.t === 'list' && target.items.length === 1 && target.rest !== true;
  const named = listed && target.t === 'list' ? target.items[0] : target;
  if (named?.t !== 'name' || !contains(absolute(value.at), fact.span)) return null;
  const link = { fact, read: absolute(value.at), row: named.name };
  const statement = absolute(at);
  if (before === null) return { link: { ...link, by: null }, statement, listed };
  const key = keysOf(fact, query, table).find(({ value: found }) => attr !== null && new RegExp(`^${before.row}!?\\??\\.${attr}!?$`).test(text.slice(found.start, found.end)));
  // The row before may be named nowhere else: it is not there yet when all of them are read.
  const rest = key === undefined ? '' : text.slice(link.read.start, key.value.start) + text.slice(key.value.end, link.read.end);
  if (key === undefined || attr === null || !namesIn({ n: 'expr', expr: value }).has(before.row) || new RegExp(`(?<![\\w$.])${before.row}(?![\\w$])`).test(rest)) return null;
  return { link: { ...link, by: { comparison: key.comparison, value: key.value, attr } }, statement, listed };
}

function chainEdits(text: string, links: readonly Linked[], { read, gives, imports }: JoinedRead, language: 'python' | 'typescript'): readonly TextEdit[] | null {
  const [first, ...others] = links;
  const removed = others.map(({ statement }) => ownLine(text, statement));
  const begin = first === undefined ? null : ownLine(text, first.statement);
  if (first === undefined || begin === null || removed.includes(null)) return null;
  const rows = links.map(({ link }) => link.row);
  const indent = indentAt(text, first.statement.start);
  const newline = newlineOf(text) + indent;
  const drops = removed.flatMap((span): TextEdit[] => (span === null ? [] : [{ span, newText: '' }]));
  if (language === 'python') return gives !== 'tuple' ? null : [{ span: first.statement, newText: `${rows.join(', ')} = ${read} or (${rows.map(() => 'None').join(', ')})` }, ...drops, ...imports];
  if (gives !== 'object' || !links.every(({ listed }) => listed)) return null;
  const found = freeName(text, 'found');
  const end = usesSemicolons(text) ? ';' : '';
  const lines = [`const [${found}] = ${read}`, ...rows.map((row) => `const ${row} = ${found}?.${row}`)].map((line) => line + end);
  return [{ span: { start: begin.start + indent.length, end: endOf(text, first.statement) }, newText: lines.join(newline) }, ...drops, ...imports];
}

const endOf = (text: string, { end }: Span): number => end + (/^[ \t]*;/.exec(text.slice(end, end + 20))?.[0].length ?? 0);

/** The lines of a statement that has them for itself. */
function ownLine(text: string, statement: Span): Span | null {
  const start = lineStart(text, statement.start);
  const end = endOf(text, statement);
  return /^[ \t]*(?:(?:const|let|var)[ \t]+)?$/.test(text.slice(start, statement.start)) && onlyComment(text, end, text.includes('//') ? '//' : '#') ? { start, end: nextLine(text, end) } : null;
}
