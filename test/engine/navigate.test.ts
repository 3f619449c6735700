import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const files = {
  'package.json': '{"dependencies":{"drizzle-orm":"0.45.4","pg":"8.0.0"}}',
  'db/schema.ts': `import { index, pgTable, serial, text } from 'drizzle-orm/pg-core';
export const users = pgTable('users', { id: serial('id').primaryKey(), email: text('email_addr').notNull(), city: text('city') }, (t) => [index('users_city_idx').on(t.city)]);
`,
  'src/orm.ts': `import { eq } from 'drizzle-orm';
import { db } from './client';
import { users } from '../db/schema';
export const inCity = (city: string) => db.select().from(users).where(eq(users.city, city));
`,
  'src/raw.ts': `import { Pool } from 'pg';
const pool = new Pool();
export const byEmail = (email: string) => pool.query('SELECT u.id FROM users u WHERE u.email_addr = $1', [email]);
export const near = (city: string) => pool.query('SELECT id FROM users WHERE city = $1', [city]);
`,
  'report.sql': 'SELECT count(*) FROM users WHERE city = $1;\n',
};

type Path = keyof typeof files;
const at = (path: Path, piece: string): [Path, number] => [path, files[path].indexOf(piece) + 1];
const snapshot = workspaceOf(files).snapshot();
const shown = (places: ReturnType<typeof snapshot.definition>): readonly string[] => places.map(({ path, span }) => `${path} ${files[path as Path].slice(span.start, span.end)}`).sort();

describe('definition', () => {
  it('of a column in SQL text is where the model declares it', () => {
    assert.deepEqual(shown(snapshot.definition(...at('src/raw.ts', 'u.email_addr'))), ["db/schema.ts email: text('email_addr').notNull()"]);
    assert.deepEqual(shown(snapshot.definition(...at('report.sql', 'city'))), ["db/schema.ts city: text('city')"]);
  });

  it('of a table in SQL text is its model', () => {
    assert.deepEqual(shown(snapshot.definition(...at('report.sql', 'users'))), ["db/schema.ts 'users'"]);
  });

  it('of a name of the host language is left to its own tools', () => assert.deepEqual(snapshot.definition(...at('src/orm.ts', 'users.city')), []));
  it('of nothing is nothing', () => assert.deepEqual(snapshot.definition('src/raw.ts', 0), []));
});

describe('references', () => {
  it('of an index are the queries that it serves', () => {
    assert.deepEqual(shown(snapshot.references(...at('db/schema.ts', "index('users_city_idx')"), { declaration: false })).map((place) => place.split(' ')[0]), ['report.sql', 'src/orm.ts', 'src/raw.ts']);
  });

  it('of a column asked from SQL are all; from its declaration those that the host language cannot know', () => {
    assert.deepEqual(shown(snapshot.references(...at('report.sql', 'city'), { declaration: true })), ["db/schema.ts city: text('city')", 'report.sql city', 'src/orm.ts users.city', 'src/raw.ts city']);
    assert.deepEqual(shown(snapshot.references(...at('db/schema.ts', "text('city')"), { declaration: false })), ['report.sql city', 'src/raw.ts city']);
  });
});

describe('explanation', () => {
  it('of an index is what it serves', () => {
    const explained = snapshot.explain(...at('db/schema.ts', "index('users_city_idx')"));
    assert.equal(explained?.kind === 'index' && explained.serves.length, 3);
  });

  it('of a query names the column under the cursor', () => {
    const explained = snapshot.explain(...at('src/raw.ts', 'u.email_addr'));
    assert.equal(explained?.kind === 'query' && explained.column?.column.name, 'email_addr');
  });
});
