import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { largeWorkspace, studio } from '../report/html-samples.ts';
import { violations } from './browser.ts';
import { mapMessage, openView, themes } from './view-page.ts';

const scenes = 'file:///shop/queries/scenes.sql';

describe('the Index Map in the editor', () => {
  for (const theme of Object.keys(themes)) {
    it(`has nothing for axe-core to find in ${theme}, under the policy that it states`, async () => {
      const view = await openView(theme);
      assert.deepEqual(await view.heard(), [{ kind: 'ready' }]);
      assert.deepEqual(await violations(view.page), []);
      await view.send(mapMessage(studio()));
      await view.send({ kind: 'cursor', uri: scenes, line: 1 });
      await view.page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
      assert.deepEqual(await violations(view.page), []);
      assert.deepEqual(view.complaints, []);
      await view.page.context().close();
    });
  }

  it('goes to the code on a click and on Enter, and to a rule', async () => {
    const view = await openView('dark modern');
    await view.send(mapMessage(studio()));
    await view.heard();
    const band = view.page.locator('.band', { has: view.page.locator('h3', { hasText: /^scenes$/ }) });
    await band.locator('tbody tr').first().locator('td').first().click();
    assert.deepEqual(await view.heard(), [{ kind: 'go', uri: scenes, line: 1, column: 1, aside: false }]);
    await band.locator('tbody th').first().focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await view.page.keyboard.press(key);
    assert.deepEqual((await view.heard()).map((message) => message.kind === 'go' && `${message.uri}:${message.line}`), ['file:///shop/app/media.py:11']);
    await band.locator('a.rule').first().click();
    assert.deepEqual(await view.heard(), [{ kind: 'rule', rule: 'unindexed-filter' }]);
    const loop = view.page.locator('.loop-entry a.place').first();
    await loop.click();
    assert.deepEqual((await view.heard()).map((message) => message.kind), ['go']);
  });

  it('follows the cursor to the query and to the table, and not where nobody wants it', async () => {
    const view = await openView('light modern');
    await view.send(mapMessage(studio()));
    const here = () => view.page.evaluate(() => ({ bands: [...document.querySelectorAll('.band.here h3')].map((head) => head.textContent), entries: [...document.querySelectorAll('.kind-entry.here .number')].map((number) => number.textContent), cells: document.querySelectorAll('.matrix .here').length }));
    await view.send({ kind: 'cursor', uri: scenes, line: 1 });
    assert.deepEqual(await here(), { bands: ['scenes'], entries: ['1'], cells: 8 });
    await view.send({ kind: 'cursor', uri: 'file:///shop/db/migrations/0001_init.sql', line: 1 });
    assert.deepEqual(await here(), { bands: ['projects'], entries: [], cells: 0 });
    await view.send({ kind: 'cursor', uri: 'file:///shop/elsewhere.ts', line: 1 });
    assert.deepEqual(await here(), { bands: [], entries: [], cells: 0 });
    await view.page.locator('#follow').uncheck();
    await view.send({ kind: 'cursor', uri: scenes, line: 1 });
    assert.deepEqual(await here(), { bands: [], entries: [], cells: 0 });
    assert.equal((await view.kept()).follow, false);
  });

  it('changes with the code and leaves focus, scroll and what is open alone', async () => {
    const engine = studio();
    const view = await openView('dark modern', { viewport: { width: 900, height: 500 } });
    await view.send(mapMessage(engine));
    const { page } = view;
    const band = page.locator('.band', { has: page.locator('h3', { hasText: /^scenes$/ }) });
    await band.locator('details.plain > summary').click();
    await band.locator('.rest > summary').click();
    await band.locator('tbody th').first().focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.evaluate(() => scrollTo(0, 260));
    const top = () => band.evaluate((element) => element.getBoundingClientRect().top);
    const before = await top();
    const other = page.locator('.band', { has: page.locator('h3', { hasText: /^shots$/ }) });
    const same = await other.elementHandle();

    const text = engine.snapshot().text('queries/scenes.sql') ?? '';
    engine.open('queries/scenes.sql', text, 1);
    engine.edit('queries/scenes.sql', text.replace('project_id = $1 ORDER BY scene_number', 'slug = $1'), 2);
    await view.send(mapMessage(engine));
    assert.equal(await band.locator('.kind-entry.unserved').count(), 1, 'one of two is served now');
    assert.equal(await band.locator('details.plain').getAttribute('open'), '');
    assert.equal(await band.locator('.rest').getAttribute('open'), '');
    assert.match(await page.evaluate(() => document.activeElement?.closest('tr')?.dataset['index'] ?? ''), /^scenes_status_done/);
    assert(Math.abs(await top() - before) < 2, 'it stands where it stood');
    assert.equal(await page.evaluate((element) => element?.isConnected, same), true, 'what did not change keeps its element');
  });

  it('is there again as it was left', async () => {
    const view = await openView('dark modern');
    await view.send(mapMessage(studio()));
    const { page } = view;
    await page.locator('#filter').fill('scenes');
    await page.locator('.bands.trouble .band summary').first().click();
    const state = await view.kept();
    assert.equal(state.filter, 'scenes');
    const again = await openView('dark modern', { state });
    await again.send(mapMessage(studio()));
    assert.equal(await again.page.locator('#filter').inputValue(), 'scenes');
    assert.equal(await again.page.locator('.bands.trouble .band').first().getAttribute('open'), null);
    assert((await again.page.locator('.band.hidden').count()) > 0);
    await again.send({ kind: 'reveal', table: studio().snapshot().indexMap().tables[0]?.id ?? '' });
    assert.equal(await again.page.locator('.bands.trouble .band').first().getAttribute('open'), '');
  });

  it('stays quick with 300 tables and 3,000 queries', async () => {
    const message = mapMessage(largeWorkspace(300, 3000));
    const view = await openView('dark modern');
    const { drawn, copied } = await view.page.evaluate((data) => {
      const time = (act: () => void): number => { const began = performance.now(); act(); return performance.now() - began; };
      return { drawn: time(() => { dispatchEvent(new MessageEvent('message', { data })); document.body.getBoundingClientRect(); }), copied: time(() => { JSON.parse(JSON.stringify(data)); }) };
    }, message);
    // On a machine that has other work to do a second is no measure, and what one copy of the map takes at that moment is.
    assert(drawn < Math.max(1000, 20 * copied), `drawn in ${drawn} ms, copied in ${copied} ms`);
    assert.equal(await view.page.locator('.band').count(), 300);
    await view.page.locator('#filter').fill('tracking_code = orders_297.sql');
    await view.page.locator('#filtered', { hasText: '1 of 300' }).waitFor();
  });
});
