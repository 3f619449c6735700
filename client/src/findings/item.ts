import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, workspace } from 'vscode';
import type { Location } from 'vscode-languageserver-protocol';
import type { ToldFinding } from '../../../server/src/lsp/protocol.ts';
import type { Node } from './nodes.ts';

/** How a line of the tree looks. */
export function itemOf(node: Node): TreeItem {
  const item = shape(node);
  item.id = node.id;
  item.contextValue = node.kind;
  return item;
}

function shape(node: Node): TreeItem {
  switch (node.kind) {
    case 'folder': return new TreeItem(node.label, TreeItemCollapsibleState.Expanded);
    case 'table': {
      const item = new TreeItem(node.label, TreeItemCollapsibleState.Expanded);
      item.description = node.description;
      item.iconPath = new ThemeIcon('table');
      item.tooltip = `${node.label}: ${node.description}`;
      return item;
    }
    case 'finding': return findingItem(node.finding, node.children.length > 0);
    case 'place': return placeItem(node.location);
  }
}

function findingItem(finding: ToldFinding, hasOthers: boolean): TreeItem {
  // The place first: it is short, and a view at the side is narrow.
  const item = new TreeItem(shortPlace(finding.location), hasOthers ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None);
  item.description = finding.message;
  item.iconPath = icons[finding.severity];
  item.tooltip = new MarkdownString().appendText(`${finding.message}\n\n${finding.advice}\n\n${placeText(finding.location)} · ${finding.rule}`);
  item.accessibilityInformation = { label: `${words[finding.severity]}: ${finding.message} ${finding.advice} ${placeText(finding.location)}` };
  item.command = { title: 'Go to the query', command: 'sargable.goTo', arguments: [finding.location] };
  return item;
}

function placeItem(location: Location): TreeItem {
  const item = new TreeItem(shortPlace(location), TreeItemCollapsibleState.None);
  item.description = 'the same index would serve it';
  item.tooltip = placeText(location);
  item.iconPath = new ThemeIcon('debug-stackframe-dot');
  item.command = { title: 'Go to the query', command: 'sargable.goTo', arguments: [location] };
  return item;
}

const placeText = ({ uri, range }: Location): string => `${workspace.asRelativePath(Uri.parse(uri), false)}:${range.start.line + 1}`;

const shortPlace = (location: Location): string => placeText(location).replace(/^.*\//, '');

const words: Record<ToldFinding['severity'], string> = { error: 'Error', warning: 'Warning', information: 'Note', hint: 'Hint' };

const icons: Record<ToldFinding['severity'], ThemeIcon> = {
  error: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
  warning: new ThemeIcon('warning', new ThemeColor('problemsWarningIcon.foreground')),
  information: new ThemeIcon('info', new ThemeColor('problemsInfoIcon.foreground')),
  hint: new ThemeIcon('lightbulb'),
};
