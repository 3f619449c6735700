import type { Locator, Page } from 'playwright-core';

const longest = 120_000;
const patience = 10_000;

/** The workbench as a user has it: keys, menus, what is seen. Selectors are those of VS Code's own smoke tests. */
export function userOf(page: Page) {
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  const rows = (text: string): Locator => page.locator('.quick-input-list .monaco-list-row', { hasText: text });
  const quickInput = async (key: string, text: string): Promise<void> => {
    await page.keyboard.press(key);
    await page.waitForSelector('.quick-input-widget:visible input', { timeout: 45_000 });
    await input.fill(text, { timeout: patience });
  };
  /**
   * What a user does when something had no effect: leave what is open, and do it again. On a machine with two cores the workbench still
   * starts other things, and a menu that opens then is closed by whatever takes the focus next.
   */
  const again = async (act: () => Promise<void>, wanted: Locator): Promise<void> => {
    const until = Date.now() + longest;
    for (;;) {
      const seen = await act().then(() => wanted.waitFor({ timeout: patience })).then(() => true, () => false);
      if (seen) return;
      if (Date.now() > until) return wanted.waitFor({ timeout: patience });
      await page.keyboard.press('Escape');
    }
  };
  const pressUntil = (keys: readonly string[], wanted: Locator): Promise<void> => again(async () => { for (const key of keys) await page.keyboard.press(key); }, wanted);
  return {
    page,
    pressUntil,
    async start(url: string): Promise<void> {
      await page.goto(url, { waitUntil: 'commit', timeout: 120_000 });
      await page.waitForSelector('.monaco-workbench', { timeout: 120_000 });
      await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 120_000 });
    },
    async openFile(name: string): Promise<void> {
      await again(async () => {
        await quickInput('Control+P', name);
        await page.waitForSelector(`.quick-input-list .monaco-list-row.focused[aria-label*="${name}"]`, { timeout: patience });
        await page.keyboard.press('Enter');
      }, page.locator(`.tabs-container .tab[data-resource-name="${name}"].active`));
    },
    async command(title: string): Promise<void> {
      await again(() => quickInput('F1', `>${title}`), rows(title).first());
      await page.keyboard.press('Enter');
    },
    async goTo(line: number, column: number): Promise<void> {
      await quickInput('Control+G', `:${line}:${column}`);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.quick-input-widget:visible', { state: 'hidden', timeout: 45_000 });
    },
    rows,
    squiggle: page.locator('.editor-instance .squiggly-warning').first(),
    hover: page.locator('.monaco-hover:visible').first(),
    actions: page.locator('.action-widget .monaco-list-row'),
    tab: (name: string): Locator => page.locator(`.tabs-container .tab[data-resource-name="${name}"]`),
    toast: (text: string): Locator => page.locator('.notification-toast', { hasText: text }),
  };
}
