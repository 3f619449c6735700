import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openPage } from '../map/browser.ts';
import { htmlOf, largeWorkspace } from './html-samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'sargable-html-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the report of 300 tables and 3,000 queries', () => {
  const engine = largeWorkspace(300, 3000);
  const file = join(folder, 'large.html');

  it('is made of a map that costs little beside the judging', () => {
    const judging = cpu(() => engine.snapshot().findings());
    const mapping = cpu(() => engine.snapshot().indexMap());
    assert(mapping < judging / 3, `the map took ${mapping} ms, judging ${judging} ms`);
    const { tables } = engine.snapshot().indexMap();
    assert.equal(tables.length, 300);
    assert.equal(tables.reduce((sum, table) => sum + table.queries.length, 0), 3000);
    assert.equal(engine.snapshot().indexMap(), engine.snapshot().indexMap(), 'kept as long as nothing changes');
    writeFileSync(file, htmlOf(engine, 'large'));
  });

  it('paints within a second, and is narrowed as one types', async () => {
    const paints: number[] = [];
    for (let i = 0; i < 3 && !paints.some((paint) => paint < 1000); i++) {
      const { page } = await openPage();
      await page.goto(pathToFileURL(file).href);
      paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity));
      await page.locator('#filter').fill('orders_299');
      await page.locator('#filtered', { hasText: '1 of 300' }).waitFor();
      assert.equal(await page.locator('.band:not(.hidden)').count(), 1);
      await page.context().close();
    }
    assert(Math.min(...paints) < 1000, `first paint after ${paints.map(Math.round).join(', ')} ms`);
  });
});

/** Processor time in ms. */
function cpu(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
