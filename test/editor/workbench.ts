import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import type { Installed } from './cache.ts';

export interface WorkbenchOptions {
  readonly editor: Installed;
  readonly vsix: string;
  /** `on`: every folder is untrusted until someone says otherwise, as in a fresh VS Code. */
  readonly trust: 'on' | 'off';
  /** `suite`: a Mocha suite can be run in the extension host; notifications are then not shown. */
  readonly use: 'suite' | 'drive';
}

/** A running workbench, in a browser without a window. */
export interface Workbench {
  readonly page: Page;
  readonly host: string;
  /** Where its settings, logs and extensions lie. */
  readonly state: string;
  readonly stop: () => Promise<void>;
}

/** Starts VS Code's server with the extension installed from its package, and a browser that reaches nothing else. */
export async function startWorkbench({ editor: { vscode, node }, vsix, trust, use }: WorkbenchOptions): Promise<Workbench> {
  const state = mkdtempSync(join(tmpdir(), 'sargable-editor-'));
  mkdirSync(join(state, 'data/User'), { recursive: true });
  copyFileSync(new URL('settings.json', import.meta.url), join(state, 'data/User/settings.json'));
  const main = join(vscode, 'out/server-main.js');
  const common = [main, '--accept-server-license-terms', '--server-data-dir', state, '--extensions-dir', join(state, 'extensions'), '--telemetry-level', 'off'];
  execFileSync(node, [...common, '--install-extension', vsix], { stdio: 'ignore' });
  const port = await freePort();
  const log = openSync(join(state, 'server.log'), 'a');
  const flags = [...(trust === 'off' ? ['--disable-workspace-trust'] : []), ...(use === 'suite' ? ['--enable-smoke-test-driver'] : [])];
  const server = spawn(node, [...common, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token', ...flags], { stdio: ['ignore', log, log] });
  const host = `127.0.0.1:${port}`;
  await answers(`http://${host}/version`, join(state, 'server.log'));
  const context = await openBrowser(join(state, 'browser'), host);
  const stop = async (): Promise<void> => {
    await context.close();
    const ended = once(server, 'exit');
    server.kill();
    await ended;
    rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { page: context.pages()[0] ?? await context.newPage(), host, state, stop };
}

async function openBrowser(profile: string, host: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium', headless: true, viewport: { width: 1200, height: 720 },
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  await context.route((url) => url.host !== host, (route) => route.abort());
  return context;
}

async function answers(url: string, log: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > until) throw new Error(`the workbench did not start:\n${readFileSync(log, 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
