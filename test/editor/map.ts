import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { violations } from '../map/browser.ts';
import { userOf } from './user.ts';
import type { Workbench } from './workbench.ts';

const patience = { timeout: 60_000 };

/** The Index Map beside the code: bands, a click that jumps, the cursor that is followed, and a query that is edited. Leaves its picture in `shots`. */
export async function indexMap({ page, host }: Workbench, folder: string, shots: string): Promise<void> {
  const user = userOf(page);
  await user.start(`http://${host}/?folder=${encodeURIComponent(folder)}`);
  await user.openFile('reviews.ts');
  await user.squiggle.waitFor({ timeout: 120_000 });
  await user.command('View: Close Primary Side Bar');
  await user.command('Sargable: Show Index Map');
  const map = await frameOf(page, '#map .band');
  const reviews = map.locator('.band', { has: map.locator('h3', { hasText: /^reviews$/ }) });
  await reviews.locator('tbody tr').first().waitFor(patience);
  assert.equal(await map.locator('.band h3').first().innerText(), 'reviews', 'the worst table first');
  assert.deepEqual(await reviews.locator('tbody tr .keys').allInnerTexts().then((all) => all.map((text) => text.replace(/\s+/g, ''))), ['wholetable', 'id', 'book_id›,created_at', 'customer_id']);

  // A cell leads to its query.
  await reviews.locator('tbody tr').first().locator('td').nth(1).click();
  const source = readFileSync(join(folder, 'src/services/reviews.ts'), 'utf8');
  const joined = lineOf(source, 'leftJoin(reviews') - 2;
  await page.locator('[id="status.editor.selection"]', { hasText: new RegExp(`^Ln ${joined}, `) }).waitFor(patience);

  // The query at the cursor is marked.
  const line = lineOf(source, 'eq(reviews.bookId, bookId)');
  await user.goTo(line, columnOf(source, 'reviews.bookId, bookId') + 'reviews.'.length);
  await reviews.locator('.kind-entry.here', { hasText: 'created_at desc' }).waitFor(patience);
  assert.deepEqual(await violations(map), [], 'axe-core in the workbench itself');
  await page.mouse.move(320, 650);
  await page.screenshot({ path: join(shots, 'index-map.png') });

  // The query is changed, and the map with it.
  assert.equal(await reviews.locator('.kind-entry.unserved').count(), 3);
  for (let i = 0; i < 'bookId'.length; i++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.type('id');
  await reviews.locator('.count.unserved', { hasText: '3 not served' }).waitFor(patience);
  await reviews.locator('.kind-entry.unserved').nth(2).waitFor({ ...patience, state: 'detached' });
}

/** The innermost frame of a view, which has what is looked for. */
async function frameOf(page: Page, selector: string): Promise<Frame> {
  const until = Date.now() + 90_000;
  for (;;) {
    for (const frame of page.frames()) if ((await frame.locator(selector).count().catch(() => 0)) > 0) return frame;
    if (Date.now() > until) throw new Error(`no frame has ${selector}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Both from 1. */
const lineOf = (text: string, piece: string): number => text.slice(0, text.indexOf(piece)).split('\n').length;
const columnOf = (text: string, piece: string): number => (text.slice(0, text.indexOf(piece)).split('\n').at(-1) ?? '').length + 1;
