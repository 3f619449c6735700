import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as fc from 'fast-check';
import { startMariadb } from '../support/mariadb.ts';
import { told } from './support/generated.ts';
import { mariadbCase } from './support/mariadb-cases.ts';
import { MariadbPlanner } from './support/mariadb-compare.ts';

const server = await startMariadb();
after(() => server.stop());
const planner = await MariadbPlanner.over(server);

/** SARGABLE_PLANNER_RUNS and SARGABLE_PLANNER_SEED make a longer run of it. */
const runs = Number(process.env['SARGABLE_PLANNER_RUNS'] ?? 40);
const seed = Number(process.env['SARGABLE_PLANNER_SEED'] ?? 20260);

test('what an index serves, the matcher and MariaDB agree on', async () => {
  await fc.assert(fc.asyncProperty(mariadbCase, async (c) => {
    const { wrong, paths, plan } = await planner.compare(c);
    assert.equal(wrong, null, `${wrong}\n${told(c)}\n${plan.text}\n${paths.map((p) => `${p.table} ${p.filter}/${p.sort} ${p.serving.map((i) => i.name)}`).join(' | ')}`);
  }), { numRuns: runs, seed });
});
