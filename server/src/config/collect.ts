import { basename, dirname } from '../text/path.ts';
import { type ExtendGround, resolveConfig } from './extend.ts';
import { CONFIG_FILES, configText } from './files.ts';
import type { ConfigProblem, Settings } from './settings.ts';

/** What the configurations of a workspace come to: one a folder, their mistakes each once, and the files that they extend. */
export interface Collected { readonly settings: readonly Settings[]; readonly problems: readonly ConfigProblem[]; readonly extended: ReadonlySet<string> }

/** `texts`: all files that may hold a configuration. Of several in one folder the first of `CONFIG_FILES` holds, and the others are told. */
export function collectConfigs(texts: Iterable<readonly [string, string]>, ground: ExtendGround): Collected {
  const byFolder = new Map<string, (readonly [string, string])[]>();
  for (const entry of texts) {
    const folder = dirname(entry[0]);
    if (rank(entry[0]) >= 0) byFolder.set(folder, [...(byFolder.get(folder) ?? []), entry]);
  }
  const folders = [...byFolder.values()].map((files) => ofFolder([...files].sort(([a], [b]) => rank(a) - rank(b)), ground));
  return { settings: folders.flatMap((one) => one.settings), problems: eachOnce(folders.flatMap((one) => one.problems)), extended: new Set(folders.flatMap((one) => [...one.extended])) };
}

const rank = (path: string): number => CONFIG_FILES.indexOf(basename(path));

function ofFolder(files: readonly (readonly [string, string])[], ground: ExtendGround): Collected {
  const [held, ...others] = files.flatMap(([path, text]) => { const found = configText(path, text); return found === null ? [] : [{ path, text, found }]; });
  const resolved = held === undefined ? null : resolveConfig(held.path, held.text, ground);
  if (held === undefined || resolved === null) return { settings: [], problems: [], extended: new Set() };
  const twice = others.map(({ path, found }) => ({ path, span: found.place, message: `This is not looked at: ${basename(held.path)} in the same folder holds.` }));
  return { settings: [resolved.settings], problems: [...resolved.problems, ...twice], extended: new Set(resolved.extended) };
}

export function eachOnce(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, span, message }) => {
    const key = JSON.stringify([path, span.start, message]);
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}
