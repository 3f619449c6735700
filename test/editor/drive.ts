import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { userOf } from './user.ts';
import type { Workbench } from './workbench.ts';

/** A user's first five minutes. Leaves the README's pictures in `shots`. */
export async function drive({ page, host }: Workbench, folder: string, shots: string): Promise<void> {
  const user = userOf(page);
  const shoot = (name: string) => page.screenshot({ path: join(shots, `${name}.png`) });
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
  await user.start(`http://${host}/?folder=${encodeURIComponent(folder)}`);

  await user.openFile('reviews.ts');
  await user.squiggle.waitFor({ timeout: 120_000 });
  const at = placeOf(read('src/services/reviews.ts'), 'reviews.bookId, bookId');
  await user.goTo(at.line, at.column);
  await user.pressUntil(['Control+K', 'Control+I'], user.hover.getByText('No index on reviews serves'));
  await user.hover.getByText('is read whole').waitFor({ timeout: 45_000 });
  await shoot('hover');
  await page.keyboard.press('Escape');

  await user.pressUntil(['Control+.'], user.actions.filter({ hasText: /Add index \S+ to reviews in schema\.ts/ }));
  await shoot('quick-fixes');
  const titles = await user.actions.allInnerTexts();
  assert(titles.some((title) => title.includes('Show why no index serves this query')), titles.join('\n'));
  await page.keyboard.press('Enter');
  await user.squiggle.waitFor({ state: 'detached', timeout: 45_000 }).catch(() => undefined);
  await user.openFile('schema.ts');
  await page.keyboard.press('Control+S');
  await eventually('the index on disk', () => read('src/db/schema.ts').includes("index('reviews_book_id_created_at_idx')"));

  const before = new Set(readdirSync(join(folder, 'drizzle')));
  await user.command('Sargable: Generate Index Migration');
  await user.rows('books_publisher_id_idx').waitFor({ timeout: 45_000 });
  await page.keyboard.press('Enter');
  // What would be written is shown, and nothing is written yet.
  await user.rows('Write it').waitFor({ timeout: 45_000 });
  assert.deepEqual(readdirSync(join(folder, 'drizzle')).filter((file) => !before.has(file)), []);
  await shoot('migration-preview');
  await page.keyboard.press('Enter');
  await user.toast('Wrote').waitFor({ timeout: 45_000 });
  const added = readdirSync(join(folder, 'drizzle')).filter((file) => !before.has(file));
  assert.equal(added.length, 1, `one migration: ${added.join(', ')}`);
  await page.waitForSelector(`.tabs-container .tab[data-resource-name="${added[0]}"].active`, { timeout: 45_000 });
  await user.tab('_journal.json').waitFor({ state: 'detached', timeout: 45_000 });
  await shoot('migration');
  const sql = read(join('drizzle', String(added[0])));
  assert.match(sql, /CREATE INDEX/);
  assert(existsSync(join(folder, 'drizzle/meta/0002_snapshot.json')), 'the snapshot beside it');
  assert.match(read('drizzle/meta/_journal.json'), /"idx": 2/);
}

/** 1-based line and column, as Go to Line has them. */
function placeOf(text: string, piece: string): { readonly line: number; readonly column: number } {
  const before = text.slice(0, text.indexOf(piece)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

async function eventually(what: string, holds: () => boolean): Promise<void> {
  const until = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > until) assert.fail(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
