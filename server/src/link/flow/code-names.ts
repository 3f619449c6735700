import type { SymbolPath } from '../../facts/expr.ts';
import type { FileFacts } from '../../facts/file.ts';
import { pageName } from '../../lang/jinja/steps.ts';
import { isPage } from '../../text/language.ts';
import { basename } from '../../text/path.ts';
import type { ModuleResolver } from '../modules.ts';
import { nameWalker, type SymbolResolver } from '../symbols.ts';
import type { ClassRef, Meaning } from './code.ts';
import { type FlowIndex, functionNamed, indexOf } from './code-index.ts';
import { pageFinder } from './code-pages.ts';
import type { ModelRef } from './summary.ts';

/** Where a path has come to, with what is left of it behind a class. */
type Place =
  | Extract<Meaning, { readonly m: 'unit' | 'value' | 'module' | 'outside' }>
  | { readonly m: 'class'; readonly of: ClassRef; readonly rest: SymbolPath };

/** What a class's own names mean, worked out by whoever knows its bases. */
export type MemberOf = (of: ClassRef, name: string) => Meaning | null;

/** What dotted paths mean at the top level of files: declarations of the flow first, then models, through imports and aliases of any kind. */
export function namesOf(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver, symbols: SymbolResolver, member: MemberOf): (file: string, path: SymbolPath) => Meaning | null {
  const page = pageFinder(files.keys());
  const place = nameWalker<Place>(files, (from, module) => (isPage(from) ? page(from, module) : modules(from, module)), {
    at: ({ file, imports, aliases }, path, when) => placeAt(file, path, indexOf(files.get(file)), when === 'first' && (imports.has(path[0] ?? '') || aliases.has(path[0] ?? ''))),
    unlisted: ({ file }, [name = '', ...rest]) => (indexOf(files.get(file)).classes.get(name)?.kind === 'interface' ? { m: 'class', of: { file, name }, rest } : null),
    module: (file) => ({ m: 'module', file }),
    outside: (module, path) => ({ m: 'outside', module, path }),
    weak: ({ m }) => m === 'outside',
  });
  return (file, path) => {
    const [head = ''] = path;
    if (head.startsWith(pageName(''))) { const at = page(file, head.slice(pageName('').length)); return at === null ? null : { m: 'unit', ref: { file: at, unit: basename(at), ordinal: 0 } }; }
    const found = symbols.resolve(file, path);
    const model = found?.fact.kind === 'table' ? { file: found.file, symbol: found.fact.symbol } : null;
    if (found !== null && model !== null) return ofModel(model, found.rest, indexOf(files.get(found.file)), member);
    const at = place(file, path);
    return at?.m === 'class' ? ofClass(at.of, at.rest, member) : at;
  };
}

function ofModel(model: ModelRef, rest: SymbolPath, index: FlowIndex, member: MemberOf): Meaning | null {
  const of = index.classes.has(model.symbol) ? { file: model.file, name: model.symbol } : null;
  const [name, ...after] = rest;
  if (name === undefined) return { m: 'model', model, class: of };
  return of === null || after.length > 0 ? null : member(of, name);
}

function ofClass(of: ClassRef, [name, ...after]: SymbolPath, member: MemberOf): Meaning | null {
  if (name === undefined) return { m: 'class', of };
  return after.length > 0 ? null : member(of, name);
}

/** `leadsOn`: its first name is an import or an alias, so that a constant of that name is no end. */
function placeAt(file: string, path: SymbolPath, index: FlowIndex, leadsOn: boolean): Place | null {
  for (let length = path.length; length > 0; length--) {
    for (const name of spellings(path.slice(0, length).join('.'))) {
      const of: ClassRef = { file, name };
      if (index.classes.has(name)) return { m: 'class', of, rest: path.slice(length) };
      const unit = functionNamed(index, name);
      // What hangs on a function (`task.delay`) is not the function.
      if (unit !== null) return length === path.length ? { m: 'unit', ref: unit } : null;
    }
  }
  const [head = '', ...rest] = path;
  const name = leadsOn || rest.length > 0 ? undefined : spellings(head).find((one) => index.constants.has(one));
  const constant = name === undefined ? null : (index.constants.get(name) ?? null);
  return constant === null || name === undefined ? null : { m: 'value', file, name, expr: constant.expr, unit: constant.unit, ...(constant.type === null ? {} : { type: constant.type }) };
}

/** What `exports.find = …` exports bears the plain name. */
const spellings = (name: string): readonly string[] => (name.startsWith('exports.') ? [name, name.slice(8)] : [name]);
