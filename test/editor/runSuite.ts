import { parseArgs, format } from 'node:util';
import { startWorkbench } from './workbench.ts';

// What runTests passes to the executable, and what the test adds: the workbench, the package, and whether workspaces are trusted.
const { values, positionals } = parseArgs({
  strict: false, allowPositionals: true,
  options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' }, vscode: { type: 'string' }, node: { type: 'string' }, vsix: { type: 'string' }, trust: { type: 'string' } },
});

/** Chatter of the workbench that says nothing about the suite. */
const noise = /native-watchdog|vsx|spdlog|Creating a socket|connection token|authentication provider|AccountPolicyGate|reconnection-grace|Service Worker|AgentHost|builtin extensions cache/;

const suiteMilliseconds = 480_000;

process.exitCode = await run(String(positionals[0]), String(values['extensionDevelopmentPath']), String(values['extensionTestsPath']));

/** Runs the suite in the extension host of the workbench; gives its exit code. */
async function run(folder: string, development: string, suite: string): Promise<number> {
  const { page, host, stop } = await startWorkbench({ editor: { vscode: String(values['vscode']), node: String(values['node']) }, vsix: String(values['vsix']), trust: values['trust'] === 'on' ? 'on' : 'off', use: 'suite' });
  try {
    const ended = new Promise<number>((resolve, reject) => {
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
      setTimeout(() => reject(new Error(`the suite did not end within ${suiteMilliseconds / 1000} s`)), suiteMilliseconds).unref();
    });
    await page.exposeFunction('codeAutomationLog', (_: string, args: unknown[]) => {
      const line = format(...args);
      if (!noise.test(line)) console.log(line);
    });
    const uri = (path: string): string => `vscode-remote://${host}${path}`;
    const payload = [['extensionDevelopmentPath', uri(development)], ['extensionTestsPath', uri(suite)], ['enableProposedApi', ''], ['skipWelcome', 'true']];
    await page.goto(`http://${host}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`, { waitUntil: 'commit', timeout: 120_000 });
    return await ended;
  } finally {
    await stop();
  }
}
