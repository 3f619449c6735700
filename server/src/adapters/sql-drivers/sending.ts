import type { QueryFact, Unread } from '../../facts/query.ts';
import type { Outline } from '../../lang/outline.ts';
import { type Sender, type SenderWords, sendersOf } from '../../lang/senders.ts';
import { ONE_ROW, SQL_METHODS } from './drivers.ts';
import type { SiteFacts } from './facts.ts';
import { preview } from './pieces.ts';
import type { Site } from './sites.ts';

type Gives = NonNullable<QueryFact['gives']>;
type Given = Pick<QueryFact, 'gives' | 'under'>;

/** Methods of a prepared statement that run it, and what they give. */
export const RUNS: Readonly<Record<string, Gives>> = { get: 'row', all: 'rows', run: 'nothing', iterate: 'rows', values: 'rows', first: 'row', each: 'rows', execute: 'rows', getAsync: 'row', allAsync: 'rows', runAsync: 'nothing', executeAsync: 'rows', executeSync: 'rows' };

/** Methods that give a prepared statement again. `raw` of D1 runs it, of better-sqlite3 it does not. */
export const REFINES: readonly string[] = ['bind', 'pluck', 'expand', 'safeIntegers', 'setReadBigInts', 'setAllowBareNamedParameters', 'raw'];

const words = (more: Partial<SenderWords>): SenderWords => ({ methods: new Set(), refine: new Set(), takers: new Set(), batches: new Set(['batch', 'multi']), parts: new Set(), awaits: false, ...more });

const PREPARED = words({ methods: new Set(Object.keys(RUNS)), refine: new Set(REFINES) });
const PREPARED_D1 = words({ methods: new Set([...Object.keys(RUNS), 'raw']), refine: new Set(REFINES.filter((name) => name !== 'raw')) });
const TAKERS: ReadonlySet<string> = new Set([...SQL_METHODS].filter((name) => !/^(?:batch|multi|map|first|raw|exists|get|values|each)$/.test(name)));
const MADE = words({ takers: TAKERS });
const TAG = words({ methods: new Set(['execute', 'cursor', 'forEach', 'stream']), refine: new Set(['values', 'raw', 'simple', 'describe', 'readable', 'writable']), takers: TAKERS, batches: new Set(['batch', 'transaction']), parts: new Set(['join', 'log', 'and', 'or']), awaits: true });

/** Tags whose statement waits until it is asked for; others send it at once. */
const LAZY: ReadonlySet<string> = new Set(['postgres', 'bun', 'neon']);

/** The facts of a place in TypeScript, with what sends each statement and what that gives. */
export function withSending(outline: Outline, site: Site, facts: SiteFacts): SiteFacts {
  const op = site.byShape === true ? null : opOf(site);
  return {
    ...facts, queries: facts.queries.map((fact) => ({ ...fact, ...sendingOf(outline, site, fact) })),
    unread: op === null || /^prepare/.test(site.method) ? facts.unread : facts.unread.map((one): Unread => ({ ...one, sends: { op, ...givenBy(site, op === 'select') } })),
  };
}

function sendingOf(outline: Outline, site: Site, fact: QueryFact): Pick<QueryFact, 'sent' | 'gives' | 'under'> {
  const hasRows = fact.query.op === 'select' || RETURNING.test(preview(site.text, 20_000));
  const senders = sendersAt(outline, site);
  const isWhole = fact.span.start === site.span.start && fact.span.end === site.span.end;
  if (senders === 'here') return { ...(isWhole ? {} : { sent: [site.span] }), ...givenBy(site, hasRows) };
  return { sent: senders.map(({ span }) => span), ...takenBy(site, senders, hasRows) };
}

const RETURNING = /\breturning\b/i;

function sendersAt(outline: Outline, { span, method, driver }: Site): 'here' | readonly Sender[] {
  // Of SQLite's drivers Bun's alone has a `query`, which prepares.
  const isStatement = /^prepare/.test(method) || (method === 'query' && driver?.id === 'better-sqlite3');
  if (isStatement) return sendersOf(outline, driver?.id === 'd1' ? PREPARED_D1 : PREPARED, span);
  if (/^(?:batch|multi)$/.test(method) || /^[A-Z]/.test(method)) return sendersOf(outline, MADE, span);
  if (method !== '') return 'here';
  const isTagged = outline.templates.some((template) => template.tag !== null && template.span.start === span.start);
  const senders = sendersOf(outline, isTagged ? TAG : MADE, span);
  return isTagged && senders !== 'here' && senders.length === 0 && !LAZY.has(driver?.id ?? '') && outline.place?.(span)?.in === 'statement' ? 'here' : senders;
}

/** What a prepared statement's own methods give, where they agree. */
function takenBy(site: Site, senders: readonly Sender[], hasRows: boolean): Given {
  const kinds = new Set(senders.map(({ by }) => (Object.hasOwn(RUNS, by) ? RUNS[by] : by === 'raw' ? 'rows' : null)));
  const [only] = kinds;
  if (kinds.size !== 1 || !only) return !/^(?:prepare|query)/.test(site.method) && (kinds.size === 0 || only === null) ? givenBy(site, hasRows) : hasRows ? {} : { gives: 'nothing' };
  return only === 'rows' && site.driver?.id === 'd1' && senders.every(({ by }) => by === 'all') ? { gives: 'rows', under: 'results' } : { gives: only };
}

const MANY = /^(?:all|many|any|manyOrNone|anyFirst|manyFirst|iterate|each|values|allAsync|getAllAsync|getAllSync|getEachAsync|queryAll|stream|cursor)$/;
const VALUE = /^(?:oneFirst|maybeOneFirst|exists)$/;
const NOTHING = /^(?:run|none|exec|executeMultiple|runAsync|runSync|execAsync|execSync|runSql)$/;

/** Drivers whose result holds the rows under a name; for the others it is the rows, or is not known. */
const UNDER: Readonly<Record<string, string>> = { pg: 'rows', vercel: 'rows', pglite: 'rows', libsql: 'rows', planetscale: 'rows', slonik: 'rows', mysql2: '0' };

/** What a call that sends a statement gives, by its name and the driver. */
function givenBy({ method, driver, byShape }: Site, hasRows: boolean): Given {
  if (byShape === true) return {};
  if (VALUE.test(method)) return { gives: 'value' };
  if (ONE_ROW.has(method)) return { gives: 'row' };
  if (MANY.test(method)) return { gives: 'rows' };
  if (NOTHING.test(method) || !hasRows) return { gives: 'nothing' };
  const under = /^(?:query|execute|)$/.test(method) ? UNDER[driver?.id ?? ''] : undefined;
  return under === undefined || (method === '' && driver?.id !== 'vercel') ? { gives: 'rows' } : { gives: 'rows', under };
}

/** What kind of statement a text begins; null for DDL and what cannot be told. */
export function opOf({ text }: Site): 'select' | 'insert' | 'update' | 'delete' | null {
  const word = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*(select|insert|replace|update|delete)\b/i.exec(preview(text))?.[1]?.toLowerCase();
  return word === 'replace' ? 'insert' : word === 'select' || word === 'insert' || word === 'update' || word === 'delete' ? word : null;
}
