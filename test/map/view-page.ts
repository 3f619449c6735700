import { build } from 'esbuild';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { mapPage } from '../../client/src/map/html.ts';
import type { FromPage, PageState, ToPage } from '../../client/src/map/messages.ts';
import type { Engine } from '../../server/src/engine/create.ts';
import { type ShownMap, withPlaces } from '../../server/src/report/map/shown.ts';
import { placesOf } from '../../server/src/report/places.ts';
import { root } from '../house/sources.ts';
import { openPage } from './browser.ts';

/** Colours of VS Code's own themes, as the editor hands them to a view. */
export const themes: Readonly<Record<string, { readonly kind: string; readonly colours: Readonly<Record<string, string>> }>> = {
  'light modern': { kind: 'vscode-light', colours: { 'editor-background': '#ffffff', foreground: '#3b3b3b', descriptionForeground: '#3b3b3b', 'textLink-foreground': '#005fb8', focusBorder: '#005fb8', 'widget-border': '#e5e5e5', 'input-background': '#ffffff', 'input-border': '#cecece', 'list-hoverBackground': '#f2f2f2', 'textCodeBlock-background': '#f8f8f8', 'testing-iconPassed': '#388a34', 'editorWarning-foreground': '#bf8803', 'editorError-foreground': '#e51400', 'charts-purple': '#652d90' } },
  'dark modern': { kind: 'vscode-dark', colours: { 'editor-background': '#1f1f1f', foreground: '#cccccc', descriptionForeground: '#9d9d9d', 'textLink-foreground': '#4daafc', focusBorder: '#0078d4', 'widget-border': '#313131', 'input-background': '#313131', 'input-border': '#3c3c3c', 'list-hoverBackground': '#2a2d2e', 'textCodeBlock-background': '#2b2b2b', 'testing-iconPassed': '#73c991', 'editorWarning-foreground': '#cca700', 'editorError-foreground': '#f14c4c', 'charts-purple': '#b180d7' } },
  'dark high contrast': { kind: 'vscode-high-contrast', colours: { 'editor-background': '#000000', foreground: '#ffffff', descriptionForeground: '#d4d4d4', 'textLink-foreground': '#21a6ff', focusBorder: '#f38518', contrastBorder: '#6fc3df', contrastActiveBorder: '#f38518', 'input-background': '#000000', 'testing-iconPassed': '#73c991', 'editorWarning-foreground': '#ffd370', 'editorError-foreground': '#f48771', 'charts-purple': '#b180d7' } },
  'light high contrast': { kind: 'vscode-high-contrast-light', colours: { 'editor-background': '#ffffff', foreground: '#292929', descriptionForeground: '#292929', 'textLink-foreground': '#0f4a85', focusBorder: '#006bbd', contrastBorder: '#0f4a85', contrastActiveBorder: '#006bbd', 'input-background': '#ffffff', 'testing-iconPassed': '#007100', 'editorWarning-foreground': '#895503', 'editorError-foreground': '#b5200d', 'charts-purple': '#652d90' } },
};

export interface View {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly send: (message: ToPage) => Promise<void>;
  /** What the page said since it was last asked. */
  readonly heard: () => Promise<readonly FromPage[]>;
  readonly kept: () => Promise<PageState>;
}

const resource = async (entry: string): Promise<string> => (await build({ entryPoints: [join(root, entry)], bundle: true, write: false, format: 'iife', target: 'chrome134' })).outputFiles[0]?.text ?? '';
const script = resource('client/src/map/page/main.ts');
const style = resource('client/src/map/page/view.css');

/** The view as the editor shows it: its own page, script and style under its own policy, with the editor's side of the messages at hand. `state`: what an earlier page left. */
export async function openView(theme: string, { state, ...options }: BrowserContextOptions & { readonly state?: PageState } = {}): Promise<View> {
  const { page, complaints } = await openPage({ viewport: { width: 900, height: 900 }, ...options });
  const bodies: Readonly<Record<string, { readonly contentType: string; readonly body: string }>> = {
    '/': { contentType: 'text/html', body: mapPage({ nonce: 'abc123', source: 'https://view.test', script: 'https://view.test/map.js', style: 'https://view.test/map.css' }) },
    '/map.js': { contentType: 'text/javascript', body: await script }, '/map.css': { contentType: 'text/css', body: await style },
  };
  await page.route('https://view.test/**', (route) => route.fulfill(bodies[new URL(route.request().url()).pathname] ?? { status: 404 }));
  await page.addInitScript((kept) => {
    const heard: unknown[] = [];
    let now: unknown = kept;
    Object.assign(globalThis, { heard, kept: () => now, acquireVsCodeApi: () => ({ postMessage: (message: unknown) => heard.push(message), getState: () => now, setState: (value: unknown) => { now = value; } }) });
  }, state);
  await page.goto('https://view.test/');
  const { kind, colours } = themes[theme] ?? { kind: 'vscode-light', colours: {} };
  await page.evaluate(([name, values]) => { document.body.classList.add(name); for (const [key, value] of values) document.documentElement.style.setProperty(`--vscode-${key}`, value); }, [kind, Object.entries(colours)] as const);
  return {
    page, complaints,
    send: async (message) => { await page.evaluate((data) => { dispatchEvent(new MessageEvent('message', { data })); }, message); },
    heard: () => page.evaluate(() => (globalThis as unknown as { heard: FromPage[] }).heard.splice(0)),
    kept: () => page.evaluate(() => (globalThis as unknown as { kept: () => PageState }).kept()),
  };
}

/** The map as the server sends it, with documents' addresses. */
export function shownMap(engine: Engine): ShownMap {
  const snapshot = engine.snapshot();
  const places = placesOf(snapshot, { scopes: [''], base: '' });
  return withPlaces(snapshot.indexMap(), ({ path, span }) => {
    const { start, end } = places.range(path, span);
    return { file: path, path: `file:///shop/${path}`, line: start.line + 1, column: start.character + 1, endLine: end.line + 1 };
  });
}

export const mapMessage = (engine: Engine): ToPage => ({ kind: 'map', map: shownMap(engine), databases: false, reading: false });
