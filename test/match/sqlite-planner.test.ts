import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as fc from 'fast-check';
import { sqliteCase, sqlOf, type SqliteCase } from './support/sqlite-cases.ts';
import { Planner } from './support/sqlite-compare.ts';

const planner = new Planner();
after(() => planner.close());

/** SARGABLE_PLANNER_RUNS and SARGABLE_PLANNER_SEED make a longer run of it. */
const runs = Number(process.env['SARGABLE_PLANNER_RUNS'] ?? 1200);
const seed = Number(process.env['SARGABLE_PLANNER_SEED'] ?? 20260);

test('what an index serves, the matcher and SQLite agree on', { timeout: 0 }, () => {
  fc.assert(fc.property(sqliteCase, (c) => {
    const { wrong, paths, plan } = planner.compare(c);
    assert.equal(wrong, null, `${wrong}\n${told(c)}\n${plan.text}\n${paths.map((p) => `${p.table} ${p.filter}/${p.sort} ${p.serving.map((i) => i.name)}`).join(' | ')}`);
  }), { numRuns: runs, seed });
});

const told = (c: SqliteCase): string => `${sqlOf(c)};\n${c.ddl.filter((s) => !s.startsWith('CREATE TABLE')).join('; ')}${c.analyze ? '; ANALYZE' : ''}`;
