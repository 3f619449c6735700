import type { QueryFact, SymbolicQuery, Unread } from '../../facts/query.ts';
import type { CallHost, HostExpr } from '../../lang/expression.ts';
import type { Binding, Outline } from '../../lang/outline.ts';
import type { Span } from '../../text/span.ts';
import { callsIn, lastName } from './chain.ts';
import type { SiteFacts } from './facts.ts';
import { preview } from './pieces.ts';
import { opOf } from './sending.ts';
import type { Site } from './sites.ts';

/** Calls that send a statement that is an object, SQLAlchemy's `text(…)`, and what they give. */
export const PYTHON_TAKERS: Readonly<Record<string, NonNullable<QueryFact['gives']>>> = {
  execute: 'rows', scalar: 'value', scalars: 'rows', exec: 'rows', stream: 'rows', stream_scalars: 'rows', fetch_all: 'rows', fetch_one: 'row', fetch_val: 'value', iterate: 'rows', read_sql: 'rows', read_sql_query: 'rows',
};
const TAKERS: ReadonlySet<string> = new Set(Object.keys(PYTHON_TAKERS));

/** The calls of a file that are handed something, by where that begins and by the name that it has. */
export interface Handed { readonly byStart: ReadonlyMap<number, CallHost>; readonly byName: ReadonlyMap<Binding, readonly CallHost[]>; readonly holders: ReadonlyMap<number, Binding> }

export function handedIn(outline: Outline): Handed {
  const byStart = new Map<number, CallHost>();
  const byName = new Map<Binding, CallHost[]>();
  for (const chain of outline.calls) for (const call of callsIn(chain)) if (TAKERS.has(lastName(call.callee))) for (const arg of argsOf(call)) note(outline, { byStart, byName }, call, arg);
  return { byStart, byName, holders: new Map(outline.bindings.flatMap((binding) => (binding.init === null ? [] : [[binding.init.span.start, binding] as const]))) };
}

const argsOf = (call: CallHost): readonly HostExpr[] => [...call.args, ...(call.keywords ?? []).flatMap((keyword) => (keyword.kind === 'property' ? [keyword.value] : []))];

function note(outline: Outline, { byStart, byName }: { readonly byStart: Map<number, CallHost>; readonly byName: Map<Binding, CallHost[]> }, call: CallHost, arg: HostExpr): void {
  byStart.set(arg.span.start, call);
  // `text(…)` in a name may be given its parameters on the way: `stmt.bindparams(x=1)`.
  const root = rootName(arg);
  const binding = root === null ? null : outline.resolve(root.name, root.span.start);
  if (binding === null) return;
  const list = byName.get(binding);
  if (list === undefined) byName.set(binding, [call]);
  else list.push(call);
}

function rootName(expr: HostExpr): Extract<HostExpr, { kind: 'identifier' }> | null {
  let at = expr;
  while (at.kind === 'call' || at.kind === 'member') at = at.kind === 'call' ? at.callee : at.object;
  return at.kind === 'identifier' ? at : null;
}

/** The facts of a place in Python, with what sends each statement and what that gives. */
export function withPythonSending(handed: Handed, site: Site, facts: SiteFacts): SiteFacts {
  const sent = sentBy(handed, site);
  const op = site.byShape === true || sent?.length === 0 ? null : opOf(site);
  return {
    ...facts, queries: facts.queries.map((fact) => ({ ...fact, ...(sent === null ? {} : { sent }), ...given(handed, site, fact.query) })),
    unread: op === null ? facts.unread : facts.unread.map((one): Unread => ({ ...one, sends: { op, ...given(handed, site, null) } })),
  };
}

/** Null where it is sent where it stands. A statement in a constant that nothing here runs is run by another file. */
function sentBy({ byStart, byName, holders }: Handed, { method, span }: Site): readonly Span[] | null {
  if (method === '') return [];
  if (method !== 'text') return null;
  const direct = byStart.get(span.start);
  if (direct !== undefined) return [direct.span];
  const holder = holders.get(span.start);
  return holder === undefined ? [] : (byName.get(holder) ?? []).map((call) => call.span);
}

const ROW = /^(?:fetchrow|fetch_one|fetchone)$/;
const VALUE = /^(?:fetchval|fetch_val|scalar)$/;
const MANY = /^(?:fetch|fetchall|fetch_all|fetchmany|execute_fetchall|read_sql|read_sql_query|iterate|scalars|stream|cursor)$/;
const NOTHING = /^(?:executemany|executescript|execute_insert)$/;

/** What the caller gets. Of functions of the project's own it is what they return, which is seen there. */
function given(handed: Handed, site: Site, query: SymbolicQuery | null): Pick<QueryFact, 'gives'> {
  const method = site.method === 'text' ? lastName(handed.byStart.get(site.span.start)?.callee ?? { kind: 'unknown', span: site.span }) : site.method;
  if (NOTHING.test(method) || (query !== null && query.op !== 'select' && !returnsRows(site))) return { gives: 'nothing' };
  if (VALUE.test(method)) return { gives: 'value' };
  if (ROW.test(method) || site.one) return { gives: 'row' };
  return MANY.test(method) || (site.byShape !== true && site.method !== '' && query !== null) ? { gives: 'rows' } : {};
}

/** RETURNING: its columns may be any. */
const returnsRows = ({ text }: Site): boolean => /\breturning\b/i.test(preview(text, LONGEST));
const LONGEST = 20_000;
