import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Snapshot } from '../../server/src/engine/api.ts';
import type { Site } from '../../server/src/facts/finding.ts';
import type { Fix } from '../../server/src/fix/fix.ts';
import { readOutline } from '../../server/src/lang/read-outline.ts';
import { isScript, languageOf } from '../../server/src/text/language.ts';
import { filesAfter } from '../migrate/disk.ts';
import { sampleProjects } from '../support/samples.ts';
import { workspaceOf } from '../support/workspace.ts';
import { syntax } from './sources.ts';

type Files = Readonly<Record<string, string>>;

/** Parse errors, line ends and tabs of a text, as far as an edit could spoil them. */
function shapeOf(path: string, text: string): object {
  const outline = isScript(languageOf(path)) ? readOutline({ path, languageId: languageOf(path), text }, syntax) : null;
  return { errors: outline?.errors.length ?? 0, loneLineFeeds: text.includes('\r\n') && /[^\r]\n/.test(text) };
}

/** Invariant 5: it parses, keeps its line ends, its finding goes away, and a second run changes nothing. */
function holds(files: Files, site: Site, fix: Fix): void {
  const edits = fix.edits();
  assert.ok(edits !== null, `${fix.title} at ${site.path}`);
  const after = filesAfter(files, edits);
  for (const { path } of edits.changes) assert.deepEqual(shapeOf(path, after[path] ?? ''), shapeOf(path, files[path] ?? ''), `${fix.title}: ${path}`);
  // What is only shown changes nothing that runs.
  if (fix.applicability === 'display') return;
  const again = workspaceOf(after).snapshot();
  const left = again.sites(site.path).find((one) => one.fingerprint === site.fingerprint);
  assert.equal(left?.message, undefined, `${fix.title} at ${site.path}`);
}

const sitesOf = (snapshot: Snapshot): readonly Site[] => snapshot.paths().flatMap((path) => snapshot.sites(path));

for (const { name, files } of sampleProjects()) {
  test(`${name}: every fix of every finding holds`, () => {
    const snapshot = workspaceOf(files).snapshot();
    for (const site of sitesOf(snapshot)) for (const fix of snapshot.fixes(site.path, site)) holds(files, site, fix);
  });

  test(`${name}: after one plan for all open indexes none of them is open`, () => {
    const snapshot = workspaceOf(files).snapshot();
    const names = snapshot.openNeeds().map((need) => need.index.name);
    const plan = snapshot.plan(snapshot.openNeeds());
    assert.ok(plan.files.length > 0 && names.length > 0);
    const again = workspaceOf(filesAfter(files, plan.edits)).snapshot();
    assert.deepEqual(again.openNeeds().map((need) => need.index.name).filter((name) => names.includes(name)), []);
  });
}
