import type { Advice } from '../advice/advise.ts';
import type { AdviceInput } from '../advice/input.ts';
import type { Finding, Need, Site } from '../facts/finding.ts';
import { joinUsed } from '../suppress/apply.ts';
import { adviceByTable, type AdviceGround, adviseOn } from './advice-by-table.ts';
import type { CheckedFile } from './check.ts';
import { ignoreSites } from './ignore-sites.ts';
import { judgeQueries, judgeTables, type JudgedFile } from './judge.ts';
import type { FlowSites } from './flow/sites.ts';
import { lazy } from './lazy.ts';
import type { SnapshotInput } from './snapshot.ts';
import { type SuppressedSite, suppressedSites } from './suppressed.ts';
import { type TableUses, tableUses } from './table-uses.ts';
import { toldAt } from './told-at.ts';

/** What the whole workspace says. */
export interface Told { readonly sites: ReadonlyMap<string, readonly Site[]>; readonly findings: readonly Finding[]; readonly needs: readonly Need[]; readonly suppressed: () => readonly SuppressedSite[] }

const NOTHING: Advice = { sites: [], findings: [], needs: [] };

/** Sites, findings and needs of all files. Files and tables about which nothing changed keep what was said of them. */
export function tell(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>, flow: FlowSites): Told {
  const uses = tableUses(checked.values(), input.caches.uses.last);
  input.caches.uses.last = uses;
  const judged = [...judgedQueries(input, checked), ...judgedTables(input, checked, uses)];
  const used = joinUsed([...judged.map((file) => file.used), flow.used]);
  // A verdict that was kept knows the catalog that it was judged with; what is advised is of the one that is there now.
  const byCatalog = new Map<string, AdviceInput[]>();
  for (const { kept } of judged) for (const { catalog, input: one } of kept) listOf(byCatalog, catalog.id).push(one);
  const grounds = new Map(input.linked.universe.catalogs.map((catalog): [string, AdviceGround] => [catalog.id, { catalog, uses: uses.get(catalog.id), options: input.options, known: input.caches.advice }]));
  const advised = <T>(id: string, on: (ground: AdviceGround) => T, otherwise: T): T => { const ground = grounds.get(id); return ground === undefined ? otherwise : on(ground); };
  const advice = [...byCatalog].flatMap(([id, inputs]) => advised(id, (ground) => adviceByTable(inputs, ground), []));
  const silenced = lazy(() => suppressedSites(judged, { flow: flow.hidden(), told: advice, advise: (id, inputs) => advised(id, (ground) => adviseOn(inputs, ground), NOTHING) }));
  return toldAt({ ...collect(advice, [...flow.sites, ...[...checked.values()].flatMap((file) => ignoreSites(file, used, input.derived))]), suppressed: silenced }, input.moved);
}

function judgedQueries(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>): readonly JudgedFile[] {
  return [...checked.values()].map((file) => {
    const known = input.caches.judged.get(file) ?? judgeQueries(file, input);
    input.caches.judged.set(file, known);
    return known;
  });
}

function judgedTables(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>, uses: ReadonlyMap<string, TableUses>): readonly JudgedFile[] {
  return input.linked.universe.catalogs.flatMap((catalog) => judgeTables(catalog, uses.get(catalog.id) ?? { paths: new Map(), deleted: new Set() }, checked, input));
}

function listOf<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const fresh: V[] = [];
  lists.set(key, fresh);
  return fresh;
}

function collect(advice: readonly Advice[], extra: readonly Site[]): Omit<Told, 'suppressed'> {
  const sites = new Map<string, Site[]>();
  for (const site of [...advice.flatMap((a) => a.sites), ...extra]) listOf(sites, site.path).push(site);
  for (const list of sites.values()) list.sort((a, b) => a.span.start - b.span.start || (a.rule < b.rule ? -1 : 1));
  const findings = [...advice.flatMap((a) => a.findings), ...extra.map((site): Finding => ({ ...site, sites: [site] }))];
  findings.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start || (a.rule < b.rule ? -1 : 1)));
  const needs = advice.flatMap((a) => a.needs).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  return { sites, findings, needs };
}

const orderOf = (need: Need): string => `${need.database}\n${need.index.table}\n${need.index.name ?? ''}`;
