// What is evaluated in a page sees the page.
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after } from 'node:test';
import { type Browser, type BrowserContextOptions, chromium, type Frame, type Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Promise<Browser> | null = null;
after(async () => (await browser)?.close());

/** A page of Debian's Chromium that reaches nothing; what it complains of is in `complaints`. */
export async function openPage(options: BrowserContextOptions = {}): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  browser ??= chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
  page.on('pageerror', (error) => { complaints.push(error.message); });
  page.on('dialog', (dialog) => { complaints.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  page.on('request', (request) => { if (!/^(file|data):|^https:\/\/view\.test\//.test(request.url())) complaints.push(`asked for ${request.url()}`); });
  return { page, complaints };
}

interface Violation { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }

/** What axe-core holds against a page as it stands, in a few words each. */
export async function violations(page: Page | Frame): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async (): Promise<readonly Violation[]> => {
    const { axe: tool } = globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: readonly Violation[] }> } };
    return (await tool.run({ resultTypes: ['violations'] })).violations;
  });
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary}`).join(' | ')}`);
}

/** The themes and sizes that a page must do well in. */
export const looks: readonly { readonly name: string; readonly options: BrowserContextOptions }[] = [
  { name: 'light', options: { colorScheme: 'light' } },
  { name: 'dark', options: { colorScheme: 'dark' } },
  { name: 'high contrast', options: { forcedColors: 'active' } },
  { name: 'a phone', options: { viewport: { width: 360, height: 740 } } },
];
