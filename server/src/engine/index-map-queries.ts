import type { AccessPath, Condition } from '../facts/access.ts';
import type { Index } from '../facts/catalog.ts';
import type { Need, Site } from '../facts/finding.ts';
import type { MapCell, MapQuery } from '../facts/index-map.ts';
import { conditionText, conditionTexts, orderColumnsText, orderText } from '../rules/words/condition.ts';
import type { CheckedQuery } from './check.ts';
import { findingOf } from './index-map-findings.ts';
import { proposedId } from './index-map-indexes.ts';
import { placeText } from './index-map-place.ts';

export interface QueryGround {
  /** What was told at a place, by `placeText`. */
  readonly siteAt: (key: string) => Site | undefined;
  /** By fingerprint: the need that a site waits for. */
  readonly wants: ReadonlyMap<string, Need>;
  readonly nameOf: (index: Index) => string;
  /** Hears of each site that stands with a query. */
  readonly said: (site: Site) => void;
}

export interface Use { readonly path: string; readonly query: CheckedQuery; readonly access: AccessPath }

/** One table of one query: what it asks, what the matcher says of that, and what is told of it. Spans inside `access` may be older than the query's own. */
export function queryUse({ path, query, access }: Use, { siteAt, wants, nameOf, said }: QueryGround): MapQuery {
  const sites = query.said.filter((one) => one.path === access).flatMap(({ rule, verdict }) => siteAt(placeText(path, rule, verdict)) ?? []);
  for (const site of sites) said(site);
  const need = sites.map((site) => wants.get(site.fingerprint)).find((one) => one !== undefined);
  const text = textOf(access);
  return {
    id: `${path}\n${query.fact.enclosing}\n${text}`, place: { path, span: query.fact.span }, within: query.fact.enclosing, text, verdict: verdictOf(access), cells: cellsOf(access),
    by: [...new Set(access.serving.map(nameOf))], not: access.rejected.slice(0, mostReasons).map(({ index, detail, reason }) => ({ index: nameOf(index), why: reason === 'no-condition-on-leading-column' ? 'no condition on its first column' : detail })),
    wants: need === undefined ? null : proposedId(need), findings: sites.map(findingOf),
  };
}

/** Tables have a handful of indexes; one with hundreds says no more with all of them. */
const mostReasons = 40;

/** Filter and sort together, as the matcher has them: a filter that is served beside a sort that is not is half served, as is an order that is walked because of a limit. */
export function verdictOf({ filter, sort, orderWalk }: Pick<AccessPath, 'filter' | 'sort' | 'orderWalk'>): MapQuery['verdict'] {
  if (filter === 'unknown' || (sort === 'unknown' && filter === 'none')) return 'unknown';
  if (filter === 'none') return sort === 'none' ? 'whole' : sort === 'served' ? 'served' : 'unserved';
  if (filter === 'not-served') return orderWalk ? 'partly' : 'unserved';
  return filter === 'partly' || sort === 'not-served' ? 'partly' : 'served';
}

const ranks: Readonly<Record<MapCell['role'], number>> = { equality: 0, join: 1, search: 2, sort: 3, range: 4, other: 5 };

/** Equalities before the sort before ranges: the order of a good index. */
function cellsOf(access: AccessPath): readonly MapCell[] {
  const seen = new Set<string>();
  const cells = [...access.conditions.map((condition) => conditionCell(condition, access)), ...access.order.map((key): MapCell => {
    const one = { ...access, order: [key] };
    return { column: orderColumnsText([key], one), text: orderText([key], one), role: 'sort', fit: access.sort === 'served' ? 'served' : 'none' };
  })];
  return cells.filter(({ role, text }) => { const key = `${role === 'sort'} ${text}`; const fresh = !seen.has(key); seen.add(key); return fresh; }).sort((a, b) => ranks[a.role] - ranks[b.role]);
}

function conditionCell(condition: Condition, access: AccessPath): MapCell {
  const text = conditionText(condition, access);
  return { column: condition.columns.join(', ') || text, text, role: roleOf(condition), fit: fitOf(condition, access) };
}

/** A filter that is served leaves nothing to be checked that would cost: one row at most, or all conditions bound the probe. */
const fitOf = ({ used }: Condition, { filter }: AccessPath): MapCell['fit'] => (filter === 'served' || (used && filter !== 'not-served') ? 'served' : 'none');

function roleOf({ form }: Condition): MapCell['role'] {
  switch (form) {
    case 'equality': case 'in': case 'is-null': return 'equality';
    case 'range': case 'prefix': return 'range';
    case 'join': return 'join';
    case 'special': return 'search';
    case 'or': case 'other': return 'other';
  }
}

const verbs = { select: 'SELECT …', update: 'UPDATE …', delete: 'DELETE', insert: 'INSERT … SELECT' } as const;

/** The statement as far as it is about this table, in a line. */
function textOf(access: AccessPath): string {
  const conditions = conditionTexts(access.conditions, access);
  const where = conditions.length === 0 ? '' : ` ${access.role === 'joined' ? 'ON' : 'WHERE'} ${conditions.join(' AND ')}`;
  const order = access.order.length === 0 ? '' : ` ORDER BY ${orderText(access.order, access)}`;
  const head = access.role === 'joined' ? 'JOIN' : verbs[access.query.op];
  return cut(`${head}${where}${order}`);
}

const longest = 240;
const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);
