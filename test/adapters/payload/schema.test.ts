import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Table } from '../../../server/src/facts/catalog.ts';
import { sampleProjects } from '../../support/samples.ts';
import { workspaceOf } from '../../support/workspace.ts';

/**
 * What Payload 3.90.2 itself made of the sample project in SQLite, with `@payloadcms/db-sqlite` 3.90.2 in its development mode ("push"); its own tables
 * (`payload_…`) and SQLite's automatic indexes are left out.
 */
const pushed: unknown = JSON.parse(readFileSync(new URL('pushed-3.90.2.json', import.meta.url), 'utf8'));

const sample = sampleProjects().find(({ name }) => name === 'test/adapters/payload/project')?.files ?? {};

const told = (table: Table) => ({
  columns: table.columns.map(({ name }) => name).sort().join(' '),
  indexes: table.indexes.filter(({ kind }) => kind !== 'primary-key').map((index) => `${index.unique ? 'unique ' : ''}${index.name} (${index.keys.map(({ expr }) => (expr.kind === 'column' ? expr.column : '?')).join(', ')})`).sort(),
});

const tablesOf = (files: Readonly<Record<string, string>>): readonly Table[] => workspaceOf(files).snapshot().catalogs().flatMap((catalog) => [...catalog.tables.values()]);

const COLLECTION = "import type { CollectionConfig } from 'payload';\nexport const Notes: CollectionConfig = { slug: 'notes', fields: [{ name: 'text', type: 'text' }] };\n";
const config = (db: string): string => `import { buildConfig } from 'payload';\nimport { Notes } from './notes';\nexport default buildConfig({ collections: [Notes], db: ${db} });\n`;
const QUERY = "export const byText = (payload: Payload, text: string) => payload.find({ collection: 'notes', where: { text: { equals: text } } });\n";
const found = (files: Readonly<Record<string, string>>): readonly string[] => workspaceOf({ 'package.json': '{}', 'notes.ts': COLLECTION, 'app.ts': QUERY, ...files }).snapshot().findings().map(({ rule, table }) => `${rule} ${table}`);

describe('the tables of a Payload project', () => {
  it('are those that Payload itself makes, with their columns and indexes', () => {
    const tables = Object.fromEntries(tablesOf(sample).map((table) => [table.name, told(table)]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
    assert.deepEqual(tables, pushed);
  });

  it('speak of the field where a column is declared', () => {
    const posts = tablesOf(sample).find(({ name }) => name === 'posts');
    const column = posts?.columns.find(({ name }) => name === 'meta_canonical_u_r_l');
    const { path = '', span = { start: 0, end: 0 } } = column?.declared ?? {};
    assert.equal(sample[path]?.slice(span.start, span.end), "{ name: 'canonicalURL', type: 'text', index: true }");
  });

  it('take names from constants of other files', () => {
    const files = { 'payload.config.ts': config('postgresAdapter({})'), 'slugs.ts': "import type { CollectionSlug } from 'payload';\nexport const notesSlug: CollectionSlug = 'field-notes';\nexport const build = () => buildConfig({ collections: [] });\n", 'notes.ts': COLLECTION.replace("'notes'", 'notesSlug').replace('\n', "\nimport { notesSlug } from './slugs';\n"), 'app.ts': `import { notesSlug } from './slugs';\n${QUERY.replace("'notes'", 'notesSlug')}` };
    assert.deepEqual(found(files), ['unindexed-filter field_notes']);
  });
});

describe('which database a Payload project has', () => {
  for (const [name, db, expected] of [
    ['PostgreSQL', 'postgresAdapter({ pool: {} })', ['unindexed-filter notes']],
    ['Vercel’s PostgreSQL', 'vercelPostgresAdapter({})', ['unindexed-filter notes']],
    ['SQLite', "sqliteAdapter({ client: { url: 'file:a.db' } })", ['unindexed-filter notes']],
    ['MongoDB', "mongooseAdapter({ url: '' })", []],
    ['one chosen at run time', "process.env.PG ? postgresAdapter({}) : sqliteAdapter({})", []],
  ] as const) {
    it(name, () => { assert.deepEqual(found({ 'payload.config.ts': config(db) }), expected); });
  }

  it('is not known without a configuration, and then nothing is said', () => {
    assert.deepEqual(found({}), []);
  });

  it('a project without SQL has no tables, and its queries are not counted', () => {
    const snapshot = workspaceOf({ 'package.json': '{}', 'notes.ts': COLLECTION, 'app.ts': QUERY, 'payload.config.ts': config("mongooseAdapter({ url: '' })") }).snapshot();
    assert.deepEqual(snapshot.catalogs(), []);
    const { queriesRead, unread } = snapshot.stats();
    assert.deepEqual([queriesRead, unread], [0, []]);
  });
});
