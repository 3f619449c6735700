// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columnTexts, line, readProject, slice } from './support.ts';

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'pg.ts': [
    'customerByEmail: select customers | where email = ? and deleted_at is null | postgresql',
    'ordersByStatus: select orders | where status = ? | postgresql | string-built',
    'named: select orders | where note = "it\'s" and id = ? | postgresql | prepared',
    'search: select orders | where tenant_id = ? and [status = ?] and [id in (?*)] | postgresql | optional-predicates string-built',
    'filtered: select customers | where deleted_at is null and [name = ?] and [city = ?] | postgresql | optional-predicates string-built',
    'OrderStore.purge: delete orders | where expires_at < ? | postgresql | string-built',
    'stream: select events | where kind = ? | postgresql',
    'stream: select events | where seen = false | postgresql',
  ],
  'postgres-js.ts': [
    'byId: select articles | where id = ? | postgresql',
    'list: select articles | where published = true and [author_id = ?] and [tag = any(?)] | postgresql | optional-predicates',
    'inside: select articles | where slug in (?*) | postgresql',
    'column: select articles | where slug = ? | postgresql',
    'update: update articles | where slug = ? | postgresql | dynamic-identifier',
    'insert: insert  | postgresql',
    'raw: select articles | where views > ? | postgresql',
    'move: update articles | where author_id = ? | postgresql',
  ],
  'sqlite.ts': [
    'byOwner: select notes | where owner = ? | sqlite | prepared embedded',
    'byBody: select notes | where body = ? | one | sqlite | prepared embedded',
    'count: select notes | where body is null | one | sqlite | prepared embedded',
    'rename: update notes | where owner = ? | sqlite | prepared embedded',
    'NodeStore.find: select notes | where owner = ? | sqlite | dynamic-identifier string-built prepared embedded',
  ],
  'bun.ts': ['found: select sessions | where token = ? | one | sqlite | embedded', 'users: select users | where email = ? | any', 'others: select users | where name = ? | any', 'third: select users | where city = ? | any'],
  'serverless.ts': [
    'posts: select posts | where author = ? | postgresql', 'called: select posts | where slug = ? | postgresql', 'both: delete posts | where slug = ? | postgresql', 'both: select  | postgresql',
    'cart: select carts | where user_id = ? | postgresql', 'pooled: select carts | where token = ? | postgresql',
  ],
  'edge.ts': [
    'one: select links | where short = ? | sqlite', 'many: delete links | where clicks = 0 | sqlite', 'many: select links | where owner = ? | sqlite',
    'fetch: select links | where owner = ? | sqlite | prepared', 'fetch: select links | where target = ? | one | sqlite | prepared',
  ],
  'mysql.ts': [
    'rows: select users | where email = ? | mysql', 'listed: select users | where id in (?*) and opaque = ? | mysql', 'named: select users | where email = ? and deleted_at is null | mysql', 'streamed: select orders | where like | mysql',
    'Orders.move: update orders, users | where email = ? and status = ? | mysql', 'Orders.move: insert  | mysql', 'Orders.move: delete orders | where user_id = ? | mysql', 'Orders.move: delete orders, users | where city = ? | mysql', 'Orders.move: insert  | mysql',
    'Orders.byStatus: select orders | where status = ? and like | mysql | dynamic-identifier string-built',
  ],
  'pg-promise.ts': [
    'user: select users | where email = ? | one | postgresql', 'listed: select users | where id in (?*) | postgresql', 'inTask: select users | where city = ? | postgresql', 'prepared: select users | where nick = ? | postgresql | prepared',
  ],
  'tags.ts': [
    'slonik: select pets | where name = ? | one | postgresql', 'appended: select pets | where name = ? | postgresql',
    'viaPrisma: select pets | where id in (?*) and [kind = ?] | postgresql | optional-predicates', 'unsafe: select pets | where chip = ? | postgresql',
  ],
  'home-made.ts': ['marked: select pets | where weight > 3 | any', 'chip: select pets | where chip = ? | any', 'wrapped: select pets | where owner_id = ? | any'],
  'drizzle.ts': [],
  'drizzle-reexport.ts': [],
};

describe('the sample project', () => {
  for (const [name, expected] of Object.entries(EXPECTED)) {
    it(name, () => {
      const { facts } = readProject(name);
      assert.deepEqual(facts.queries.filter((fact) => fact.confidence === 'high').map(line), expected);
    });
  }

  it('says what could not be read, and why', () => {
    const unread = ['pg.ts', 'mysql.ts', 'home-made.ts', 'drizzle.ts'].flatMap((name) => {
      const { text, facts } = readProject(name);
      return facts.unread.map((site) => `${slice(text, site).slice(0, 32)}: ${site.reason}`);
    });
    assert.deepEqual(unread, [
      'this.pool.query(`SELECT * FROM $: the name is known only at run time',
      'pool.query(text, values): the SQL is made elsewhere',
    ]);
  });

  it('reads DDL in strings where it stands', () => {
    const { text, facts } = readProject('sqlite.ts');
    assert.deepEqual(facts.statements?.map((statement) => [statement.operation.op, slice(text, statement).split(/\s+/).slice(0, 6).join(' '), statement.dialect]), [
      ['create-table', 'CREATE TABLE IF NOT EXISTS notes', 'sqlite'],
      ['create-index', 'CREATE INDEX IF NOT EXISTS notes_owner', 'sqlite'],
    ]);
  });

  it('puts every column span on the column in the string', () => {
    const { text, facts } = readProject('pg.ts');
    assert.deepEqual(facts.queries.filter((fact) => fact.confidence === 'high').map((fact) => columnTexts(text, fact.query.where)), [
      ['email', 'deleted_at'], ['o.status'], ['note', 'id'], ['tenant_id', 'status', 'id'], ['deleted_at', 'name', 'city'], ['expires_at'], ['kind'], ['seen'],
    ]);
    const [, byStatus] = facts.queries;
    assert.equal(slice(text, byStatus ?? assert.fail()), 'pool.query(BY_STATUS, [status])');
    assert.equal(slice(text, byStatus.query).trim().startsWith('SELECT ${ORDER_COLUMNS}'), true);
  });

  it('keeps what JSON keeps', () => {
    for (const name of Object.keys(EXPECTED)) {
      const { queries } = readProject(name).facts;
      assert.deepEqual(JSON.parse(JSON.stringify(queries)), queries);
    }
  });
});
