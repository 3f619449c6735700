import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleEdits } from '../../server/src/migrate/drizzle-0/bundle.ts';
import { appendEntry, nextPrefix, readJournal } from '../../server/src/migrate/drizzle-0/journal.ts';
import { drizzle0 } from '../../server/src/migrate/drizzle-0/index.ts';
import { drizzle1 } from '../../server/src/migrate/drizzle-1/index.ts';
import { applyEdits } from '../../server/src/text/edits.ts';
import { sourceOf } from '../fix/sources.ts';
import { catalogOf, indexSpec, planned } from './build.ts';
import { filesAfter, viewOf } from './disk.ts';

const now = new Date('2025-03-04T05:06:07Z');
const entry = (idx: number, tag: string, when: number, breakpoints = true) => ({ idx, version: '7', when, tag, breakpoints });
const journalText = (...entries: object[]): string => JSON.stringify({ version: '7', dialect: 'sqlite', entries }, null, 2);

test('the next entry is numbered as the folder is', () => {
  for (const [tag, prefix] of [['0003_x', '0004'], ['20240101000000_x', '20250304050607'], ['20300101000000_x', '20300101000001'], ['1700000000_x', '1741064767'], ['x', '0004']] as const) {
    const journal = readJournal(journalText(entry(3, tag, 1)));
    assert.ok(journal !== null);
    assert.equal(nextPrefix(journal, now), prefix, tag);
  }
});

test('an entry is later than every other, whatever the clock says, and the rest of the journal stays', () => {
  const text = journalText(entry(0, '0000_a', 9e12), entry(1, '0001_b', 5, false)).replaceAll('\n', '\r\n');
  const journal = readJournal(text);
  assert.ok(journal !== null);
  const after = applyEdits(text, appendEntry(text, journal, '0002_c', '6', now));
  assert.deepEqual(JSON.parse(after).entries[2], { idx: 2, version: '6', when: 9e12 + 1, tag: '0002_c', breakpoints: false });
  assert.ok(after.startsWith(text.slice(0, text.lastIndexOf('}', text.lastIndexOf(']')))), 'what was there stays');
  assert.ok(!/[^\r]\n/.test(after), 'line ends');
});

test('a journal that is none is no folder', () => {
  assert.equal(readJournal(null), null);
  assert.equal(readJournal('{'), null);
  assert.equal(readJournal('{"entries": 1}'), null);
  assert.deepEqual(drizzle0.find(viewOf({ 'drizzle/meta/_journal.json': '[]' })), []);
});

test('the bundle for drivers without a file system gets the new file', () => {
  const text = "import journal from './meta/_journal.json';\nimport m0000 from './0000_a.sql';\n\n  export default {\n    journal,\n    migrations: {\n      m0000\n    }\n  }\n  ";
  assert.equal(applyEdits(text, bundleEdits(text, 1, '0001_b')), text.replace("a.sql';\n", "a.sql';\nimport m0001 from './0001_b.sql';\n").replace('      m0000\n', '      m0000,\nm0001\n'));
  assert.deepEqual(bundleEdits('export default {}', 1, '0001_b'), []);
});

const write = (files: Readonly<Record<string, string>>) => {
  const view = viewOf(files);
  const tool = [drizzle0, drizzle1].find((one) => one.find(view).length > 0);
  const home = tool?.find(view)[0];
  assert.ok(tool !== undefined && home !== undefined);
  return tool.write({ home, view, catalog: catalogOf('sqlite', [{ key: 'scenes' }]), indexes: [planned(indexSpec('scenes', 'i', ['a']), [], model)], now });
};
const model = sourceOf('schema.ts', "sqliteTable('scenes', { a: integer() }, (t) => [index('i').on(t.a)]);", 'sqlite');
const snapshot0 = (version: string, tables: object): string => JSON.stringify({ version, dialect: 'sqlite', id: 'a', prevId: 'b', tables });

test('nothing is guessed: an unknown format, a missing table, a taken name are told', () => {
  const journal = { 'drizzle/meta/_journal.json': journalText(entry(0, '0000_a', 1)) };
  const reasonOf = (files: Readonly<Record<string, string>>): string => {
    const result = write(files);
    return result.kind === 'none' ? result.reason : JSON.stringify(result.files);
  };
  assert.match(reasonOf(journal), /no snapshot to build on/);
  assert.match(reasonOf({ ...journal, 'drizzle/meta/0000_snapshot.json': snapshot0('5', { scenes: {} }) }), /drizzle-kit up/);
  assert.match(reasonOf({ ...journal, 'drizzle/meta/0000_snapshot.json': snapshot0('6', {}) }), /scenes is not in the newest snapshot/);
  assert.match(reasonOf({ ...journal, 'drizzle/meta/0000_snapshot.json': snapshot0('6', { scenes: {} }), 'drizzle/meta/0001_snapshot.json': '{}' }), /already has a snapshot 0001/);
  assert.match(reasonOf({ 'drizzle/20240101000000_a/snapshot.json': JSON.stringify({ version: '3', dialect: 'sqlite', id: 'a', prevIds: [], ddl: [{ entityType: 'tables', name: 'scenes' }] }) }), /drizzle-kit up/);
});

test('a branch that was not merged is told on SQLite', () => {
  const snapshot = (id: string, prevIds: readonly string[]): string => JSON.stringify({ version: '7', dialect: 'sqlite', id, prevIds, ddl: [{ entityType: 'tables', name: 'scenes' }] });
  const result = write({ 'out/20240101000000_a/snapshot.json': snapshot('a', ['0']), 'out/20240102000000_b/snapshot.json': snapshot('b', ['a']), 'out/20240103000000_c/snapshot.json': snapshot('c', ['a']) });
  assert.match(result.kind === 'none' ? result.reason : '', /merge them first/);
});

test('a time that the newest folder has already is passed', () => {
  const files = { 'out/20990101000000_a/snapshot.json': JSON.stringify({ version: '7', dialect: 'sqlite', id: 'a', prevIds: ['0'], ddl: [{ entityType: 'tables', name: 'scenes' }] }) };
  const result = write(files);
  assert.ok(result.kind === 'written');
  assert.deepEqual(Object.keys(filesAfter(files, result.edits)).slice(1), ['out/20990101000001_add_scenes_index/migration.sql', 'out/20990101000001_add_scenes_index/snapshot.json']);
});
