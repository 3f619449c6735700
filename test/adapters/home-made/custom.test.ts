import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CustomShape } from '../../../server/src/facts/entry.ts';
import { readConfig } from '../../../server/src/config/read.ts';
import { workspaceOf } from '../../support/workspace.ts';
import { catalogSchema, edited } from './support.ts';

/** The code that reads the list is elsewhere: only the configuration says what the entries mean. */
const app = (list: string): string => `from vendor.records import Entity

class Part(Entity):
    store = "parts"
    lookups = ${list}

def bins(connection, bin):
    return connection.execute("SELECT * FROM parts WHERE bin = ?", (bin,)).fetchall()
`;

const TABLE = 'CREATE TABLE parts (id INTEGER PRIMARY KEY, code TEXT, bin TEXT, weight INTEGER);\n';

const CASES: readonly { readonly shape: CustomShape; readonly list: string; readonly indexes: readonly string[]; readonly added: RegExp }[] = [
  { shape: 'sql', list: '["CREATE INDEX p_code ON parts (code)"]', indexes: ['p_code: code'], added: /"CREATE INDEX IF NOT EXISTS \w+ ON parts \(bin\)"/ },
  { shape: 'column', list: '["code"]', indexes: ['parts_code: code'], added: /\["code", "bin"\]/ },
  { shape: 'columns', list: '[("code", "weight")]', indexes: ['parts_code_weight: code weight'], added: /\("bin",\)/ },
  { shape: ['name', 'columns', 'unique'], list: "[('p_code', ['code'], True), ('p_bin_weight', ['weight', ('bin', 'DESC')], False)]", indexes: ['p_bin_weight: weight bin desc', 'p_code: code unique'], added: /\('\w+', \['bin'\], False\)/ },
  { shape: { name: 'title', columns: 'on' }, list: '[{"title": "p_code", "on": ["code"]}]', indexes: ['p_code: code'], added: /\{"title": "\w+", "on": \["bin"\]\}/ },
];

const configOf = (shape: CustomShape): object => ({ dialect: 'sqlite', models: { custom: [{ baseClass: 'Entity', tableAttr: 'store', indexAttr: 'lookups', shape }] } });

describe('classes that the configuration explains', () => {
  for (const { shape, list, indexes, added } of CASES) {
    const files = { 'app.py': app(list), 'schema.sql': TABLE };
    it(`${JSON.stringify(shape)}: indexes are known`, () => {
      const parts = catalogSchema(workspaceOf(files, configOf(shape)).snapshot())['parts'];
      assert.deepEqual(parts?.indexes.filter(([name]) => name !== 'auto').map(([name, unique, keys]) => `${name}: ${keys.join(' ')}${unique ? ' unique' : ''}`), indexes);
    });

    it(`${JSON.stringify(shape)}: the list is where an index is written`, () => {
      const snapshot = workspaceOf(files, configOf(shape)).snapshot();
      const finding = snapshot.findings().find(({ columns }) => columns.join() === 'bin');
      assert.ok(finding !== undefined);
      const after = edited(files, snapshot.fixes(finding.path, finding).find(({ preferred }) => preferred)?.edits() ?? null);
      assert.match(after['app.py'] ?? '', added);
      assert.deepEqual(workspaceOf(after, configOf(shape)).snapshot().findings().filter(({ columns }) => columns.join() === 'bin'), []);
    });
  }

  it('tells mistakes at their place', () => {
    const read = (custom: unknown): readonly string[] => readConfig('sargable.jsonc', JSON.stringify({ models: custom }), []).problems.map(({ message }) => message);
    assert.deepEqual(read({ custom: [{ baseClass: 'A', tableAttr: 'b', indexAttr: 'c', shape: 'colums' }] }), ['There is no shape "colums". Did you mean "column"?']);
    assert.deepEqual(read({ custom: [{ baseClass: 'A', tableAttr: 'b', indexAttr: 1, shape: ['name', 'kolumns'] }] }), ['This must be a string.', 'There is no slot "kolumns". Did you mean "columns"?']);
    assert.deepEqual(read({ custom: [{ baseClass: 'A' }] }), ['This needs "tableAttr".', 'This needs "indexAttr".', 'This needs "shape".']);
    assert.deepEqual(read({ custom: {} }), ['This must be a list of what holds for classes.']);
    assert.deepEqual(read([]), ['This must be an object such as { "custom": [] }.']);
    assert.deepEqual(read({ custm: [] }), ['There is no setting "custm". Did you mean "custom"?']);
  });
});
