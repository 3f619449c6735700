import type { FileFacts } from '../facts/file.ts';
import type { ModuleResolver } from './modules.ts';

/**
 * Files that another file imports or exports again. Only files that state something themselves are asked (models,
 * exports): those are what linking rests on.
 */
export function importedFiles(files: Iterable<FileFacts>, modules: ModuleResolver): ReadonlySet<string> {
  const found = new Set<string>();
  for (const facts of files) {
    if (facts.models.length + facts.statements.length + facts.exports.length + facts.aliases.length === 0) continue;
    for (const module of new Set([...facts.imports.map((i) => i.module), ...facts.exports.flatMap((e) => ('module' in e ? [e.module] : []))])) {
      const target = modules(facts.path, module);
      if (target !== null && target !== facts.path) found.add(target);
    }
  }
  return found;
}
