import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { rules } from '../../server/src/rules/index.ts';
import { lineIndex, positionAt } from '../../server/src/text/lines.ts';
import { applyEdits } from '../../server/src/text/edits.ts';
import { workspaceOf } from '../support/workspace.ts';
import { type Marker, readPage, type Section } from './page.ts';

const folder = new URL('../../server/src/rules/', import.meta.url);
const pageOf = (id: string) => readPage(readFileSync(new URL(`${id}.md`, folder), 'utf8'));

/** Pages are in PostgreSQL unless a section brings a configuration of its own. */
const workspace = (section: Section) => workspaceOf(Object.fromEntries(section.files), section.files.has('sargable.jsonc') ? undefined : { dialect: 'postgresql' });

/** One line each, so that a failure reads as a list of what is too much and what is missing. */
const said = (m: Omit<Marker, 'severity'> & { readonly severity: string }): string => `${m.path}:${m.line + 1}:${m.character + 1}+${m.length} ${m.rule} (${m.severity}): ${m.message}${m.advice === '' ? '' : ` | ${m.advice}`}`;

function reported(section: Section): readonly string[] {
  const snapshot = workspace(section).snapshot();
  return [...section.files].flatMap(([path, text]) => {
    const index = lineIndex(text);
    return snapshot.sites(path).map((site) => said({ ...site, path, ...positionAt(index, site.span.start), length: site.span.end - site.span.start }));
  }).sort();
}

const defaultSeverity = (id: string): string => rules.find((rule) => rule.id === id)?.defaultSeverity ?? 'unknown rule';

for (const rule of rules) {
  const page = pageOf(rule.id);

  test(`${rule.id}: its page is about it`, () => {
    assert.equal(page.title, rule.id);
    assert.equal(page.summary, rule.summary);
    assert.deepEqual(page.headings, ['Why', 'What it reports', 'What it does not report', 'When to ignore it', 'Configuration']);
    assert.ok(page.sections.some((s) => s.markers.some((m) => m.rule === rule.id)), 'an example that is reported');
    assert.ok(page.sections.some((s) => s.markers.length === 0), 'an example that is not');
  });

  for (const section of page.sections) {
    test(`${rule.id}: ${section.heading}`, () => {
      const expected = section.markers.map((m) => said({ ...m, severity: m.severity ?? defaultSeverity(m.rule) })).sort();
      const actual = reported(section);
      const missing = expected.filter((line) => !actual.includes(line));
      const tooMuch = actual.filter((line) => !expected.includes(line));
      assert.equal([...missing.map((line) => `- ${line}`), ...tooMuch.map((line) => `+ ${line}`)].join('\n'), '', 'markers not reported (-) and reports not marked (+)');
    });

    if (section.fixed.size > 0) test(`${rule.id}: ${section.heading}, fixed`, () => checkFixed(section));
  }
}

/** The preferred fix gives the text on the page, and takes the finding away. */
function checkFixed(section: Section): void {
  const snapshot = workspace(section).snapshot();
  const [marker] = section.markers;
  assert.ok(marker);
  const site = snapshot.sites(marker.path).find((s) => s.message === marker.message);
  assert.ok(site, 'the finding that is fixed');
  const fix = snapshot.fixes(marker.path, site).find((f) => f.preferred);
  assert.ok(fix, 'a preferred fix');
  const changed = new Map(section.files);
  for (const { path, edits } of fix.edits()?.changes ?? []) changed.set(path, applyEdits(changed.get(path) ?? '', edits));
  for (const [path, text] of section.fixed) assert.equal(changed.get(path), text);
  assert.ok(!reported({ ...section, files: changed }).some((line) => line.includes(marker.message)), 'the finding is gone');
}

test('every page belongs to a rule', () => {
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md')).map((name) => name.slice(0, -3));
  assert.deepEqual(pages.sort(), rules.map((rule) => rule.id).sort());
});
