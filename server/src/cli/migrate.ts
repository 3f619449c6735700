import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MigrationPlan, Need, Snapshot } from '../engine/api.ts';
import { applyEdits } from '../text/edits.ts';
import { load } from './load.ts';
import { type Places, placesOf } from '../report/places.ts';
import { targetOf } from './target.ts';
import { readArgs } from './usage.ts';

/** `sargable migrate [folder]`: the open indexes as the project's next migration. Exit code 0, also when nothing is missing. */
export async function migrate(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { 'dry-run': { type: 'boolean', default: false }, only: { type: 'string', multiple: true } });
  const target = targetOf(positionals);
  const { snapshot } = await load(target.root);
  const places = placesOf(snapshot, target);
  const needs = snapshot.openNeeds().filter((need) => wanted(need, values.only ?? []) && need.sites.some((site) => places.inScope(site.path)));
  const plan = snapshot.plan(needs);
  const lines = values['dry-run'] ? preview(plan, places) : written(plan, snapshot, target.root, places);
  process.stdout.write(lines.join('\n') + '\n');
  for (const { need, reason } of plan.skipped) process.stderr.write(`not migrated: ${need.index.name ?? need.index.table}: ${reason}\n`);
  return 0;
}

const wanted = (need: Need, only: readonly string[]): boolean => only.length === 0 || only.includes(need.index.table) || (need.index.name !== null && only.includes(need.index.name));

function summary(plan: MigrationPlan, places: Places): string[] {
  if (plan.files.length === 0) return [`Nothing to write: ${plan.reason ?? 'no index is missing'}.`];
  return plan.files.map((file) => `${places.file(file.path)}  ${file.what}`);
}

function preview(plan: MigrationPlan, places: Places): string[] {
  const created = plan.edits.creates.map((file) => `--- ${places.file(file.path)} (new)\n${file.text}`);
  const changed = plan.edits.changes.map((change) => `--- ${places.file(change.path)}\n${change.edits.map((edit) => `@@ ${places.range(change.path, edit.span).start.line + 1}\n+ ${edit.newText.trim().split('\n').join('\n+ ')}`).join('\n')}`);
  return [...summary(plan, places), '', ...created, ...changed];
}

/** A path that came into being since it was planned is not overwritten: the whole plan is then left unwritten. */
function written(plan: MigrationPlan, snapshot: Snapshot, root: string, places: Places): string[] {
  const taken = plan.edits.creates.find((file) => existsSync(join(root, file.path)));
  if (taken !== undefined) return [`Nothing was written: ${places.file(taken.path)} exists already.`];
  for (const file of plan.edits.creates) {
    mkdirSync(dirname(join(root, file.path)), { recursive: true });
    writeFileSync(join(root, file.path), file.text, { flag: 'wx' });
  }
  for (const change of plan.edits.changes) {
    const text = snapshot.text(change.path);
    if (text !== null) writeFileSync(join(root, change.path), applyEdits(text, change.edits));
  }
  return summary(plan, places);
}
