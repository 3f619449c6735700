import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fix, Snapshot } from '../../server/src/engine/api.ts';
import type { Site } from '../../server/src/facts/finding.ts';
import { applyEdits } from '../../server/src/text/edits.ts';
import { sampleProjects } from '../support/samples.ts';
import { workspaceOf } from '../support/workspace.ts';

type Files = Readonly<Record<string, string>>;

/** The files with one fix made. */
function fixed(files: Files, fix: Fix): Files {
  const edits = fix.edits();
  assert.ok(edits !== null, `${fix.title} gives edits`);
  for (const file of edits.creates) assert.ok(!(file.path in files), `${file.path} would be overwritten`);
  const changed = edits.changes.map(({ path, edits: list }) => [path, applyEdits(files[path] ?? '', list)] as const);
  return { ...files, ...Object.fromEntries(changed), ...Object.fromEntries(edits.creates.map((file) => [file.path, file.text])) };
}

/** A site is known again by what makes it itself: not by place, since a fix may move it. */
const has = (snapshot: Snapshot, site: Site): boolean => snapshot.sites(site.path).some((s) => s.fingerprint === site.fingerprint);

const crlf = (files: Files): Files => Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')]));
const tabs = (files: Files): Files => Object.fromEntries(Object.entries(files).map(([path, text]) => [path, path.endsWith('.ts') ? text.replace(/^( {2})+/gm, (blank) => '\t'.repeat(blank.length / 2)) : text]));

const variants: readonly (readonly [string, (files: Files) => Files])[] = [['as it is', (files) => files], ['with CRLF', crlf], ['with tabs', tabs]];

for (const project of sampleProjects()) {
  for (const [name, vary] of variants) {
    test(`every fix of ${project.name} ${name}`, () => {
      const files = vary(project.files);
      const snapshot = workspaceOf(files).snapshot();
      const sites = snapshot.findings().flatMap((finding) => finding.sites);
      for (const site of sites) for (const fix of snapshot.fixes(site.path, site)) checkFix(files, site, fix, name);
    });
  }
}

function checkFix(files: Files, site: Site, fix: Fix, variant: string): void {
  const after = fixed(files, fix);
  const next = workspaceOf(after).snapshot();
  const label = `${fix.title} (${site.path}: ${site.message})`;
  assert.ok(!has(next, site), `the finding is gone after: ${label}`);
  assert.ok(!next.stats().unread.some((u) => u.reason.includes('syntax')), `it parses after: ${label}`);
  // Nothing that was read before may be lost by the edit.
  assert.equal(next.stats().queriesRead, workspaceOf(files).snapshot().stats().queriesRead, label);
  for (const [path, text] of Object.entries(after)) {
    if (variant === 'with CRLF' && path in files && text !== files[path]) assert.ok(!/[^\r]\n/.test(text), `${path} keeps its line ends after: ${label}`);
  }
  const twin = next.sites(site.path).find((s) => s.rule === site.rule && s.table === site.table && s.columns.join() === site.columns.join());
  assert.ok(twin === undefined || twin.fingerprint !== site.fingerprint, `a second run finds nothing to do after: ${label}`);
}

test('all open needs migrated together leave none', () => {
  for (const project of sampleProjects()) {
    const snapshot = workspaceOf(project.files).snapshot();
    const needs = snapshot.openNeeds();
    if (needs.length === 0) continue;
    const plan = snapshot.plan(needs);
    const edits = plan.edits;
    const after = { ...project.files, ...Object.fromEntries(edits.changes.map(({ path, edits: list }) => [path, applyEdits(project.files[path] ?? '', list)])), ...Object.fromEntries(edits.creates.map((file) => [file.path, file.text])) };
    const left = workspaceOf(after).snapshot().openNeeds();
    assert.deepEqual(left.map((need) => need.index.name), plan.skipped.map((s) => s.need.index.name), project.name);
  }
});
