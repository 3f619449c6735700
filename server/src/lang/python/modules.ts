import type { ExportFact, ImportFact } from '../../facts/file.ts';
import { childIn, childOfKind, childrenOf, fieldOf, type FlatTree, kindOf, NONE, nodesOf, textOf } from '../flat-tree.ts';
import type { Binding } from '../outline.ts';
import { literalAt } from './strings.ts';

export const IMPORTS: readonly string[] = ['import_statement', 'import_from_statement'];

/** `import a.b` binds `a`; `from . import x` has the module `.`; `from m import *` binds nothing and has the local name `*`. */
export function importsOf(tree: FlatTree, statement: number): { fact: ImportFact; node: number }[] {
  const from = kindOf(tree, statement) === 'import_from_statement';
  const module = from ? textOf(tree, childIn(tree, statement, 'module_name')).replace(/\s+/g, '') : '';
  const star = childOfKind(tree, statement, 'wildcard_import');
  if (star !== NONE) return [{ fact: { local: '*', module, imported: '*' }, node: star }];
  return childrenOf(tree, statement).filter((child) => fieldOf(tree, child) === 'name').map((child) => (from ? memberImport(tree, child, module) : moduleImport(tree, child)));
}

function memberImport(tree: FlatTree, node: number, module: string): { fact: ImportFact; node: number } {
  const alias = kindOf(tree, node) === 'aliased_import' ? childIn(tree, node, 'alias') : NONE;
  const imported = textOf(tree, kindOf(tree, node) === 'aliased_import' ? childIn(tree, node, 'name') : node);
  return { fact: { local: alias === NONE ? imported : textOf(tree, alias), module, imported }, node: alias === NONE ? node : alias };
}

function moduleImport(tree: FlatTree, node: number): { fact: ImportFact; node: number } {
  const alias = kindOf(tree, node) === 'aliased_import' ? childIn(tree, node, 'alias') : NONE;
  const module = textOf(tree, alias === NONE ? node : childIn(tree, node, 'name'));
  if (alias !== NONE) return { fact: { local: textOf(tree, alias), module, imported: '*' }, node: alias };
  const top = module.split('.')[0] ?? module;
  return { fact: { local: top, module: top, imported: '*', ...(top === module ? {} : { loads: module }) }, node };
}

/** The names in `__all__`, with what is added to it in the file; null where it is not there or not a list of literals. */
export function listedNames(tree: FlatTree): ReadonlySet<string> | null {
  const lists = nodesOf(tree, ['assignment', 'augmented_assignment']).filter((node) => textOf(tree, childIn(tree, node, 'left')) === '__all__').map((node) => childIn(tree, node, 'right'));
  if (lists.length === 0 || lists.some((list) => !/^(?:list|tuple)$/.test(kindOf(tree, list)))) return null;
  return new Set(lists.flatMap((list) => childrenOf(tree, list).flatMap((item) => {
    const literal = kindOf(tree, item) === 'string' ? literalAt(tree, item) : null;
    return literal === null ? [] : [tree.text.slice(literal.inner.start, literal.inner.end)];
  })));
}

/** Imports that bind no name of their own: `import *`, and those of a name that is bound already, as under `except ImportError`. */
export interface FurtherImport { readonly fact: ImportFact; readonly topLevel: boolean }

/** Every name at a module's top level can be imported from it by its name; `import *` takes only what `binding.exported` says. */
export function exportsOf(bindings: readonly Binding[], further: readonly FurtherImport[]): ExportFact[] {
  const seen = new Map<string, Binding>();
  for (const binding of bindings) if (binding.topLevel && !seen.has(binding.name)) seen.set(binding.name, binding);
  const own = [...seen.values()].map((binding): ExportFact => ({ name: binding.name, ...(binding.import === null ? { local: [binding.name] } : fromModule(binding.import)), ...(binding.exported ? {} : { hidden: true }) }));
  const more = further.filter(({ topLevel }) => topLevel).map(({ fact }): ExportFact => ({ name: fact.local, ...fromModule(fact), ...(seen.get(fact.local)?.exported === false ? { hidden: true } : {}) }));
  return [...own, ...more];
}

const fromModule = ({ module, imported }: ImportFact): { readonly module: string; readonly imported: string } => ({ module, imported });
