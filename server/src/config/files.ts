import { basename } from '../text/path.ts';
import { contains, type Span } from '../text/span.ts';
import { readJsonNode } from './json-node.ts';
import { type ConfigNode, entriesOf } from './node.ts';
import { readTomlNode } from './toml-node.ts';

/** The file of its own, which wins over the others of its folder. */
export const CONFIG_NAME = 'sargable.jsonc';
/** Where a folder's configuration may stand, the first of them holds. */
export const CONFIG_FILES: readonly string[] = [CONFIG_NAME, 'pyproject.toml', 'package.json'];

/** What a file says of this tool. `keys`: under which keys of the file, from its top. */
export interface ConfigText { readonly node: ConfigNode | undefined; readonly problem: { readonly span: Span; readonly message: string } | null; readonly keys: readonly string[]; /** What says that it is one: a file's beginning, or the key. */ readonly place: Span }

/** Whether a file of that name can hold a configuration, or be one that others extend. */
export const mayConfigure = (path: string): boolean => CONFIG_FILES.includes(basename(path)) || path.endsWith('.jsonc');

/** Under which keys of a file of that name a configuration stands. */
export const keysOf = (path: string): readonly string[] => (basename(path) === 'pyproject.toml' ? ['tool', 'sargable'] : basename(path) === 'package.json' ? ['sargable'] : []);

/** What a file says of this tool; null where it says nothing of it. In package.json and pyproject.toml what else is wrong is nobody's concern here. */
export function configText(path: string, text: string): ConfigText | null {
  const keys = keysOf(path);
  if (keys.length === 0) return { ...readJsonNode(text), keys, place: { start: 0, end: 0 } };
  if (!text.includes('sargable')) return null;
  if (basename(path) === 'pyproject.toml') {
    const read = readTomlNode(text);
    return read.node === undefined && read.problem === null ? null : { ...read, keys, place: read.node?.span ?? read.problem?.span ?? { start: 0, end: 0 } };
  }
  const { node, problem } = readJsonNode(text);
  const own = entriesOf(node).findLast(({ key }) => key === 'sargable');
  return own === undefined ? null : { node: own.value, problem: problem !== null && contains(own.value.span, problem.span) ? problem : null, keys, place: own.keySpan };
}
