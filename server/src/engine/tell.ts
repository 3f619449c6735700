import { type Advice, advise } from '../advice/advise.ts';
import { type Habits, habitsOf, habitsText } from '../advice/habits.ts';
import type { AdviceInput } from '../advice/input.ts';
import type { AccessPath } from '../facts/access.ts';
import type { Catalog } from '../facts/catalog.ts';
import type { Suppression } from '../facts/file.ts';
import type { Finding, IndexSpec, Need, Site } from '../facts/finding.ts';
import type { CheckedFile } from './check.ts';
import { judgeQueries, judgeTables, type JudgedFile } from './judge.ts';
import type { FlowSites } from './flow/sites.ts';
import type { EngineOptions } from './options.ts';
import { lazy } from './lazy.ts';
import { relocateAdvice, sameButMoved } from './relocate-advice.ts';
import type { SnapshotInput } from './snapshot.ts';
import { type SuppressedSite, suppressedSites } from './suppressed.ts';
import { type TableUses, tableUses } from './table-uses.ts';
import { toldAt } from './told-at.ts';
import { unusedIgnores } from './unused-ignores.ts';

/** What the whole workspace says. */
export interface Told { readonly sites: ReadonlyMap<string, readonly Site[]>; readonly findings: readonly Finding[]; readonly needs: readonly Need[]; readonly suppressed: () => readonly SuppressedSite[] }

/** Sites, findings and needs of all files. Files and tables about which nothing changed keep what was said of them. */
export function tell(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>, flow: FlowSites): Told {
  const uses = tableUses(checked.values(), input.caches.uses.last);
  input.caches.uses.last = uses;
  const judged = [...judgedQueries(input, checked), ...judgedTables(input, checked, uses)];
  const used = new Set<Suppression>([...judged.flatMap((file) => [...file.used]), ...flow.used]);
  const byCatalog = new Map<Catalog, AdviceInput[]>();
  for (const { kept } of judged) for (const { catalog, input: one } of kept) listOf(byCatalog, catalog).push(one);
  const advice = [...byCatalog].flatMap(([catalog, inputs]) => adviceOn(catalog, inputs, uses.get(catalog), input));
  const silenced = lazy(() => suppressedSites(judged, { flow: flow.hidden(), told: advice, advise: (catalog, inputs) => adviseOn(catalog, inputs, uses.get(catalog), input.options) }));
  return toldAt({ ...collect(advice, [...flow.sites, ...[...checked.values()].flatMap((file) => unusedIgnores(file, used, input.derived))]), suppressed: silenced }, input.moved);
}

/** What is advised where nothing is kept of it. */
const adviseOn = (catalog: Catalog, inputs: readonly AdviceInput[], uses: TableUses | undefined, options: EngineOptions): Advice =>
  advise(inputs, { catalog, nameIndex: (spec) => nameOf(spec, catalog, options), habits: (table) => habitsOf(uses?.paths.get(table) ?? unused) });

function judgedQueries(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>): readonly JudgedFile[] {
  return [...checked.values()].map((file) => {
    const known = input.caches.judged.get(file) ?? judgeQueries(file, input);
    input.caches.judged.set(file, known);
    return known;
  });
}

function judgedTables(input: SnapshotInput, checked: ReadonlyMap<string, CheckedFile>, uses: ReadonlyMap<Catalog, TableUses>): readonly JudgedFile[] {
  return input.linked.universe.catalogs.flatMap((catalog) => judgeTables(catalog, uses.get(catalog) ?? { paths: new Map(), deleted: new Set() }, checked, input));
}

const unused: readonly AccessPath[] = [];

/** What is advised on one table rests on that table's inputs and what its queries have in common, but for names, which must differ over the whole schema. */
function adviceOn(catalog: Catalog, inputs: readonly AdviceInput[], uses: TableUses | undefined, { caches, options }: SnapshotInput): readonly Advice[] {
  const habits = (table: string): Habits => habitsOf(uses?.paths.get(table) ?? unused);
  const context = { catalog, nameIndex: (spec: IndexSpec) => nameOf(spec, catalog, options), habits };
  const byTable = new Map<string, AdviceInput[]>();
  for (const one of inputs) listOf(byTable, one.table).push(one);
  const advice = [...byTable].map(([table, own]) => {
    const key = `${catalog.id}\n${table}`;
    const known = caches.advice.get(key);
    const manner = habitsText(habits(table));
    const stands = known !== undefined && known.catalog === catalog && known.manner === manner && known.inputs.length === own.length && known.inputs.every((one, i) => { const other = own[i]; return other !== undefined && sameButMoved(one, other); });
    const fresh = stands ? relocateAdvice(known.advice, known.inputs, own) : advise(own, context);
    caches.advice.set(key, { catalog, inputs: own, manner, advice: fresh });
    return fresh;
  });
  const names = advice.flatMap((one) => one.needs.map((need) => need.index.name?.toLowerCase()));
  return new Set(names).size === names.length ? advice : [advise(inputs, context)];
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

/** The name that the ORM which declares the table would give. */
function nameOf(spec: IndexSpec, catalog: Catalog, options: EngineOptions): string | null {
  const table = catalog.tables.get(spec.table);
  const home = table?.declarations.find((d) => !d.migration);
  const adapter = options.adapters.find((a) => a.id === home?.adapter);
  return table === undefined || adapter?.nameIndex === undefined ? null : adapter.nameIndex({ ...spec, table: table.schema === null ? table.name : `${table.schema}.${table.name}` });
}
