import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { ancestors } from '../text/path.ts';
import type { TextEdit } from '../text/span.ts';
import type { WorkspaceEdits } from '../text/edits.ts';
import type { WorkspaceView } from '../text/workspace.ts';
import { setInJson } from './json-edit.ts';

const CONFIG_NAME = 'sargable.jsonc';

/** Where a rule is to be silent: in the whole project, or for one table (the catalog's key). */
export type Scope = { readonly kind: 'project' } | { readonly kind: 'table'; readonly table: string };

/** Edits that silence a rule in the configuration nearest to a file, or in a new one at the root. Null when it already is silent, or the file cannot be edited. */
export function ignoreInConfig(view: WorkspaceView, path: string, rule: string, scope: Scope): WorkspaceEdits | null {
  const config = ancestors(path).map((folder) => (folder === '' ? CONFIG_NAME : `${folder}/${CONFIG_NAME}`)).find((candidate) => view.text(candidate) !== null);
  if (config === undefined) return { changes: [], creates: [{ path: CONFIG_NAME, text: newConfig(rule, scope) }] };
  const edits = editsFor(view.text(config) ?? '', rule, scope);
  return edits.length === 0 ? null : { changes: [{ path: config, edits }], creates: [] };
}

function newConfig(rule: string, scope: Scope): string {
  const content = scope.kind === 'project' ? { rules: { [rule]: 'off' } } : { tables: { [scope.table]: { ignore: [rule] } } };
  return JSON.stringify(content, null, 2) + '\n';
}

function editsFor(text: string, rule: string, scope: Scope): readonly TextEdit[] {
  if (scope.kind === 'project') return setInJson(text, ['rules', rule], 'off');
  const known = ignoredFor(text, scope.table);
  if (known.includes(rule)) return [];
  return known.length === 0 ? setInJson(text, ['tables', scope.table, 'ignore'], [rule]) : setInJson(text, ['tables', scope.table, 'ignore', -1], rule);
}

function ignoredFor(text: string, table: string): readonly unknown[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const list = root === undefined ? undefined : findNodeAtLocation(root, ['tables', table, 'ignore']);
  return list?.type === 'array' ? (list.children ?? []).map((item): unknown => item.value) : [];
}
