import type { Location } from 'vscode-languageserver-protocol';
import type { FindingsResult, TableFindings, ToldFinding } from '../../../server/src/lsp/protocol.ts';
import { counted } from '../words.ts';

/** A line of the tree. Ids stay over changes, so that what is open stays open. */
export type Node =
  | { readonly kind: 'folder'; readonly id: string; readonly label: string; readonly children: readonly Node[] }
  | { readonly kind: 'table'; readonly id: string; readonly label: string; readonly description: string; readonly children: readonly Node[] }
  | { readonly kind: 'finding'; readonly id: string; readonly finding: ToldFinding; readonly children: readonly Node[] }
  | { readonly kind: 'place'; readonly id: string; readonly location: Location; readonly children: readonly Node[] };

/** The least severity that is shown. */
export const filters = ['warning', 'information', 'hint'] as const;
export type Filter = (typeof filters)[number];

const ranks: readonly ToldFinding['severity'][] = ['error', 'warning', 'information', 'hint'];

export const passes = ({ severity }: ToldFinding, filter: Filter): boolean => ranks.indexOf(severity) <= ranks.indexOf(filter);

/** Tables with their findings; a level of folders above them where there are several. */
export function nodesOf({ folders }: FindingsResult, filter: Filter): readonly Node[] {
  const made = folders.map(({ uri, name, tables }): Node => ({ kind: 'folder', id: uri, label: name, children: tablesOf(uri, tables, filter) }));
  return made.length > 1 ? made.filter(({ children }) => children.length > 0) : made.flatMap(({ children }) => children);
}

function tablesOf(folder: string, tables: readonly TableFindings[], filter: Filter): readonly Node[] {
  const severalDatabases = new Set(tables.map(({ database }) => database)).size > 1;
  return tables.flatMap(({ id, database, name, findings }): readonly Node[] => {
    const shown = findings.filter((finding) => passes(finding, filter));
    if (shown.length === 0) return [];
    const description = [countsOf(shown), ...(severalDatabases && database !== '' ? [database] : [])].join(' · ');
    return [{ kind: 'table', id: `${folder} ${id}`, label: name === '' ? 'No table' : name, description, children: shown.map((finding) => findingNode(`${folder} ${id}`, finding)) }];
  });
}

function findingNode(parent: string, finding: ToldFinding): Node {
  const id = `${parent} ${finding.rule} ${finding.fingerprint}`;
  return { kind: 'finding', id, finding, children: finding.others.map((location, at): Node => ({ kind: 'place', id: `${id} ${at}`, location, children: [] })) };
}

/** `2 warnings, 1 note` */
function countsOf(findings: readonly ToldFinding[]): string {
  const words: Record<ToldFinding['severity'], string> = { error: 'error', warning: 'warning', information: 'note', hint: 'hint' };
  return ranks.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [counted(count, words[severity])];
  }).join(', ');
}
