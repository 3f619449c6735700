import type { FileFacts } from '../facts/file.ts';
import { languageOf } from '../text/language.ts';
import type { ModuleResolver } from './modules.ts';
import { moduleBelow } from './python.ts';

/** A resolver's answers stand for as long as it does. */
const known = new WeakMap<ModuleResolver, WeakMap<FileFacts, readonly string[]>>();

/**
 * Files that another file imports or exports again. Only files that state something themselves are asked (models,
 * exports): those are what linking rests on.
 */
export function importedFiles(files: Iterable<FileFacts>, modules: ModuleResolver): ReadonlySet<string> {
  const targets = known.get(modules) ?? new WeakMap<FileFacts, readonly string[]>();
  known.set(modules, targets);
  const found = new Set<string>();
  for (const facts of files) {
    if (facts.models.length + facts.statements.length + facts.exports.length + facts.aliases.length === 0) continue;
    const own = targets.get(facts) ?? targetsOf(facts, modules);
    targets.set(facts, own);
    for (const target of own) found.add(target);
  }
  return found;
}

function targetsOf(facts: FileFacts, modules: ModuleResolver): readonly string[] {
  const handedOn = facts.exports.flatMap((e) => ('module' in e ? [e] : []));
  const named = [...facts.imports, ...handedOn].flatMap(({ module, imported }) => (languageOf(facts.path) === 'python' && imported !== '*' ? [module, moduleBelow(module, imported)] : [module]));
  return [...new Set([...named, ...facts.imports.flatMap(({ loads }) => loads ?? [])])].flatMap((module) => modules(facts.path, module) ?? []).filter((target) => target !== facts.path);
}
