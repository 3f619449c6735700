import type { Catalog } from '../facts/catalog.ts';
import type { Need, Site } from '../facts/finding.ts';
import type { Writers } from '../fix/add-index.ts';
import type { Fix } from '../fix/fix.ts';
import { type AskedFlow, type AskedQuery, fixesFor, loopFixesFor } from '../fix/index.ts';
import type { SourceFile } from '../fix/sources.ts';
import { type MigrationPlan, offerMigration, planMigration } from '../migrate/plan.ts';
import { rules } from '../rules/index.ts';
import { isHost, languageOf } from '../text/language.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import type { CheckedFile } from './check.ts';
import { lazy } from './lazy.ts';
import { readFile } from './read-file.ts';
import type { SnapshotInput } from './snapshot.ts';

/** What fixes and migrations of one snapshot are made with. */
export interface Workbench { readonly view: WorkspaceView; readonly writers: Writers; readonly catalogs: readonly Catalog[]; readonly needs: () => readonly Need[]; readonly asked: (site: Site) => AskedQuery | null; readonly flow: (site: Site) => AskedFlow | null; readonly now: () => Date }

export function workbench(input: SnapshotInput, checked: () => ReadonlyMap<string, CheckedFile>, needs: () => readonly Need[], flow: Workbench['flow']): Workbench {
  const paths = lazy(input.paths);
  return {
    view: { get paths() { return paths(); }, text: (path) => input.text(path) ?? input.options.readText(path) },
    writers: { adapters: new Map(input.options.adapters.map((adapter) => [adapter.id, adapter])), entryStyle: input.entryStyle, sources: { read: (path, text) => readSource(path, text, input) }, symbols: input.linked.symbols },
    catalogs: input.linked.universe.catalogs, needs, flow, now: input.options.now, asked: (site) => askedBy(site, checked().get(site.path)),
  };
}

/** Reads a text as the file of that name, in the dialect that its catalog speaks. */
function readSource(path: string, text: string, input: SnapshotInput): SourceFile | null {
  const languageId = languageOf(path);
  if (languageId === 'other') return null;
  const document = { path, languageId, text };
  const facts = readFile(path, text, input.dialectOf(path), input.options);
  return { document, outline: isHost(languageId) ? input.options.outline(document, 'closed') : null, models: facts.models, statements: facts.statements };
}

/** The query that a rule spoke of at that place; its file's judgement is at hand, since the site comes from it. */
function askedBy(site: Site, file: CheckedFile | undefined): AskedQuery | null {
  for (const { fact, bound, said } of file?.queries ?? []) {
    const found = said.find(({ rule, verdict }) => rule === site.rule && verdict.span.start === site.span.start && verdict.span.end === site.span.end && verdict.message === site.message);
    if (found !== undefined) return { fact, whole: bound.query, access: found.path };
  }
  return null;
}

export function fixesOf(site: Site, bench: Workbench): readonly Fix[] {
  const catalog = bench.catalogs.find((c) => c.id === site.database);
  const needs = bench.needs().filter((n) => n.sites.some((s) => s.fingerprint === site.fingerprint));
  const key = site.suggestion?.table ?? site.surplus?.index.table ?? site.table;
  const table = catalog?.tables.get(key) ?? catalog?.tables.get(key.toLowerCase());
  if (isOfFlow(site.rule)) return loopFixesFor({ site, table: table ?? null, writers: bench.writers, view: bench.view, asked: bench.flow(site) });
  if (catalog === undefined || table === undefined) return [];
  const removals = site.surplus === undefined ? [] : [{ ...site.surplus, database: site.database, sites: [site] }];
  const plan = () => offerMigration({ needs, removals, catalogs: bench.catalogs, view: bench.view, writers: bench.writers, now: bench.now() });
  return fixesFor({ site, needs, catalog, table, writers: bench.writers, view: bench.view, migration: plan, asked: bench.asked(site) });
}

const isOfFlow = (id: string): boolean => rules.some((rule) => rule.id === id && rule.scope === 'flow');

export const planOf = (needs: readonly Need[], bench: Workbench): MigrationPlan =>
  planMigration({ needs, catalogs: bench.catalogs, view: bench.view, writers: bench.writers, now: bench.now() });
