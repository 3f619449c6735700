// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the code under test has placeholders in it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspaceOf } from '../support/workspace.ts';

const SCHEMA = 'CREATE TABLE buckets (id bigint PRIMARY KEY, name text NOT NULL, deleted_at timestamptz);\nCREATE INDEX buckets_name_idx ON buckets (name) WHERE deleted_at IS NULL;\n';
const code = (condition: string): string => `import pg from 'pg';
const pool = new pg.Pool();
export function byName(name: string, all: boolean) {
  const conditions = ['name = $1'];
  ${condition}
  return pool.query(\`SELECT * FROM buckets WHERE \${conditions.join(' AND ')}\`, [name]);
}
`;
const told = (condition: string): string[] => workspaceOf({ 'schema.sql': SCHEMA, 'src/a.ts': code(condition) }, { dialect: 'postgresql' }).snapshot().findings().map(({ rule, severity }) => `${rule} ${severity}`);

test('a partial index for the form of the query that is sent with its condition is hardly worth a word', () => {
  assert.deepEqual(told("if (!all) conditions.push('deleted_at IS NULL');"), ['index-not-usable hint']);
});

test('one whose condition is always sent serves, and one whose condition never is does not', () => {
  assert.deepEqual(told("conditions.push('deleted_at IS NULL');"), []);
  assert.deepEqual(told(''), ['index-not-usable warning']);
});
