import type { ImportFact } from './file.ts';

/**
 * What a file that no adapter wants imports, in one line for each module: `./repo|find,list=all,*=ns`, with `local=imported` where they differ. One text and not a list of
 * objects, since there is one for each file of a workspace.
 */
export type Skim = string;

/** Imports to a skim; null for none. Several of one module share a line. */
export function packSkim(imports: readonly ImportFact[]): Skim | null {
  const modules = new Map<string, string[]>();
  for (const { local, module, imported, loads } of imports) {
    const from = loads ?? module;
    const names = modules.get(from) ?? [];
    names.push(local === imported ? local : `${local}=${imported}`);
    modules.set(from, names);
  }
  // A part of a longer text would keep all of that in memory; joining makes a text of its own.
  return modules.size === 0 ? null : [...modules].map(([module, names]) => `${module}|${[...new Set(names)].join(',')}`).join('\n');
}

export const unpackSkim = (skim: Skim): readonly ImportFact[] =>
  skim.split('\n').flatMap((line) => {
    const bar = line.lastIndexOf('|');
    const module = line.slice(0, bar);
    return line.slice(bar + 1).split(',').map((name) => { const [local = '', imported = local] = name.split('='); return { local, module, imported }; });
  });
