import { contains, type Span } from '../../../text/span.ts';
import type { JoinedRead, JoinInput, JoinLink } from '../../adapter.ts';
import { type Chain, chainOf, type Step } from '../query/chain.ts';

/** A read as it is put into a join: who sends it, its model, its conditions; `on` is the one that finds it by the row before. */
interface Read { readonly sender: string; readonly form: 'query' | 'select'; readonly maker: string; readonly awaits: boolean; readonly model: string; readonly on: string | null; readonly rest: readonly string[] }

/** Plain reads of one row (`session.query(A).filter(…).first()`, `session.execute(select(A).where(…)).scalar_one_or_none()`, `session.scalar(select(A)…)`) as one of a join. */
export function joinReads({ document: { text }, outline, links }: JoinInput): JoinedRead | null {
  const reads: Read[] = [];
  for (const [index, link] of links.entries()) {
    const before = links[index - 1];
    const call = outline.calls.filter((one) => contains(link.read, one.span)).sort((a, b) => b.span.end - a.span.end || a.span.start - b.span.start)[0];
    const read = call === undefined ? null : readOf(text, chainOf(call, null), link, before?.fact.entity?.join('.') ?? null);
    if (read === null) return null;
    reads.push(read);
  }
  const [first, ...others] = reads;
  if (first === undefined || others.some(({ sender, form, awaits }) => sender !== first.sender || form !== first.form || awaits !== first.awaits)) return null;
  const joins = others.map(({ model, on }) => `.join(${model}, ${on ?? ''})`).join('');
  const where = [...first.rest, ...others.flatMap(({ rest }) => rest)].join(', ');
  const models = reads.map(({ model }) => model).join(', ');
  if (first.form === 'query') return { read: `${first.sender}.query(${models})${joins}.filter(${where}).first()`, gives: 'tuple', imports: [] };
  const sent = `${first.sender}.execute(${first.maker}(${models})${joins}.where(${where}))`;
  return { read: `${first.awaits ? `(await ${sent})` : sent}.first()`, gives: 'tuple', imports: [] };
}

const slice = (text: string, { start, end }: Span): string => text.slice(start, end);
const ENDS: ReadonlySet<string> = new Set(['first', 'one_or_none', 'scalar_one_or_none']);

function readOf(text: string, { steps }: Chain, link: JoinLink, before: string | null): Read | null {
  const model = link.fact.entity?.join('.');
  if (model === undefined || steps.some(({ keywords }) => keywords.length > 0)) return null;
  const awaits = /^\(*await\b/.test(slice(text, link.read));
  const at = steps.findIndex(({ name, args }) => args !== null && (name === 'query' || name === 'execute' || name === 'scalars' || name === 'scalar'));
  const sends = steps[at];
  const behind = steps.slice(at + 1);
  if (sends === undefined) return null;
  const sender = slice(text, sends.object.span);
  if (sends.name === 'query') {
    const conditions = ENDS.has(behind.at(-1)?.name ?? '') ? conditionsOf(text, behind.slice(0, -1), link, before) : null;
    return conditions === null ? null : { sender, form: 'query', maker: '', awaits, model, ...conditions };
  }
  const statement = sends.args?.length === 1 ? sends.args[0] : undefined;
  if (statement === undefined || !givesRow(sends, behind)) return null;
  const { base, steps: links } = chainOf(statement, null);
  const maker = base.kind === 'call' && base.callee.kind === 'identifier' && base.callee.name === 'select' ? 'select' : null;
  const conditions = maker === null ? null : conditionsOf(text, links, link, before);
  return maker === null || conditions === null ? null : { sender, form: 'select', maker, awaits, model, ...conditions };
}

const givesRow = ({ name }: Step, behind: readonly Step[]): boolean => {
  const asked = behind.map((step) => step.name).join('.');
  return name === 'scalar' ? asked === '' : name === 'scalars' ? /^(?:first|one_or_none)$/.test(asked) : /^(?:scalar_one_or_none|scalars\.(?:first|one_or_none))$/.test(asked);
};

/** The conditions of `where` and `filter`; the one that finds the row by the one before has that one's model in place of its variable. Null for any other step but `limit(1)`. */
function conditionsOf(text: string, steps: readonly Step[], { by }: JoinLink, before: string | null): Pick<Read, 'on' | 'rest'> | null {
  if (steps.some(({ name, args }) => name !== 'where' && name !== 'filter' && !(name === 'limit' && args?.[0]?.kind === 'number' && args[0].value === 1))) return null;
  const args = steps.flatMap(({ name, args: list }) => (name === 'limit' ? [] : (list ?? [])));
  if (by === null) return args.length === 0 ? null : { on: null, rest: args.map(({ span }) => slice(text, span)) };
  const own = args.find(({ span }) => span.start === by.comparison.start && span.end === by.comparison.end);
  if (own === undefined || before === null) return null;
  const on = `${text.slice(own.span.start, by.value.start)}${before}.${by.attr}${text.slice(by.value.end, own.span.end)}`;
  return { on, rest: args.filter((arg) => arg !== own).map(({ span }) => slice(text, span)) };
}
