import { commands, EventEmitter, window, type Disposable, type Memento, type TreeDataProvider, type TreeView } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { findingsRequest, type FindingsResult, type ToldFinding } from '../../../server/src/lsp/protocol.ts';
import type { ServerState, Status } from '../state.ts';
import { counted, readText } from '../words.ts';
import { itemOf } from './item.ts';
import { filters, nodesOf, passes, type Filter, type Node } from './nodes.ts';

const nothing: FindingsResult = { folders: [] };
const filterKey = 'sargable.findings.filter';

/** The findings by table, as a view that follows what is typed. It is drawn anew only when something in it is another. */
export class FindingsView implements Disposable, TreeDataProvider<Node> {
  readonly #client: LanguageClient;
  readonly #memory: Memento;
  readonly #changed = new EventEmitter<void>();
  readonly #view: TreeView<Node>;
  readonly #follows: Disposable;
  #filter: Filter;
  #result: FindingsResult = nothing;
  #read = '';
  #shown = '';
  #nodes: readonly Node[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(client: LanguageClient, server: ServerState, memory: Memento) {
    this.#client = client;
    this.#memory = memory;
    this.#filter = filters.find((one) => one === memory.get(filterKey)) ?? 'information';
    this.#view = window.createTreeView('sargable.findings', { treeDataProvider: this, showCollapseAll: true });
    this.#follows = server.onDidChange((status) => void this.#follow(status));
  }

  getTreeItem(node: Node) {
    return itemOf(node);
  }

  getChildren(node?: Node): Node[] {
    return [...(node?.children ?? this.#nodes)];
  }

  getParent(): undefined {
    return undefined;
  }

  /** Lets the user choose which severities are listed; it is remembered for the workspace. */
  async chooseFilter(): Promise<void> {
    const labels: Record<Filter, string> = { warning: 'Warnings', information: 'Warnings and notes', hint: 'Everything, hints too' };
    const picked = await window.showQuickPick(filters.map((filter) => ({ label: labels[filter], description: filter === this.#filter ? 'now' : '', filter })), { placeHolder: 'Which findings are listed?' });
    if (!picked) return;
    this.#filter = picked.filter;
    await this.#memory.update(filterKey, picked.filter);
    this.#draw();
  }

  dispose(): void {
    this.#follows.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  async #follow({ standing, folders }: Status): Promise<void> {
    this.#read = standing === 'read' ? readText(folders.reduce((sum, { queries }) => sum + queries, 0), folders.reduce((sum, { unread }) => sum + unread, 0)) : '';
    // While the server starts again, what it said last stays.
    if (standing === 'starting') return;
    this.#result = standing === 'read' || standing === 'reading' ? await this.#client.sendRequest(findingsRequest).catch(() => this.#result) : nothing;
    this.#draw();
  }

  #draw(): void {
    const all = this.#result.folders.flatMap(({ tables }) => tables.flatMap(({ findings }) => findings));
    const said = JSON.stringify([this.#filter, this.#read, this.#result]);
    if (said === this.#shown) return;
    this.#shown = said;
    this.#nodes = nodesOf(this.#result, this.#filter);
    const hidden = all.filter((finding) => !passes(finding, this.#filter)).length;
    this.#view.message = all.length === 0 ? '' : [this.#read, ...(hidden === 0 ? [] : [`${counted(hidden, 'finding')} of less weight not listed`])].filter((text) => text !== '').join('; ');
    this.#view.badge = badgeOf(all);
    void commands.executeCommand('setContext', 'sargable.findings', all.length);
    this.#changed.fire();
  }
}

/** What wants attention: notes and hints do not. */
function badgeOf(findings: readonly ToldFinding[]): TreeView<Node>['badge'] {
  const value = findings.filter((finding) => passes(finding, 'warning')).length;
  return value === 0 ? undefined : { value, tooltip: counted(value, 'warning') };
}
