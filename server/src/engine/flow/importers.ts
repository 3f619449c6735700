import type { FileFacts } from '../../facts/file.ts';
import type { ModuleResolver } from '../../link/modules.ts';
import { moduleBelow } from '../../link/python.ts';
import { languageOf } from '../../text/language.ts';

const known = new WeakMap<FileFacts, { readonly modules: ModuleResolver; readonly targets: readonly string[] }>();

/** The files that some files lead to by what they import, however far, those themselves among them: there a name may mean something in one of `changed`. */
export function importersOf(changed: ReadonlySet<string>, files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const facts of files.values()) {
    for (const target of targetsOf(facts, modules)) { const list = importers.get(target); if (list === undefined) importers.set(target, [facts.path]); else list.push(facts.path); }
  }
  const found = new Set(changed);
  for (const waiting = [...changed]; ;) {
    const path = waiting.pop();
    if (path === undefined) return found;
    for (const importer of importers.get(path) ?? []) if (!found.has(importer)) { found.add(importer); waiting.push(importer); }
  }
}

function targetsOf(facts: FileFacts, modules: ModuleResolver): readonly string[] {
  const before = known.get(facts);
  if (before?.modules === modules) return before.targets;
  const isPython = languageOf(facts.path) === 'python';
  const handed = facts.exports.flatMap((one) => ('module' in one ? [one] : []));
  const names = [...facts.imports.map(({ module, imported, loads }) => ({ module: loads ?? module, imported })), ...handed];
  const specifiers = new Set(names.flatMap(({ module, imported }) => (isPython && imported !== '*' ? [module, moduleBelow(module, imported)] : [module])));
  const targets = [...specifiers].flatMap((specifier) => modules(facts.path, specifier) ?? []);
  known.set(facts, { modules, targets });
  return targets;
}
