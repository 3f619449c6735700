// Draws media/icon.png, the extension's icon of 128 pixels, from media/icon.svg: `node scripts/icon.mjs`. Stores take no SVG.
import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const media = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'media');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<body style="margin:0">${readFileSync(join(media, 'icon.svg'), 'utf8')}</body>`);
await page.screenshot({ path: join(media, 'icon.png'), omitBackground: true });
await browser.close();
