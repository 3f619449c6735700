import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { placesOf } from '../../server/src/report/places.ts';
import { looks, openPage, violations } from '../map/browser.ts';
import { htmlOf, sample, studio } from './html-samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'sargable-html-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, html: string): string {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  return pathToFileURL(file).href;
}

const bookshop = written('bookshop', htmlOf(sample('examples/bookshop'), 'bookshop'));
const everything = written('studio', htmlOf(studio(), 'studio'));

describe('the HTML report', () => {
  for (const { name, options } of looks) {
    it(`has nothing for axe-core to find in ${name}, all of it opened`, async () => {
      const { page, complaints } = await openPage(options);
      await page.goto(everything);
      await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'nothing sticks out at the side');
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
  }

  it('shows what the matcher says: marks in rows of indexes and columns of queries, worst tables first', async () => {
    const { page } = await openPage();
    await page.goto(bookshop);
    const names = await page.locator('.bands.trouble .band h3').allInnerTexts();
    assert.equal(names[0], 'reviews');
    const rows = await page.locator('.band').first().locator('tbody tr').evaluateAll((all) => all.map((row) => [row.querySelector('.keys')?.textContent ?? '', ...[...row.querySelectorAll('td')].map((cell) => cell.querySelector('.sr')?.textContent ?? '')]));
    assert.deepEqual(rows, [
      ['whole table', 'not served', 'not served', 'not served', ''],
      ['id', '', '', '', 'served'],
      ['book_id›, created_at', 'would serve', 'would serve', '', ''],
      ['customer_id', '', '', 'would serve', ''],
    ]);
    const heads = await page.locator('.band').first().locator('thead th .sr').allTextContents();
    assert.deepEqual(heads.slice(1), ['Query 1: book_id = …, sorted by created_at desc, 1 place', 'Query 2: book_id = books.id, 1 place', 'Query 3: customer_id = …, 2 places', 'Query 4: id = …, 1 place']);
    assert.match(await page.locator('.band').first().locator('.plain pre').textContent() ?? '', /3\. customer_id = …: not served, reviews_customer_id_idx \(customer_id\) would serve\. src\/reports\/customer\.sql:\d+ and 1 more place/);
  });

  it('can be read without its script', async () => {
    const { page } = await openPage({ javaScriptEnabled: false });
    await page.goto(bookshop);
    assert(await page.getByText('No index on reviews serves book_id').first().isVisible());
    await page.locator('.bands.quiet summary').first().click();
    assert.equal(await page.locator('.bands.quiet .band').first().getAttribute('open'), '');
  });

  it('is walked with the keyboard alone', async () => {
    const { page } = await openPage();
    await page.goto(bookshop);
    const at = () => page.evaluate(() => { const cell = document.activeElement; return cell instanceof HTMLTableCellElement ? [(cell.parentElement as HTMLTableRowElement).rowIndex, cell.cellIndex] : cell?.tagName; });
    await page.locator('.matrix [tabindex="0"]').first().focus();
    assert.deepEqual(await at(), [1, 0]);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    assert.deepEqual(await at(), [2, 2]);
    assert.match(await page.locator('.ends').first().innerText(), /^id · \(id\) does not serve this: no condition on its first column · Query 2: book_id = books\.id, 1 place$/);
    assert.equal(await page.locator('.kind-entry.lit .number').innerText(), '2');
    await page.keyboard.press('End');
    assert.deepEqual(await at(), [2, 4]);
    await page.keyboard.press('Control+Home');
    assert.deepEqual(await at(), [0, 0]);
    for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    assert.match(await page.evaluate(() => document.activeElement?.className ?? ''), /kind-entry unserved/);
    await page.locator('.matrix').first().evaluate((table) => table.getAttribute('role')).then((role) => assert.equal(role, 'grid'));
    assert.equal(await page.locator('.matrix').first().locator('[tabindex="0"]').count(), 1, 'one stop for Tab');
  });

  it('names both ends of what is pointed at, and a click goes to the query', async () => {
    const { page } = await openPage();
    await page.goto(bookshop);
    const cell = page.locator('.band').first().locator('tbody tr').nth(2).locator('td').nth(0);
    await cell.hover();
    assert.match(await page.locator('.ends').first().innerText(), /^book_id, created_at · would serve · Query 1: book_id = …, sorted by created_at desc/);
    assert.equal(await page.locator('.matrix td.lit').count() >= 4, true);
    assert.equal(await page.locator('tr.lit').count(), 1);
    await cell.click();
    assert.equal(await page.evaluate(() => document.activeElement?.querySelector('.number')?.textContent), '1');
  });

  it('is narrowed by table, column, file and rule', async () => {
    const { page } = await openPage();
    await page.goto(bookshop);
    const left = async (words: string): Promise<readonly string[]> => {
      await page.locator('#filter').fill(words);
      return page.locator('.band:not(.hidden) h3').allInnerTexts();
    };
    assert.deepEqual(await left('reviews_book'), ['reviews']);
    assert.deepEqual(await left('TRACKING_code'), ['orders']);
    assert.deepEqual(await left('accounts.ts index-not-usable'), ['customers']);
    assert.deepEqual(await left('no such thing'), []);
    assert.equal(await page.locator('#filtered').innerText(), 'No table fits.');
    assert((await left('')).length >= 9);
  });

  it('prints with every band open, and is then as it was', async () => {
    const { page } = await openPage();
    await page.goto(bookshop);
    const open = () => page.locator('.band[open]').count();
    const before = await open();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await open(), await page.locator('.band').count());
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await open(), before);
    const pdf = await page.pdf({ format: 'A4' });
    assert(pdf.length > 20_000);
  });

  it('shows loops beside the table they read, with the way down, and indexes that can go struck', async () => {
    const { page } = await openPage();
    await page.goto(everything);
    const loop = page.locator('.band', { has: page.locator('h3', { hasText: /^shots$/ }) }).locator('.loop-entry');
    assert.deepEqual(await loop.locator('.step .what').allInnerTexts(), ['the loop over scenes', 'the call', 'reads shots here']);
    assert.deepEqual(await loop.locator('.step .place').allInnerTexts(), ['app/media.py:13', 'app/media.py:14', 'app/media.py:7']);
    assert.equal(await page.locator('tr.redundant del').innerText(), 'status');
    assert.match(await page.locator('tr.redundant').innerText(), /can go/);
    assert.match(await page.locator('tr', { hasText: 'scenes_open_idx' }).innerText(), /where done_at IS NULL/i);
    assert.match(await page.locator('#unread').innerText(), /app\/media\.py:19/);
  });

  it('goes as far as what was asked for', async () => {
    const engine = studio();
    const snapshot = engine.snapshot();
    const html = htmlOf(engine, 'studio', { places: placesOf(snapshot, { scopes: ['app'], base: '' }), scopes: ['app'], findings: snapshot.findings().filter((finding) => finding.path.startsWith('app/')) });
    assert.match(html, /the loop over scenes/);
    assert.doesNotMatch(html, /queries\/scenes\.sql/);
  });
});
