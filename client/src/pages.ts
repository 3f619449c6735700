import { commands, EventEmitter, Uri, workspace, type Disposable } from 'vscode';

const scheme = 'sargable';

/** Pages of Markdown that the server wrote, shown in the editor's own preview. */
export interface Pages extends Disposable {
  show(title: string, markdown: string): Promise<void>;
}

export function registerPages(): Pages {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider = workspace.registerTextDocumentContentProvider(scheme, { onDidChange: changed.event, provideTextDocumentContent: (uri) => texts.get(uri.path) ?? '' });
  return {
    async show(title, markdown) {
      const uri = Uri.from({ scheme, path: `/${title.replaceAll('/', ' ')}.md` });
      texts.set(uri.path, markdown);
      changed.fire(uri);
      await commands.executeCommand('markdown.showPreviewToSide', uri);
    },
    dispose() {
      provider.dispose();
      changed.dispose();
    },
  };
}
