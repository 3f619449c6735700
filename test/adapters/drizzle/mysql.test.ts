import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { drizzle } from '../../../server/src/adapters/drizzle/index.ts';
import type { Catalog } from '../../../server/src/facts/catalog.ts';
import type { IndexSpec } from '../../../server/src/facts/finding.ts';
import { applyEdits } from '../../../server/src/text/edits.ts';
import { describeServer, describeTable } from '../../schema/mariadb-engine.ts';
import { startMariadb, type Mariadb } from '../../support/mariadb.ts';
import { workspaceOf } from '../../support/workspace.ts';
import { documentOf, outlineOf, sqlParsers } from './reader.ts';
import { desc, key, lower, spec } from './spec.ts';

const FILES = ['package.json', 'drizzle.config.ts', 'src/schema.ts', 'src/queries.ts'];
const text = (path: string): string => readFileSync(new URL(`./mysql/${path}`, import.meta.url), 'utf8');
const files = Object.fromEntries(FILES.map((path) => [path, text(path)]));
const snapshot = workspaceOf(files).snapshot();

let db: Mariadb;
before(async () => { db = await startMariadb(); });
after(async () => { await db.stop(); });

/** The SQL that real drizzle-kit makes of a schema module. */
async function generated(schema: Record<string, unknown>): Promise<string> {
  const kit = await import('drizzle-kit/api');
  return (await kit.generateMySQLMigration(await kit.generateMySQLDrizzleJson({}), await kit.generateMySQLDrizzleJson(schema))).join('\n');
}

const lines = (catalog: Catalog): readonly string[] => [...new Set([...catalog.tables.values()].flatMap(describeTable).map((line) => line.toLowerCase()))].sort();

/** MariaDB has no index over an expression; the model's is left out on both sides. */
const isExpression = (line: string): boolean => line.includes('(expression)') || line.includes('((lower(');

const nameless = (described: readonly string[]): readonly string[] => described.map((line) => line.replace(/^(index \w+)\.\w+/, '$1')).sort();

test('the catalog of the models is the one that MariaDB has of drizzle-kit’s SQL', async () => {
  const [catalog, ...others] = snapshot.catalogs();
  assert.ok(catalog !== undefined && others.length === 0);
  assert.equal(catalog.dialect, 'mysql');
  const sql = await generated(await import('./mysql/src/schema.ts'));
  await db.fresh('kit');
  await db.run(sql.split('\n').filter((line) => !isExpression(line)).join('\n'));
  const server = await describeServer(db);
  const own = lines(catalog).filter((line) => !isExpression(line));
  assert.deepEqual(nameless(own), nameless(server));
  // What has a name in the models has it in the database.
  assert.deepEqual(own.filter((line) => !line.includes('.null ') && !server.includes(line)), []);
  assert.deepEqual([...catalog.tables.values()].flatMap((table) => table.doubts), []);
  assert.equal(lines(catalog).filter(isExpression).length, 1);
});

const TOLD = ['composite-index: byRole', 'non-sargable-predicate: dated', 'unindexed-filter: named', 'unindexed-filter: raw'];

test('queries are read, and those without an index are told', () => {
  const told = snapshot.findings().filter(({ path }) => path === 'src/queries.ts').flatMap(({ sites }) => sites.map(({ span, rule }) => `${rule}: ${/export const (\w+)/.exec(files['src/queries.ts']?.slice(files['src/queries.ts'].lastIndexOf('export const', span.start)) ?? '')?.[1] ?? ''}`));
  assert.deepEqual(snapshot.stats().unread, []);
  assert.deepEqual([...told].sort(), TOLD);
});

// An index that is written into the model, compiled by drizzle-kit, and made by MariaDB.
const WRITTEN: readonly (readonly [string, IndexSpec, string, string | null])[] = [
  ['plain', spec('users_role_created', ['role', 'created_at']), "index('users_role_created').on(t.role, t.createdAt)", 'index users.users_role_created btree (role, created_at)'],
  ['a prefix', spec('users_bio_org', [key('bio', { prefixLength: 50 }), 'org_id']), "index('users_bio_org').on(sql`${t.bio}(50)`, t.orgId)", 'index users.users_bio_org btree (bio(50), org_id)'],
  ['descending', spec('users_updated', [desc('updated_at')]), "index('users_updated').on(sql`${t.updatedAt} desc`)", 'index users.users_updated btree (updated_at desc)'],
  ['an expression', spec('users_lower', [key(lower('email'))]), "index('users_lower').on(sql`(lower(${t.email}))`)", null],
];

for (const [name, index, written, made] of WRITTEN) {
  test(`the fix writes ${name}, and drizzle-kit makes it`, async () => {
    const source = files['src/schema.ts'] ?? '';
    const document = documentOf('src/schema.ts', source);
    const outline = outlineOf(document);
    const model = drizzle.readSchema?.({ document, outline, sql: sqlParsers, dialect: 'mysql' })?.models.find((fact) => fact.kind === 'table' && fact.symbol === 'users');
    const table = snapshot.catalogs()[0]?.tables.get('users');
    assert.ok(model?.kind === 'table' && table !== undefined);
    const edits = drizzle.writeIndex?.({ document, outline, table: model, spec: index, attrs: new Map([...table.attrs].map(([attr, column]) => [column, attr])), dialect: 'mysql' });
    assert.ok(edits);
    const fixed = applyEdits(source, edits);
    assert.ok(fixed.includes(written), fixed);
    const again = workspaceOf({ ...files, 'src/schema.ts': fixed }).snapshot().catalogs()[0];
    assert.ok(again?.tables.get('users')?.indexes.some((own) => own.name === index.name), 'it is read again');
    const sql = await generated(await import(`data:text/javascript,${encodeURIComponent(resolved(fixed))}`));
    if (made === null) { assert.match(sql, /CREATE INDEX `users_lower` ON `users` \(\(lower\(`email`\)\)\);/); return; }
    await db.fresh('written');
    await db.run(sql.split('\n').filter((line) => !isExpression(line)).join('\n'));
    assert.ok((await describeServer(db)).includes(made), sql);
  });
}

/** The same module with its imports resolved from here: it is imported as data. */
const resolved = (source: string): string => source.replace(/from '(drizzle-orm[^']*)'/g, (_, module: string) => `from '${import.meta.resolve(module)}'`);
