import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from '../../support/workspace.ts';
import { applyEdits } from '../../../server/src/text/edits.ts';

const CONFIG = "import { buildConfig } from 'payload';\nimport { Notes } from './notes';\nexport default buildConfig({ collections: [Notes], db: postgresAdapter({}) });\n";
const collection = (fields: string, more = ''): string => `import type { CollectionConfig } from 'payload';\nexport const Notes: CollectionConfig = {\n  slug: 'notes',\n  fields: [\n${fields}\n  ],${more}\n};\n`;
const query = (options: string): string => `export const list = (payload: Payload, x: string) => payload.find({ collection: 'notes', ${options} });\n`;

/** The collection after its fix, and what is found then; null where there is no fix in it. */
function fixed(notes: string, app: string): { readonly text: string; readonly left: number } | null {
  const files = { 'package.json': '{}', 'payload.config.ts': CONFIG, 'notes.ts': notes, 'app.ts': app };
  const snapshot = workspaceOf(files).snapshot();
  const [site] = snapshot.sites('app.ts');
  assert.ok(site !== undefined, 'something is found');
  const change = snapshot.fixes('app.ts', site).find(({ id }) => id === 'add-index')?.edits()?.changes.find(({ path }) => path === 'notes.ts');
  if (change === undefined) return null;
  const text = applyEdits(notes, change.edits);
  return { text, left: workspaceOf({ ...files, 'notes.ts': text }).snapshot().findings().length };
}

describe('an index on a field', () => {
  for (const [name, before, options, after] of [
    ['on one line', "    { name: 'text', type: 'text' },", 'where: { text: { equals: x } }', "    { name: 'text', type: 'text', index: true },"],
    ['on lines of its own', "    {\n      name: 'text',\n      type: 'text',\n    },", 'where: { text: { equals: x } }', "    {\n      name: 'text',\n      type: 'text',\n      index: true,\n    },"],
    ['that says it has none', "    { name: 'text', type: 'text', index: false },", 'where: { text: { equals: x } }', "    { name: 'text', type: 'text', index: true },"],
    ['in a group', "    { name: 'meta', type: 'group', fields: [{ name: 'text', type: 'text' }] },", "where: { 'meta.text': { equals: x } }", "    { name: 'meta', type: 'group', fields: [{ name: 'text', type: 'text', index: true }] },"],
    ['in a tab', "    { type: 'tabs', tabs: [{ label: 'A', fields: [{ name: 'text', type: 'text' }] }] },", 'where: { text: { equals: x } }', "    { type: 'tabs', tabs: [{ label: 'A', fields: [{ name: 'text', type: 'text', index: true }] }] },"],
    ['for a sort downwards', "    { name: 'at', type: 'date' },", "sort: '-at'", "    { name: 'at', type: 'date', index: true },"],
  ] as const) {
    it(name, () => { assert.deepEqual(fixed(collection(before), query(options)), { text: collection(after), left: 0 }); });
  }
});

describe('an index on several fields', () => {
  const FIELDS = "    { name: 'text', type: 'text' },\n    { name: 'rank', type: 'number' },";
  it('is one of the collection’s', () => {
    assert.deepEqual(fixed(collection(FIELDS), query("where: { text: { equals: x } }, sort: 'rank'")), { text: collection(FIELDS, "\n  indexes: [{ fields: ['text', 'rank'] }],"), left: 0 });
  });
  it('comes behind those that are there', () => {
    assert.deepEqual(fixed(collection(FIELDS, "\n  indexes: [{ fields: ['rank', 'text'] }],"), query("where: { text: { equals: x } }, sort: 'rank'"))?.text, collection(FIELDS, "\n  indexes: [{ fields: ['rank', 'text'] }, { fields: ['text', 'rank'] }],"));
  });
});
