import { join } from 'node:path';
import { userOf } from './user.ts';
import type { Workbench } from './workbench.ts';

const patience = { timeout: 45_000 };

/** What is shown beside the code: the findings by table, lenses, the status with its menu, the walkthrough. Leaves pictures in `shots`. */
export async function views({ page, host }: Workbench, folder: string, shots: string): Promise<void> {
  const user = userOf(page);
  const shoot = (name: string) => page.screenshot({ path: join(shots, `${name}.png`) });
  await user.start(`http://${host}/?folder=${encodeURIComponent(folder)}`);
  await user.openFile('schema.ts');
  const lens = page.locator('.codelens-decoration a', { hasText: /\d+ quer(y|ies), \d unserved/ }).first();
  await lens.waitFor({ timeout: 120_000 });

  // The findings, the worst table first; a click jumps to the place.
  await user.command('Sargable: Focus on Findings View');
  const row = page.locator('.pane-body .monaco-list-row', { hasText: /^catalog\.ts:\d+/ }).first();
  await row.waitFor(patience);
  await page.locator('.pane-body', { hasText: /\d+ queries read, \d+ not understood/ }).first().waitFor(patience);
  await page.locator('.activitybar .badge-content', { hasText: /^\d+$/ }).first().waitFor(patience);
  await row.click();
  await user.tab('catalog.ts').waitFor(patience);
  await row.hover();
  for (const title of ['Fix…', 'Ignore…', 'Show Rule']) await row.locator(`[aria-label^="${title}"]`).waitFor(patience);
  await shoot('findings');

  // What can be done about it, from the list.
  await row.locator('[aria-label^="Fix…"]').click();
  await user.rows('Add index').first().waitFor(patience);
  await page.keyboard.press('Escape');

  // The status leads to everything else.
  await user.command('Sargable: Show Menu');
  for (const entry of ['Findings by table', 'Index Map', 'Queries not understood']) await user.rows(entry).waitFor(patience);
  await page.keyboard.press('Escape');
  await page.locator('[id="status.languageStatus"]').first().click();
  await page.locator('.monaco-hover, .hover-language-status').getByText(/\d+ warnings/).first().waitFor(patience);
  await page.keyboard.press('Escape');

  // A lens leads to its table's map.
  await user.tab('schema.ts').click();
  await lens.click();
  await page.locator('.tabs-container .tab', { hasText: 'Index Map' }).first().waitFor(patience);

  // Keys that are pressed in a view of its own stay in there.
  await user.tab('schema.ts').click();
  await user.command('View: Close All Editors');
  await user.command('Welcome: Open Walkthrough');
  await user.rows('Get started with Sargable').waitFor(patience);
  await page.keyboard.type('Get started with Sargable');
  await page.keyboard.press('Enter');
  await page.locator('.gettingStartedContainer', { hasText: 'See what was found' }).first().waitFor(patience);
  // A narrow page leaves the pictures out: a click on the view's own icon puts the side bar away.
  await page.locator('.activitybar .action-item.checked').first().click();
  await page.locator('.part.sidebar').waitFor({ state: 'hidden', ...patience });
  await page.locator('.step-title', { hasText: 'Add the index' }).first().click();
  await page.locator('.gettingStartedContainer .getting-started-media').first().waitFor(patience);
  await page.waitForTimeout(1_500);
  await shoot('walkthrough');
}
