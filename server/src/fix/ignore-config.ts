import { CONFIG_FILES, CONFIG_NAME, configText, keysOf } from '../config/files.ts';
import { type ConfigNode, entriesOf, itemsOf, nodeAt } from '../config/node.ts';
import { ancestors, basename } from '../text/path.ts';
import type { TextEdit } from '../text/span.ts';
import type { WorkspaceEdits } from '../text/edits.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import { setInJson } from './json-edit.ts';
import { setInToml } from './toml-edit.ts';

/** Where a rule is to be silent: in the whole project, for one table (the catalog's key), or for one column of it. */
export type Scope = { readonly kind: 'project' } | { readonly kind: 'table'; readonly table: string } | { readonly kind: 'column'; readonly table: string; readonly column: string };

/** Edits that silence a rule in the configuration nearest to a file, wherever that stands, or in a new one at the root. Null when it already is silent, or the file cannot be edited. */
export function ignoreInConfig(view: WorkspaceView, path: string, rule: string, scope: Scope): WorkspaceEdits | null {
  const config = nearestConfig(view, path);
  if (config === null) return { changes: [], creates: [{ path: CONFIG_NAME, text: newConfig(rule, scope) }] };
  const edits = editsFor(config, rule, scope);
  return edits.length === 0 ? null : { changes: [{ path: config.path, edits }], creates: [] };
}

interface Config { readonly path: string; readonly text: string; readonly node: ConfigNode | undefined }

function nearestConfig(view: WorkspaceView, path: string): Config | null {
  for (const folder of ancestors(path)) {
    for (const name of CONFIG_FILES) {
      const file = folder === '' ? name : `${folder}/${name}`;
      const text = view.text(file);
      const found = text === null ? null : configText(file, text);
      if (text !== null && found !== null) return { path: file, text, node: found.node };
    }
  }
  return null;
}

/** The keys that lead to what says so. */
const keysFor = (rule: string, scope: Scope): readonly string[] =>
  (scope.kind === 'project' ? ['rules', rule] : scope.kind === 'table' ? ['tables', scope.table, 'ignore'] : ['tables', scope.table, 'columns', scope.column, 'ignore']);

function newConfig(rule: string, scope: Scope): string {
  const content = keysFor(rule, scope).reduceRight<unknown>((value, key) => ({ [key]: value }), scope.kind === 'project' ? 'off' : [rule]);
  return `${JSON.stringify(content, null, 2)}\n`;
}

function editsFor({ path, text, node }: Config, rule: string, scope: Scope): readonly TextEdit[] {
  const keys = asWritten(node, keysFor(rule, scope));
  const list = nodeAt(node, keys);
  if (scope.kind !== 'project' && itemsOf(list).some((item) => item.kind === 'string' && item.value === rule)) return [];
  if (basename(path) === 'pyproject.toml') return setInToml(text, keys, scope.kind === 'project' ? 'off' : rule, scope.kind === 'project' ? 'value' : 'list');
  const inFile = [...keysOf(path), ...keys];
  if (scope.kind === 'project') return setInJson(text, inFile, 'off');
  return itemsOf(list).length === 0 ? setInJson(text, inFile, [rule]) : setInJson(text, [...inFile, -1], rule);
}

/** Tables and columns are known by small letters, and may be written in others. */
function asWritten(node: ConfigNode | undefined, keys: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const key of keys) found.push(entriesOf(nodeAt(node, found)).find((entry) => entry.key.toLowerCase() === key.toLowerCase())?.key ?? key);
  return found;
}
