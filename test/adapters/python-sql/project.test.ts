import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { workspaceOf } from '../../support/workspace.ts';
import { columnTexts, line, slice } from '../sql-drivers/support.ts';
import { readProject } from './support.ts';

/** What each file of the sample project asks. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'store.py': [
    'Store.by_status: select orders | where status = ? | sqlite | embedded',
    'Store.latest: select orders | where customer_id = ? | sqlite | string-built embedded',
    'Store.search: select lines | where sku in (?*) | sqlite | string-built embedded',
    'Store.search: select orders | where id > 0 and [placed_at >= ?] | sqlite | optional-predicates string-built embedded',
    'Store.search: select orders | where customer_id > ? and [status = ?] | one | sqlite | optional-predicates string-built embedded',
    'Store.named: delete lines | where sku = "ü" | sqlite | embedded',
    'Store.named: select orders | where opaque = ? | sqlite | dynamic-identifier string-built embedded',
    'totals: select orders | sqlite | embedded',
  ],
  'reports.py': [
    'report: select tenants | where slug = ? | one | postgresql',
    'report: select tenants, plans | where code = ? and like | postgresql',
    'classic: select tenants | where name = ? and slug = ? | postgresql',
    'classic: select tenants | where slug in (?) | postgresql',
    'classic: select tenants | where name = ? | postgresql | string-built',
    'classic: update tenants | where id = ? | postgresql',
    'classic: select tenants | where like | postgresql | string-built',
    'session: select tenants | where slug = ? | any',
    'session: select plans | where code = ? | any',
    'wrapped: select tenants | where slug = ? | any',
  ],
};

describe('SQL in Python, the sample project', () => {
  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(name, () => {
      const { facts } = readProject(name);
      assert.deepEqual(facts.queries.map(line), expected);
      assert.deepEqual(facts.unread, []);
    });
  }

  it('reads DDL in strings where it stands', () => {
    const { text, facts } = readProject('store.py');
    assert.deepEqual(facts.statements.map((statement) => slice(text, statement).slice(0, 34)), ['CREATE TABLE orders (id INTEGER PR', 'CREATE INDEX orders_status ON orde', 'CREATE TABLE lines (order_id INTEG']);
  });

  it('puts every column span on the column in the string', () => {
    for (const name of Object.keys(EXPECTED)) {
      const { text, facts } = readProject(name);
      const columns = facts.queries.filter(({ flags }) => !flags.includes('dynamic-identifier')).flatMap(({ query }) => columnTexts(text, query.where));
      assert.ok(columns.length >= 7);
      for (const column of columns) assert.match(column, /^(?:[a-z]\.)?[a-z_]+$|^\{\}$/);
    }
  });

  it('keeps what JSON keeps', () => {
    for (const name of Object.keys(EXPECTED)) { const { facts } = readProject(name); assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts); }
  });

  it('the tables of DDL in strings are those that the queries ask, in the dialect of the driver', () => {
    const snapshot = workspaceOf({ 'store.py': readFileSync(new URL('project/store.py', import.meta.url), 'utf8') }).snapshot();
    assert.deepEqual(snapshot.catalogs().map(({ dialect, tables }) => `${dialect}: ${[...tables.values()].map(({ name }) => name).sort().join(', ')}`), ['sqlite: lines, orders']);
    assert.deepEqual(snapshot.findings().map(({ rule, table, columns }) => `${rule} ${table} (${columns.join(', ')})`), ['unindexed-filter orders (customer_id, placed_at)', 'wrong-column-order lines (sku)']);
  });
});
