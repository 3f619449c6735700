import { commands, Uri, ViewColumn, window, type Disposable, type ExtensionContext, type LogOutputChannel, type WebviewPanel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ServerState } from '../state.ts';
import { MapPanel } from './panel.ts';

const viewType = 'sargable.indexMap';

export interface MapParts { readonly client: LanguageClient; readonly server: ServerState; readonly log: LogOutputChannel; readonly context: ExtensionContext }

/** The command that shows the Index Map, its one panel, and bringing that back after a restart. */
export function registerIndexMap(parts: MapParts): Disposable {
  const media = Uri.joinPath(parts.context.extensionUri, 'dist', 'map');
  let shown: MapPanel | null = null;
  const adopt = (panel: WebviewPanel): MapPanel => {
    shown?.dispose();
    const map = new MapPanel(panel, media, parts);
    shown = map;
    panel.onDidDispose(() => { if (shown === map) shown = null; });
    return map;
  };
  const show = (argument: unknown): void => {
    if (shown === null) adopt(window.createWebviewPanel(viewType, 'Index Map', { viewColumn: ViewColumn.Beside, preserveFocus: false }, optionsOf(media)));
    else shown.show();
    if (typeof argument === 'string') shown?.reveal(argument);
    else shown?.revealCursor();
  };
  const registered = [
    commands.registerCommand('sargable.showIndexMap', show),
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: async (panel) => { panel.webview.options = optionsOf(media); adopt(panel); } }),
  ];
  return { dispose: () => { for (const one of registered) one.dispose(); shown?.dispose(); } };
}

const optionsOf = (media: Uri) => ({ enableScripts: true, enableCommandUris: false, localResourceRoots: [media] });
