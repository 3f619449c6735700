import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Client } from 'pg';
import type { Expr } from '../../server/src/facts/expr.ts';
import type { IndexSpec } from '../../server/src/facts/finding.ts';
import type { IndexKey } from '../../server/src/facts/schema.ts';
import { workspaceOf } from '../support/workspace.ts';
import { indexSpec, needFor, siteAt } from './build.ts';
import { servers } from './databases.ts';
import { filesAfter, folderOf } from './disk.ts';
import { knexTool, kyselyTool, layModules, nodePgMigrate, type Real } from './real-tools.ts';
import { emptyDatabase, type FormName } from './round-trip.ts';
import { LAYS, projectOf } from './sample.ts';

const engines = servers();
after(() => engines.stop());

const nowhere = { start: 0, end: 0 };
const column = (name: string): Expr<string> => ({ kind: 'column', column: name, span: nowhere });
const key = (expr: Expr<string>, more: Partial<IndexKey<string>> = {}): IndexKey<string> => ({ expr, direction: 'asc', nulls: 'default', ...more });
const isNull: Expr<string> = { kind: 'is', test: 'null', negated: false, arg: column('title'), span: nowhere };
const text = (value: string): Expr<string> => ({ kind: 'literal', type: 'string', value, span: nowhere });

/** What no builder can say in all its parts, with what PostgreSQL then has. */
const cases: readonly (readonly [IndexSpec, string])[] = [
  [indexSpec('scenes', 'i_lower', [key({ kind: 'call', name: 'lower', args: [column('title')], span: nowhere }), 'id']), 'btree (lower(title), id)'],
  [indexSpec('scenes', 'i_pattern', [key(column('title'), { opclass: 'text_pattern_ops' })]), 'btree (title text_pattern_ops)'],
  [indexSpec('scenes', 'i_nulls', [key(column('at'), { direction: 'desc', nulls: 'last' })]), 'btree (at DESC NULLS LAST)'],
  [indexSpec('scenes', 'i_include', ['project_id'], { include: ['title'] }), 'btree (project_id) INCLUDE (title)'],
  [indexSpec('scenes', 'i_partial', ['project_id'], { where: isNull }), 'btree (project_id) WHERE (title IS NULL)'],
  [indexSpec('scenes', 'i_unique', ['project_id', 'title'], { unique: true }), 'btree (project_id, title)'],
  [indexSpec('scenes', 'i_trigram', [key(column('title'), { opclass: 'gin_trgm_ops' })], { method: 'gin' }), 'gin (title gin_trgm_ops)'],
  [indexSpec('scenes', 'i_hash', ['title'], { method: 'hash' }), 'hash (title)'],
  [indexSpec('scenes', 'i_quoted', ['project_id'], { where: { kind: 'compare', op: '=', left: column('title'), right: text(`it's "?" \`\${x}\` {y} \\`), span: nowhere } }), `btree (project_id) WHERE (title = 'it''s "?" \`\${x}\` {y} \\'::text)`],
];

const tools: readonly (readonly [FormName, Real])[] = [['knex', knexTool], ['kysely', kyselyTool], ['node-pg-migrate', nodePgMigrate], ['node-pg-migrate, TypeScript', nodePgMigrate]];

for (const [form, tool] of tools) {
  test(`${form}: indexes of every kind, run by the tool itself`, async (context) => {
    const database = await emptyDatabase(engines, 'postgresql', form);
    context.after(() => database.close());
    const root = folderOf(context, {});
    layModules(root);
    const runner = tool(root, database, 'postgresql');
    const files = projectOf('postgresql', LAYS[form]);
    const snapshot = workspaceOf(files).snapshot();
    const [catalog] = snapshot.catalogs();
    const plan = snapshot.plan(cases.map(([spec]) => ({ ...needFor(spec, [siteAt('src/list.ts')]), database: catalog?.id ?? '' })));
    assert.deepEqual(plan.skipped, []);
    const added = filesAfter(files, plan.edits);
    await runner.up(added);
    assert.deepEqual(await definitions(database.place, database.name), Object.fromEntries(cases.map(([spec, expected]) => [spec.name, expected])));
    for (const _ of plan.edits.creates) await runner.down(added);
    assert.deepEqual(await definitions(database.place, database.name), {});
  });
}

/** Everything behind USING, by name. */
async function definitions(host: string, database: string): Promise<Readonly<Record<string, string>>> {
  const client = new Client({ host, database, user: 'tester' });
  await client.connect();
  const { rows } = await client.query("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'i\\_%' ORDER BY 1");
  await client.end();
  const found = rows.map((row) => [String(row['indexname']), String(row['indexdef']).split(' USING ')[1] ?? ''] as const);
  return Object.fromEntries(cases.flatMap(([spec]) => found.filter(([name]) => name === spec.name)));
}
